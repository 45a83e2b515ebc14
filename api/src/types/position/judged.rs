//! Positions judged anew from the facts, for what was published by a day, and the facts that a position rests on.

use async_graphql::Context;
use chrono::NaiveDate;
use futures_util::future::try_join_all;

use super::Position;
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    judging::known_of_one,
    loading::one,
    table::Noun,
    types::Adoption,
};

/// The position of a CCG, as it follows from what had been published.
pub(super) async fn position(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Position> {
    let known = known_of_one(context, ccg, dates).await?;
    let row = known.row_on(dates.day()).ok_or_else(|| {
        tracing::error!(ccg, ?dates, "spells leave no gap, and there is none on the day");
        Failure::Database
    })?;
    Ok(Position::new(row, dates))
}

/// The adoptions that the position of a CCG on a day rests on.
pub(super) async fn adoptions(
    context: &Context<'_>,
    ccg: i64,
    day: NaiveDate,
    dates: Dates,
) -> Answer<Vec<Adoption>> {
    let known = known_of_one(context, ccg, dates).await?;
    try_join_all(known.counting_on(day).map(|fact| one::<Adoption>(context, fact.adoption, dates))).await
}
