//! Says what was done: [`text`] for people, JSON for programs, and an exit code for schedulers.

mod exit;
mod file;
mod history;
mod inspection;
mod issues;
mod revert;
mod status;
mod style;
mod text;
mod verify;

use sea_orm::ActiveEnum;
use serde::{Serialize, Serializer};

pub use exit::{Exit, exit_of};
pub use file::{ColumnReport, FileReport, ProfileReport, SheetReport, SkippedRow};
pub use history::{RunReport, history};
pub(crate) use inspection::shown_cell;
pub use inspection::{InspectedRecord, Inspection, inspection};
pub use issues::write_issues;
pub use revert::{RevertReport, reverted};
pub use status::{SourceStatus, StatusReport, status};
pub(crate) use style::shown;
pub use style::{ANSWER, ERROR, WARNING, shown_lines};
pub use text::{Detail, report as text};
pub use verify::{VerifyReport, verified};

use crate::error::Error;

/// What an invocation did, file by file. Serialised, it is the JSON report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of this format. It changes when a field changes its meaning or goes.
    pub schema_version: u32,
    /// The importer's version.
    pub importer_version: &'static str,
    /// Whether everything was taken back.
    pub dry_run: bool,
    /// The files, in the order of their import.
    pub files: Vec<FileReport>,
    /// Why the work broke off, if it did, before all files were done.
    pub error: Option<String>,
    /// The exit code.
    pub exit_code: u8,
}

impl Report {
    /// A report of no files yet.
    #[must_use]
    pub fn new(dry_run: bool) -> Self {
        Self {
            schema_version: 1,
            importer_version: env!("CARGO_PKG_VERSION"),
            dry_run,
            files: Vec::new(),
            error: None,
            exit_code: Exit::Ok.code(),
        }
    }

    /// Says why the work broke off.
    pub fn broke_off(&mut self, error: &Error) {
        self.error = Some(error.to_string());
        self.exit_code = exit_of(error).code();
    }

    /// Adds a file; the exit code is that of the worst one.
    pub fn push(&mut self, file: FileReport) {
        self.exit_code = self.exit_code.max(file.exit().code());
        self.files.push(file);
    }
}

/// A closed vocabulary as the word that the database and the API use.
fn code<T: ActiveEnum<Value = String>, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(ActiveEnum::to_value).serialize(serializer)
}
