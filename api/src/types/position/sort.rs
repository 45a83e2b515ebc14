use async_graphql::Enum;
use entities::{ccg, commissioning_model, domain, position::Column};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, ranked, through},
    types::{Ccg, CommissioningModel},
};

/// What positions can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum PositionSort {
    /// By the ODS code of the CCG.
    CcgOdsCode,
    /// By the last name of the CCG.
    CcgName,
    /// By what can be said, in the order in which `PositionStatus` lists it.
    Status,
    /// By the letter of the model.
    Model,
    /// By the day from which on the sources speak of it.
    FirstDay,
    /// By the last day of which the sources give this answer.
    LastDay,
    /// By the day by which the model had begun.
    BegunBy,
}

impl SortField for PositionSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::CcgOdsCode => through::<Ccg, _>(Column::CcgId, ccg::Column::OdsCode),
            Self::CcgName => through::<Ccg, _>(Column::CcgId, ccg::Column::Name),
            Self::Status => ranked::<domain::PositionStatus>(Column::Status),
            Self::Model => {
                through::<CommissioningModel, _>(Column::ModelId, commissioning_model::Column::Letter)
            }
            Self::FirstDay => by(Column::FirstDay),
            Self::LastDay => by(Column::LastDay),
            Self::BegunBy => by(Column::SinceTo),
        }
    }
}
