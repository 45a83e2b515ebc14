//! Scalars: the domain's newtypes as a client writes and reads them.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use async_graphql::{
    InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value, registry::Registry,
};
use chrono::{NaiveDate, SecondsFormat, Utc};
use entities::domain;

use crate::error::code;

/// A scalar that is written as a text.
pub(crate) trait FromText: Sized {
    /// Reads a text; what is wrong with it where it is none such.
    fn from_text(text: &str) -> Result<Self, String>;
}

/// A day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

/// A day of the calendar, written `2015-04-01`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl FromText for Date {
    fn from_text(text: &str) -> Result<Self, String> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| day.to_string() == text)
            .map(Self)
            .ok_or_else(|| format!("\"{text}\" is not a date; expected a day such as 2015-04-01"))
    }
}

/// A moment.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in RFC 3339 with its offset from UTC, such as `2015-04-01T09:00:00Z`.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromText for DateTime {
    fn from_text(text: &str) -> Result<Self, String> {
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|moment| Self(moment.with_timezone(&Utc)))
            .map_err(|_| format!("\"{text}\" is not a moment; expected one such as 2015-04-01T09:00:00Z"))
    }
}

/// A number to compare with. It is GraphQL's own `Float`, which can be hashed because it is never "not a number".
#[derive(Copy, Clone, Debug, PartialEq, PartialOrd)]
pub struct Number(pub f64);

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl InputType for Number {
    type RawValueType = f64;

    fn type_name() -> Cow<'static, str> {
        f64::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <f64 as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        <f64 as InputType>::parse(value).map(Self).map_err(InputValueError::propagate)
    }

    fn to_value(&self) -> Value {
        InputType::to_value(&self.0)
    }

    fn as_raw_value(&self) -> Option<&f64> {
        Some(&self.0)
    }
}

/// A code of the Organisation Data Service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OdsCode(pub domain::OdsCode);

/// A code of NHS England's Organisation Data Service: `08F`, or five characters for a CCG formed in 2021. A
/// CCG keeps its code for life, and CCGs that merge get a new one. Always text: read as a number, `01E` and
/// `05D` are mangled.
#[Scalar(name = "OdsCode", specified_by_url = "https://digital.nhs.uk/services/organisation-data-service")]
impl ScalarType for OdsCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl FromText for OdsCode {
    fn from_text(text: &str) -> Result<Self, String> {
        domain::OdsCode::parse(text).map(Self).map_err(|error| error.to_string())
    }
}

/// An ODS code to look a CCG up by; none for a code that has the length of one but that no CCG can have, such as
/// that of a trust or an integrated care board. To look that up is no mistake: there is nothing to be found.
pub struct SoughtCode(pub Option<domain::OdsCode>);

impl InputType for SoughtCode {
    type RawValueType = domain::OdsCode;

    fn type_name() -> Cow<'static, str> {
        <OdsCode as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <OdsCode as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        read(&value.unwrap_or_default())
    }

    fn to_value(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, |code| Value::String(code.to_string()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        self.0.as_ref()
    }
}

impl FromText for SoughtCode {
    fn from_text(text: &str) -> Result<Self, String> {
        match domain::OdsCode::parse(text) {
            Ok(code) => Ok(Self(Some(code))),
            Err(_) if may_be_a_code(text.trim()) => Ok(Self(None)),
            Err(error) => Err(format!("{error}. By its name a CCG is found with search(text: {text:?}).")),
        }
    }
}

/// Codes of three characters may be letters only; those of five never are, but names are: Leeds, Luton.
fn may_be_a_code(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (text.len() == 3 || (text.len() == 5 && has_digit))
}

/// A code of the Office for National Statistics.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OnsCode(pub domain::OnsCode);

/// A code of the Office for National Statistics: `E` and eight digits. It names a boundary: a CCG whose
/// boundary changed got a new ONS code and kept its ODS code.
#[Scalar(
    name = "OnsCode",
    specified_by_url = "https://www.ons.gov.uk/methodology/geography/geographicalproducts/namescodesandlookups"
)]
impl ScalarType for OnsCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl FromText for OnsCode {
    fn from_text(text: &str) -> Result<Self, String> {
        domain::OnsCode::parse(text).map(Self).map_err(|error| error.to_string())
    }
}

/// A financial year.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(pub domain::FinancialYear);

/// An NHS financial year, 1 April to 31 March, given as `2015/16`. Understood are also `2015-16`, `2015/2016`,
/// `15/16` and `FY16`, which is the year that ends in March 2016.
#[Scalar(name = "FinancialYear")]
impl ScalarType for FinancialYear {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl FromText for FinancialYear {
    fn from_text(text: &str) -> Result<Self, String> {
        domain::FinancialYear::parse(text).map(Self).map_err(|error| error.to_string())
    }
}

/// Reads a scalar that is written as a string.
fn read<T: InputType + FromText>(value: &Value) -> InputValueResult<T> {
    let parsed = match value {
        Value::String(text) => T::from_text(text),
        other => Err(format!(
            "{other} is not a string; expected text in quotes, as the schema describes {}",
            T::type_name()
        )),
    };
    parsed.map_err(|message| InputValueError::custom(message).with_extension("code", code::BAD_USER_INPUT))
}

/// A filter compares with what the table holds.
macro_rules! stored_as_domain_value {
    ($($scalar:ident),+) => {$(
        impl From<$scalar> for sea_orm::Value {
            fn from(scalar: $scalar) -> Self {
                scalar.0.into()
            }
        }
    )+};
}

stored_as_domain_value!(Date, DateTime, Number, OdsCode, OnsCode, FinancialYear);
