use async_graphql::Enum;
use entities::commissioning_model::Column;

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{Adoption, CommissioningModel},
};

/// What models can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum CommissioningModelSort {
    /// By letter: A, B, C.
    Letter,
    /// By how many adoptions of it are known, every stage of each.
    AdoptionCount,
}

impl SortField for CommissioningModelSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::Letter => by(Column::Letter),
            Self::AdoptionCount => {
                count_of::<Direct<Adoption, CommissioningModel>>(id_of::<CommissioningModel>(), dates)
            }
        }
    }
}
