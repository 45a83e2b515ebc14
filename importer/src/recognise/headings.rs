//! The headings of a row, or of two rows of which the second completes the first.

use entities::domain::{DatasetKind, clean, normalise, printable};

use super::{Field, vocabulary::columns, years::year_and_rest};
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
    /// The year in the line above that it belongs to: where it stands, and as it stands.
    pub(super) year: Option<(Address, String)>,
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
            let raw = printable(text(cell)?).into_owned();
            let texts = vec![without_marks(&clean(&raw)).to_owned()];
            Some(Heading { column: cell.column, address: row.address(cell.column), raw, texts, year: None })
        })
        .collect()
}

/// The headings that two rows make together. A heading that is merged over several columns stands over each, and a
/// year also over what follows it without a heading of its own.
pub(super) fn of_rows(top: &Row, bottom: &Row) -> Vec<Heading> {
    let mut joined: Vec<Heading> = of_row(bottom);
    for heading in &mut joined {
        let above = top.cell(heading.column).filter(|cell| lies_in(cell, top));
        let is_of_year = field_of_year(&heading.texts[0]).is_some();
        let above = above.or_else(|| year_before(heading.column, top, bottom).filter(|_| is_of_year));
        let Some((cell, above)) = above.and_then(|cell| Some((cell, text(cell)?))) else { continue };
        heading.texts.insert(0, format!("{} {}", without_marks(above), heading.texts[0]));
        heading.raw = format!("{above} {}", heading.raw);
        if is_of_year && is_year(above) {
            // It is the model, or the status, of that year only.
            heading.texts.truncate(1);
            let address = cell.anchor.unwrap_or_else(|| top.address(cell.column));
            heading.year = Some((address, above.to_owned()));
        }
    }
    let is_completed = |heading: &Heading| joined.iter().any(|below| below.column == heading.column);
    let mut alone: Vec<Heading> = of_row(top);
    alone.retain(|heading| !is_completed(heading));
    joined.extend(alone);
    joined.sort_by_key(|heading| heading.column);
    joined
}

/// The year that stands left of a column without a heading of its own, as the first of the columns that it is about.
/// One that is merged says itself how many these are.
fn year_before<'a>(column: u32, top: &'a Row, bottom: &Row) -> Option<&'a Cell> {
    let year = top.cells.iter().rfind(|cell| cell.column < column)?;
    let is_alone = year.anchor.is_none() && text(year).is_some_and(is_year);
    let goes_on = (year.column..column).all(|column| bottom.cell(column).is_some());
    Some(year).filter(|_| is_alone && goes_on)
}

fn is_year(text: &str) -> bool {
    year_and_rest(without_marks(text))
        .is_some_and(|(_, rest)| matches!(rest.as_str(), "" | "year" | "financial year"))
}

/// What a heading beside or beneath a year says of an adoption in that year.
pub(super) fn field_of_year(text: &str) -> Option<Field> {
    // Short words that mean days only beside a year: "2016/17 from".
    match normalise(text).as_str() {
        "from" | "start" | "starts" | "date from" | "with effect from" => return Some(Field::EffectiveFrom),
        "to" | "until" | "end" | "ends" | "date to" => return Some(Field::EffectiveTo),
        _ => {}
    }
    let field = known(DatasetKind::Adoptions, &normalise(text))?;
    let is_of_year = matches!(field, Field::Model | Field::Stage | Field::EffectiveFrom | Field::EffectiveTo);
    is_of_year.then_some(field)
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
