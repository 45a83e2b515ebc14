//! The life of a run's row: it is opened before the work and closed together with what the work stored.
//!
//! The row is written in a transaction of its own, so that a run that was killed is known too. The lock that importers
//! queue for tells which those are: whoever holds it is the only one at work, so any other run that is still called
//! running has died, or waits to take the lock once more. The latter calls itself what it is when it gets it.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use entities::{
    domain::{DatasetKind, RunStatus},
    import_run,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
    sea_query::Expr,
};

use super::{RowCounts, data_version, issues};
use crate::{
    error::{Error, signal},
    issue::Issues,
    load::Diff,
    report::ProfileReport,
};

/// What is said of a run of which nobody knows more.
const KILLED: &str =
    "the importer was killed, or its machine stopped, before this run had ended; nothing of it is stored";

/// How long a run that is given up tries to say so. If it cannot, the next importer does.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Ending<'a> {
    /// Its status.
    pub status: RunStatus,
    /// What its rows state.
    pub kind: Option<DatasetKind>,
    /// The profile that it was read by.
    pub profile: Option<&'a ProfileReport>,
    /// The checksum of how it was read and stored.
    pub options_sha256: Option<&'a str>,
    /// The file.
    pub source_id: Option<i64>,
    /// Why it was refused: code and sentence.
    pub refusal: Option<(&'a str, &'a str)>,
    /// The moment of recording, if it stored anything.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Its rows.
    pub rows: RowCounts,
    /// What it changed.
    pub diff: Diff,
}

/// The row of a run that begins.
#[must_use]
pub fn begun(dataset: &str, kind: Option<DatasetKind>, file_name: &str) -> import_run::ActiveModel {
    import_run::ActiveModel {
        id: NotSet,
        dataset: Set(dataset.to_owned()),
        kind: Set(kind),
        file_name: Set(file_name.to_owned()),
        source_id: Set(None),
        profile: Set(None),
        profile_sha256: Set(None),
        options_sha256: Set(None),
        reverts_run_id: Set(None),
        status: Set(RunStatus::Running),
        reason: Set(None),
        message: Set(None),
        started_at: Set(now()),
        recorded_at: Set(None),
        finished_at: Set(None),
        data_version: Set(None),
        importer_version: Set(env!("CARGO_PKG_VERSION").to_owned()),
        rows_read: Set(0),
        facts: Set(0),
        duplicates: Set(0),
        skipped: Set(0),
        rejected: Set(0),
        added: Set(0),
        changed: Set(0),
        removed: Set(0),
        unchanged: Set(0),
    }
}

/// Databases keep microseconds.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// The moment that a run records its statements at, once it has the lock: later than that of any run before it, even
/// when somebody has set the clock back.
///
/// # Errors
/// When the database refuses a statement.
pub async fn moment<C: ConnectionTrait>(db: &C) -> Result<DateTime<Utc>, Error> {
    let last = last_commit(db).await?.and_then(|run| run.recorded_at);
    let next = last.map(|last| last + TimeDelta::microseconds(1));
    Ok(next.map_or_else(now, |next| Ord::max(next, now())))
}

pub(super) async fn last_commit<C: ConnectionTrait>(db: &C) -> Result<Option<import_run::Model>, Error> {
    let commits = import_run::Entity::find().filter(import_run::Column::DataVersion.is_not_null());
    Ok(commits.order_by_desc(import_run::Column::DataVersion).one(db).await?)
}

/// Says of runs whose importer is gone that they were abandoned. The caller holds the lock.
///
/// # Errors
/// When the database refuses a statement.
pub async fn bury(txn: &DatabaseTransaction) -> Result<(), Error> {
    import_run::Entity::update_many()
        .col_expr(import_run::Column::Status, Expr::val(RunStatus::Abandoned))
        .col_expr(import_run::Column::Message, Expr::val(KILLED))
        .filter(import_run::Column::Status.eq(RunStatus::Running))
        .exec(txn)
        .await?;
    Ok(())
}

/// Says why a run came to nothing, after all that it did was rolled back.
pub async fn give_up(db: &DatabaseConnection, run_id: i64, why: &Error) {
    let why = match why {
        // There the report is meant, and here one run.
        Error::Stopped(exit) => format!("stopped by {}; nothing of the file is stored", signal(*exit)),
        other => other.to_string(),
    };
    let told = import_run::Entity::update_many()
        .col_expr(import_run::Column::Status, Expr::val(RunStatus::Abandoned))
        .col_expr(import_run::Column::Message, Expr::val(why))
        .col_expr(import_run::Column::FinishedAt, Expr::val(now()))
        .filter(import_run::Column::Id.eq(run_id))
        // A commit of which no answer came back may have succeeded.
        .filter(import_run::Column::Status.is_in([RunStatus::Running, RunStatus::Abandoned]))
        .exec(db);
    // This need not succeed: what ended the run may be that the database is gone.
    let _ = tokio::time::timeout(LAST_WORDS, told).await;
}

/// Closes a run with its ending and its issues, and gives the version of the data that it makes, if it stored anything.
///
/// # Errors
/// When the database refuses a statement.
pub async fn close(
    txn: &DatabaseTransaction,
    run: import_run::Model,
    ending: Ending<'_>,
    issues: &Issues,
) -> Result<Option<i64>, Error> {
    let id = run.id;
    let data_version = match ending.status {
        RunStatus::Committed => Some(data_version(txn).await?.unwrap_or(0) + 1),
        _ => None,
    };
    let count = |number: u64| Set(i64::try_from(number).unwrap_or(i64::MAX));
    let mut row = run.into_active_model();
    row.status = Set(ending.status);
    row.kind = Set(ending.kind);
    row.source_id = Set(ending.source_id);
    row.profile = Set(ending.profile.map(|profile| profile.name.clone()));
    row.profile_sha256 = Set(ending.profile.map(|profile| profile.sha256.clone()));
    row.options_sha256 = Set(ending.options_sha256.map(str::to_owned));
    row.reason = Set(ending.refusal.map(|(code, _)| code.to_owned()));
    row.message = Set(ending.refusal.map(|(_, message)| message.to_owned()));
    row.recorded_at = Set(ending.recorded_at);
    row.finished_at = Set(Some(now()));
    row.data_version = Set(data_version);
    row.rows_read = count(ending.rows.read);
    row.facts = count(ending.rows.facts);
    row.duplicates = count(ending.rows.duplicates);
    row.skipped = count(ending.rows.skipped);
    row.rejected = count(ending.rows.rejected);
    row.added = count(ending.diff.added);
    row.changed = count(ending.diff.changed);
    row.removed = count(ending.diff.removed);
    row.unchanged = count(ending.diff.unchanged);
    row.update(txn).await?;
    issues::store(txn, id, issues).await?;
    Ok(data_version)
}
