//! Codes or names of CCGs only: the title says what they adopt.

use entities::domain::DatasetKind;

use super::{Layout, Shape, sorted, suffices};
use crate::recognise::{Constant, Field, headings::Heading, wording::Wording};

pub(super) fn fit(headings: &[Heading], wording: &Wording) -> Option<Layout> {
    let from_wording = [Field::Region, Field::Model, Field::FinancialYear, Field::Stage];
    let layout = sorted(DatasetKind::Adoptions, Shape::PlainList, headings, &from_wording, wording);
    let says_more = has_unknown_column(&layout, headings);
    // A title that is not understood may say the opposite of the sheet's name.
    let is_clear = |constant: &Constant| constant.address.is_some() || !wording.is_unclear;
    let is_told = layout.constant(Field::Model).is_some()
        && [Field::Model, Field::Stage].iter().all(|field| layout.constant(*field).is_none_or(is_clear));
    Some(layout).filter(|layout| is_told && !says_more && suffices(layout))
}

/// Whether the table has a column that is not understood. It may say of each CCG what the title says of all, or the
/// opposite: "Decision". What stands apart on the right is no part of the table.
fn has_unknown_column(layout: &Layout, headings: &[Heading]) -> bool {
    const HARMLESS: &[&str] = &["no", "number", "ref", "notes", "note", "comments", "contact", "website"];
    let last = layout.columns.iter().map(|(column, _)| *column).max().unwrap_or_default();
    headings.iter().any(|heading| {
        let is_known = layout.field(heading.column).is_some();
        let is_harmless = heading.texts.iter().any(|text| HARMLESS.contains(&text.to_lowercase().as_str()));
        !is_known && !is_harmless && heading.column <= last + 1
    })
}
