use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ColumnType, ModelTrait, Value};
use serde::{Deserialize, Serialize};

use super::keyset::key_columns;
use crate::table::{Noun, Row};

/// Where a row stands in a list: the values of the columns that the list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor(Vec<Key>);

/// One value of a cursor. The order matters to the reader: a day is tried before any other text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Day(NaiveDate),
    Text(String),
}

impl Cursor {
    /// The cursor of a row.
    pub fn of<N: Noun>(row: &Row<N>) -> Self {
        let key = |column| match row.get(column) {
            Value::BigInt(Some(number)) => Key::Number(number),
            Value::ChronoDate(Some(day)) => Key::Day(day),
            Value::String(text) => Key::Text(text.unwrap_or_default()),
            other => Key::Text(other.to_string()),
        };
        Self(key_columns::<N>().map(key).collect())
    }

    /// The opaque text that a client gets and gives back.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::json!(self.0).to_string())
    }

    /// Reads the text of a cursor; nothing when it is not one of a list of this noun.
    pub fn decode<N: Noun>(text: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let Self(keys) = serde_json::from_slice(&json).ok()?;
        let columns: Vec<_> = key_columns::<N>().collect();
        let fits = keys.len() == columns.len()
            && keys.iter().zip(&columns).all(|(key, column)| key.fits(column.def().get_column_type()));
        fits.then_some(Self(keys))
    }

    /// The values, in the order of the columns.
    pub fn values(&self) -> Vec<Value> {
        self.0.iter().cloned().map(Value::from).collect()
    }
}

impl Key {
    fn fits(&self, column: &ColumnType) -> bool {
        match self {
            Self::Number(_) => matches!(column, ColumnType::BigInteger),
            Self::Day(_) => matches!(column, ColumnType::Date),
            Self::Text(_) => matches!(column, ColumnType::Text | ColumnType::String(_)),
        }
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Number(number) => number.into(),
            Key::Day(day) => day.into(),
            Key::Text(text) => text.into(),
        }
    }
}
