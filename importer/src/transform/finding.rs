//! Finds what a row says of a field, and what else in or above the row says otherwise.

use compact_str::{CompactString, format_compact};
use entities::domain::{clean, normalise};

use super::{
    Fields,
    absence::is_dash,
    found::{Found, problem},
    groups::says_same,
    unpivot::{answer, year_in_cell},
};
use crate::{
    extract::{Address, Value},
    issue::{Issue, IssueCode, cut},
    recognise::{Constant, Field},
};

impl Fields<'_> {
    /// What the value of a field is read from.
    pub(super) fn find(&mut self, field: Field) -> Option<Found> {
        if let Some(column) = self.wide.and_then(|wide| wide.column_of(field)) {
            return self.cell(field, column);
        }
        if let Some(also) = self.wide.and_then(|wide| wide.also.as_ref()).filter(|also| also.field == field) {
            return self.find_also(also);
        }
        match self.wide.filter(|wide| wide.heading.field == field) {
            // The cell says that there is such a model, and the heading which one it is.
            Some(wide) if field == Field::Model => {
                let cell = self.cell(field, wide.column)?;
                return Some(Found {
                    text: wide.heading.text.as_str().into(),
                    rule: wide.heading.rule.clone(),
                    ..cell
                });
            }
            Some(wide) => return Some(Found::of(&wide.heading)),
            None => {}
        }
        if let Some(column) = self.year_in_cell(field) {
            return self.cell(field, column);
        }
        if let Some(column) = self.column(field) {
            return self.cell(field, column).or_else(|| self.twin(field));
        }
        let group = self.groups.and_then(|groups| groups.constant(field));
        // The day in a title is none of rows whose year a heading gives.
        let is_of_title =
            field != Field::EffectiveFrom || self.groups.is_none_or(|groups| !groups.tells_year());
        group.or_else(|| self.layout.constant(field).filter(|_| is_of_title)).map(Found::of)
    }

    /// What else holds for a cell of a wide column: the year, or the model of the titles if the cell only says yes to it.
    fn find_also(&mut self, also: &Constant) -> Option<Found> {
        if also.field != Field::Model {
            return Some(Found::of(also));
        }
        let cell = self.cell(also.field, self.column(also.field)?)?;
        Some(match answer(&cell.text) {
            Some(true) => Found { text: also.text.as_str().into(), rule: also.rule.clone(), ..cell },
            _ => cell,
        })
    }

    /// The column of a model whose cell says the year.
    fn year_in_cell(&self, field: Field) -> Option<u32> {
        let column = self.wide.filter(|_| field == Field::FinancialYear)?.column;
        year_in_cell(self.layout, self.row, column).map(|_| column)
    }

    /// Where a field stands in this row: beside the wide column, in it, or in a column of its own.
    pub(super) fn column(&self, field: Field) -> Option<u32> {
        let of_wide = self.wide.and_then(|wide| {
            wide.column_of(field).or_else(|| (field == Field::Model).then_some(wide.column))
        });
        of_wide.or_else(|| self.layout.column(field))
    }

    /// What another column of the field, or a heading above the row, says otherwise.
    pub(super) fn otherwise(
        &mut self,
        field: Field,
        found: &Found,
        shown: &str,
        shows: &dyn Fn(&str) -> Option<CompactString>,
    ) -> Option<Issue> {
        self.other_column(field, found, shown, shows).or_else(|| self.other_heading(field, found, shown))
    }

    fn other_column(
        &mut self,
        field: Field,
        found: &Found,
        shown: &str,
        shows: &dyn Fn(&str) -> Option<CompactString>,
    ) -> Option<Issue> {
        if self.layout.twins.is_empty() || found.column.is_none() {
            return None;
        }
        let twin = self.twin(field).filter(|twin| twin.column != found.column)?;
        let is_same = shows(&twin.text).is_some_and(|other| normalise(&other) == normalise(shown));
        if is_same {
            return None;
        }
        let address = twin.address.unwrap_or_default();
        let message = format!(
            "the {} is \"{}\" in {} and \"{}\" in {address}; leave one of the two columns in the sheet",
            field.title(),
            cut(&found.raw),
            found.address.as_deref().unwrap_or_default(),
            cut(&twin.raw)
        );
        Some(Issue::new(IssueCode::DuplicateConflict, &self.place.sheet, &address, &twin.raw, message))
    }

    fn other_heading(&self, field: Field, found: &Found, shown: &str) -> Option<Issue> {
        let group = self.groups.and_then(|groups| groups.constant(field));
        let claim = self.layout.claim.as_ref().filter(|claim| claim.field == field);
        let said = group.or(claim)?;
        let address = said.address.map(Address::text);
        let is_source = address.is_some() && found.address == address;
        if is_source || says_same(field, &said.text, shown) {
            return None;
        }
        let place = match (group, address) {
            (Some(_), Some(address)) => format!("the heading in {address}"),
            (_, Some(address)) => format!("the title in {address}"),
            (_, None) => "the sheet's name".to_owned(),
        };
        let message = format!(
            "the {} is \"{}\" here, and \"{}\" by {place}",
            field.title(),
            cut(&found.text),
            cut(&said.raw)
        );
        let place = found.address.clone().unwrap_or_else(|| format_compact!("A{}", self.place.row));
        Some(Issue::new(IssueCode::UnclearGroup, &self.place.sheet, &place, &found.raw, message))
    }

    /// The first other column of a field in which the row has something.
    fn twin(&mut self, field: Field) -> Option<Found> {
        let layout = self.layout;
        let mut columns = layout.twins.iter().filter(|(_, known)| *known == field).map(|(column, _)| *column);
        columns.find_map(|column| self.cell(field, column))
    }

    fn cell(&mut self, field: Field, column: u32) -> Option<Found> {
        let cell = self.row.cell(column)?;
        let spelling = self.layout.spelling(field, &cell.value).zip(self.layout.profile.as_ref());
        if spelling.map_or(is_dash(&cell.value), |(text, _)| text.is_empty()) {
            return None;
        }
        let address = cell.anchor.unwrap_or_else(|| self.row.address(column)).text();
        let problem = problem(&cell.value);
        if let Some((code, raw, message)) = problem {
            self.issues.push(Issue::new(code, &self.place.sheet, &address, raw, message));
            return None;
        }
        if let (Value::Text(text), true) = (&cell.value, field.is_date())
            && let Some(message) = self.days.and_then(|days| days.doubt(&clean(text)))
        {
            self.issues.push(Issue::new(IssueCode::BadDate, &self.place.sheet, &address, text, message));
            return None;
        }
        let found = Found::in_cell(cell, column, address, field.is_date());
        Some(match spelling {
            Some((text, profile)) => found.spelt(text, &profile.rule()),
            None => found,
        })
    }
}
