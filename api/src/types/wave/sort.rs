use async_graphql::Enum;
use entities::wave::Column;

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{Adoption, Wave},
};

/// What approval rounds can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum WaveSort {
    /// By financial year.
    FinancialYear,
    /// By number.
    Number,
    /// By the day on which arrangements of the round began.
    LiveFrom,
    /// By how many adoptions in it are known, every stage of each.
    AdoptionCount,
}

impl SortField for WaveSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::FinancialYear => by(Column::FinancialYear),
            Self::Number => by(Column::Number),
            Self::LiveFrom => by(Column::LiveFrom),
            Self::AdoptionCount => count_of::<Direct<Adoption, Wave>>(id_of::<Wave>(), dates),
        }
    }
}
