//! A column for each year or wave, whose cells name the model; or several, of which others give its status or dates.

use entities::domain::{DatasetKind, FinancialYear, normalise};

use super::{Layout, Shape, WideColumn, has_model_column, sorted, suffices, wide_column};
use crate::recognise::{
    Field,
    headings::{Heading, field_of_year},
    wording::Wording,
    years::{year_and_rest, year_words},
};

/// What may stand beside the year in a heading without changing what the column holds.
const BESIDE_A_YEAR: &[&str] = &[
    "",
    "wave",
    "year",
    "financial year",
    "fy",
    "model",
    "commissioning model",
    "co commissioning model",
    "level",
    "category",
];

pub(super) fn fit(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let columns = columns(headings)?;
    let is_read = |heading: &Heading| {
        columns.iter().any(|wide| wide.beside.iter().any(|(column, _)| *column == heading.column))
    };
    // A status of a year that is not understood must not be taken from the title instead.
    let is_unread_stage = |heading: &Heading| is_stage_of_year(heading) && !is_read(heading);
    if has_model_column(headings) || headings.iter().any(is_unread_stage) {
        return None;
    }
    let from_wording = [Field::Region, Field::Stage];
    // Where the titles name the one model that all of it is about, a cell need only say yes.
    let model = wording.model.clone().filter(|model| model.address.is_some() || !wording.is_unclear);
    let columns = columns.into_iter().map(|wide| WideColumn { also: model.clone(), ..wide }).collect();
    let shape = Shape::WideByWave(columns);
    let layout = sorted(DatasetKind::Adoptions, shape, headings, &from_wording, wording);
    // With a column for the year, the years of the headings would be others.
    let has_year = layout.column(Field::FinancialYear).is_some();
    Some(layout).filter(|layout| !has_year && suffices(layout))
}

/// The columns of models, each with those that say more of the same year. None when it is not clear which these are.
pub(super) fn columns(headings: &[Heading]) -> Option<Vec<WideColumn>> {
    let mut columns: Vec<(FinancialYear, WideColumn)> = Vec::new();
    let mut more = Vec::new();
    for heading in headings {
        if let Some(year) = heading.texts.iter().find_map(|text| year_of_heading(text)) {
            columns.push((year, wide_column(heading, Field::FinancialYear, year.to_string())));
        } else if let Some((year, field)) = heading.texts.iter().find_map(|text| of_year(text)) {
            more.push((year, heading.column, field));
        } else if !heading.is_last_resort() {
            // What is said of all years cannot be said of each of them too.
            more.extend(heading.field(DatasetKind::Adoptions).map(|field| (None, heading.column, field)));
        }
    }
    let of_each: Vec<Field> =
        more.iter().filter(|(year, ..)| year.is_some()).map(|(_, _, field)| *field).collect();
    for (year, column, field) in more.into_iter().filter(|(_, _, field)| of_each.contains(field)) {
        let mut of_year = columns.iter_mut().filter(|(other, _)| Some(*other) == year).map(|(_, wide)| wide);
        let (Some(wide), None) = (of_year.next(), of_year.next()) else { return None };
        if wide.column_of(field).is_some() {
            return None;
        }
        wide.beside.push((column, field));
    }
    let stages = columns.iter().filter(|(_, wide)| wide.column_of(Field::Stage).is_some()).count();
    let is_clear = !columns.is_empty() && (stages == 0 || stages == columns.len());
    is_clear.then(|| columns.into_iter().map(|(_, wide)| wide).collect())
}

/// What a heading such as "Status 2015/16" gives of a year, besides the model.
fn of_year(text: &str) -> Option<(Option<FinancialYear>, Field)> {
    let (year, rest) = year_and_rest(text)?;
    Some((Some(year), field_of_year(&rest)?))
}

/// Whether a heading is that of a year's status: "Status 2015/16".
fn is_stage_of_year(heading: &Heading) -> bool {
    heading.texts.iter().any(|text| {
        let has_year = year_words(text).next().is_some();
        has_year && normalise(text).split(' ').any(|word| matches!(word, "status" | "stage"))
    })
}

/// The year that the heading of a column of models names: "2015/16", "Wave 1", "Wave 2 2016/17", "Model 2016-17".
fn year_of_heading(text: &str) -> Option<FinancialYear> {
    let (year, rest) = year_and_rest(text)?;
    BESIDE_A_YEAR.contains(&rest.as_str()).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_a_year_or_a_wave_and_nothing_else() {
        let year = |text| year_of_heading(text).map(|year| year.to_string());
        for text in [
            "2016/17",
            "2016-17",
            "Wave 2",
            "Wave 2 2016/17",
            "Wave 2 (2016/17)",
            "2016/17 (wave 2)",
            "FY17",
            "Model 2016/17",
            "Model in 2016/17",
        ] {
            let expected = (text != "Model in 2016/17").then(|| "2016/17".to_owned());
            assert_eq!(year(text), expected, "{text}");
        }
        for text in
            ["Wave 1 2016/17", "Wave 5", "Status 2016/17", "2015/16 to 2016/17", "Population 2016/17", ""]
        {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
