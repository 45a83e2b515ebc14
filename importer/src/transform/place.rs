//! Where a record stands, for its evidence and its issues.

use std::sync::Arc;

use compact_str::format_compact;
use entities::evidence;

use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
};

/// Where a record stands, and the cells that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet.
    pub sheet: Arc<str>,
    /// The row's number, from 1.
    pub row: u32,
    /// The cells.
    pub cells: Vec<evidence::Cell>,
}

impl Place {
    /// A problem of one of the row's fields, at its cell.
    #[must_use]
    pub fn issue(&self, code: IssueCode, field: Field, message: String) -> Issue {
        let cell = self.cells.iter().find(|cell| cell.field == field.name());
        let address =
            cell.and_then(|cell| cell.address.clone()).unwrap_or_else(|| format_compact!("A{}", self.row));
        Issue::new(code, &self.sheet, &address, cell.map_or("", |cell| &cell.raw), message)
    }

    /// A problem of the row as a whole, at its first cell that was read.
    #[must_use]
    pub fn row_issue(&self, code: IssueCode, message: String) -> Issue {
        let first = self.cells.iter().find(|cell| cell.address.is_some());
        let address =
            first.and_then(|cell| cell.address.clone()).unwrap_or_else(|| format_compact!("A{}", self.row));
        Issue::new(code, &self.sheet, &address, first.map_or("", |cell| &cell.raw), message)
    }
}
