//! What taking a run back changed.

use std::fmt::Write;

use entities::domain::DatasetKind;
use serde::Serialize;

use super::{
    Exit, code,
    style::shown,
    text::{list_changes, list_issues},
};
use crate::{
    issue::Issues,
    load::{Changes, Diff, revert::Reverted},
};

/// What taking a run back changed. Serialised, it is the JSON report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RevertReport {
    /// The version of this format.
    pub schema_version: u32,
    /// The importer's version.
    pub importer_version: &'static str,
    /// Whether everything was undone.
    pub dry_run: bool,
    /// The run that took the other one back. In a dry run it is undone with everything else.
    pub run_id: i64,
    /// The version of the data that it made, which the API tells too. In a dry run it is undone with everything else.
    pub data_version: Option<i64>,
    /// The run that was taken back.
    pub reverts_run_id: i64,
    /// The logical dataset.
    pub dataset: String,
    /// What its rows state.
    #[serde(serialize_with = "code")]
    pub kind: Option<DatasetKind>,
    /// The file that was taken back.
    pub file: String,
    /// The file that is in force again; none when the dataset is empty now.
    pub in_force_again: Option<String>,
    /// Statements that changed in the database.
    pub diff: Diff,
    /// The same one by one, those of older statements first; as many as problems are kept.
    pub changes: Changes,
    /// Rows of the older file that do not come back, because another dataset says otherwise by now.
    pub rejected: u64,
    /// The same one by one, so far as it is known which they are.
    #[serde(flatten)]
    pub issues: Issues,
    /// The exit code.
    pub exit_code: u8,
}

impl RevertReport {
    /// A report of a run that was taken back.
    #[must_use]
    pub fn new(dry_run: bool, reverted: Reverted) -> Self {
        let Reverted { run, by, data_version, before, loaded } = reverted;
        let exit = if loaded.rejected > 0 { Exit::Rejects } else { Exit::Ok };
        Self {
            schema_version: 1,
            importer_version: env!("CARGO_PKG_VERSION"),
            dry_run,
            run_id: by,
            data_version,
            reverts_run_id: run.id,
            dataset: run.dataset,
            kind: run.kind,
            file: run.file_name,
            in_force_again: before.map(|before| before.file_name),
            diff: loaded.diff,
            changes: loaded.changes,
            rejected: loaded.rejected,
            issues: loaded.issues,
            exit_code: exit.code(),
        }
    }
}

/// The report for people.
#[must_use]
pub fn reverted(report: &RevertReport) -> String {
    let RevertReport { file, dataset, diff, .. } = report;
    let mut text = format!(
        "run {} is taken back: {} of dataset {}; +{} ~{} -{} ={}\n",
        report.reverts_run_id,
        shown(file),
        shown(dataset),
        diff.added,
        diff.changed,
        diff.removed,
        diff.unchanged
    );
    let _ = match &report.in_force_again {
        Some(file) => writeln!(text, "  {} is in force again", shown(file)),
        None => writeln!(text, "  nothing of the dataset is in force"),
    };
    list_changes(&mut text, diff, &report.changes);
    if report.rejected > 0 {
        let _ = writeln!(
            text,
            "  {} rows of it do not come back, because another dataset speaks of the same by now",
            report.rejected
        );
    }
    list_issues(&mut text, report.in_force_again.as_deref().unwrap_or(file), &report.issues, usize::MAX);
    if report.dry_run {
        text.push_str("This was a check: everything was rolled back.\n");
    }
    text
}
