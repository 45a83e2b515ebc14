//! What a file was found to hold.

use std::collections::HashSet;

use super::{Doubted, Mention, Records};
use crate::{issue::Issues, recognise::Layout};

/// What a file was found to hold.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its records, but for those that were handed on.
    pub records: Records,
    /// Rows that could not be read.
    pub issues: Issues,
    /// Its sheets, and what was made of them.
    pub sheets: Vec<SheetSummary>,
    /// Rows that are no records and were not meant to be, as many as are kept.
    pub skipped: Vec<Skip>,
    /// How many of these there are.
    pub skips: u64,
    /// How many rows were rejected; one row may have several issues.
    pub rejected: u64,
    /// Records that must not be believed, though they were handed on; who has them rejects and counts them.
    pub doubted: Vec<Doubted>,
    /// What rejected rows are about, so far as they can be read: whatever was known of it is not withdrawn.
    pub mentions: HashSet<Mention>,
}

/// What was made of a sheet.
#[derive(Clone, Debug)]
pub struct SheetSummary {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its layout; none when it was not read.
    pub layout: Option<Layout>,
    /// Why it was not read.
    pub skipped_because: Option<&'static str>,
    /// Rows beneath the header that have a value. A row of a wide layout counts once for each cell that says something.
    pub rows: u64,
}

/// A row that is no record and was not meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The sheet.
    pub sheet: String,
    /// The row's number.
    pub row: u32,
    /// The column, from 0, where only this cell of the row is meant.
    pub column: Option<u32>,
    /// Why: a footnote, a total, a repeated header.
    pub because: &'static str,
}
