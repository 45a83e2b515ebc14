//! Knows a table that lies on its side: its headings stand in one column, and each CCG is a column.

use std::collections::BTreeSet;

use entities::domain::{DatasetKind, OdsCode, OnsCode};

use super::{Field, headings::of_row, lines::is_identity, places::is_like_name};
use crate::{
    extract::{Row, letters_of},
    issue::cut,
};

/// The headings that stand one beneath the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Sideways {
    column: u32,
    headings: Vec<(Field, String)>,
    /// Whether a CCG stands beside the heading that says which it is.
    names_ccg: bool,
}

impl Sideways {
    /// Takes in a row, if a heading is the first of its several values and the only heading among them.
    pub(super) fn consider(&mut self, row: &Row) {
        let own = row.cells.iter().filter(|cell| cell.anchor.is_none()).count();
        let headings = of_row(row);
        let known: Vec<_> = headings
            .iter()
            .filter_map(|heading| Some((heading, heading.exact_field(DatasetKind::Adoptions)?)))
            .collect();
        let [(heading, field)] = known.as_slice() else { return };
        let is_first = row.cells.first().is_some_and(|cell| cell.column == heading.column);
        if own < 2 || !is_first || (!self.headings.is_empty() && self.column != heading.column) {
            return;
        }
        self.column = heading.column;
        self.headings.push((*field, heading.raw.clone()));
        let names_ccg = |text: &String| {
            OdsCode::parse(text).is_ok() || OnsCode::parse(text).is_ok() || is_like_name(text)
        };
        let mut others = headings.iter().filter(|other| other.column != heading.column);
        self.names_ccg |= is_identity(*field) && others.any(|other| other.texts.iter().any(names_ccg));
    }

    /// What is wrong, for people, if it surely is such a table.
    pub(super) fn told(&self) -> Option<String> {
        let fields: BTreeSet<Field> = self.headings.iter().map(|(field, _)| *field).collect();
        let others = fields.iter().any(|field| !is_identity(*field));
        if !self.names_ccg || !others || fields.len() < self.headings.len() {
            return None;
        }
        let named: Vec<String> =
            self.headings.iter().map(|(_, heading)| format!("\"{}\"", cut(heading))).collect();
        Some(format!(
            "its headings stand in column {}, one beneath the other ({}), and a CCG is a column: copy the table and paste \
             it transposed, so that a CCG is a row",
            letters_of(self.column),
            named.join(", ")
        ))
    }
}
