//! The history of imports.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use entities::{
    domain::{DatasetKind, RunStatus},
    import_run,
};
use serde::Serialize;

use super::{code, style::shown};
use crate::load::{Diff, runs::RowCounts};

/// A run of the past.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunReport {
    run_id: i64,
    dataset: String,
    #[serde(serialize_with = "code")]
    kind: Option<DatasetKind>,
    file: String,
    #[serde(serialize_with = "code")]
    status: Option<RunStatus>,
    reverts_run_id: Option<i64>,
    reason: Option<String>,
    message: Option<String>,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    data_version: Option<i64>,
    profile: Option<String>,
    importer_version: String,
    rows: RowCounts,
    diff: Diff,
}

impl From<import_run::Model> for RunReport {
    fn from(run: import_run::Model) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Self {
            rows: RowCounts::from(&run),
            run_id: run.id,
            dataset: run.dataset,
            kind: run.kind,
            file: run.file_name,
            status: Some(run.status),
            reverts_run_id: run.reverts_run_id,
            reason: run.reason,
            message: run.message,
            started_at: run.started_at,
            finished_at: run.finished_at,
            data_version: run.data_version,
            profile: run.profile,
            importer_version: run.importer_version,
            diff: Diff {
                added: count(run.added),
                changed: count(run.changed),
                removed: count(run.removed),
                absent: 0,
                unchanged: count(run.unchanged),
            },
        }
    }
}

/// The history as a table. Of a run's facts, `+` were added, `~` changed, `-` withdrawn, and `=` known before.
#[must_use]
pub fn history(runs: &[RunReport]) -> String {
    let mut text = format!(
        "{:>5}  {:<20} {:<10} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}  {:<28} file\n",
        "run", "began (UTC)", "status", "facts", "+", "~", "-", "=", "reject", "dataset"
    );
    for run in runs {
        let status = run.status.map_or_else(String::new, |status| format!("{status:?}").to_lowercase());
        let _ = writeln!(
            text,
            "{:>5}  {:<20} {:<10} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}  {:<28} {}",
            run.run_id,
            run.started_at.format("%Y-%m-%d %H:%M:%S"),
            status,
            run.rows.facts,
            run.diff.added,
            run.diff.changed,
            run.diff.removed,
            run.diff.unchanged,
            run.rows.rejected,
            shown(&run.dataset),
            shown(&run.file),
        );
        if let Some(profile) = &run.profile {
            let _ = writeln!(text, "       read by profile {profile}");
        }
        if let Some(other) = run.reverts_run_id {
            let _ = writeln!(text, "       takes back run {other}");
        }
        if let Some(message) = &run.message {
            let _ = writeln!(text, "       {}", shown(message));
        }
    }
    text
}
