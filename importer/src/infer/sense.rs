//! What a draft makes of a sheet: which sheets it reads, what columns may hold, and what is left open.

use std::collections::BTreeSet;

use entities::domain::{DatasetKind, normalise};

use super::{
    draft::Draft,
    guess::{self, Guess, text},
    survey::Surveyed,
};
use crate::recognise::{Field, Layout};

impl Draft<'_> {
    /// The sheets that the profile reads: those with the same columns, but for some that only some of them have.
    pub(super) fn family(&self) -> Vec<&Surveyed<'_>> {
        self.others.iter().filter(|other| is_like(self.best, other)).collect()
    }

    /// Columns that other sheets have and this one has not.
    pub(super) fn elsewhere<'b>(&self, family: &[&'b Surveyed]) -> Vec<(Field, &'b str)> {
        let mut elsewhere: Vec<(Field, &str)> = Vec::new();
        for other in family {
            for (column, field) in &other.layout.columns {
                let is_known = self.layout().columns.iter().any(|(_, known)| known == field);
                if !is_known && elsewhere.iter().all(|(known, _)| known != field) {
                    elsewhere.extend(heading_of(&other.layout, *column).map(|heading| (*field, heading)));
                }
            }
        }
        elsewhere
    }

    /// What the columns that are not understood may hold, of what is lacking.
    pub(super) fn guesses(&self) -> Vec<Guess> {
        let lacking = self.layout().lacking().concat();
        let rows: Vec<_> = self.best.records().collect();
        let is_open = |column| self.layout().field(column).is_none();
        guess::columns(rows.iter().copied(), is_open, |field| lacking.contains(&field))
    }

    pub(super) fn still_lacking(&self, guesses: &[Guess]) -> Vec<Vec<Field>> {
        let is_guessed = |field: &Field| guesses.iter().any(|guess| guess.field == *field);
        let mut lacking = self.layout().lacking();
        lacking.retain(|fields| !fields.iter().any(is_guessed));
        lacking
    }

    /// Whether a field is more likely to stand in a column than to be the same for all rows.
    pub(super) fn is_column(&self, field: Field) -> bool {
        match field {
            Field::Stage | Field::FinancialYear if self.layout().kind == DatasetKind::Adoptions => false,
            Field::Model => !self.layout().unknown.is_empty() || self.layout().columns.is_empty(),
            _ => true,
        }
    }

    pub(super) fn unread(&self, guesses: &[Guess]) -> Vec<u32> {
        let is_known = |column: u32| {
            let is_guessed = |guess: &Guess| guess.column == column && guess.others.is_empty();
            self.layout().field(column).is_some() || guesses.iter().any(is_guessed)
        };
        let headed = self.layout().headings.iter().map(|(column, _)| *column);
        let filled = self.best.records().flat_map(|row| row.cells.iter().map(|cell| cell.column));
        let columns: BTreeSet<u32> = headed.chain(filled).filter(|column| !is_known(*column)).collect();
        columns.into_iter().collect()
    }

    /// The different texts in a column.
    pub(super) fn texts(&self, column: u32) -> BTreeSet<&str> {
        self.best.records().filter_map(|row| text(row, column)).collect()
    }

    pub(super) fn heading(&self, column: u32) -> Option<&str> {
        heading_of(self.layout(), column)
    }

    pub(super) fn all_lettered(&self) -> bool {
        let columns = &self.layout().columns;
        !columns.is_empty() && columns.iter().all(|(column, _)| self.heading(*column).is_none())
    }
}

/// The heading of a column, if it is that of no other.
fn heading_of(layout: &Layout, column: u32) -> Option<&str> {
    let (_, heading) = layout.headings.iter().find(|(known, _)| *known == column)?;
    let same = layout.headings.iter().filter(|(_, other)| normalise(other) == normalise(heading)).count();
    (same == 1 && !normalise(heading).is_empty()).then_some(heading)
}

/// Whether one profile can read two sheets: no column that both have is headed otherwise, and they say the same of all
/// their rows where a profile must.
fn is_like(one: &Surveyed, other: &Surveyed) -> bool {
    let (a, b) = (&one.layout, &other.layout);
    let wide = |layout: &Layout| -> BTreeSet<String> {
        layout.shape.wide().iter().map(|wide| normalise(&wide.heading.raw)).collect()
    };
    let model = |layout: &Layout| layout.constant(Field::Model).map(|model| normalise(&model.text));
    let heading =
        |layout: &Layout, field| layout.column(field).map(|column| heading_of(layout, column).map(normalise));
    let agrees =
        |field: &Field| heading(a, *field).zip(heading(b, *field)).is_none_or(|(a, b)| a.is_some() && a == b);
    other.is_sure
        && a.kind == b.kind
        && wide(a) == wide(b)
        && model(a) == model(b)
        && a.columns
            .iter()
            .map(|(_, field)| field)
            .filter(|field| **field != Field::Model || wide(a).is_empty())
            .all(agrees)
}
