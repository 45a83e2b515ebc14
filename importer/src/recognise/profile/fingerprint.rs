//! Whether a profile is meant for a sheet: by the headings, or by what the first row looks like.

use std::collections::BTreeSet;

use entities::domain::normalise;

use super::{Place, Profile, values::is_value_of};
use crate::{
    extract::{Row, Value},
    recognise::{
        headings::of_row,
        vocabulary::{Need, columns},
    },
};

/// By what a profile knows a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// All headings of the header, normalised; these and no others.
    pub(super) headings: BTreeSet<String>,
    /// What cells of the first row look like: `#` stands for any digit.
    pub(super) first_row: Vec<(u32, String)>,
}

impl Profile {
    /// Whether it says by what a sheet is known.
    #[must_use]
    pub fn can_recognise(&self) -> bool {
        !self.fingerprint.headings.is_empty() || !self.fingerprint.first_row.is_empty()
    }

    /// Whether a row, which may be the first of its sheet, says that the sheet is one of those it is meant for.
    pub(super) fn recognises(&self, row: &Row, is_first: bool) -> bool {
        self.knows_headings(row) || is_first && self.knows_first_row(row)
    }

    fn knows_headings(&self, row: &Row) -> bool {
        let known = &self.fingerprint.headings;
        // Asked of every row, and few have as many cells as there are headings.
        !known.is_empty()
            && row.cells.len() >= known.len()
            && of_row(row).iter().map(|heading| normalise(&heading.texts[0])).collect::<BTreeSet<_>>()
                == *known
    }

    fn knows_first_row(&self, row: &Row) -> bool {
        let patterns = &self.fingerprint.first_row;
        let fits = |(column, pattern): &(u32, String)| {
            text(row, *column).is_some_and(|text| is_like(&text, pattern))
        };
        let is_readable = |(field, place): &(_, Place)| {
            let Place::Column(column) = place else { return false };
            let must_be =
                columns(self.kind).iter().any(|known| known.field == *field && known.need == Need::Always);
            text(row, *column).map_or(!must_be, |text| is_value_of(*field, &text).is_ok())
        };
        !patterns.is_empty() && patterns.iter().all(fits) && self.columns.iter().all(is_readable)
    }
}

fn text(row: &Row, column: u32) -> Option<String> {
    match &row.cell(column)?.value {
        value @ (Value::Text(_) | Value::Number { .. }) => {
            Some(value.raw().trim().to_owned()).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

fn is_like(text: &str, pattern: &str) -> bool {
    text.chars().count() == pattern.chars().count()
        && text.chars().zip(pattern.chars()).all(|(c, p)| c == p || p == '#' && c.is_ascii_digit())
}
