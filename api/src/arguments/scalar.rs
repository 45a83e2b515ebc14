//! Texts and numbers: whether they are what a scalar of the schema takes.

use async_graphql_value::Value;

use super::{Fault, place::Place, value::shown};
use crate::scalars::{Date, DateTime, FinancialYear, FromText, OdsCode, OnsCode, SoughtCode};

/// What is wrong with a text, as a scalar.
fn wrong<S: FromText>(text: &str) -> Option<String> {
    S::from_text(text).err()
}

pub(super) fn check(at: &Place<'_>, kind: &str, value: &Value) -> Result<(), Fault> {
    let expected = match (kind, value) {
        ("Int", Value::Number(number))
            if number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()) =>
        {
            return Ok(());
        }
        ("Int", Value::Number(number)) if number.is_i64() || number.is_u64() => {
            "a whole number from -2147483648 to 2147483647"
        }
        ("Float", Value::Number(_))
        | ("String" | "ID", Value::String(_))
        | ("ID", Value::Number(_))
        | ("Boolean", Value::Boolean(_)) => return Ok(()),
        ("Int", _) => "a whole number",
        ("Float", _) => "a number",
        ("String", _) => "a text in quotes",
        ("ID", _) => "an id as a field `id` gave it, in quotes",
        ("Boolean", _) => "true or false",
        (_, Value::String(text)) => return of_domain(at, kind, text),
        (kind, value) => {
            let example =
                example(kind).map_or_else(String::new, |example| format!(", such as \"{example}\""));
            let message = format!("{at} is {}; expected a text in quotes{example}.", shown(value));
            return Err(Fault::bad_input(message));
        }
    };
    Err(Fault::misfit(format!("{at} is {}; expected {expected}.", shown(value))))
}

fn of_domain(at: &Place<'_>, kind: &str, text: &str) -> Result<(), Fault> {
    let wrong = match kind {
        "Date" => wrong::<Date>(text),
        "DateTime" => wrong::<DateTime>(text),
        "FinancialYear" => wrong::<FinancialYear>(text),
        "OnsCode" => wrong::<OnsCode>(text),
        // A code to look a CCG up by need not be one that a CCG can have.
        "OdsCode" if at.is_whole() => wrong::<SoughtCode>(text),
        "OdsCode" => wrong::<OdsCode>(text),
        _ => None,
    };
    wrong.map_or(Ok(()), |wrong| Err(Fault::bad_input(format!("{at}: {wrong}"))))
}

/// A text as one is expected.
fn example(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Date" => "2015-04-01",
        "DateTime" => "2015-04-01T09:00:00Z",
        "FinancialYear" => "2015/16",
        "OdsCode" => "08F",
        "OnsCode" => "E38000077",
        _ => return None,
    })
}

/// Whether a range, of which each end was checked, begins behind its end.
pub(super) fn check_range(at: &Place<'_>, kind: &str, from: &Value, to: &Value) -> Result<(), Fault> {
    let is_upside_down = match (from, to) {
        (Value::Number(from), Value::Number(to)) => from.as_f64() > to.as_f64(),
        (Value::String(from), Value::String(to)) => match kind {
            "Date" => later::<Date, _>(from, to, |day| day.0),
            "DateTime" => later::<DateTime, _>(from, to, |moment| moment.0),
            "FinancialYear" => later::<FinancialYear, _>(from, to, |year| year.0),
            _ => false,
        },
        _ => false,
    };
    if is_upside_down {
        let (from, to) = (shown(from), shown(to));
        let message = format!(
            "{at} is from {from} to {to}, between which there is nothing; expected from {to} to {from}."
        );
        return Err(Fault::bad_input(message));
    }
    Ok(())
}

fn later<S: FromText, T: PartialOrd>(from: &str, to: &str, value: impl Fn(S) -> T) -> bool {
    let read = |text: &str| S::from_text(text).ok().map(&value);
    matches!((read(from), read(to)), (Some(from), Some(to)) if from > to)
}
