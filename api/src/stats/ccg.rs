use async_graphql::InputObject;
use entities::{ccg::Column, domain::AreaKind};
use sea_orm::{
    DbErr,
    sea_query::{Condition, Expr},
};

use super::{Group, Having, Measure, Wanted, keys::group_keys};
use crate::{
    columns::area_among_all,
    filters::{Operand, OrderedFilter, all},
    reader::ResultRow,
    rendering::simple_object,
    scalars::Date,
    types::Ccg,
};

group_keys! {
    /// What CCGs can be grouped by. Each CCG is in one group exactly, whatever the keys are.
    enum CcgGroup;
    /// What groups of CCGs can be sorted by. A key must be one that they are grouped by.
    enum CcgStatsSort {
        /// By how many CCGs there are.
        Count = "count",
    }
    /// What the CCGs of a group have in common. A field is null where they have no such value, and also where it was
    /// not grouped by: `groupedBy` tells which were.
    struct CcgStatsKey, |fact, dates| {
        /// By region of 2015: North, Midlands and East, London or South.
        Region {
            /// The name of the region of 2015; null where none is known. That of CCGs that opened later
            /// than the maps of 2015 is mostly inferred: the `basis` of `memberships` says so.
            region: String = area_among_all(fact, Column::Id, AreaKind::Region2015, dates).named("name"),
        }
        /// By region on the later map of seven.
        #[graphql(name = "REGION_2025")]
        Region2025 {
            /// The name of the region on the later map; null where it does not show the CCGs.
            region_2025: String = area_among_all(fact, Column::Id, AreaKind::Region2025, dates).named("name"),
        }
        /// By area team of 2013.
        AreaTeam {
            /// The name of the area team of 2013; null where its map does not show the CCGs.
            area_team: String = area_among_all(fact, Column::Id, AreaKind::AreaTeam, dates).named("name"),
        }
        /// By local office of 2015.
        LocalOffice {
            /// The name of the local office of 2015; null where its map does not show the CCGs.
            local_office: String = area_among_all(fact, Column::Id, AreaKind::LocalOffice, dates).named("name"),
        }
        /// By sustainability and transformation partnership, later integrated care system.
        StpIcs {
            /// The name of the partnership or system; null where its map does not show the CCGs.
            stp_ics: String = area_among_all(fact, Column::Id, AreaKind::StpIcs, dates).named("name"),
        }
        /// By the first day on which they existed.
        OpenedOn {
            /// The first day on which they existed; null where it is not known.
            opened_on: Date = fact.column(Column::OpenedOn),
        }
        /// By the last day on which they existed.
        ClosedOn {
            /// The last day on which they existed; null where they are not known to have closed.
            closed_on: Date = fact.column(Column::ClosedOn),
        }
    }
}

simple_object! {
    /// A group of CCGs: what they have in common, and how many they are. It is the denominator of a rate.
    pub struct CcgStatsRow holding {
        /// What they have in common.
        key: CcgStatsKey,
    } and {
        /// How many CCGs there are. Give `asOf`, or CCGs that never existed together are counted together.
        count: i64,
    }
}

impl Group for CcgStatsRow {
    const NAME: &'static str = "CcgStats";
    type Of = Ccg;
    type By = CcgGroup;
    type Sort = CcgStatsSort;
    type Having = CcgStatsHaving;

    fn measures() -> Vec<(&'static str, Measure)> {
        vec![("count", Measure::Count)]
    }

    fn read(row: ResultRow<'_>, by: &[CcgGroup], wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self { key: CcgStatsKey::read(row, by)?, count: wanted.read(row, "count")? })
    }
}

/// Which groups of CCGs are wanted. All that is given must hold; an empty object matches every group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CcgStatsHaving {
    /// By how many CCGs there are.
    count: Operand<OrderedFilter<i64>>,
}

impl Having for CcgStatsHaving {
    fn condition(&self, measured: &dyn Fn(&'static str) -> Expr) -> Condition {
        all([self.count.given().map(|filter| filter.condition(&measured("count")))])
    }
}
