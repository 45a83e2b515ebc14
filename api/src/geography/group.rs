use async_graphql::{Enum, InputObject};
use entities::domain;

use crate::{
    filters::{EqualityFilter, Operand, OrderedFilter},
    rendering::simple_object,
    scalars::Number,
    sorting::{Key, RowField},
    vocabulary::{ModelCode, PositionStatus},
};

/// What CCGs can be grouped by when their positions are counted.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
pub enum PositionGroup {
    /// By what can be said, and by the model where there is one.
    Model,
    /// By region of 2015.
    Region,
    /// By region of the later map.
    #[graphql(name = "REGION_2025")]
    Region2025,
    /// By area team of 2013.
    AreaTeam,
    /// By local office of 2015.
    LocalOffice,
    /// By sustainability and transformation partnership, or integrated care system.
    StpIcs,
}

impl PositionGroup {
    pub(super) fn map(self) -> Option<domain::AreaKind> {
        Some(match self {
            Self::Model => return None,
            Self::Region => domain::AreaKind::Region2015,
            Self::Region2025 => domain::AreaKind::Region2025,
            Self::AreaTeam => domain::AreaKind::AreaTeam,
            Self::LocalOffice => domain::AreaKind::LocalOffice,
            Self::StpIcs => domain::AreaKind::StpIcs,
        })
    }
}

/// What groups of positions can be sorted by. A key must be one that they are grouped by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum PositionStatsSort {
    /// By what can be said, and by the model where there is one, A to C.
    Model,
    /// By region of 2015.
    Region,
    /// By region of the later map.
    #[graphql(name = "REGION_2025")]
    Region2025,
    /// By area team of 2013.
    AreaTeam,
    /// By local office of 2015.
    LocalOffice,
    /// By sustainability and transformation partnership, or integrated care system.
    StpIcs,
    /// By how many CCGs they are.
    Count,
    /// By how many CCGs of the same areas there were in all.
    Denominator,
    /// By the count divided by the denominator.
    Rate,
}

impl PositionStatsSort {
    /// The key, when it is one.
    pub(super) fn group(self) -> Option<PositionGroup> {
        Some(match self {
            Self::Model => PositionGroup::Model,
            Self::Region => PositionGroup::Region,
            Self::Region2025 => PositionGroup::Region2025,
            Self::AreaTeam => PositionGroup::AreaTeam,
            Self::LocalOffice => PositionGroup::LocalOffice,
            Self::StpIcs => PositionGroup::StpIcs,
            Self::Count | Self::Denominator | Self::Rate => return None,
        })
    }
}

impl RowField<PositionStatsRow> for PositionStatsSort {
    fn value(self, row: &PositionStatsRow) -> Key {
        let PositionStatsRow { key, count, denominator, rate } = row;
        match self {
            // What can be said stands first, and then the models.
            Self::Model => key
                .status
                .map(|status| status as i64 * 10 + key.model.map_or(0, |model| model as i64 + 1))
                .into(),
            Self::Region => key.region.clone().into(),
            Self::Region2025 => key.region_2025.clone().into(),
            Self::AreaTeam => key.area_team.clone().into(),
            Self::LocalOffice => key.local_office.clone().into(),
            Self::StpIcs => key.stp_ics.clone().into(),
            Self::Count => (*count).into(),
            Self::Denominator => (*denominator).into(),
            Self::Rate => (*rate).into(),
        }
    }
}

simple_object! {
    /// What CCGs that were counted together have in common.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct PositionStatsKey {
        /// What can be said of them; null where it was not grouped by.
        pub(super) status: Option<PositionStatus>,
        /// The model; null where the status is not `MODEL`.
        pub(super) model: Option<ModelCode>,
        /// True: what the CCG is restated from is known to differ in its positions, so that none is given to the whole. Null where
        /// positions were not grouped by, or not restated on other boundaries.
        pub(super) is_split: Option<bool>,
        /// True: what is known of what the CCG is restated from agrees, but of some of it nothing is known, so that no position is
        /// given to the whole. Null where `isSplit` is.
        pub(super) is_partly_unknown: Option<bool>,
        /// The name of the region of 2015; null where none is known. That of CCGs that opened later than the maps of 2015 is mostly
        /// inferred: the `basis` of `memberships` says so.
        pub(super) region: Option<String>,
        /// The name of the region on the later map; null where it does not show the CCG.
        pub(super) region_2025: Option<String>,
        /// The name of the area team of 2013; null where its map does not show the CCG.
        pub(super) area_team: Option<String>,
        /// The name of the local office of 2015; null where its map does not show the CCG.
        pub(super) local_office: Option<String>,
        /// The name of the partnership or system; null where its map does not show the CCG.
        pub(super) stp_ics: Option<String>,
    }
}

simple_object! {
    /// A group of CCGs, and how many they are.
    #[derive(Clone, Debug)]
    pub struct PositionStatsRow holding {
        /// What they have in common.
        key: PositionStatsKey,
    } and {
        /// How many CCGs they are.
        pub(super) count: i64,
        /// How many CCGs of the same areas there were in all, whatever their position.
        pub(super) denominator: i64,
        /// The count divided by the denominator.
        pub(super) rate: f64,
    }
}

/// Which groups of positions are wanted. All that is given must hold; an empty object matches every group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct PositionStatsHaving {
    /// By what can be said of them: the other groups are left out, and the denominators stay as they are.
    status: Operand<EqualityFilter<PositionStatus>>,
    /// By the model: the other groups are left out, and the denominators stay as they are.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By how many CCGs they are.
    count: Operand<OrderedFilter<i64>>,
    /// By how many CCGs of the same areas there were in all.
    denominator: Operand<OrderedFilter<i64>>,
    /// By the count divided by the denominator, such as 0.5.
    rate: Operand<OrderedFilter<Number>>,
}

impl PositionStatsHaving {
    pub(super) fn admits(&self, row: &PositionStatsRow) -> bool {
        self.status.given().is_none_or(|filter| filter.admits(row.key.status.as_ref()))
            && self.model.given().is_none_or(|filter| filter.admits(row.key.model.as_ref()))
            && self.count.given().is_none_or(|filter| filter.admits(Some(&row.count)))
            && self.denominator.given().is_none_or(|filter| filter.admits(Some(&row.denominator)))
            && self.rate.given().is_none_or(|filter| filter.admits(Some(&Number(row.rate))))
    }
}
