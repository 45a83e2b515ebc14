//! A column for each model, or for each model in each year, whose cells say yes.

use entities::domain::{DatasetKind, FinancialYear, ModelCode, Vocabulary};

use super::{Layout, Shape, WideColumn, has_model_column, sorted, suffices, wide_column};
use crate::recognise::{
    Constant, Field, headings::Heading, prose::is_model_phrase, wording::Wording, years::year_and_rest,
};

pub(super) fn fit(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let columns = columns(headings);
    if columns.is_empty() || has_model_column(headings) {
        return None;
    }
    let from_wording = [Field::Region, Field::FinancialYear, Field::Stage, Field::EffectiveFrom];
    let is_of_years = columns.iter().any(|wide| wide.also.is_some());
    let shape = Shape::WideByModel(columns);
    let layout = sorted(DatasetKind::Adoptions, shape, headings, &from_wording, wording);
    // With a column for the year, the years of the headings would be others.
    let is_clear = !is_of_years || layout.column(Field::FinancialYear).is_none();
    Some(layout).filter(|layout| is_clear && suffices(layout))
}

/// A column that is headed by a model.
struct Named<'a> {
    heading: &'a Heading,
    text: String,
    model: ModelCode,
    year: Option<FinancialYear>,
}

impl<'a> Named<'a> {
    fn of(heading: &'a Heading) -> Option<Self> {
        heading.texts.iter().find_map(|text| {
            let text = question(text);
            let (year, text) = match ModelCode::parse(text) {
                Ok(_) => (None, text.to_owned()),
                Err(_) => year_and_rest(text).map(|(year, rest)| (Some(year), rest))?,
            };
            ModelCode::parse(&text).ok().map(|model| Self { heading, text, model, year })
        })
    }

    fn column(self) -> WideColumn {
        let Self { heading, text, year, .. } = self;
        // Where the year stands in the line above, it has an address of its own.
        let of_model = Heading { year: None, ..heading.clone() };
        let also = year.map(|year| {
            let year = wide_column(heading, Field::FinancialYear, year.to_string());
            Constant { field: Field::FinancialYear, ..year.heading }
        });
        WideColumn { also, ..wide_column(&of_model, Field::Model, text) }
    }
}

/// A heading without the marks of a question, as in "Delegated?" and "Delegated (Y/N)".
fn question(heading: &str) -> &str {
    const ANSWERS: [&str; 4] = ["(y/n)", "(yes/no)", "y/n", "yes/no"];
    let lower = heading.to_lowercase();
    let answers = ANSWERS.into_iter().find(|answers| lower.ends_with(answers));
    let heading = answers.and_then(|answers| heading.get(..heading.len() - answers.len())).unwrap_or(heading);
    heading.trim_end().trim_end_matches('?').trim_end()
}

/// The columns of models, each with its year or none with one. A single one must be sure to be one: "C" alone may be
/// anything, and "Model 1" a column of models with a footnote.
pub(super) fn columns(headings: &[Heading]) -> Vec<WideColumn> {
    let named: Vec<Named> = headings.iter().filter_map(Named::of).collect();
    let with_year = named.iter().filter(|named| named.year.is_some()).count();
    let is_sure = match named.as_slice() {
        [] => false,
        [only] => is_model_phrase(&only.text) && only.heading.field(DatasetKind::Adoptions).is_none(),
        [first, rest @ ..] => {
            let are_phrases = with_year > 0 && named.iter().all(|named| is_model_phrase(&named.text));
            are_phrases || rest.iter().any(|other| other.model != first.model)
        }
    };
    if !is_sure || (with_year > 0 && with_year < named.len()) {
        return Vec::new();
    }
    named.into_iter().map(Named::column).collect()
}
