use async_graphql::Enum;
use entities::{area, ccg::Column, ccg_area, domain::AreaKind};
use sea_orm::ExprTrait;

use crate::{
    dates::Dates,
    loading::{Direct, Via},
    sorting::{SortField, SortKey, by, count_of},
    table::{column, id_of, in_force},
    types::{Adoption, Ccg, succession::Predecessors, succession::Successors},
};

/// What CCGs can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum CcgSort {
    /// By ODS code.
    OdsCode,
    /// By the last name that it bore.
    Name,
    /// By the first day on which it existed.
    OpenedOn,
    /// By the last day on which it existed.
    ClosedOn,
    /// By the name of its region of 2015.
    Region,
    /// By how many adoptions of it are known, every stage of each.
    AdoptionCount,
    /// By how many CCGs it took over from.
    PredecessorCount,
    /// By how many CCGs took over from it.
    SuccessorCount,
}

impl SortField for CcgSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::OdsCode => by(Column::OdsCode),
            Self::Name => by(Column::Name),
            Self::OpenedOn => by(Column::OpenedOn),
            Self::ClosedOn => by(Column::ClosedOn),
            Self::Region => region(dates),
            Self::AdoptionCount => count_of::<Direct<Adoption, Ccg>>(id_of::<Ccg>(), dates),
            Self::PredecessorCount => count_of::<Via<Predecessors>>(id_of::<Ccg>(), dates),
            Self::SuccessorCount => count_of::<Via<Successors>>(id_of::<Ccg>(), dates),
        }
    }
}

/// A CCG belongs to one region at most.
fn region(dates: &Dates) -> SortKey {
    let mut name = in_force::<ccg_area::Entity>(dates);
    name.inner_join(area::Entity, column(area::Column::Id).eq(column(ccg_area::Column::AreaId)))
        .expr(column(area::Column::Name))
        .and_where(column(area::Column::Kind).eq(AreaKind::Region2015))
        .and_where(column(ccg_area::Column::CcgId).eq(column(Column::Id)));
    SortKey { is_nullable: true, ..SortKey::of(name.into(), &area::Column::Name) }
}
