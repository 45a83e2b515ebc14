use async_graphql::Enum;
use entities::area::Column;

use crate::{
    dates::Dates,
    loading::Via,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{Area, area::CcgsOfArea},
};

/// What areas can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum AreaSort {
    /// By the map that it belongs to.
    Kind,
    /// By name.
    Name,
    /// By ODS code.
    Code,
    /// By how many CCGs belonged to it, with `asOf` on that day.
    CcgCount,
}

impl SortField for AreaSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::Kind => by(Column::Kind),
            Self::Name => by(Column::Name),
            Self::Code => by(Column::Code),
            Self::CcgCount => count_of::<Via<CcgsOfArea>>(id_of::<Area>(), dates),
        }
    }
}
