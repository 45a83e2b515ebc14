//! Tells rows that are records from those that only serve the eye: totals, footnotes, headings of groups.

use entities::domain::{DatasetKind, OdsCode, normalise};

use super::explaining::explains;
use crate::{
    extract::{Cell, Row, Value},
    recognise::{Constant, Field, Layout, Shape, StatedName, group},
};

/// What a row beneath the header is.
pub(super) enum Line {
    /// Meant to be a record.
    Record,
    /// The heading of the rows beneath it, and what it says of them.
    Group(Option<Constant>),
    /// Something else.
    Other(&'static str),
}

/// Longest heading of a group, in characters; what is longer is prose.
const LONGEST_HEADING: usize = 60;

pub(super) fn line(layout: &Layout, row: &Row) -> Line {
    if layout.is_repeated_by(row) {
        return Line::Other("repeated header");
    }
    if explains(layout, row) {
        return Line::Other("explanation of the columns");
    }
    // What stands beside the table does not make a row of it.
    let own = row.cells.iter().filter(|cell| cell.anchor.is_none());
    let cells: Vec<&Cell> = own.clone().filter(|cell| layout.field(cell.column).is_some()).collect();
    if let Some(because) = no_ccg(layout, &cells) {
        return Line::Other(because);
    }
    match cells.as_slice() {
        // A group's heading may stand in a column of its own, left of the others.
        [] => {
            own.min_by_key(|cell| cell.column).map_or(Line::Other("note"), |cell| beside(layout, row, cell))
        }
        [only] => single(layout, row, only),
        [first, ..] => {
            let is_incomplete = layout.is_incomplete(&cells);
            let is_total = |cell: &&Cell| match layout.field(cell.column) {
                Some(Field::OdsCode | Field::OnsCode | Field::CcgName) => is_total(&cell.value),
                Some(Field::Region) => is_incomplete && is_total(&cell.value),
                _ => is_incomplete && begins_as_total(&cell.value),
            };
            if cells.iter().any(is_total) {
                Line::Other("total")
            } else if is_incomplete && is_marked(&first.value) {
                Line::Other("note")
            } else {
                Line::Record
            }
        }
    }
}

/// Why a row of a register is about no CCG: the lists hold other bodies, and other countries, too.
fn no_ccg(layout: &Layout, cells: &[&Cell]) -> Option<&'static str> {
    if layout.kind != DatasetKind::CcgRegister {
        return None;
    }
    let text = |field| {
        let cell = cells.iter().find(|cell| layout.field(cell.column) == Some(field))?;
        if let Value::Text(text) = &cell.value { Some(text.trim()) } else { None }
    };
    let is_abroad = text(Field::OnsCode).is_some_and(is_code_abroad);
    if is_abroad {
        return Some("not in England");
    }
    text(Field::CcgName).and_then(|name| StatedName::new(name).body.is_no_ccg())
}

/// Codes of the statistics office begin with the country's letter; pseudo codes stand for where there is no CCG.
fn is_code_abroad(code: &str) -> bool {
    const ABROAD: [&str; 6] = ["W", "S", "N", "L", "M", "ZC"];
    let is_number = |rest: &str| rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    ABROAD.iter().any(|country| code.strip_prefix(country).is_some_and(is_number))
}

/// A text in a column that is not read.
fn beside(layout: &Layout, row: &Row, cell: &Cell) -> Line {
    let is_left = layout.columns.iter().all(|(column, _)| cell.column < *column);
    if is_left && row.cells.len() == 1 { heading(row, cell) } else { Line::Other("note") }
}

/// The only value that a row has in the columns of the table.
fn single(layout: &Layout, row: &Row, cell: &Cell) -> Line {
    let is_ccg_above =
        |cell: &Cell| names_ccg(layout, cell) && cell.anchor.is_some_and(|anchor| anchor.row < row.number);
    if is_code(&cell.value) || row.cells.iter().any(is_ccg_above) {
        return Line::Record;
    }
    let heading = heading(row, cell);
    let may_be_ccg = names_ccg(layout, cell) && !matches!(heading, Line::Group(Some(_)) | Line::Other(_));
    if may_be_ccg && (layout.shape == Shape::PlainList || is_named_as_ccg(&cell.value)) {
        return Line::Record;
    }
    heading
}

/// A row with a single text: the heading of a group, a total, or else a footnote.
fn heading(row: &Row, cell: &Cell) -> Line {
    let Value::Text(text) = &cell.value else { return Line::Other("note") };
    if is_total(&cell.value) {
        return Line::Other("total");
    }
    let is_prose = text.chars().count() > LONGEST_HEADING || text.trim_end().ends_with('.');
    if is_prose || is_footnote(&cell.value) {
        return Line::Other("note");
    }
    Line::Group(group(row.address(cell.column), text))
}

/// Whether a cell stands where the row says which CCG it is about.
fn names_ccg(layout: &Layout, cell: &Cell) -> bool {
    matches!(layout.field(cell.column), Some(Field::OdsCode | Field::OnsCode | Field::CcgName))
}

/// Whether a heading, or what stands for a CCG, is that of a sum: "Total", "London total".
fn is_total(value: &Value) -> bool {
    sum_words(value).is_some_and(|(first, last)| first || last)
}

/// Whether any other text is that of a sum; a remark may well end with the word.
fn begins_as_total(value: &Value) -> bool {
    sum_words(value).is_some_and(|(first, _)| first)
}

/// Whether a text's first and last words name a sum.
fn sum_words(value: &Value) -> Option<(bool, bool)> {
    let Value::Text(text) = value else { return None };
    let text = normalise(text);
    let mut words = text.split(' ').map(|word| matches!(word, "total" | "totals" | "subtotal"));
    let first = words.next()?;
    Some((first, words.next_back().unwrap_or(first)))
}

fn is_code(value: &Value) -> bool {
    matches!(value, Value::Text(text) if OdsCode::parse(text).is_ok())
}

/// Whether a text is worded as the name of a CCG and not as that of a region.
fn is_named_as_ccg(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let text = normalise(text);
    text.ends_with(" ccg") || text.ends_with(" clinical commissioning group")
}

/// Whether a text begins as footnotes do: with a mark, a number, or the word.
fn is_footnote(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    is_marked(value) || text.trim_start_matches(['(', '[', ' ']).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text begins with what can be no code: a mark, or the word "note" or "source".
fn is_marked(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim_start();
    let first_word = normalise(text.split(':').next().unwrap_or_default());
    text.starts_with(['*', '\u{2020}', '\u{2021}', '\u{a9}', '\u{b9}', '\u{b2}', '\u{b3}'])
        || matches!(first_word.as_str(), "note" | "notes" | "source" | "sources")
}
