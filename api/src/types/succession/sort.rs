use async_graphql::Enum;
use entities::{ccg, succession::Column};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, through},
    types::Ccg,
};

/// What successions can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum SuccessionSort {
    /// By the successor's first day.
    EffectiveOn,
    /// By the ODS code of the CCG that closed.
    PredecessorOdsCode,
    /// By the ODS code of the CCG that took over.
    SuccessorOdsCode,
}

impl SortField for SuccessionSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::EffectiveOn => by(Column::EffectiveOn),
            Self::PredecessorOdsCode => through::<Ccg, _>(Column::PredecessorId, ccg::Column::OdsCode),
            Self::SuccessorOdsCode => through::<Ccg, _>(Column::SuccessorId, ccg::Column::OdsCode),
        }
    }
}
