//! Codes or names of CCGs only: the title says what they adopt.

use entities::domain::{DatasetKind, normalise};

use super::{Layout, Shape, sorted, suffices};
use crate::recognise::{Constant, Field, headings::Heading, vocabulary::suffice, wording::Wording};

pub(super) fn fit(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    list(headings, wording).filter(|layout| layout.constant(Field::Model).is_some() && suffices(layout))
}

/// A list of which neither a column nor a title says what its CCGs adopt: only headings of its rows can.
pub(in crate::recognise) fn fit_open(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let layout = list(headings, wording)?;
    let is_told = |field| matches!(field, Field::Model | Field::Stage) || layout.tells(field);
    let is_open = !layout.tells(Field::Model) && suffice(DatasetKind::Adoptions, is_told);
    is_open.then_some(layout)
}

fn list(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let from_wording =
        [Field::Region, Field::Model, Field::FinancialYear, Field::Stage, Field::EffectiveFrom];
    let layout = sorted(DatasetKind::Adoptions, Shape::PlainList, headings, &from_wording, wording);
    // A title that is not understood may say the opposite of the sheet's name.
    let is_clear = |constant: &Constant| constant.address.is_some() || !wording.is_unclear;
    let are_clear =
        [Field::Model, Field::Stage].iter().all(|field| layout.constant(*field).is_none_or(is_clear));
    Some(layout).filter(|layout| are_clear && !has_unknown_column(layout, headings))
}

/// What may be said of a CCG without saying anything of what it adopts.
const HARMLESS: &[&str] = &[
    "address",
    "chair",
    "comments",
    "contact",
    "county",
    "email",
    "ics",
    "lead",
    "list size",
    "no",
    "note",
    "notes",
    "number",
    "number of practices",
    "population",
    "postcode",
    "practices",
    "ref",
    "stp",
    "telephone",
    "website",
];

/// Whether the table has a column that is not understood. It may say of each CCG what the title says of all, or the
/// opposite: "Decision". What stands apart on the right is no part of the table.
fn has_unknown_column(layout: &Layout, headings: &[Heading]) -> bool {
    let last = layout.columns.iter().map(|(column, _)| *column).max().unwrap_or_default();
    headings.iter().any(|heading| {
        let is_known = layout.field(heading.column).is_some();
        let is_harmless = heading.texts.iter().any(|text| HARMLESS.contains(&normalise(text).as_str()))
            || heading.exact_field(DatasetKind::CcgRegister).is_some();
        !is_known && !is_harmless && heading.column <= last + 1
    })
}
