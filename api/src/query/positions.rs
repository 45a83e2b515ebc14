use async_graphql::{Context, Object};

use crate::{
    dates::Dates,
    error::Answer,
    geography::{PositionGroup, PositionStats, count_positions},
    scalars::{Date, DateTime},
    types::CcgFilter,
};

/// Counts of positions.
#[derive(Default)]
pub(super) struct Positions;

/// Counts of positions.
#[Object]
impl Positions {
    /// How many CCGs had which position on a day, by group, each with its denominator and rate. With `onBoundariesOf` the
    /// CCGs of another day are counted: a CCG that was formed later has the position that all of its parts had. Where they
    /// are known to have differed it is told as split, and where of some it is not known as partly unknown. Of an earlier
    /// day the CCGs are counted with the position of those that took over from them, which says nothing of what they had.
    #[graphql(complexity = "60 * child_complexity + 1")]
    #[allow(clippy::too_many_arguments, reason = "they are what a client may say")]
    async fn position_stats(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day of the positions; today unless given, when all CCGs have closed.")]
        as_of: Option<Date>,
        #[graphql(desc = "Only by what somebody is known to have published by this day.")] stated_by: Option<
            Date,
        >,
        #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        #[graphql(desc = "What to group by; one group of all unless given.", default)] group_by: Vec<
            PositionGroup,
        >,
        #[graphql(
            desc = "Count the CCGs of this day instead: of a later day each with the position that its parts had on \
                          the day of the positions, of an earlier day each with that of what became of it."
        )]
        on_boundaries_of: Option<Date>,
        #[graphql(desc = "Only CCGs that match, of those that are counted.")] filter: Option<CcgFilter>,
    ) -> Answer<PositionStats> {
        let dates = Dates::read(as_of, stated_by, known_at);
        count_positions(context, filter, group_by, on_boundaries_of.map(|day| day.0), dates).await
    }
}
