//! What can go wrong between the facts and the workbooks.

use std::path::PathBuf;

/// One variant for each thing that a reader of the message would do differently.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is missing, or a row of it does not fit the columns.
    #[error("cannot read the facts in {}: {source}", .path.display())]
    Facts {
        /// The CSV file.
        path: PathBuf,
        /// The reader's own message, which names the line.
        source: csv::Error,
    },
    /// A fact that no sheet holds would be lost without a word, so the workbook is not made at all.
    #[error("no sheet holds the statement about {ods_code} for the financial year {financial_year:?}")]
    NoSheet {
        /// The CCG that the statement is about.
        ods_code: String,
        /// The financial year as the facts give it.
        financial_year: String,
    },
    /// The spreadsheet library refused a value.
    #[error("cannot lay out the workbook: {0}")]
    Layout(#[from] rust_xlsxwriter::XlsxError),
    /// The workbook could not be read from or written to its folder.
    #[error("cannot read or write {}: {source}", .path.display())]
    File {
        /// The workbook.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
}
