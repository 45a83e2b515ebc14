//! What a field's value is read from.

use std::borrow::Cow;

use entities::evidence::AS_IT_STANDS;

use crate::{
    extract::{Cell, Value, day_of_serial, visible},
    recognise::Constant,
};

/// A cell on its way to a value.
pub(super) struct Found {
    pub(super) address: Option<String>,
    pub(super) raw: String,
    pub(super) text: String,
    pub(super) rule: Cow<'static, str>,
    /// None for a value that stands outside the row.
    pub(super) column: Option<u32>,
}

impl Found {
    /// What stands outside the row.
    pub(super) fn of(constant: &Constant) -> Self {
        Self {
            address: constant.address.map(|address| address.to_string()),
            raw: constant.raw.clone(),
            text: constant.text.clone(),
            rule: constant.rule.into(),
            column: None,
        }
    }

    /// What stands in a cell.
    pub(super) fn in_cell(cell: &Cell, column: u32, address: String) -> Self {
        let raw = cell.value.raw();
        let (text, rule) = cleaned(&cell.value, &raw);
        let rule = if cell.anchor.is_some() { format!("merged cell, {rule}").into() } else { rule.into() };
        Self { address: Some(address), raw, text, rule, column: Some(column) }
    }
}

/// A cell's text for parsing, and the rule that made it.
fn cleaned(value: &Value, raw: &str) -> (String, &'static str) {
    if let Value::Serial { days, since_1904 } = value
        && let Some(day) = day_of_serial(*days, *since_1904)
    {
        return (
            day.to_string(),
            if *since_1904 { "date serial since 1904" } else { "date serial since 1900" },
        );
    }
    let trimmed = visible(raw);
    (trimmed.to_owned(), if trimmed == raw { AS_IT_STANDS } else { "trimmed" })
}
