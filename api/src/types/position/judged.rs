//! Positions judged anew from the facts, for what was published by a day, and the facts that a position rests on.

use async_graphql::Context;
use chrono::NaiveDate;
use futures_util::future::try_join_all;

use super::Position;
use crate::{
    dates::Dates, error::Answer, judging::known_of_one, loading::one, scalars::Date, types::Adoption,
};

/// The position of a CCG, as it follows from what had been published.
pub(super) async fn position(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Position> {
    let known = known_of_one(context, ccg, dates).await?;
    Position::read(known.and_then(|known| known.row_on(dates.day())), ccg, dates)
}

/// The day by which a fact was last stated on which the position of a CCG on a day rests.
pub(super) async fn last_stated(
    context: &Context<'_>,
    ccg: i64,
    day: NaiveDate,
    dates: Dates,
) -> Answer<Option<Date>> {
    let known = known_of_one(context, ccg, dates).await?;
    let counting = known.iter().flat_map(|known| known.counting_on(day));
    Ok(counting.filter_map(|fact| fact.last_stated).max().map(Date))
}

/// The adoptions that the position of a CCG on a day rests on.
pub(super) async fn adoptions(
    context: &Context<'_>,
    ccg: i64,
    day: NaiveDate,
    dates: Dates,
) -> Answer<Vec<Adoption>> {
    let known = known_of_one(context, ccg, dates).await?;
    let counting = known.iter().flat_map(|known| known.counting_on(day));
    try_join_all(counting.map(|fact| one::<Adoption>(context, fact.adoption, dates))).await
}
