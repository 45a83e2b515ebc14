use async_graphql::{Context, Object};

use crate::{
    dates::Dates,
    error::Answer,
    geography::{
        PositionGroup, PositionStats, PositionStatsArguments, PositionStatsHaving, PositionStatsSort,
        count_positions,
    },
    scalars::{Date, DateTime},
    sorting::OrderBy,
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
    /// are known to have differed it is told as split, and where of some it is not known as partly unknown. A CCG of an
    /// earlier day has the position of those that took over from it, likewise: that tells what later held in its area, and
    /// nothing of what it had itself. `restatement` says which of the two it is.
    #[graphql(complexity = "60 * child_complexity + 1")]
    #[allow(clippy::too_many_arguments, reason = "they are what a client may say")]
    async fn position_stats(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "The day of the positions. It is needed since all CCGs have closed: today nothing could be counted. On a \
                          day before or after them `totalCcgs` is zero."
        )]
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
                          the day of the positions, of an earlier day each with that of what became of it. On both days there \
                          must have been CCGs."
        )]
        on_boundaries_of: Option<Date>,
        #[graphql(desc = "Only CCGs that match, of those that are counted.")] filter: Option<CcgFilter>,
        #[graphql(desc = "Only groups that match.")] having: Option<PositionStatsHaving>,
        #[graphql(desc = "In which order; by the keys unless given. The keys also settle ties.")]
        order_by: Option<Vec<OrderBy<PositionStatsSort>>>,
        #[graphql(
            desc = "At most so many groups, from the front; 1,000 unless given, which is also the most. It leaves the \
                counts as they are."
        )]
        first: Option<i32>,
    ) -> Answer<PositionStats> {
        let dates = Dates::read(as_of, stated_by, known_at);
        let boundaries_of = on_boundaries_of.map(|day| day.0);
        let order_by = order_by.unwrap_or_default();
        let arguments =
            PositionStatsArguments { filter, by: group_by, having, order_by, first, boundaries_of, dates };
        count_positions(context, arguments).await
    }
}
