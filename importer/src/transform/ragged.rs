//! Finds lines of delimited text in which fields have moved.

use crate::{
    extract::Row,
    issue::{Issue, IssueCode},
    recognise::Layout,
};

/// A line with more fields than its header: a delimiter within a text that nobody quoted has moved all that follows.
pub(super) fn ragged(sheet: &str, layout: &Layout, row: &Row) -> Option<Issue> {
    let surplus = row.cells.iter().find(|cell| row.fields > layout.fields && cell.column >= layout.fields)?;
    let message = format!(
        "the line has {} fields, and the header {}; put texts that hold the delimiter within quotes",
        row.fields, layout.fields
    );
    let address = row.address(surplus.column).to_string();
    Some(Issue::new(IssueCode::RaggedRow, sheet, &address, &surplus.value.raw(), message))
}
