//! A row is a statement: the layout of every kind of dataset.

use entities::domain::{DatasetKind, normalise};

use super::{Layout, Shape, has_model_column, sorted, suffices, wide_by_model};
use crate::recognise::{
    Field,
    headings::Heading,
    vocabulary::{VAGUE_MODEL, columns},
    wording::Wording,
};

pub(super) fn fit(kind: DatasetKind, headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let is_adoptions = kind == DatasetKind::Adoptions;
    // "Model 1", "Model 2" and "Model 3" are three columns, not one with a footnote.
    if is_adoptions && !has_model_column(headings) && !wide_by_model::columns(headings).is_empty() {
        return None;
    }
    let mut from_wording = Vec::new();
    if columns(kind).iter().any(|column| column.field == Field::Region) {
        from_wording.push(Field::Region);
    }
    if is_adoptions {
        from_wording.extend([Field::FinancialYear, Field::Stage, Field::EffectiveFrom]);
    }
    let layout = sorted(kind, Shape::Long, headings, &from_wording, wording);
    // Names beneath a title that speaks of a model, or beside a status and a year, are no register, though they look like
    // a list of names and codes.
    let is_list_of_names = kind == DatasetKind::CcgRegister && layout.column(Field::OpenedOn).is_none();
    let is_of_adoptions =
        wording.speaks_of_adoption || wording.speaks_of_wave || tells_of_adoptions(headings);
    if is_list_of_names && is_of_adoptions && !wording.is_kind_given {
        return None;
    }
    let has_model = !is_adoptions || layout.column(Field::Model).is_some();
    Some(layout).filter(|layout| has_model && suffices(layout))
}

/// Whether headings are those of what adoptions state: a model, or a status and a year.
fn tells_of_adoptions(headings: &[Heading]) -> bool {
    let is_vague = |text: &String| VAGUE_MODEL.contains(&normalise(text).as_str());
    let is_clear = |heading: &&Heading| !heading.is_last_resort() && !heading.texts.iter().any(is_vague);
    let clear = headings.iter().filter(is_clear);
    let fields: Vec<Field> =
        clear.filter_map(|heading| heading.exact_field(DatasetKind::Adoptions)).collect();
    let has = |field| fields.contains(&field);
    has(Field::Model) || (has(Field::Stage) && has(Field::FinancialYear))
}
