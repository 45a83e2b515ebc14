use async_graphql::{ID, resolver_utils::EnumType};
use chrono::SecondsFormat;

use super::Json;
use crate::{
    coverage::CoverageStatus,
    reconciliation::{ComparedWith, ReconciliationReason, ReconciliationStatus},
    scalars,
    search::{MatchQuality, MatchedOn},
    vocabulary,
};

/// A value without fields of its own, as an answer shows it.
pub trait Leaf {
    /// Writes it.
    fn write(&self, to: &mut Json);
}

impl<T: Leaf> Leaf for Option<T> {
    fn write(&self, to: &mut Json) {
        match self {
            Some(value) => value.write(to),
            None => to.null(),
        }
    }
}

impl<T: Leaf> Leaf for Vec<T> {
    fn write(&self, to: &mut Json) {
        to.list(self, Leaf::write);
    }
}

impl<T: Leaf + ?Sized> Leaf for &T {
    fn write(&self, to: &mut Json) {
        (**self).write(to);
    }
}

impl Leaf for str {
    fn write(&self, to: &mut Json) {
        to.serialised(self);
    }
}

macro_rules! as_text {
    ($($value:ty: $text:expr,)+) => {$(
        impl Leaf for $value {
            fn write(&self, to: &mut Json) {
                let text: fn(&Self, &mut Json) = $text;
                text(self, to);
            }
        }
    )+};
}

as_text! {
    String: |text, to| to.serialised(text.as_str()),
    bool: |value, to| to.serialised(value),
    i32: |number, to| to.serialised(number),
    i64: |number, to| to.serialised(number),
    f64: |number, to| to.serialised(number),
    ID: |id, to| to.serialised(id.as_str()),
    scalars::Date: |day, to| to.quoted(day.0),
    scalars::DateTime: |moment, to| to.quoted(moment.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
    scalars::FinancialYear: |year, to| to.quoted(year.0),
    scalars::OdsCode: |code, to| to.quoted(&code.0),
    scalars::OnsCode: |code, to| to.quoted(&code.0),
}

macro_rules! as_name {
    ($($word:ty,)+) => {$(
        impl Leaf for $word {
            fn write(&self, to: &mut Json) {
                to.quoted(Self::items().iter().find(|item| item.value == *self).map_or("", |item| item.name));
            }
        }
    )+};
}

as_name! {
    vocabulary::AreaKind,
    vocabulary::Basis,
    vocabulary::Commissioner,
    vocabulary::Confidence,
    vocabulary::DatasetKind,
    vocabulary::MatchMethod,
    vocabulary::ModelCode,
    vocabulary::PositionStatus,
    vocabulary::RunStatus,
    vocabulary::ScopeStatus,
    vocabulary::Service,
    vocabulary::Severity,
    vocabulary::SourceKind,
    vocabulary::Stage,
    CoverageStatus,
    ComparedWith,
    ReconciliationReason,
    ReconciliationStatus,
    MatchedOn,
    MatchQuality,
}
