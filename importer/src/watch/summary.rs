//! What came of a check or of an arrival, in a word and in a sentence.

use std::{fmt::Write, path::PathBuf};

use entities::domain::{CheckOutcome, RunStatus};

use crate::{
    error::RefusalCode,
    report::{Report, shown},
};

/// What came of importing the files of a report.
#[must_use]
pub(super) fn of(report: &Report, passed_over: &[PathBuf]) -> (CheckOutcome, Option<String>) {
    let refused = report.files.iter().find(|file| file.status == Some(RunStatus::Rejected));
    if let Some(file) = refused {
        let absent = matches!(
            file.reason,
            Some(RefusalCode::NotFetched | RefusalCode::Unreadable | RefusalCode::NotARegularFile)
        );
        let outcome = if absent { CheckOutcome::Failed } else { CheckOutcome::Refused };
        return (outcome, Some(format!("{}: {}", file.file, file.message.as_deref().unwrap_or_default())));
    }
    let reverted = report.files.iter().find(|file| file.status == Some(RunStatus::Reverted));
    let stored = report.files.iter().any(|file| file.status == Some(RunStatus::Committed));
    let outcome = if stored { CheckOutcome::Imported } else { CheckOutcome::Unchanged };
    let (rejected, read) = report
        .files
        .iter()
        .fold((0, 0), |(rejected, read), file| (rejected + file.rows.rejected, read + file.rows.read));
    let mut message = String::new();
    if rejected > 0 {
        let _ = write!(message, "{rejected} of {read} rows were rejected. ");
    }
    if let Some(file) = reverted {
        let _ = write!(message, "{}: {}. ", file.file, file.message.as_deref().unwrap_or_default());
    }
    if let Some(first) = passed_over.first() {
        let _ = write!(
            message,
            "Never stored, but older than a file that was: {}{}; import it by hand if it is meant.",
            first.display(),
            if passed_over.len() > 1 {
                format!(" and {} more", passed_over.len() - 1)
            } else {
                String::new()
            }
        );
    }
    (outcome, Some(message.trim_end().to_owned()).filter(|message| !message.is_empty()))
}

/// The same for the log.
#[must_use]
pub(super) fn line(report: &Report, outcome: CheckOutcome, message: Option<&str>) -> String {
    let mut line = outcome.title().to_owned();
    for file in report.files.iter().filter(|file| file.status == Some(RunStatus::Committed)) {
        let (rows, diff) = (&file.rows, &file.diff);
        let _ = write!(
            line,
            ", {}: {} facts, {} rows rejected; +{} ~{} -{} ={}",
            file.file, rows.facts, rows.rejected, diff.added, diff.changed, diff.removed, diff.unchanged
        );
    }
    if let Some(message) = message {
        let _ = write!(line, "; {message}");
    }
    shown(&line)
}
