//! What a profile says beside where its columns are, and whether all its parts make sense together.

use std::collections::HashMap;

use super::{
    Header, Place, Profile,
    read::Reader,
    spelt,
    values::{is_value_of, is_yes_or_no},
    written::{self, Table},
};
use crate::recognise::{
    Field,
    vocabulary::{lacking, titles},
};

impl Reader<'_> {
    pub(super) fn constants(
        &mut self,
        written: &Table<String>,
        columns: &Table<written::Place>,
    ) -> Vec<(Field, String)> {
        let mut constants = Vec::new();
        for (name, value) in written {
            let Some(field) = self.field(name.as_ref(), name.span()) else { continue };
            if columns.keys().any(|column| column.as_ref() == name.as_ref()) {
                self.wrong(name.span(), format!("the {} has a column already", field.title()));
            }
            if value.as_ref().trim().is_empty() {
                self.wrong(value.span(), format!("say what the {} is", field.title()));
            } else if let Err(error) = is_value_of(field, value.as_ref()) {
                self.wrong(value.span(), error);
            }
            constants.push((field, value.as_ref().clone()));
        }
        constants
    }

    pub(super) fn spellings(
        &mut self,
        written: &Table<Table<String>>,
        has_ticks: bool,
    ) -> HashMap<(Field, String), String> {
        let mut spellings = HashMap::new();
        for (name, spelt_so) in written {
            let Some(field) = self.field(name.as_ref(), name.span()) else { continue };
            for (spelling, means) in spelt_so.as_ref() {
                let value = means.as_ref();
                // In the column of a model, a cell says yes, no or nothing.
                let is_tick = has_ticks && field == Field::Model;
                if is_tick && !value.is_empty() && !is_yes_or_no(value) {
                    self.wrong(
                        means.span(),
                        "a cell of a model's column says \"yes\", \"no\" or nothing (\"\")",
                    );
                } else if !is_tick
                    && !value.is_empty()
                    && let Err(error) = is_value_of(field, value)
                {
                    self.wrong(means.span(), error);
                }
                if spelt(spelling.as_ref()).is_empty() {
                    self.wrong(spelling.span(), "a blank cell says nothing already");
                }
                if spellings.insert((field, spelt(spelling.as_ref())), value.clone()).is_some() {
                    let message = format!("\"{}\" is the same as another spelling", spelling.as_ref());
                    self.wrong(spelling.span(), message);
                }
            }
        }
        spellings
    }

    /// What can only be said of all parts together.
    pub(super) fn whole(&mut self, profile: &Profile, columns: usize) {
        let years = profile.wide.iter().filter(|wide| wide.field == Field::FinancialYear).count();
        if years > 0 && years < profile.wide.len() {
            self.problems.push("a profile has [years] or [models], and not both".to_owned());
        }
        let tells = |field: Field| {
            let is_column = |told: Field| told == field && !profile.optional.contains(&told);
            profile.columns.iter().any(|(told, _)| is_column(*told))
                || profile.constants.iter().any(|(told, _)| *told == field)
                || profile.wide.iter().any(|wide| {
                    matches!(
                        (wide.field, field),
                        (_, Field::Model) | (Field::FinancialYear, Field::FinancialYear)
                    ) || wide.beside.iter().any(|(told, _)| *told == field)
                })
        };
        // How far adoptions had come may stand in the title; a sheet that does not say is refused.
        let lacking = lacking(profile.kind, |field| tells(field) || field == Field::Stage);
        for fields in lacking {
            let message = format!(
                "nothing says where the {} stands: give it in [columns] or [constants]",
                titles(&fields)
            );
            self.problems.push(message);
        }
        let places: Vec<&Place> = profile.all_places().collect();
        let twice = places.iter().enumerate().find(|(number, place)| places[..*number].contains(place));
        if let Some((_, place)) = twice {
            self.problems.push(format!("two fields stand in the same column, {place}"));
        }
        let has = |field| profile.columns.iter().any(|(told, _)| *told == field);
        if profile.wide.iter().any(|wide| has(wide.field) || has(Field::Model)) {
            self.problems
                .push("what [years] or [models] say must not have a column in [columns] as well".to_owned());
        }
        let is_lettered = !profile.names_headings();
        let message = match profile.header {
            Header::Nowhere if !is_lettered => {
                "without a header every column is given as in { column = \"D\" }"
            }
            Header::Wherever if is_lettered && columns > 0 => {
                "no heading is named, so say where the header is: header = 4, or header = \"none\""
            }
            _ => return,
        };
        self.problems.push(message.to_owned());
    }
}
