//! What a field's value is read from.

use std::{borrow::Cow, ops::RangeInclusive};

use chrono::Datelike;
use compact_str::{CompactString, ToCompactString};
use entities::{
    domain::{clean, is_control},
    evidence::AS_IT_STANDS,
};

use crate::{
    extract::{Address, Cell, Value, day_of_serial},
    issue::IssueCode,
    recognise::Constant,
};

/// A cell on its way to a value.
pub(super) struct Found {
    pub(super) address: Option<CompactString>,
    pub(super) raw: CompactString,
    pub(super) text: CompactString,
    pub(super) rule: Cow<'static, str>,
    /// None for a value that stands outside the row.
    pub(super) column: Option<u32>,
}

impl Found {
    /// What stands outside the row.
    pub(super) fn of(constant: &Constant) -> Self {
        Self {
            address: constant.address.map(Address::text),
            raw: constant.raw.as_str().into(),
            text: constant.text.as_str().into(),
            rule: constant.rule.clone(),
            column: None,
        }
    }

    /// What a profile reads in its place.
    pub(super) fn spelt(self, text: &str, profile: &str) -> Self {
        let rule = format!("{profile}, \"{}\" = \"{text}\"", self.text);
        Self { text: text.into(), rule: rule.into(), ..self }
    }

    /// What stands in a cell.
    pub(super) fn in_cell(cell: &Cell, column: u32, address: CompactString, is_date: bool) -> Self {
        let raw = cell.value.raw();
        let (text, rule) = serial(&cell.value, is_date).unwrap_or_else(|| cleaned(&raw));
        let rule = if cell.anchor.is_some() { format!("merged cell, {rule}").into() } else { rule.into() };
        Self { address: Some(address), raw, text, rule, column: Some(column) }
    }
}

/// The day of a cell that holds one as a number, and the rule that made it.
///
/// A number that is not formatted as a date is one only where a date belongs, and only if it lies in the years that
/// lists can be about: 2015 is a year, and 20150401 a day in digits.
fn serial(value: &Value, is_date: bool) -> Option<(CompactString, &'static str)> {
    const YEARS: RangeInclusive<i32> = 2010..=2035;
    let (day, rule) = match *value {
        Value::Serial { days, since_1904 } => (
            day_of_serial(days, since_1904)?,
            if since_1904 { "date serial since 1904" } else { "date serial since 1900" },
        ),
        Value::Number { number, since_1904 } if is_date => (
            day_of_serial(number, since_1904).filter(|day| YEARS.contains(&day.year()))?,
            if since_1904 { "number as days since 1904" } else { "number as days since 1900" },
        ),
        _ => return None,
    };
    Some((day.to_compact_string(), rule))
}

/// A cell's text for parsing, and the rule that made it.
fn cleaned(raw: &str) -> (CompactString, &'static str) {
    let text = clean(raw);
    let rule = match &text {
        text if text == raw => AS_IT_STANDS,
        Cow::Borrowed(_) => "trimmed",
        Cow::Owned(_) => "cleaned of what is not seen",
    };
    (text.into(), rule)
}

/// Why what stands in a cell cannot be a value of any kind.
pub(super) fn problem(value: &Value) -> Option<(IssueCode, &str, String)> {
    /// What spreadsheet programs hold in a cell, in characters.
    const LONGEST: usize = 32_767;
    match value {
        Value::Error(error) => {
            Some((IssueCode::ErrorCell, error, format!("the cell holds the error {error}")))
        }
        Value::Uncalculated => {
            let message =
                "the formula's result is not in the file; open and save it in a spreadsheet program";
            Some((IssueCode::FormulaWithoutValue, "", message.to_owned()))
        }
        Value::Text(text) => {
            let control = text.chars().find(|c| is_control(*c));
            let length = if text.len() > LONGEST { text.chars().count() } else { 0 };
            if let Some(control) = control {
                let message =
                    format!("the cell holds the control character U+{:04X}; remove it", u32::from(control));
                return Some((IssueCode::ControlChars, text, message));
            }
            (length > LONGEST).then(|| {
                let message = format!("the cell holds {length} characters; a cell holds at most {LONGEST}");
                (IssueCode::TooLong, text.as_str(), message)
            })
        }
        Value::Number { .. } | Value::Serial { .. } | Value::Bool(_) => None,
    }
}
