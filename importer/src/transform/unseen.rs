//! What of a sheet is read, though nobody sees it who opens the file.

use crate::{
    extract::{Address, Row},
    issue::{Issue, IssueCode},
    recognise::Layout,
};

/// Rows that a filter hides are still rows of the list, and reading them without a word is as wrong as dropping them.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    rows: u64,
    first_row: u32,
    /// The first and the last of each run.
    columns: Vec<(u32, u32)>,
}

impl Unseen {
    /// Columns that the sheet hides.
    pub(super) fn columns(&mut self, runs: Vec<(u32, u32)>) {
        self.columns = runs;
    }

    /// A row that is read.
    pub(super) fn row(&mut self, row: &Row) {
        if row.hidden {
            self.rows += 1;
            if self.rows == 1 {
                self.first_row = row.number;
            }
        }
    }

    /// What there is to say of a sheet, once all of it is read.
    pub(super) fn issues(&self, sheet: &str, layout: &Layout) -> Vec<Issue> {
        let is_hidden =
            |column: &u32| self.columns.iter().any(|(first, last)| (first..=last).contains(&column));
        let columns: Vec<String> = layout
            .columns
            .iter()
            .map(|(column, _)| *column)
            .filter(is_hidden)
            .map(|column| Address { row: layout.header_row.max(1), column }.to_string())
            .collect();
        let columns = columns.first().map(|first| {
            let message = format!("hidden columns that were read all the same: {}", columns.join(", "));
            Issue::new(IssueCode::HiddenColumns, sheet, first, "", message)
        });
        let rows = (self.rows > 0).then(|| {
            let message =
                format!("hidden rows that were read all the same: {}; here is the first of them", self.rows);
            Issue::new(IssueCode::HiddenRows, sheet, &format!("A{}", self.first_row), "", message)
        });
        columns.into_iter().chain(rows).collect()
    }
}
