//! Tells headings within a list from CCGs that stand alone in their row, and from notes.

use entities::domain::{DatasetKind, FinancialYear, OdsCode, normalise};

use super::{skipping::Line, sums::is_total};
use crate::{
    extract::{Cell, Row, Value},
    recognise::{Field, GroupHeading, Layout, Shape, begins_with_symbol, is_like_name, without_marks},
};

/// Longest code that is still like one, in characters: those of the statistics office have nine.
const LONGEST_CODE: usize = 9;

/// Longest heading of a group, in characters; what is longer is prose.
const LONGEST_HEADING: usize = 60;

/// A heading beside which something else stands, as in "Declined" and "as at May": no row has it where its CCG belongs.
pub(super) fn heading_with_more(
    layout: &Layout,
    row: &Row,
    cells: &[&Cell],
    is_incomplete: bool,
) -> Option<Line> {
    let may_be = layout.kind == DatasetKind::Adoptions && (is_incomplete || layout.shape == Shape::PlainList);
    let ccgs: Vec<&Cell> = cells.iter().copied().filter(|cell| names_ccg(layout, cell)).collect();
    if !may_be || ccgs.iter().any(|cell| is_code(&cell.value)) {
        return None;
    }
    ccgs.into_iter().find_map(|cell| {
        let Value::Text(text) = &cell.value else { return None };
        let at = row.address(cell.column);
        let heading = GroupHeading::read(layout.kind, at, text).within(layout, text);
        heading.is_sure(text).then(|| Line::Group(at, text.to_string(), heading))
    })
}

/// A text in a column that is not read.
pub(super) fn beside(layout: &Layout, row: &Row, cell: &Cell) -> Line {
    let last = layout.columns.iter().map(|(column, _)| *column).max().unwrap_or_default();
    // What stands apart on the right, as a key does, is no part of the table.
    let is_apart = cell.column > last + 1;
    if is_apart || row.cells.len() > 1 { Line::Other("note") } else { heading(layout, row, cell) }
}

/// The only value that a row has in the columns of the table.
pub(super) fn single(layout: &Layout, row: &Row, cell: &Cell) -> Line {
    let is_ccg_above =
        |cell: &Cell| names_ccg(layout, cell) && cell.anchor.is_some_and(|anchor| anchor.row < row.number);
    if is_code(&cell.value) || row.cells.iter().any(is_ccg_above) {
        return Line::Record;
    }
    let is_name = layout.field(cell.column) == Some(Field::CcgName);
    if let Value::Text(text) = &cell.value
        && is_name
        && !is_total(&cell.value)
        && is_one_ccg(text)
        && (!is_note(text) || is_named_as_ccg(text))
    {
        return Line::Record;
    }
    let heading = heading(layout, row, cell);
    let is_surely_none = match &heading {
        Line::Group(_, text, heading) => heading.is_sure(text),
        // What begins with a number in a column of codes may be a wrong one.
        Line::Note(..) => is_name,
        _ => true,
    };
    if !is_surely_none && may_be_ccg(layout, cell) { Line::Record } else { heading }
}

/// Whether the only value of a row may be meant as a CCG, be it misspelt.
fn may_be_ccg(layout: &Layout, cell: &Cell) -> bool {
    let Value::Text(text) = &cell.value else { return false };
    let is_named = is_named_as_ccg(text);
    match layout.field(cell.column) {
        Some(Field::CcgName) => {
            is_named || is_one_ccg(text) || (layout.shape == Shape::PlainList && is_like_name(text))
        }
        // What is as short as a code, and has a digit, is a wrong one.
        Some(Field::OdsCode | Field::OnsCode) => {
            let text = text.trim();
            let is_short = !text.contains(' ') && text.len() <= LONGEST_CODE && !begins_with_year(text);
            let has_digit = text.contains(|c: char| c.is_ascii_digit());
            is_named || (layout.shape == Shape::PlainList && is_short && has_digit)
        }
        _ => false,
    }
}

/// A row with a single text: the heading of a group, a total, or else a footnote.
fn heading(layout: &Layout, row: &Row, cell: &Cell) -> Line {
    let text = &cell.value.raw();
    let may_be_heading = match &cell.value {
        Value::Text(_) => true,
        Value::Number { .. } => is_year(text),
        _ => false,
    };
    if !may_be_heading {
        return Line::Other("note");
    }
    if is_total(&cell.value) {
        return Line::Other("total");
    }
    let at = row.address(cell.column);
    if is_marked(&cell.value) && !points_down(text) {
        return Line::Other("note");
    }
    let heading = GroupHeading::read(layout.kind, at, text).of_whom(text).within(layout, text);
    if is_note(text) || is_marked(&cell.value) {
        return match (layout.kind, &heading) {
            (DatasetKind::Adoptions, GroupHeading::Says(_)) if !is_marked(&cell.value) => {
                Line::Group(at, text.to_string(), heading)
            }
            (DatasetKind::Adoptions, _) => Line::Note(at, text.to_string(), heading),
            _ => Line::Other("note"),
        };
    }
    Line::Group(at, text.to_string(), heading)
}

/// Whether a cell stands where the row says which CCG it is about.
fn names_ccg(layout: &Layout, cell: &Cell) -> bool {
    matches!(layout.field(cell.column), Some(Field::OdsCode | Field::OnsCode | Field::CcgName))
}

fn is_code(value: &Value) -> bool {
    matches!(value, Value::Text(text) if OdsCode::parse(without_marks(text)).is_ok())
}

/// Whether a text is worded as the name of a CCG and not as that of a region.
fn is_named_as_ccg(text: &str) -> bool {
    let text = normalise(text);
    text.ends_with(" ccg") || text.ends_with(" clinical commissioning group")
}

/// Whether a text is a year, which is no financial one.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u16| (1990..2100).contains(&year))
}

/// Whether a text speaks of a single CCG, be it with a remark: "NHS Camden CCG (withdrawn)".
fn is_one_ccg(text: &str) -> bool {
    let text = normalise(text);
    let name = text.split_once(" ccg").or_else(|| text.split_once(" clinical commissioning group"));
    name.is_some_and(|(name, rest)| (rest.is_empty() || rest.starts_with(' ')) && is_like_name(name))
}

/// Whether a text is worded as a note: as long as prose, a sentence, or with a number in front.
fn is_note(text: &str) -> bool {
    text.chars().count() > LONGEST_HEADING || text.trim_end().ends_with('.') || is_numbered(text)
}

/// Whether a text begins with a number, as footnotes do, and not with a year.
fn is_numbered(text: &str) -> bool {
    let begins_with_digit =
        text.trim_start_matches(['(', '[', ' ']).starts_with(|c: char| c.is_ascii_digit());
    begins_with_digit && !begins_with_year(text)
}

/// Whether a text begins with a year, whatever is said of it: "2017/18 (indicative)", "2017/18*".
fn begins_with_year(text: &str) -> bool {
    let first = text.trim_start_matches(['(', '[', ' ']).split([' ', '(', ')', ',', ':', ';', '*']).next();
    let first = first.unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit());
    is_year(first) || FinancialYear::parse(first).is_ok()
}

/// Whether a note speaks of the rows beneath it.
fn points_down(text: &str) -> bool {
    normalise(text).split(' ').any(|word| matches!(word, "following" | "below" | "beneath" | "remaining"))
}

/// Whether a text begins with what can be no code: a mark, or the word "note" or "source".
pub(super) fn is_marked(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim_start();
    let first_word = normalise(text.split(':').next().unwrap_or_default());
    begins_with_symbol(text)
        || text.starts_with('\u{a9}')
        || matches!(first_word.as_str(), "note" | "notes" | "source" | "sources")
}
