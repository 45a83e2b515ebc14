//! The headings of a row, or of two rows of which the second completes the first.

use entities::domain::{DatasetKind, ModelCode, PartialDate, Vocabulary, clean, normalise, printable};

use super::{
    Field,
    marks::{marks, without_marks},
    vocabulary::{LAST_RESORT, columns},
    years::{year_and_rest, year_or_wave},
};
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
    /// The marks of footnotes that it bears.
    pub(super) marks: Vec<String>,
    /// The year in the line above that it belongs to: where it stands, and as it stands.
    pub(super) year: Option<(Address, String)>,
}

impl Heading {
    /// The field of a kind that it names to the letter.
    pub(super) fn exact_field(&self, kind: DatasetKind) -> Option<Field> {
        self.texts.iter().find_map(|text| known(kind, &normalise(text)).or_else(|| of_day(kind, text)))
    }

    /// Whether it is that of its field only where no other heading is: "Outcome" beside "Status" is something else.
    pub(super) fn is_last_resort(&self) -> bool {
        self.texts.iter().all(|text| LAST_RESORT.contains(&normalise(text).as_str()))
    }

    /// The field of a kind that it names, be it with a footnote's number as in "Model 1".
    pub(super) fn field(&self, kind: DatasetKind) -> Option<Field> {
        self.exact_field(kind)
            .or_else(|| self.texts.iter().find_map(|text| known(kind, without_figure(&normalise(text))?)))
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
            let (address, marks) = (row.address(cell.column), marks(&clean(&raw)));
            Some(Heading { column: cell.column, address, raw, texts, marks, year: None })
        })
        .collect()
}

/// The headings that two rows make together. A heading that is merged over several columns stands over each, and a
/// year also over what follows it without a heading of its own.
pub(super) fn of_rows(top: &Row, bottom: &Row) -> Vec<Heading> {
    let mut joined: Vec<Heading> = of_row(bottom);
    for heading in &mut joined {
        let above = top.cell(heading.column).filter(|cell| lies_in(cell, top));
        let names_model = ModelCode::parse(&heading.texts[0]).is_ok();
        let is_of_year = names_model || field_of_year(&heading.texts[0]).is_some();
        let above = above.or_else(|| year_before(heading.column, top, bottom).filter(|_| is_of_year));
        let Some((cell, above)) = above.and_then(|cell| Some((cell, text(cell)?))) else { continue };
        heading.texts.insert(0, format!("{} {}", without_marks(above), heading.texts[0]));
        heading.raw = format!("{above} {}", heading.raw);
        heading.marks.extend(marks(above));
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

/// The field of a heading that says of which day its names, codes or statuses are: "CCG name (April 2016)",
/// "Status as at 1 April 2016". A model of some day may be of another year than the list.
fn of_day(kind: DatasetKind, heading: &str) -> Option<Field> {
    let heading = heading.trim();
    let parts = heading.strip_suffix(')').and_then(|inside| inside.rsplit_once('('));
    let (rest, day) =
        parts.or_else(|| [" as at ", " at "].into_iter().find_map(|at| heading.split_once(at)))?;
    let is_day = PartialDate::parse(day.trim_start_matches("as at ")).is_ok();
    let may_be_of_day = |field: &Field| {
        matches!(field, Field::OdsCode | Field::OnsCode | Field::CcgName | Field::Stage | Field::ScopeStatus)
    };
    known(kind, &normalise(rest)).filter(|field| is_day && may_be_of_day(field))
}

/// Compares a known heading, in which `#` is any digit, with one that was found.
fn matches(known: &str, found: &str) -> bool {
    known.len() == found.len()
        && known.bytes().zip(found.bytes()).all(|(k, f)| k == f || (k == b'#' && f.is_ascii_digit()))
}

/// The figure at the end of a heading that is known without it, as a mark.
pub(super) fn figure(kind: DatasetKind, heading: &Heading) -> Option<String> {
    // "Wave 1" and "Model 1" are what they are.
    let names_itself = |text: &String| year_or_wave(text).is_ok() || ModelCode::parse(text).is_ok();
    if heading.exact_field(kind).is_some() || heading.texts.iter().any(names_itself) {
        return None;
    }
    heading.texts.iter().map(|text| normalise(text)).find_map(|text| {
        let shorter = without_figure(&text).filter(|shorter| known(kind, shorter).is_some())?;
        Some(text[shorter.len()..].trim_start().to_owned())
    })
}

/// A normalised heading without the number at its end: a superscript that lost its form.
fn without_figure(heading: &str) -> Option<&str> {
    let shorter = heading.strip_suffix(|c: char| c.is_ascii_digit())?;
    (!shorter.ends_with(|c: char| c.is_ascii_digit())).then(|| shorter.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_behind_a_heading_may_be_a_footnotes() {
        assert_eq!(without_figure("model 1"), Some("model"));
        assert_eq!(without_figure("status1"), Some("status"));
        assert_eq!(without_figure("nhs region 2015"), None);
    }
}
