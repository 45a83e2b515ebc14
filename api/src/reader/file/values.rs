//! Values of statements and rows, as SQLite holds them. It has numbers and text only: days and moments are text, written
//! as the importer writes them, so that they compare as what they are.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::{
    ToSql,
    types::{Null, ToSqlOutput},
};
use sea_orm::sea_query::{ArrayType, Value};

use super::cells::Cell;

/// A value that is given to a statement.
pub(super) struct Given<'a>(pub(super) &'a Value);

impl ToSql for Given<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let unknown = |value: &Value| {
            rusqlite::Error::ToSqlConversionFailure(format!("{value:?} has no form in SQLite").into())
        };
        Ok(match self.0 {
            Value::Bool(Some(value)) => (*value).into(),
            Value::TinyInt(Some(value)) => (*value).into(),
            Value::SmallInt(Some(value)) => (*value).into(),
            Value::Int(Some(value)) => (*value).into(),
            Value::BigInt(Some(value)) => (*value).into(),
            Value::TinyUnsigned(Some(value)) => (*value).into(),
            Value::SmallUnsigned(Some(value)) => (*value).into(),
            Value::Unsigned(Some(value)) => (*value).into(),
            Value::BigUnsigned(Some(value)) => i64::try_from(*value).map_err(|_| unknown(self.0))?.into(),
            Value::Float(Some(value)) => f64::from(*value).into(),
            Value::Double(Some(value)) => (*value).into(),
            Value::String(Some(text)) => text.as_str().into(),
            Value::Json(Some(json)) => json.to_string().into(),
            Value::ChronoDate(Some(day)) => day.to_string().into(),
            Value::ChronoDateTimeUtc(Some(moment)) => {
                moment.to_rfc3339_opts(SecondsFormat::AutoSi, false).into()
            }
            value if *value == value.as_null() => Null.into(),
            value => return Err(unknown(value)),
        })
    }
}

/// A value of a row, as one of a type; none when it is something else.
pub(super) fn held(cell: Cell<'_>, kind: &ArrayType) -> Option<Value> {
    let value = match (kind, cell) {
        (kind, Cell::Null) => absent(kind)?,
        (ArrayType::Bool, Cell::Integer(number)) => (number != 0).into(),
        (ArrayType::Int, Cell::Integer(number)) => i32::try_from(number).ok()?.into(),
        (ArrayType::BigInt, Cell::Integer(number)) => number.into(),
        (ArrayType::Double, Cell::Real(number)) => number.into(),
        #[expect(clippy::cast_precision_loss, reason = "SQLite writes a whole number of a real column so")]
        (ArrayType::Double, Cell::Integer(number)) => (number as f64).into(),
        (ArrayType::String, Cell::Text(text)) => text.into(),
        (ArrayType::Json, Cell::Text(text)) => serde_json::from_str::<serde_json::Value>(text).ok()?.into(),
        (ArrayType::ChronoDate, Cell::Text(text)) => day(text)?.into(),
        (ArrayType::ChronoDateTimeUtc, Cell::Text(text)) => moment(text)?.into(),
        _ => return None,
    };
    Some(value)
}

fn absent(kind: &ArrayType) -> Option<Value> {
    Some(match kind {
        ArrayType::Bool => Value::Bool(None),
        ArrayType::Int => Value::Int(None),
        ArrayType::BigInt => Value::BigInt(None),
        ArrayType::Double => Value::Double(None),
        ArrayType::String => Value::String(None),
        ArrayType::Json => Value::Json(None),
        ArrayType::ChronoDate => Value::ChronoDate(None),
        ArrayType::ChronoDateTimeUtc => Value::ChronoDateTimeUtc(None),
        _ => return None,
    })
}

/// `2015-04-01`. Every row has some, so it is read without a pattern.
fn day(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = (text.get(..4)?, text.get(4..7)?, text.get(7..)?);
    let number = |part: &str| (part.len() == 2).then(|| part.parse().ok()).flatten();
    NaiveDate::from_ymd_opt(
        year.parse().ok()?,
        number(month.strip_prefix('-')?)?,
        number(day.strip_prefix('-')?)?,
    )
}

/// `2026-02-01T09:30:00.5+00:00`, with a space for the T as well.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_what_they_are() {
        let read = |cell, kind| held(cell, &kind);
        assert_eq!(read(Cell::Integer(7), ArrayType::Int), Some(Value::Int(Some(7))));
        assert_eq!(read(Cell::Integer(1 << 40), ArrayType::Int), None);
        assert_eq!(read(Cell::Integer(1 << 40), ArrayType::BigInt), Some(Value::BigInt(Some(1 << 40))));
        assert_eq!(read(Cell::Integer(2), ArrayType::Double), Some(Value::Double(Some(2.0))));
        assert_eq!(read(Cell::Text("08F"), ArrayType::String), Some("08F".into()));
        assert_eq!(read(Cell::Text("08F"), ArrayType::Int), None);
        assert_eq!(read(Cell::Null, ArrayType::ChronoDate), Some(Value::ChronoDate(None)));
    }

    #[test]
    fn days_and_moments_are_written_and_read_alike() {
        let day = NaiveDate::from_ymd_opt(2015, 4, 1).unwrap();
        assert_eq!(held(Cell::Text("2015-04-01"), &ArrayType::ChronoDate), Some(day.into()));
        for odd in ["2015-4-01", "2015-04-1", "2015-04-31", "2015-04-01 ", "20150401", "+015-04-01x", ""] {
            assert_eq!(held(Cell::Text(odd), &ArrayType::ChronoDate), None, "{odd}");
        }
        let moment = day.and_hms_milli_opt(9, 30, 0, 500).unwrap().and_utc();
        for text in
            ["2015-04-01T09:30:00.500+00:00", "2015-04-01 09:30:00.5+00:00", "2015-04-01T10:30:00.5+01:00"]
        {
            assert_eq!(held(Cell::Text(text), &ArrayType::ChronoDateTimeUtc), Some(moment.into()), "{text}");
        }
        let written = |value: Value| match Given(&value).to_sql() {
            Ok(ToSqlOutput::Owned(rusqlite::types::Value::Text(text))) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(written(moment.into()), "2015-04-01T09:30:00.500+00:00");
        assert_eq!(written(day.into()), "2015-04-01");
    }
}
