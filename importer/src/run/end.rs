//! What is written down of a file that was not stored.

use entities::{domain::RunStatus, import_run};
use sea_orm::DatabaseTransaction;

use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal},
    extract::FileBytes,
    load::{
        Diff,
        runs::{self, Ending},
    },
    report::FileReport,
};

/// Closes the run of a file that is no good.
pub(super) async fn refuse(
    txn: &DatabaseTransaction,
    run: import_run::Model,
    source_id: Option<i64>,
    refusal: Refusal,
    mut report: FileReport,
) -> Result<FileReport, Error> {
    let id = run.id;
    let told = Some((refusal.code.as_str(), refusal.message.as_str()));
    let ending = Ending { refusal: told, ..ending(RunStatus::Rejected, &report, source_id) };
    runs::close(txn, run, ending, &report.issues).await?;
    report.refused(Some(id), refusal);
    Ok(report)
}

/// Closes the run of a file for which nothing had to be done.
pub(super) async fn unchanged(
    txn: &DatabaseTransaction,
    run: import_run::Model,
    entry: &SourceEntry,
    file: &FileBytes,
    mut report: FileReport,
) -> Result<FileReport, Error> {
    let source_id = runs::record_file(txn, file, entry).await?;
    report.run_id = Some(run.id);
    runs::close(txn, run, ending(RunStatus::Unchanged, &report, Some(source_id)), &report.issues).await?;
    Ok(report)
}

/// An ending by which nothing is stored.
pub(super) fn ending(status: RunStatus, report: &FileReport, source_id: Option<i64>) -> Ending<'_> {
    Ending {
        status,
        kind: report.kind,
        profile: report.profile.as_ref(),
        options_sha256: None,
        source_id,
        refusal: None,
        recorded_at: None,
        rows: report.rows,
        diff: Diff::default(),
    }
}
