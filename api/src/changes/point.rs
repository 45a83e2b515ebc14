use async_graphql::{Context, InputObject};
use chrono::{DateTime as Moment, NaiveDate, Utc};
use entities::{domain, wave};
use sea_orm::sea_query::Query;

use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::loaders,
    reader::record,
    scalars::{Date, DateTime, FinancialYear},
    table::column,
};

/// A point to compare with another: a round, or a day; and what was published by a day, or known at a moment or in a
/// version of the data.
#[derive(Clone, Debug, InputObject)]
pub struct ChangePoint {
    /// The day on which arrangements of the round of this financial year began.
    wave: Option<FinancialYear>,
    /// This day.
    as_of: Option<Date>,
    /// Only what somebody is known to have published by this day.
    stated_by: Option<Date>,
    /// As this service knew it at this moment.
    known_at: Option<DateTime>,
    /// As this service knew it in this version of the data: that which an import run made, under its `dataVersion`.
    data_version: Option<i64>,
}

record! {
    struct WaveRow {
        financial_year: domain::FinancialYear,
        live_from: Option<NaiveDate>,
    }
}

impl ChangePoint {
    /// The dates of the point; the day is that of the other point where it names none.
    pub(super) async fn dates(&self, context: &Context<'_>, argument: &'static str) -> Answer<Dates> {
        let mut dates = Dates::read(self.as_of, self.stated_by, self.known_at);
        if let Some(year) = self.wave {
            if self.as_of.is_some() {
                return Err(Failure::bad_input(argument, "Give wave or asOf, not both."));
            }
            dates.as_of = Some(beginning(context, year, argument).await?);
        }
        if let Some(version) = self.data_version {
            if self.known_at.is_some() {
                return Err(Failure::bad_input(argument, "Give knownAt or dataVersion, not both."));
            }
            dates.known_at = Some(recorded(context, version, argument).await?);
        }
        Ok(dates)
    }
}

async fn beginning(context: &Context<'_>, year: FinancialYear, argument: &'static str) -> Answer<NaiveDate> {
    let select = Query::select()
        .exprs([wave::Column::FinancialYear, wave::Column::LiveFrom].map(column))
        .from(wave::Entity)
        .order_by(wave::Column::FinancialYear, sea_orm::sea_query::Order::Asc)
        .to_owned();
    let waves = loaders(context).loader().snapshot().rows::<WaveRow>(&select).await?;
    if let Some(wave) = waves.iter().find(|wave| wave.financial_year == year.0) {
        return Ok(wave.live_from.unwrap_or_else(|| year.0.first_day()));
    }
    let known: Vec<String> = waves.iter().map(|wave| wave.financial_year.to_string()).collect();
    let message = format!("No round of {} is known; known are {}.", year.0, known.join(", "));
    Err(Failure::bad_input(argument, message))
}

async fn recorded(context: &Context<'_>, version: i64, argument: &'static str) -> Answer<Moment<Utc>> {
    let snapshot = loaders(context).loader().snapshot();
    if let Some(moment) = snapshot.recorded(version).await? {
        return Ok(moment);
    }
    let last = snapshot.edition().await?.map_or(0, |edition| edition.version);
    let message = format!("There is no version {version} of the data; the versions are 1 to {last}.");
    Err(Failure::bad_input(argument, message))
}
