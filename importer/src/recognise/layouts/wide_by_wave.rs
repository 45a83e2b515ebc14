//! A column for each year or wave, whose cells name the model.

use entities::domain::{DatasetKind, FinancialYear, normalise};

use super::{Layout, Shape, WideColumn, has_model_column, sorted, suffices, wide_column};
use crate::recognise::{
    Field,
    headings::Heading,
    wording::{Wording, year_of_wave, year_words},
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
    let columns = columns(headings);
    // A status for each year is not understood, and must not be taken from the title instead.
    if columns.is_empty() || has_model_column(headings) || headings.iter().any(is_stage_of_year) {
        return None;
    }
    let from_wording = [Field::Region, Field::Stage];
    let shape = Shape::WideByWave(columns);
    let layout = sorted(DatasetKind::Adoptions, shape, headings, &from_wording, wording);
    // With a column for the year, the years of the headings would be others.
    let has_year = layout.column(Field::FinancialYear).is_some();
    Some(layout).filter(|layout| !has_year && suffices(layout))
}

fn columns(headings: &[Heading]) -> Vec<WideColumn> {
    let year = |heading: &Heading| heading.texts.iter().find_map(|text| year_of_heading(text));
    let wide = |heading: &Heading| {
        year(heading).map(|year| wide_column(heading, Field::FinancialYear, year.to_string()))
    };
    headings.iter().filter_map(wide).collect()
}

/// Whether a heading is that of a year's status: "Status 2015/16".
fn is_stage_of_year(heading: &Heading) -> bool {
    heading.texts.iter().any(|text| {
        let has_year = year_words(text).next().is_some();
        has_year && normalise(text).split(' ').any(|word| matches!(word, "status" | "stage"))
    })
}

/// The year that a heading names: "2015/16", "Wave 1", "Wave 2 2016/17", "Model 2016-17".
fn year_of_heading(text: &str) -> Option<FinancialYear> {
    if let Ok(year) = FinancialYear::parse(text) {
        return Some(year);
    }
    let stated: Vec<(&str, FinancialYear)> = year_words(text).collect();
    let rest = match stated.as_slice() {
        [] => normalise(text),
        [(word, _)] => normalise(&text.replacen(word, " ", 1)),
        _ => return None,
    };
    let stated = stated.first().map(|(_, year)| *year);
    match (rest.strip_prefix("wave ").and_then(year_of_wave), stated) {
        (Some(of_wave), Some(stated)) => (of_wave == stated).then_some(stated),
        (Some(of_wave), None) => Some(of_wave),
        (None, stated) => stated.filter(|_| BESIDE_A_YEAR.contains(&rest.as_str())),
    }
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
