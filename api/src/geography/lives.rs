//! The days on which there were CCGs: of no other day can be said which model they had.

use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use chrono::NaiveDate;
use entities::ccg;
use sea_orm::sea_query::{CaseStatement, Func, Query};

use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, loaders},
    reader::record,
    table::{Noun, column},
    types::Ccg,
};

record! {
    /// The first and the last day on which there were CCGs, and how many there were on one day.
    #[derive(Clone)]
    struct Lives {
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
        then: Option<i64>,
    }
}

impl Loader<Key<Lives, NaiveDate>> for Batches {
    type Value = Lives;
    type Error = Failure;

    async fn load(&self, keys: &[Key<Lives, NaiveDate>]) -> Answer<HashMap<Key<Lives, NaiveDate>, Lives>> {
        let mut found = HashMap::new();
        for key in keys {
            let there = CaseStatement::new().case(Ccg::on_day(key.of), 1).finally(0);
            let select = Query::select()
                .expr_as(Func::min(column(ccg::Column::OpenedOn)), "first")
                .expr_as(Func::max(column(ccg::Column::ClosedOn)), "last")
                .expr_as(Func::sum(there), "then")
                .from(ccg::Entity)
                .to_owned();
            found.extend(self.snapshot().first::<Lives>(&select).await?.map(|lives| (key.clone(), lives)));
        }
        Ok(found)
    }
}

/// What is wrong with a day on which there were no CCGs: which days would do. Nothing where there were some, or none is known at
/// all.
async fn without(context: &Context<'_>, day: NaiveDate) -> Answer<Option<String>> {
    let lives = loaders(context).load_one(Key::<Lives, _>::new(day)).await?;
    Ok(lives.filter(|lives| lives.then.unwrap_or(0) == 0).and_then(|lives| {
        let (first, last) = lives.first.zip(lives.last)?;
        Some(format!("a day from {first} to {last}, on which there were CCGs"))
    }))
}

/// Refuses a day that was named and on which there were no CCGs.
pub(super) async fn check(context: &Context<'_>, argument: &'static str, day: NaiveDate) -> Answer<()> {
    match without(context, day).await? {
        Some(expected) => {
            let message = format!("{argument} is {day}, when there were no CCGs; expected {expected}.");
            Err(Failure::bad_input(argument, message))
        }
        None => Ok(()),
    }
}

/// The day that is asked about. Today will do only as long as there are CCGs.
pub(super) async fn day_of(context: &Context<'_>, dates: Dates) -> Answer<NaiveDate> {
    let day = dates.day();
    if dates.as_of.is_none()
        && let Some(expected) = without(context, day).await?
    {
        let message =
            format!("asOf is needed: today, {day}, there are no CCGs any more. Expected {expected}.");
        return Err(Failure::bad_input("asOf", message));
    }
    Ok(day)
}

/// Refuses a filter that asks for positions of today when there are no CCGs any more.
pub(crate) async fn check_filter(context: &Context<'_>, today: NaiveDate) -> Answer<()> {
    match without(context, today).await? {
        Some(expected) => {
            let message = format!(
                "filter asks for the position on no particular day, so today, {today}, and there are no CCGs any more. Give \
                 asOf, or onDay within position: {expected}."
            );
            Err(Failure::bad_input("filter", message))
        }
        None => Ok(()),
    }
}
