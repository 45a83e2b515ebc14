use chrono::{DateTime, NaiveDate, Utc};
use entities::domain;
use sea_orm::{DbErr, sea_query::Nullable};

use crate::{
    reader::{Field, ResultRow},
    scalars, vocabulary,
};

/// A value of an answer, and as what it is held in a table.
pub trait Held: Sized {
    /// As the table holds it.
    type As: Field;

    /// As the answer gives it.
    fn of(held: Self::As) -> Self;
}

/// The value of a column of a row.
///
/// # Errors
/// When there is no such column, or it holds something else.
pub fn read<T: Held>(row: ResultRow<'_>, name: &str) -> Result<T, DbErr> {
    row.get(name).map(T::of)
}

impl<T: Held<As: Nullable>> Held for Option<T> {
    type As = Option<T::As>;

    fn of(held: Self::As) -> Self {
        held.map(T::of)
    }
}

macro_rules! held {
    ($($value:ty as $held:ty: $of:expr,)+) => {$(
        impl Held for $value {
            type As = $held;

            fn of(held: $held) -> Self {
                $of(held)
            }
        }
    )+};
}

held! {
    String as String: Self::from,
    i32 as i32: Self::from,
    i64 as i64: Self::from,
    f64 as f64: Self::from,
    bool as bool: Self::from,
    scalars::Date as NaiveDate: Self,
    scalars::DateTime as DateTime<Utc>: Self,
    scalars::FinancialYear as domain::FinancialYear: Self,
    scalars::OdsCode as domain::OdsCode: Self,
    scalars::OnsCode as domain::OnsCode: Self,
    vocabulary::AreaKind as domain::AreaKind: Self::from,
    vocabulary::Basis as domain::Basis: Self::from,
    vocabulary::Commissioner as domain::Commissioner: Self::from,
    vocabulary::Confidence as domain::Confidence: Self::from,
    vocabulary::DatasetKind as domain::DatasetKind: Self::from,
    vocabulary::MatchMethod as domain::MatchMethod: Self::from,
    vocabulary::ModelCode as domain::ModelCode: Self::from,
    vocabulary::PositionStatus as domain::PositionStatus: Self::from,
    vocabulary::RunStatus as domain::RunStatus: Self::from,
    vocabulary::ScopeStatus as domain::ScopeStatus: Self::from,
    vocabulary::Service as domain::Service: Self::from,
    vocabulary::Severity as domain::Severity: Self::from,
    vocabulary::SourceKind as domain::SourceKind: Self::from,
    vocabulary::Stage as domain::Stage: Self::from,
}
