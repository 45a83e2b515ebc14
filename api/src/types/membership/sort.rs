use async_graphql::Enum;
use entities::{area, ccg, ccg_area::Column};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, through},
    types::{Area, Ccg},
};

/// What memberships can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum MembershipSort {
    /// By the ODS code of the CCG.
    CcgOdsCode,
    /// By the last name of the CCG.
    CcgName,
    /// By the map.
    AreaKind,
    /// By the name of the area.
    AreaName,
    /// By the first day of the membership.
    ValidFrom,
    /// By the last day of the membership.
    ValidTo,
}

impl SortField for MembershipSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::CcgOdsCode => through::<Ccg, _>(Column::CcgId, ccg::Column::OdsCode),
            Self::CcgName => through::<Ccg, _>(Column::CcgId, ccg::Column::Name),
            Self::AreaKind => through::<Area, _>(Column::AreaId, area::Column::Kind),
            Self::AreaName => through::<Area, _>(Column::AreaId, area::Column::Name),
            Self::ValidFrom => by(Column::ValidFrom),
            Self::ValidTo => by(Column::ValidTo),
        }
    }
}
