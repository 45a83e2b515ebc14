//! Tells rows that are records from those that only serve the eye: totals, footnotes, headings of groups.

use entities::domain::DatasetKind;

use super::{
    explaining::explains,
    headings::{beside, heading_with_more, is_marked, single},
    sums::{begins_as_total, is_sum_of_area, is_total},
};
use crate::{
    extract::{Address, Cell, Row, Value},
    recognise::{Field, GroupHeading, Layout, StatedName},
};

/// What a row beneath the header is.
pub(super) enum Line {
    /// Meant to be a record.
    Record,
    /// The heading of the rows beneath it: where it stands, and what it says of them.
    Group(Address, String, GroupHeading),
    /// A note, which may be a heading as well.
    Note(Address, String, GroupHeading),
    /// Something else.
    Other(&'static str),
}

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
            if cells.iter().any(is_total) || is_sum_of_area(layout, &cells) {
                Line::Other("total")
            } else if is_incomplete && is_marked(&first.value) {
                Line::Other("note")
            } else {
                heading_with_more(layout, row, &cells, is_incomplete).unwrap_or(Line::Record)
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
