//! Tells what the wide columns of a row state: the one step from a wide layout to records.

use entities::domain::FinancialYear;

use super::absence::{is_dash, no_model};
use crate::{
    extract::{Row, Value},
    issue::{Issue, IssueCode},
    recognise::{Field, Layout, Shape, WideColumn, without_marks, year_or_wave},
};

/// What a row says in its wide columns.
pub(super) enum Said<'a> {
    /// A record.
    Statement(&'a WideColumn),
    /// There is nothing to record, for this reason.
    Skipped(&'a WideColumn, &'static str),
    /// It cannot be read.
    Problem(Issue),
}

/// What a row says, cell by cell. Empty when it says nothing.
pub(super) fn said<'a>(sheet: &str, layout: &'a Layout, row: &Row) -> Vec<Said<'a>> {
    let value = |wide: &WideColumn| {
        let value = row.cell(wide.column).map(|cell| &cell.value);
        value.filter(|value| {
            layout.spelling(Field::Model, value).map_or(!is_dash(value), |text| !text.is_empty())
        })
    };
    let cells = || layout.shape.wide().iter().map(|wide| (wide, value(wide)));
    match layout.shape {
        Shape::WideByModel(_) => {
            let said = cells().filter_map(|(wide, value)| ticked(sheet, layout, row, wide, value?)).collect();
            at_most_one(sheet, layout, row, said)
        }
        _ => cells().filter_map(|(wide, value)| named(layout, row, wide, value)).collect(),
    }
}

/// A cell that names a model. That there is none is told apart from a cell that says nothing; but where the year's
/// status is given, the model is missing.
fn named<'a>(layout: &Layout, row: &Row, wide: &'a WideColumn, value: Option<&Value>) -> Option<Said<'a>> {
    let Some(value) = value else {
        let is_said = |column: u32, field: Field| {
            row.cell(column).is_some_and(|cell| match layout.spelling(field, &cell.value) {
                Some(text) => !text.is_empty(),
                None => !is_dash(&cell.value) && no_model(&cell.value).is_none(),
            })
        };
        let says_more = wide.beside.iter().any(|(column, field)| is_said(*column, *field));
        return says_more.then_some(Said::Statement(wide));
    };
    if layout.spelling(Field::Model, value).is_some() {
        return Some(Said::Statement(wide));
    }
    // Where a title names the model, a year may be answered with no.
    if wide.also.is_some() && answer(&value.raw()) == Some(false) {
        return None;
    }
    Some(no_model(value).map_or(Said::Statement(wide), |because| Said::Skipped(wide, because)))
}

/// What a cell answers, if it does: "Yes", "Y", "X", "TRUE" or a tick, or else "No", "N" or "FALSE".
pub(super) fn answer(text: &str) -> Option<bool> {
    match without_marks(text).to_lowercase().as_str() {
        "yes" | "y" | "x" | "true" | "\u{2713}" | "\u{2714}" | "\u{2611}" => Some(true),
        "no" | "n" | "false" => Some(false),
        _ => None,
    }
}

/// A cell that says whether its column's model is the row's.
fn ticked<'a>(
    sheet: &str,
    layout: &Layout,
    row: &Row,
    wide: &'a WideColumn,
    value: &Value,
) -> Option<Said<'a>> {
    let spelling = layout.spelling(Field::Model, value);
    if matches!(value, Value::Error(_) | Value::Uncalculated) {
        // To be reported as any other such cell.
        return Some(Said::Statement(wide));
    }
    let raw = value.raw();
    let text = spelling.unwrap_or(&raw).trim();
    let answer = match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => answer(text),
    };
    let is_year = || year_in_cell(layout, row, wide.column).is_some();
    match answer.or_else(|| is_year().then_some(true)) {
        Some(true) => Some(Said::Statement(wide)),
        Some(false) => None,
        None => {
            let address = row.address(wide.column).to_string();
            let message = format!(
                "\"{}\" is neither yes nor no; expected Yes, Y, X, 1 or a tick, or else No, N or a blank",
                crate::issue::cut(&raw)
            );
            Some(Said::Problem(Issue::new(IssueCode::UnknownValue, sheet, &address, &raw, message)))
        }
    }
}

/// The year in a cell of a column of a model: since when the CCG has it.
pub(super) fn year_in_cell(layout: &Layout, row: &Row, column: u32) -> Option<FinancialYear> {
    let value = &row.cell(column).filter(|_| layout.may_have_years_in_cells())?.value;
    match value {
        Value::Text(text) => year_or_wave(without_marks(text)).ok(),
        _ => None,
    }
}

/// A CCG has one model at a time: a row that says yes to several of the same year contradicts itself, and none of them is
/// believed.
fn at_most_one<'a>(sheet: &str, layout: &Layout, row: &Row, said: Vec<Said<'a>>) -> Vec<Said<'a>> {
    let year = |wide: &WideColumn| {
        let said = wide.also.as_ref().map(|year| year.text.clone());
        said.or_else(|| Some(year_in_cell(layout, row, wide.column)?.to_string()))
    };
    let mut models: Vec<(Option<String>, Vec<&WideColumn>)> = Vec::new();
    for said in &said {
        let Said::Statement(wide) = said else { continue };
        match models.iter_mut().find(|(known, _)| *known == year(wide)) {
            Some((_, wides)) => wides.push(wide),
            None => models.push((year(wide), vec![wide])),
        }
    }
    models.retain(|(_, wides)| wides.len() > 1);
    let is_doubted = |said: &Said| matches!(said, Said::Statement(wide) if models.iter().any(|(known, _)| *known == year(wide)));
    let mut told: Vec<Said> = Vec::with_capacity(said.len());
    for (_, wides) in &models {
        let address = row.address(wides[0].column).to_string();
        let names: Vec<&str> = wides.iter().map(|wide| wide.heading.raw.as_str()).collect();
        let message =
            format!("the row says yes to {} models of the same year: {}", wides.len(), names.join(", "));
        let raw = row.cell(wides[0].column).map(|cell| cell.value.raw()).unwrap_or_default();
        told.push(Said::Problem(Issue::new(IssueCode::DuplicateConflict, sheet, &address, &raw, message)));
    }
    told.extend(said.into_iter().filter(|said| !is_doubted(said)));
    told
}
