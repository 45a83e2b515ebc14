//! The headings of a row, or of two rows of which the second completes the first.

use entities::domain::{DatasetKind, normalise};

use super::{Field, vocabulary::columns};
use crate::extract::{Address, Cell, Row, Value};

/// What stands over a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) column: u32,
    /// Where it stands; of two lines the lower.
    pub(super) address: Address,
    /// As it stands.
    pub(super) raw: String,
    /// What it may say, without footnote marks, the fullest first: "CCG code" or else "code".
    pub(super) texts: Vec<String>,
}

impl Heading {
    /// The field of a kind that it names to the letter.
    pub(super) fn exact_field(&self, kind: DatasetKind) -> Option<Field> {
        self.texts.iter().find_map(|text| known(kind, &normalise(text)))
    }

    /// The field of a kind that it names, be it with a footnote's number as in "Model 1".
    pub(super) fn field(&self, kind: DatasetKind) -> Option<Field> {
        self.exact_field(kind)
            .or_else(|| self.texts.iter().find_map(|text| known(kind, without_number(&normalise(text))?)))
    }
}

/// A row's texts; a merged heading counts at its first column only.
pub(super) fn of_row(row: &Row) -> Vec<Heading> {
    row.cells
        .iter()
        .filter(|cell| cell.anchor.is_none())
        .filter_map(|cell| {
            let raw = text(cell)?.to_owned();
            let texts = vec![without_marks(&raw).to_owned()];
            Some(Heading { column: cell.column, address: row.address(cell.column), raw, texts })
        })
        .collect()
}

/// The headings that two rows make together. A heading that is merged over several columns stands over each.
pub(super) fn of_rows(top: &Row, bottom: &Row) -> Vec<Heading> {
    let mut joined: Vec<Heading> = of_row(bottom);
    for heading in &mut joined {
        let above = top.cell(heading.column).filter(|cell| lies_in(cell, top)).and_then(text);
        if let Some(above) = above {
            heading.texts.insert(0, format!("{} {}", without_marks(above), heading.texts[0]));
            heading.raw = format!("{above} {}", heading.raw);
        }
    }
    let is_completed = |heading: &Heading| joined.iter().any(|below| below.column == heading.column);
    let mut alone: Vec<Heading> = of_row(top);
    alone.retain(|heading| !is_completed(heading));
    joined.extend(alone);
    joined.sort_by_key(|heading| heading.column);
    joined
}

/// Whether a cell has its value from its own row: one that is merged from above belongs to what stands there.
fn lies_in(cell: &Cell, row: &Row) -> bool {
    cell.anchor.is_none_or(|anchor| anchor.row == row.number)
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn known(kind: DatasetKind, heading: &str) -> Option<Field> {
    let is_it = |text: &&str| matches(text, heading);
    columns(kind).iter().find(|column| column.headings.iter().any(is_it)).map(|column| column.field)
}

/// Compares a known heading, in which `#` is any digit, with one that was found.
fn matches(known: &str, found: &str) -> bool {
    known.len() == found.len()
        && known.bytes().zip(found.bytes()).all(|(k, f)| k == f || (k == b'#' && f.is_ascii_digit()))
}

/// A text without the marks at its end that can be nothing but a footnote's: `*`, a superscript, `(1)`.
pub(super) fn without_marks(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let shorter = rest.trim_end_matches(is_mark);
        let shorter = without_bracketed_number(shorter).unwrap_or(shorter);
        // A heading of marks only is left as it is.
        if shorter.is_empty() || shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '*' | '\u{2020}' | '\u{2021}' | '\u{a7}' | '\u{b9}' | '\u{b2}' | '\u{b3}')
        || matches!(c, '\u{2070}'..='\u{2079}')
}

fn without_bracketed_number(text: &str) -> Option<&str> {
    let (inner, bracket) = match text.strip_suffix(')') {
        Some(inner) => (inner, '('),
        None => (text.strip_suffix(']')?, '['),
    };
    let (before, number) = inner.rsplit_once(bracket)?;
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(before)
}

/// A normalised heading without the number at its end: a superscript that lost its form.
fn without_number(heading: &str) -> Option<&str> {
    let shorter = heading.strip_suffix(|c: char| c.is_ascii_digit())?;
    (!shorter.ends_with(|c: char| c.is_ascii_digit())).then(|| shorter.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnote_marks_are_told_from_what_a_heading_says() {
        for text in ["Status*", "Status (1)", "Status\u{b9}", "Status \u{2020}", "Status [12] *", " Status "]
        {
            assert_eq!(without_marks(text), "Status", "{text}");
        }
        for text in ["Model (A)", "2015/16", "NHS region 2015", "*", "()", ")"] {
            assert_eq!(without_marks(text), text);
        }
        assert_eq!(without_number("model 1"), Some("model"));
        assert_eq!(without_number("status1"), Some("status"));
        assert_eq!(without_number("nhs region 2015"), None);
    }
}
