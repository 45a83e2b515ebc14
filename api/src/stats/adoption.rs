use async_graphql::InputObject;
use entities::{adoption::Column, ccg, commissioning_model, domain, domain::AreaKind, evidence, wave};
use sea_orm::{
    DbErr, IdenStatic,
    sea_query::{Condition, Expr},
};

use super::{Group, Having, Measure, Wanted, keys::group_keys};
use crate::{
    columns::{area_among_all, best_evidence},
    filters::{Operand, OrderedFilter, all},
    reader::ResultRow,
    rendering::simple_object,
    scalars::{Date, FinancialYear, OdsCode},
    types::Adoption,
    vocabulary::{Confidence, ModelCode, Stage},
};

group_keys! {
    /// What adoptions can be grouped by. Each adoption is in one group exactly, whatever the keys are.
    enum AdoptionGroup;
    /// What groups of adoptions can be sorted by. A key must be one that they are grouped by.
    enum AdoptionStatsSort {
        /// By how many adoptions there are.
        Count = "count",
        /// By how many CCGs they are of.
        DistinctCcgs = "distinct_ccgs",
        /// By the earliest first day in force.
        MinEffectiveFrom = "min_effective_from",
        /// By the latest first day in force.
        MaxEffectiveFrom = "max_effective_from",
    }
    /// What the adoptions of a group have in common. A field is null where they have no such value, and also where it
    /// was not grouped by: `groupedBy` tells which were.
    struct AdoptionStatsKey, |fact, dates| {
        /// By model.
        Model {
            /// The model; null where the sources do not say which.
            model: ModelCode = fact
                .to::<commissioning_model::Entity>("model", Column::ModelId)
                .column(commissioning_model::Column::Code)
                .ranked::<domain::ModelCode>(),
        }
        /// By the financial year of the round, or the one that the sources speak of.
        FinancialYear {
            /// The financial year; null where the sources give none.
            financial_year: FinancialYear =
                fact.to::<wave::Entity>("wave", Column::WaveId).column(wave::Column::FinancialYear),
        }
        /// By how far they had come.
        Stage {
            /// How far they had come; null where it was not grouped by.
            stage: Stage = fact.column(Column::Stage).ranked::<domain::Stage>(),
        }
        /// By the CCG's region of 2015: North, Midlands and East, London or South.
        Region {
            /// The name of the region of 2015; null where none is known. That of CCGs that opened later
            /// than the maps of 2015 is mostly inferred: the `basis` of `memberships` says so.
            region: String = area_among_all(fact, Column::CcgId, AreaKind::Region2015, dates).named("name"),
        }
        /// By the CCG's region on the later map of seven.
        #[graphql(name = "REGION_2025")]
        Region2025 {
            /// The name of the region on the later map; null where it does not show the CCG.
            region_2025: String = area_among_all(fact, Column::CcgId, AreaKind::Region2025, dates).named("name"),
        }
        /// By the CCG's area team of 2013.
        AreaTeam {
            /// The name of the area team of 2013; null where its map does not show the CCG.
            area_team: String = area_among_all(fact, Column::CcgId, AreaKind::AreaTeam, dates).named("name"),
        }
        /// By the CCG's local office of 2015.
        LocalOffice {
            /// The name of the local office of 2015; null where its map does not show the CCG.
            local_office: String = area_among_all(fact, Column::CcgId, AreaKind::LocalOffice, dates).named("name"),
        }
        /// By the CCG's sustainability and transformation partnership, later integrated care system.
        StpIcs {
            /// The name of the partnership or system; null where its map does not show the CCG.
            stp_ics: String = area_among_all(fact, Column::CcgId, AreaKind::StpIcs, dates).named("name"),
        }
        /// By CCG.
        Ccg {
            /// The ODS code of the CCG; null where it was not grouped by.
            ods_code: OdsCode = fact.to::<ccg::Entity>("ccg", Column::CcgId).column(ccg::Column::OdsCode),
            /// The last name of the CCG; null where it was not grouped by.
            ccg_name: String = fact.to::<ccg::Entity>("ccg", Column::CcgId).column(ccg::Column::Name),
        }
        /// By the first day in force.
        EffectiveFrom {
            /// The first day in force; null where none was published.
            effective_from: Date = fact.column(Column::EffectiveFrom),
        }
        /// By how directly the most direct evidence states it. An adoption counts once, however many rows of files
        /// state it.
        BestConfidence {
            /// How directly the most direct evidence states it; null where it was not grouped by.
            best_confidence: Confidence = best_evidence(fact, dates)
                .column(evidence::Column::Confidence)
                .ranked::<domain::Confidence>(),
        }
    }
}

simple_object! {
    /// A group of adoptions: what they have in common, and how many they are.
    pub struct AdoptionStatsRow holding {
        /// What they have in common.
        key: AdoptionStatsKey,
    } and {
        /// How many adoptions are known. A CCG has one for each model, year and stage that sources speak of, so filter or
        /// group by stage before you read it as a number of CCGs; and sources do not name every CCG.
        count: i64,
        /// How many CCGs they are of, each counted once.
        distinct_ccgs: i64,
        /// The earliest first day in force; null where none was published.
        min_effective_from: Option<Date>,
        /// The latest first day in force; null where none was published.
        max_effective_from: Option<Date>,
    }
}

impl Group for AdoptionStatsRow {
    const NAME: &'static str = "AdoptionStats";
    type Of = Adoption;
    type By = AdoptionGroup;
    type Sort = AdoptionStatsSort;
    type Having = AdoptionStatsHaving;

    fn measures() -> Vec<(&'static str, Measure)> {
        vec![
            ("count", Measure::Count),
            ("distinct_ccgs", Measure::Distinct(Column::CcgId.as_str())),
            ("min_effective_from", Measure::Least(Column::EffectiveFrom.as_str())),
            ("max_effective_from", Measure::Greatest(Column::EffectiveFrom.as_str())),
        ]
    }

    fn read(row: ResultRow<'_>, by: &[AdoptionGroup], wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self {
            key: AdoptionStatsKey::read(row, by)?,
            count: wanted.read(row, "count")?,
            distinct_ccgs: wanted.read(row, "distinct_ccgs")?,
            min_effective_from: wanted.read(row, "min_effective_from")?,
            max_effective_from: wanted.read(row, "max_effective_from")?,
        })
    }
}

/// Which groups of adoptions are wanted. All that is given must hold; an empty object matches every group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct AdoptionStatsHaving {
    /// By how many adoptions there are.
    count: Operand<OrderedFilter<i64>>,
    /// By how many CCGs they are of.
    distinct_ccgs: Operand<OrderedFilter<i64>>,
}

impl Having for AdoptionStatsHaving {
    fn condition(&self, measured: &dyn Fn(&'static str) -> Expr) -> Condition {
        all([
            self.count.given().map(|filter| filter.condition(&measured("count"))),
            self.distinct_ccgs.given().map(|filter| filter.condition(&measured("distinct_ccgs"))),
        ])
    }
}
