use async_graphql::{Context, Enum, Object};
use chrono::NaiveDate;

use super::{PositionGroup, PositionStatsRow, positions::Held};
use crate::{
    dates::Dates, error::Answer, loading::one, paging::Echo, rendering::List, scalars::Date, types::Ccg,
    vocabulary::ModelCode,
};

/// How the positions of one day are told of the CCGs of another day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Enum)]
pub enum Restatement {
    /// The CCGs are those of a later day. Each has the position that all CCGs had which were merged into it.
    FromPredecessors,
    /// The CCGs are those of an earlier day. Each has the position of those that took over from it: it tells what later held
    /// in its area, and nothing of what the CCG itself had.
    FromSuccessors,
}

/// A CCG and the CCGs that it is restated from, by their row numbers.
pub(super) struct Parted {
    pub(super) ccg: i64,
    pub(super) parts: Vec<(i64, Held)>,
}

/// A CCG to which no position is given, because those that it is restated from did not have one and the same.
pub struct PartedCcg<'a> {
    parted: &'a Parted,
    dates: Dates,
}

/// A CCG that is restated from several, which had different positions on the day that is asked about, or of some of which the
/// position is not known, so that none is given to the whole.
#[Object]
impl PartedCcg<'_> {
    /// The CCG that is counted.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.parted.ccg, self.dates).await
    }

    /// The CCGs of the day that is asked about, each with its own position.
    async fn parts(&self, context: &Context<'_>) -> Answer<Vec<Ccg>> {
        let parts = self.parted.parts.iter().map(|(part, _)| one::<Ccg>(context, *part, self.dates));
        futures_util::future::try_join_all(parts).await
    }

    /// The models that the parts are known to have had, each once.
    async fn models(&self) -> Vec<ModelCode> {
        let mut models: Vec<_> = self.parted.parts.iter().filter_map(|(_, held)| held.model).collect();
        models.sort_unstable();
        models.dedup();
        models.into_iter().map(ModelCode::from).collect()
    }
}

/// How many CCGs had which position.
pub struct PositionStats {
    pub(super) grouped_by: Vec<PositionGroup>,
    pub(super) groups: Vec<PositionStatsRow>,
    pub(super) total_groups: i64,
    pub(super) total: i64,
    pub(super) split: Vec<Parted>,
    pub(super) partly_unknown: Vec<Parted>,
    pub(super) boundaries_of: Option<NaiveDate>,
    pub(super) dates: Dates,
}

/// How many CCGs had which position on a day, by group. Every CCG that existed is counted once, those of which nothing is
/// known among them: a group without a CCG is not there.
#[Object]
impl PositionStats {
    /// What was grouped by, as asked for: fields of a `key` that belong to none of these are null.
    async fn grouped_by(&self) -> &[PositionGroup] {
        &self.grouped_by
    }

    /// The groups, in the order that was asked for.
    async fn groups(&self) -> List<PositionStatsRow, &PositionStatsRow> {
        self.groups.iter().collect()
    }

    /// How many groups there are, those beyond `first` among them: when it is more than `groups` shows, the answer was
    /// cut short.
    async fn total_groups(&self) -> i64 {
        self.total_groups
    }

    /// How many CCGs were counted in all, whatever `having` and `first` leave of the groups. Zero where none of those that
    /// existed matches the filter, and on a day on which there were no CCGs.
    async fn total_ccgs(&self) -> i64 {
        self.total
    }

    /// The CCGs restated from several that are known to have had different positions; always empty without `onBoundariesOf`.
    async fn split(&self) -> Vec<PartedCcg<'_>> {
        self.parted(&self.split)
    }

    /// The CCGs restated from several of which what is known agrees, but of some nothing is known; always empty without
    /// `onBoundariesOf`.
    async fn partly_unknown(&self) -> Vec<PartedCcg<'_>> {
        self.parted(&self.partly_unknown)
    }

    /// The day whose CCGs are counted, when it is another.
    async fn on_boundaries_of(&self) -> Option<Date> {
        self.boundaries_of.map(Date)
    }

    /// From whom the CCGs that are counted have their positions; null where they are those of the day itself.
    async fn restatement(&self) -> Option<Restatement> {
        let (day, boundaries_of) = (self.dates.day(), self.boundaries_of?);
        match boundaries_of.cmp(&day) {
            std::cmp::Ordering::Greater => Some(Restatement::FromPredecessors),
            std::cmp::Ordering::Less => Some(Restatement::FromSuccessors),
            std::cmp::Ordering::Equal => None,
        }
    }

    #[graphql(flatten)]
    async fn echo(&self) -> Echo {
        Echo(self.dates)
    }
}

impl PositionStats {
    fn parted<'a>(&self, ccgs: &'a [Parted]) -> Vec<PartedCcg<'a>> {
        ccgs.iter().map(|parted| PartedCcg { parted, dates: self.dates }).collect()
    }
}
