//! Finds the row that names the columns.

use std::collections::HashSet;

use entities::domain::{DatasetKind, FinancialYear, normalise};
use sea_orm::Iterable;

use super::{
    Field,
    vocabulary::{columns, suffice},
};
use crate::extract::{Cell, Row, Value};

/// In how many rows with a value the header is looked for.
const ROWS_SEARCHED: usize = 50;

/// What the columns of a sheet mean.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What its rows state.
    pub kind: DatasetKind,
    /// The header's row, from 1.
    pub header_row: u32,
    /// Columns and their fields, by column.
    pub columns: Vec<(u32, Field)>,
    /// What the sheet says of all its rows.
    pub sheet_values: Vec<SheetValue>,
    /// Headings that mean nothing to this program; their columns are not read.
    pub unknown: Vec<String>,
    /// The header as it stands, by which a repeated one is known.
    headings: Vec<(u32, String)>,
}

/// A value that stands in the sheet's name and holds for all its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetValue {
    /// What it means.
    pub field: Field,
    /// What stands there.
    pub text: String,
}

impl Layout {
    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|(_, known)| *known == field).map(|(column, _)| *column)
    }

    /// Whether its rows are about a year that neither a column nor the sheet's name gives.
    #[must_use]
    pub fn lacks_period(&self) -> bool {
        self.kind == DatasetKind::Adoptions
            && self.column(Field::FinancialYear).is_none()
            && self.sheet_values.iter().all(|value| value.field != Field::FinancialYear)
    }

    /// Whether cells of a row leave a field blank that every record of this kind must have.
    #[must_use]
    pub fn is_incomplete(&self, cells: &[&Cell]) -> bool {
        let has =
            |field| self.column(field).is_some_and(|column| cells.iter().any(|cell| cell.column == column));
        !suffice(self.kind, has)
    }

    /// Whether a row is the header once more, as at the top of a printed page.
    #[must_use]
    pub fn is_repeated_by(&self, row: &Row) -> bool {
        headings(row) == self.headings
    }
}

/// The search for a header, row by row.
pub struct HeaderSearch {
    sheet: String,
    kinds: Vec<DatasetKind>,
    rows_seen: usize,
}

impl HeaderSearch {
    /// A search in a sheet, for one kind of dataset or for any.
    #[must_use]
    pub fn new(sheet: &str, kind: Option<DatasetKind>) -> Self {
        let kinds = kind.map_or_else(|| DatasetKind::iter().collect(), |kind| vec![kind]);
        Self { sheet: sheet.to_owned(), kinds, rows_seen: 0 }
    }

    /// Looks at one more row: none while it is no header.
    ///
    /// # Errors
    /// When the row is a header of several kinds alike: their names are given.
    pub fn look_at(&mut self, row: &Row) -> Result<Option<Layout>, Vec<DatasetKind>> {
        self.rows_seen += 1;
        if self.rows_seen > ROWS_SEARCHED {
            return Ok(None);
        }
        let headings = headings(row);
        let mut fits: Vec<Layout> =
            self.kinds.iter().filter_map(|kind| fit(*kind, row.number, &headings, &self.sheet)).collect();
        fits.sort_by_key(|layout| std::cmp::Reverse(layout.columns.len()));
        match fits.as_slice() {
            [first, second, ..] if first.columns.len() == second.columns.len() => {
                Err(fits.iter().map(|layout| layout.kind).collect())
            }
            _ => Ok(fits.into_iter().next()),
        }
    }
}

/// A row's texts, normalised; a merged heading counts at its first column only.
fn headings(row: &Row) -> Vec<(u32, String)> {
    row.cells
        .iter()
        .filter(|cell| cell.anchor.is_none())
        .filter_map(|cell| match &cell.value {
            Value::Text(text) => Some((cell.column, normalise(text))),
            _ => None,
        })
        .collect()
}

fn fit(kind: DatasetKind, header_row: u32, headings: &[(u32, String)], sheet: &str) -> Option<Layout> {
    let mut found: Vec<(u32, Field)> = Vec::new();
    let mut unknown = Vec::new();
    let mut taken = HashSet::new();
    for (column, heading) in headings {
        let field = columns(kind)
            .iter()
            .find(|known| known.headings.iter().any(|text| matches(text, heading)))
            .map(|known| known.field);
        match field {
            Some(field) if taken.insert(field) => found.push((*column, field)),
            _ => unknown.push(heading.clone()),
        }
    }
    suffice(kind, |field| taken.contains(&field)).then(|| Layout {
        kind,
        header_row,
        sheet_values: sheet_values(kind, &taken, sheet),
        columns: found,
        unknown,
        headings: headings.to_vec(),
    })
}

/// Compares a known heading, in which `#` is any digit, with one that was found.
fn matches(known: &str, found: &str) -> bool {
    known.len() == found.len()
        && known.bytes().zip(found.bytes()).all(|(k, f)| k == f || (k == b'#' && f.is_ascii_digit()))
}

/// A workbook with a sheet per wave gives the year in the sheet's name only.
fn sheet_values(kind: DatasetKind, taken: &HashSet<Field>, sheet: &str) -> Vec<SheetValue> {
    if kind != DatasetKind::Adoptions || taken.contains(&Field::FinancialYear) {
        return Vec::new();
    }
    sheet
        .split(|c: char| c.is_whitespace() || c == '.')
        .find(|word| FinancialYear::parse(word).is_ok())
        .map(|word| SheetValue { field: Field::FinancialYear, text: word.to_owned() })
        .into_iter()
        .collect()
}
