use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entities::succession::Model;

use super::graph::{Direction, Graph};
use crate::{
    dates::Dates,
    error::Answer,
    loading::one,
    scalars::Date,
    table::Noun,
    types::{Ccg, Succession},
    vocabulary::Basis,
};

/// A step in the lineage of a CCG.
pub struct LineageStep {
    generation: u32,
    ccg: i64,
    succession: Model,
    dates: Dates,
}

/// The CCGs that took over from a CCG, and from those in turn, up to a day.
pub async fn lineage(
    context: &Context<'_>,
    ccg: i64,
    until: Option<NaiveDate>,
    dates: Dates,
) -> Answer<Vec<LineageStep>> {
    let by_then = |day: NaiveDate| until.is_none_or(|until| day <= until);
    steps(context, ccg, Direction::Forwards, by_then, dates).await
}

/// The CCGs that a CCG took over from, and those that these took over from, back to a day.
pub async fn ancestry(
    context: &Context<'_>,
    ccg: i64,
    since: Option<NaiveDate>,
    dates: Dates,
) -> Answer<Vec<LineageStep>> {
    let since_then = |day: NaiveDate| since.is_none_or(|since| since <= day);
    steps(context, ccg, Direction::Backwards, since_then, dates).await
}

async fn steps(
    context: &Context<'_>,
    ccg: i64,
    direction: Direction,
    between: impl Fn(NaiveDate) -> bool,
    dates: Dates,
) -> Answer<Vec<LineageStep>> {
    let graph = Graph::load(context, dates).await?;
    let step = |(generation, succession): (u32, &Model)| LineageStep {
        generation,
        ccg: direction.end(succession),
        succession: succession.clone(),
        dates,
    };
    Ok(graph.from(ccg, direction, between).into_iter().map(step).collect())
}

/// A step in the lineage of a CCG: one succession on the way from it to its successors' successors, or to its
/// predecessors' predecessors.
#[Object]
impl LineageStep {
    /// How many successions lie between: 1 for a successor or predecessor, 2 for one of theirs.
    async fn generation(&self) -> u32 {
        self.generation
    }

    /// The CCG to which the step leads.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.ccg, self.dates).await
    }

    /// The first day of the CCG that took over.
    async fn effective_on(&self) -> Date {
        Date(self.succession.effective_on)
    }

    /// Whether a published mapping states it.
    async fn basis(&self) -> Basis {
        self.succession.basis.into()
    }

    /// The succession: who took over from whom in this step, and which publication says so.
    async fn succession(&self) -> Succession {
        Succession::new(self.succession.clone(), self.dates)
    }
}
