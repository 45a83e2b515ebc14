//! A column for each model, whose cells say yes.

use entities::domain::{DatasetKind, ModelCode, Vocabulary};

use super::{Layout, Shape, WideColumn, has_model_column, sorted, suffices, wide_column};
use crate::recognise::{Field, headings::Heading, prose::is_model_phrase, wording::Wording};

pub(super) fn fit(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let columns = columns(headings);
    if columns.is_empty() || has_model_column(headings) {
        return None;
    }
    let from_wording = [Field::Region, Field::FinancialYear, Field::Stage];
    let shape = Shape::WideByModel(columns);
    let layout = sorted(DatasetKind::Adoptions, shape, headings, &from_wording, wording);
    Some(layout).filter(suffices)
}

/// The columns of models. A single one must be sure to be one: "C" alone may be anything, and "Model 1" a column of
/// models with a footnote.
pub(super) fn columns(headings: &[Heading]) -> Vec<WideColumn> {
    let named: Vec<(&Heading, &String, ModelCode)> = headings
        .iter()
        .filter_map(|heading| {
            let is_model = |text: &String| ModelCode::parse(text).ok();
            heading.texts.iter().find_map(|text| Some((heading, text, is_model(text)?)))
        })
        .collect();
    let is_sure = match named.as_slice() {
        [] => false,
        [(heading, text, _)] => is_model_phrase(text) && heading.field(DatasetKind::Adoptions).is_none(),
        [(_, _, first), rest @ ..] => rest.iter().any(|(_, _, model)| model != first),
    };
    if !is_sure {
        return Vec::new();
    }
    named.into_iter().map(|(heading, text, _)| wide_column(heading, Field::Model, text.clone())).collect()
}
