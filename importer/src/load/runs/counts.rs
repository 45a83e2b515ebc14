//! How many rows of a file went where.

use entities::import_run;

use crate::error::Error;

/// How many rows of a file went where. `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowCounts {
    /// Rows beneath the headers that have a value.
    pub read: u64,
    /// Rows that state a fact.
    pub facts: u64,
    /// Rows that state a fact once more.
    pub duplicates: u64,
    /// Footnotes, totals and repeated headers.
    pub skipped: u64,
    /// Rows that could not be stored.
    pub rejected: u64,
}

impl RowCounts {
    /// Every row that was read became something.
    ///
    /// # Errors
    /// When the sum does not close.
    pub fn check(&self, file: &str) -> Result<(), Error> {
        let told = self.facts + self.duplicates + self.skipped + self.rejected;
        if told == self.read {
            return Ok(());
        }
        Err(Error::Unaccounted { file: file.to_owned(), read: self.read, told })
    }
}

impl From<&import_run::Model> for RowCounts {
    fn from(run: &import_run::Model) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Self {
            read: count(run.rows_read),
            facts: count(run.facts),
            duplicates: count(run.duplicates),
            skipped: count(run.skipped),
            rejected: count(run.rejected),
        }
    }
}
