//! Tells the lines of a header from titles above it and from rows beneath it.

use entities::domain::DatasetKind;

use super::{
    Field, GroupHeading, Layout,
    headings::{field_of_year, of_row},
};
use crate::extract::{Row, Value};

/// A title is one text; the first line of a header stands right above the second and has several.
pub(super) fn may_be_first_line(top: &Row, bottom: &Row) -> bool {
    top.number + 1 == bottom.number && of_row(top).len() > 1
}

/// Whether a row is a heading within the table that says which model the rows beneath it adopt.
pub(super) fn heads_rows_by_model(layout: &Layout, row: &Row) -> bool {
    let mut own = row.cells.iter().filter(|cell| cell.anchor.is_none());
    let (Some(only), None) = (own.next(), own.next()) else { return false };
    let last = layout.columns.iter().map(|(column, _)| *column).max().unwrap_or_default();
    let Value::Text(text) = &only.value else { return false };
    let says_model = match GroupHeading::read(layout.kind, row.address(only.column), text) {
        GroupHeading::Says(said) => said.iter().any(|constant| constant.field == Field::Model),
        _ => false,
    };
    only.column <= last && says_model
}

/// Whether a row has several texts, each of them the heading of a column, and nothing else.
pub(super) fn has_only_headings(row: &Row, kind: DatasetKind) -> bool {
    let headings = of_row(row);
    let own = row.cells.iter().filter(|cell| cell.anchor.is_none()).count();
    headings.len() > 1
        && headings.len() == own
        && headings.iter().all(|heading| heading.exact_field(kind).is_some())
}

/// Whether a field says which CCG a row is about.
pub(super) fn is_identity(field: Field) -> bool {
    matches!(field, Field::OdsCode | Field::OnsCode | Field::CcgName)
}

/// Whether each year has its model and more in the row beneath it: no row of data looks so, whatever else stands in it.
pub(super) fn are_fields_of_years(joined: &Layout, row: &Row) -> bool {
    let columns = joined.shape.wide();
    let headings = of_row(row);
    let is_heading = |column: u32| {
        headings.iter().any(|heading| heading.column == column && field_of_year(&heading.texts[0]).is_some())
    };
    !columns.is_empty() && columns.iter().all(|wide| !wide.beside.is_empty() && is_heading(wide.column))
}

/// Whether the heading of a column stands where a model of a year should.
pub(super) fn has_headings_beneath_years(header: &Layout, row: &Row) -> bool {
    of_row(row).iter().any(|heading| {
        let is_beneath = header.shape.wide().iter().any(|wide| wide.column == heading.column);
        is_beneath && heading.exact_field(header.kind).is_some()
    })
}
