//! Tells what the wide columns of a row state: the one step from a wide layout to records.

use entities::domain::normalise;

use crate::{
    extract::{Row, Value},
    issue::{Issue, IssueCode},
    recognise::{Layout, Shape, WideColumn},
};

/// What a row says in its wide columns.
pub(super) enum Said<'a> {
    /// A record.
    Statement(&'a WideColumn),
    /// There is nothing to record, for this reason.
    Skipped(&'static str),
    /// It cannot be read.
    Problem(Issue),
}

/// What a row says, cell by cell. Empty when it says nothing.
pub(super) fn said<'a>(sheet: &str, layout: &'a Layout, row: &Row) -> Vec<Said<'a>> {
    let cells = || {
        let wide = layout.shape.wide().iter();
        wide.filter_map(|wide| Some((wide, &row.cell(wide.column)?.value)))
    };
    match layout.shape {
        Shape::WideByModel(_) => {
            let said = cells().filter_map(|(wide, value)| ticked(sheet, row, wide, value)).collect();
            at_most_one(sheet, row, said)
        }
        _ => cells().filter_map(|(wide, value)| named(wide, value)).collect(),
    }
}

/// A cell that names a model. That there is none is told apart from a cell that says nothing.
fn named<'a>(wide: &'a WideColumn, value: &Value) -> Option<Said<'a>> {
    if is_dash(value) {
        return None;
    }
    let Value::Text(text) = value else { return Some(Said::Statement(wide)) };
    match normalise(text).as_str() {
        "none" | "no model" | "no formal model" => Some(Said::Skipped("says that there is no model")),
        "n a" | "na" | "not applicable" => Some(Said::Skipped("says that it does not apply")),
        _ => Some(Said::Statement(wide)),
    }
}

/// A cell that says whether its column's model is the row's.
fn ticked<'a>(sheet: &str, row: &Row, wide: &'a WideColumn, value: &Value) -> Option<Said<'a>> {
    if is_dash(value) {
        return None;
    }
    if matches!(value, Value::Error(_) | Value::Uncalculated) {
        // To be reported as any other such cell.
        return Some(Said::Statement(wide));
    }
    let raw = value.raw();
    match raw.trim().to_lowercase().as_str() {
        "yes" | "y" | "x" | "1" | "true" | "\u{2713}" | "\u{2714}" | "\u{2611}" => {
            Some(Said::Statement(wide))
        }
        "no" | "n" | "0" | "false" => None,
        _ => {
            let address = row.address(wide.column).to_string();
            let message = format!(
                "\"{}\" is neither yes nor no; expected Yes, Y, X, 1 or a tick, or else No, N or a blank",
                crate::issue::cut(&raw)
            );
            Some(Said::Problem(Issue::new(IssueCode::UnknownValue, sheet, &address, &raw, message)))
        }
    }
}

/// A CCG has one model at a time: a row that says yes to several contradicts itself, and none of them is believed.
fn at_most_one<'a>(sheet: &str, row: &Row, said: Vec<Said<'a>>) -> Vec<Said<'a>> {
    let models: Vec<&WideColumn> = said
        .iter()
        .filter_map(|said| match said {
            Said::Statement(wide) => Some(*wide),
            _ => None,
        })
        .collect();
    let [first, _, ..] = models.as_slice() else { return said };
    let address = row.address(first.column).to_string();
    let names: Vec<&str> = models.iter().map(|wide| wide.heading.raw.as_str()).collect();
    let message =
        format!("the row says yes to {} models of the same year: {}", models.len(), names.join(", "));
    let raw = row.cell(first.column).map(|cell| cell.value.raw()).unwrap_or_default();
    vec![Said::Problem(Issue::new(IssueCode::DuplicateConflict, sheet, &address, &raw, message))]
}

/// Publishers put a dash where there is nothing to say.
fn is_dash(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    text.trim().chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
}
