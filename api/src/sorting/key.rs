use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ColumnType, DbErr, Value,
    sea_query::{Expr, TableRef},
};
use serde::{Deserialize, Serialize};

use crate::reader::ResultRow;

/// What rows are compared by.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// The expression.
    pub by: Expr,
    /// What its values are.
    pub kind: Kind,
    /// Whether some rows have no value.
    pub is_nullable: bool,
    /// The row that has it, where that is another one, of which every row has one.
    pub of: Option<Reference>,
}

/// A row to which every row of a list refers.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its table.
    pub table: TableRef,
    /// What the table is called in a statement.
    pub name: &'static str,
    /// That a row refers to it.
    pub leads_there: Expr,
    /// The value of the key, as its own table has it.
    pub value: Expr,
}

impl SortKey {
    /// An expression whose values are those of a column.
    pub fn of(by: Expr, column: &impl ColumnTrait) -> Self {
        let definition = column.def();
        let kind = Kind::of(definition.get_column_type());
        Self { by, kind, is_nullable: definition.is_null(), of: None }
    }
}

/// What the values of a key are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Number,
    /// Numbers.
    Decimal,
    /// Days.
    Day,
    /// Moments.
    Moment,
    /// Text, among it codes and terms of a vocabulary.
    Text,
}

impl Kind {
    fn of(column: &ColumnType) -> Self {
        match column {
            ColumnType::Integer | ColumnType::BigInteger => Self::Number,
            ColumnType::Double => Self::Decimal,
            ColumnType::Date => Self::Day,
            ColumnType::TimestampWithTimeZone => Self::Moment,
            _ => Self::Text,
        }
    }

    /// Reads a value of a row.
    pub fn read(self, row: ResultRow<'_>, name: &str) -> Result<Key, DbErr> {
        let absent = Key::Null;
        Ok(match self {
            Self::Number => whole(row, name)?.map_or(absent, Key::Number),
            Self::Decimal => row.get::<Option<f64>>(name)?.map_or(absent, Key::Decimal),
            Self::Day => row.get::<Option<NaiveDate>>(name)?.map_or(absent, Key::Day),
            Self::Moment => row.get::<Option<DateTime<Utc>>>(name)?.map_or(absent, Key::Moment),
            Self::Text => row.get::<Option<String>>(name)?.map_or(absent, Key::Text),
        })
    }
}

/// A whole number: PostgreSQL gives it in the length of its column, or of what it was worked out from, and none as another.
fn whole(row: ResultRow<'_>, name: &str) -> Result<Option<i64>, DbErr> {
    let short = || row.get::<Option<i32>>(name).map(|number| number.map(i64::from));
    row.get(name).or_else(|_| short())
}

/// The value of a key in one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// There is none.
    #[serde(rename = "-")]
    Null,
    /// A whole number.
    #[serde(rename = "n")]
    Number(i64),
    /// A number.
    #[serde(rename = "f")]
    Decimal(f64),
    /// A day.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// A moment.
    #[serde(rename = "m")]
    Moment(DateTime<Utc>),
    /// Text.
    #[serde(rename = "t")]
    Text(String),
}

impl Key {
    /// Whether it can be a value of this key.
    pub fn fits(&self, key: &SortKey) -> bool {
        match self {
            Self::Null => key.is_nullable,
            Self::Number(_) => key.kind == Kind::Number,
            Self::Decimal(_) => key.kind == Kind::Decimal,
            Self::Day(_) => key.kind == Kind::Day,
            Self::Moment(_) => key.kind == Kind::Moment,
            Self::Text(_) => key.kind == Kind::Text,
        }
    }

    /// The value to compare with; none where there is none.
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Null => None,
            Self::Number(number) => Some((*number).into()),
            Self::Decimal(number) => Some((*number).into()),
            Self::Day(day) => Some((*day).into()),
            Self::Moment(moment) => Some((*moment).into()),
            Self::Text(text) => Some(text.clone().into()),
        }
    }
}
