use std::collections::HashMap;

use async_graphql::{Context, InputType, Name, Value, indexmap::IndexMap};
use chrono::NaiveDate;
use entities::domain::OdsCode;

use super::judged;
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    filters::{EqualityFilter, Filter},
    geography::check_day_of_filter,
    scalars,
    types::PositionFilter,
};

/// The field of a filter of CCGs that asks for the position on a day.
const POSITION: &str = "position";

/// The field of a filter of positions that names another day.
const ON_DAY: &str = "onDay";

/// The fields of filters that ask for positions at any time.
const POSITIONS: &str = "positions";

/// A filter as the database can be asked by it.
///
/// The positions that are stored follow from all that was ever published. So with `statedBy` positions are judged, and
/// where the filter asks for CCGs by their position it asks for those by their codes instead.
pub async fn answerable<F: Filter>(context: &Context<'_>, filter: F, dates: &Dates) -> Answer<F> {
    if dates.stated_by.is_none() {
        return Ok(filter);
    }
    let mut value = filter.to_value();
    let mut asked = Vec::new();
    each_object(&mut value, &mut |fields| {
        if given(fields, POSITIONS).is_some() {
            return Err(Failure::bad_input("filter", AT_ANY_TIME));
        }
        asked.extend(given(fields, POSITION).map(read).transpose()?);
        Ok(())
    })?;
    if asked.is_empty() {
        return Ok(filter);
    }
    let judged = judged(context, *dates).await?;
    let mut codes = HashMap::new();
    for filter in asked {
        let matching = judged.ccgs().filter(|ccg| filter.admits_one_of(&ccg.spells, dates.day()));
        let matching: Vec<OdsCode> = matching.map(|ccg| ccg.ods_code.clone()).collect();
        codes.insert(filter, matching);
    }
    each_object(&mut value, &mut |fields| {
        let Some(filter) = given(fields, POSITION).map(read).transpose()? else { return Ok(()) };
        fields.shift_remove(POSITION);
        let codes = codes.get(&filter).into_iter().flatten().cloned().map(scalars::OdsCode).collect();
        let of_these = Value::Object(IndexMap::from([(
            Name::new("odsCode"),
            EqualityFilter::<scalars::OdsCode>::among(codes).to_value(),
        )]));
        match fields.get_mut("and") {
            Some(Value::List(all)) => all.push(of_these),
            _ => drop(fields.insert(Name::new("and"), Value::List(vec![of_these]))),
        }
        Ok(())
    })?;
    parsed(value)
}

/// The day of today, where a filter asks for positions and neither it nor the question names a day: the answer depends on
/// it, so it says which it was. Refused where no CCG can have such a position because there are none any more.
pub async fn day_left_open<F: Filter>(
    context: &Context<'_>,
    filter: Option<&F>,
    dates: &Dates,
) -> Answer<Option<NaiveDate>> {
    let Some(filter) = filter.filter(|_| dates.as_of.is_none()) else { return Ok(None) };
    let mut of_today: Vec<PositionFilter> = Vec::new();
    each_object(&mut filter.to_value(), &mut |fields| {
        let position = given(fields, POSITION);
        let names_none =
            |position: &Value| matches!(position, Value::Object(fields) if given(fields, ON_DAY).is_none());
        of_today.extend(position.filter(|position| names_none(position)).cloned().map(parsed).transpose()?);
        Ok(())
    })?;
    if of_today.iter().any(PositionFilter::rules_out_the_closed) {
        check_day_of_filter(context, dates.day()).await?;
    }
    Ok((!of_today.is_empty()).then(|| dates.day()))
}

const AT_ANY_TIME: &str = "The filter `positions` follows from all that was ever published, so it cannot be combined with \
    statedBy. Expected: the filter `position` of CCGs, with `onDay` for a day of its own, or no statedBy.";

const OF_THE_CCG: &str = "With statedBy, what `position` asks for is judged CCG by CCG, so it takes no `ccg` within. \
    Expected: what is asked of the CCG beside `position`.";

fn given<'a>(fields: &'a IndexMap<Name, Value>, name: &str) -> Option<&'a Value> {
    fields.get(name).filter(|value| **value != Value::Null)
}

fn read(value: &Value) -> Answer<PositionFilter> {
    let mut value = value.clone();
    each_object(&mut value, &mut |fields| match given(fields, "ccg") {
        Some(_) => Err(Failure::bad_input("filter", OF_THE_CCG)),
        None => Ok(()),
    })?;
    parsed(value)
}

/// What was a filter is one still.
fn parsed<F: InputType>(value: Value) -> Answer<F> {
    F::parse(Some(value)).map_err(|error| {
        tracing::error!(filter = %F::type_name(), error = error.into_server_error(Default::default()).message, "a filter cannot be read again");
        Failure::Database
    })
}

/// Visits each object within a value, the outer ones first.
fn each_object(
    value: &mut Value,
    visit: &mut impl FnMut(&mut IndexMap<Name, Value>) -> Answer<()>,
) -> Answer<()> {
    match value {
        Value::Object(fields) => {
            visit(fields)?;
            fields.values_mut().try_for_each(|value| each_object(value, visit))
        }
        Value::List(values) => values.iter_mut().try_for_each(|value| each_object(value, visit)),
        _ => Ok(()),
    }
}
