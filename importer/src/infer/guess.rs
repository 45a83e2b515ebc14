//! What columns may hold, by their cells.

use entities::domain::{
    DatasetKind, FinancialYear, ModelCode, OdsCode, OnsCode, Stage, Vocabulary, normalise,
};

use super::survey::Sheet;
use crate::{
    extract::{Row, Value},
    recognise::{Field, Layout},
};

/// A guess at what a column holds.
pub(super) struct Guess {
    pub(super) column: u32,
    pub(super) field: Field,
    /// How many of its cells can be read so ...
    pub(super) fitting: usize,
    /// ... of this many.
    pub(super) cells: usize,
    /// Other columns that can be read so as well: somebody has to say which is meant.
    pub(super) others: Vec<u32>,
}

/// Whether a text may be a value of a field.
type Test = fn(&str) -> bool;

/// Fields that can be told by their values, and how.
const TESTS: &[(Field, Test)] = &[
    (Field::OdsCode, |text| OdsCode::parse(text).is_ok()),
    (Field::OnsCode, |text| OnsCode::parse(text).is_ok()),
    (Field::CcgName, is_name),
    (Field::FinancialYear, |text| FinancialYear::parse(text).is_ok()),
    (Field::Model, |text| ModelCode::parse(text).is_ok()),
    (Field::Stage, |text| Stage::parse(text).is_ok()),
];

/// What the columns of a table without a known heading may hold, where most cells fit. Each field is guessed at most once;
/// further columns of it are told with the first.
pub(super) fn columns<'a>(
    rows: impl Iterator<Item = &'a Row> + Clone,
    is_open: impl Fn(u32) -> bool,
    is_lacking: impl Fn(Field) -> bool,
) -> Vec<Guess> {
    let width = rows.clone().flat_map(|row| &row.cells).map(|cell| cell.column + 1).max().unwrap_or_default();
    let mut guesses: Vec<Guess> = Vec::new();
    for column in (0..width).filter(|column| is_open(*column)) {
        let cells: Vec<&str> = rows.clone().filter_map(|row| text(row, column)).collect();
        let fitting = |test: Test| cells.iter().filter(|text| test(text)).count();
        let tested = TESTS
            .iter()
            .filter(|(field, _)| is_lacking(*field))
            .map(|(field, test)| (*field, fitting(*test)))
            .filter(|(_, fitting)| *fitting > 0 && fitting * 3 >= cells.len() * 2)
            .max_by_key(|(_, fitting)| *fitting);
        let Some((field, fitting)) = tested else { continue };
        match guesses.iter_mut().find(|guess| guess.field == field) {
            Some(guess) => guess.others.push(column),
            None => guesses.push(Guess { column, field, fitting, cells: cells.len(), others: Vec::new() }),
        }
    }
    guesses
}

/// The layout of a sheet in which no heading is known: the row above the first CCG may be its header.
pub(super) fn layout(sheet: &Sheet, kind: DatasetKind) -> Layout {
    let names_ccg = |row: &Row| {
        row.cells
            .iter()
            .filter_map(|cell| text(row, cell.column))
            .any(|text| OdsCode::parse(text).is_ok() || OnsCode::parse(text).is_ok() || is_name(text))
    };
    let first = sheet.rows.iter().position(names_ccg);
    let above = match first {
        Some(first) => first.checked_sub(1).and_then(|above| sheet.rows.get(above)),
        None => sheet.rows.iter().max_by_key(|row| (row.cells.len(), std::cmp::Reverse(row.number))),
    };
    // A title is one text, a header has several.
    let header =
        above.filter(|row| row.cells.iter().filter(|cell| text(row, cell.column).is_some()).count() > 1);
    let heading = |row: &Row, column| text(row, column).map(|text| (column, text.to_owned()));
    let mut layout = Layout::empty(kind);
    if let Some(row) = header {
        layout.header_row = row.number;
        layout.headings = row.cells.iter().filter_map(|cell| heading(row, cell.column)).collect();
    }
    layout
}

/// The text in a cell.
pub(super) fn text(row: &Row, column: u32) -> Option<&str> {
    match &row.cell(column)?.value {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Whether a text is worded as the name of a CCG.
fn is_name(text: &str) -> bool {
    let text = normalise(text);
    text.ends_with(" ccg") || text.ends_with(" clinical commissioning group") || text.starts_with("nhs ")
}
