//! The history of imports: a row for each try, whatever came of it.

use chrono::{DateTime, Utc};
use entities::{
    domain::{DatasetKind, RunStatus, SourceKind},
    evidence, import_issue, import_run, source,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{BATCH, Diff};
use crate::{
    catalogue::SourceEntry,
    error::Error,
    extract::FileBytes,
    issue::{self, Issue, IssueCode, Issues},
    recognise::Profiles,
    report::ProfileReport,
};

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
        Self {
            read: count(run.rows_read),
            facts: count(run.facts),
            duplicates: count(run.duplicates),
            skipped: count(run.skipped),
            rejected: count(run.rejected),
        }
    }
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Ending<'a> {
    /// Its status.
    pub status: RunStatus,
    /// What its rows state.
    pub kind: Option<DatasetKind>,
    /// The profile that it was read by.
    pub profile: Option<&'a ProfileReport>,
    /// The file.
    pub source_id: Option<i64>,
    /// Why it was refused: code and sentence.
    pub refusal: Option<(&'a str, &'a str)>,
    /// Its rows.
    pub rows: RowCounts,
    /// What it changed.
    pub diff: Diff,
}

/// Finds the file's row, or makes one.
///
/// # Errors
/// When the database refuses a statement.
pub async fn record_file(
    txn: &DatabaseTransaction,
    file: &FileBytes,
    entry: &SourceEntry,
) -> Result<i64, Error> {
    let known = source::Entity::find().filter(source::Column::NaturalKey.eq(&file.sha256)).one(txn).await?;
    if let Some(known) = known {
        return complete(txn, known, entry).await;
    }
    let row = source::ActiveModel {
        id: NotSet,
        kind: Set(SourceKind::File),
        publisher: Set(entry.publisher.clone()),
        title: Set(entry.title.clone().unwrap_or_else(|| file.name.clone())),
        address: Set(entry.address.clone()),
        licence: Set(entry.licence.clone()),
        published_on: Set(entry.published_on),
        file_name: Set(Some(file.name.clone())),
        sha256: Set(Some(file.sha256.clone())),
        size_bytes: Set(file.bytes.len().ok().and_then(|size| i64::try_from(size).ok())),
        natural_key: Set(file.sha256.clone()),
    };
    Ok(row.insert(txn).await?.id)
}

/// What is told of a file later completes what was told before.
async fn complete(
    txn: &DatabaseTransaction,
    known: source::Model,
    entry: &SourceEntry,
) -> Result<i64, Error> {
    let told = source::Model {
        publisher: entry.publisher.clone().or(known.publisher.clone()),
        title: entry.title.clone().unwrap_or(known.title.clone()),
        address: entry.address.clone().or(known.address.clone()),
        licence: entry.licence.clone().or(known.licence.clone()),
        published_on: entry.published_on.or(known.published_on),
        ..known.clone()
    };
    let id = known.id;
    if told != known {
        told.into_active_model().reset_all().update(txn).await?;
    }
    Ok(id)
}

/// The dataset in which the very bytes are in force: the last committed file of the dataset is this one, it would be
/// read by the same profile, and no row of it was rejected. A rejected row may be taken another time, when the register
/// knows its CCG.
///
/// # Errors
/// When the database refuses a statement.
pub async fn in_force<C: ConnectionTrait>(
    db: &C,
    file: &FileBytes,
    profiles: &Profiles,
) -> Result<Option<String>, Error> {
    let Some(source) =
        source::Entity::find().filter(source::Column::NaturalKey.eq(&file.sha256)).one(db).await?
    else {
        return Ok(None);
    };
    let runs = import_run::Entity::find()
        .filter(import_run::Column::SourceId.eq(source.id))
        .filter(import_run::Column::Status.eq(RunStatus::Committed))
        .order_by_desc(import_run::Column::Id)
        .all(db)
        .await?;
    for run in runs.into_iter().filter(|run| profiles.still_read(run.profile_sha256.as_deref())) {
        let last = import_run::Entity::find()
            .filter(import_run::Column::Dataset.eq(&run.dataset))
            .filter(import_run::Column::Status.eq(RunStatus::Committed))
            .order_by_desc(import_run::Column::Id)
            .one(db)
            .await?;
        if last.is_some_and(|last| last.id == run.id && last.rejected == 0) {
            return Ok(Some(run.dataset));
        }
    }
    Ok(None)
}

/// The run over the very bytes that was taken back, unless they were stored once more since.
///
/// # Errors
/// When the database refuses a statement.
pub async fn taken_back<C: ConnectionTrait>(
    db: &C,
    file: &FileBytes,
    dataset: &str,
) -> Result<Option<i64>, Error> {
    let last = import_run::Entity::find()
        .inner_join(source::Entity)
        .filter(source::Column::NaturalKey.eq(&file.sha256))
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(import_run::Column::Status.is_in([RunStatus::Committed, RunStatus::Reverted]))
        .order_by_desc(import_run::Column::Id)
        .one(db)
        .await?;
    Ok(last.filter(|run| run.status == RunStatus::Reverted).map(|run| run.id))
}

/// The kind of the last committed file of a dataset. A dataset whose only file was taken back may become anything.
///
/// # Errors
/// When the database refuses a statement.
pub async fn kind_of<C: ConnectionTrait>(db: &C, dataset: &str) -> Result<Option<DatasetKind>, Error> {
    let last = import_run::Entity::find()
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(import_run::Column::Status.eq(RunStatus::Committed))
        .order_by_desc(import_run::Column::Id)
        .one(db)
        .await?;
    Ok(last.filter(|run| run.source_id.is_some()).and_then(|run| run.kind))
}

/// The first of these sheets that gave evidence to an older file of the dataset.
///
/// # Errors
/// When the database refuses a statement.
pub async fn evidence_from<C: ConnectionTrait>(
    db: &C,
    dataset: &str,
    sheets: &[String],
) -> Result<Option<String>, Error> {
    let row = evidence::Entity::find()
        .inner_join(import_run::Entity)
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(evidence::Column::RetractedAt.is_null())
        .filter(evidence::Column::Sheet.is_in(sheets.iter().map(String::as_str)))
        .one(db)
        .await?;
    Ok(row.map(|row| row.sheet))
}

/// Opens a run. Statements refer to it, so its row comes first and its ending later.
///
/// # Errors
/// When the database refuses a statement.
pub async fn open(
    txn: &DatabaseTransaction,
    entry: &SourceEntry,
    file_name: &str,
    now: DateTime<Utc>,
) -> Result<import_run::Model, Error> {
    Ok(begun(&entry.dataset, entry.kind, file_name, now).insert(txn).await?)
}

/// The row of a run that has begun.
pub(super) fn begun(
    dataset: &str,
    kind: Option<DatasetKind>,
    file_name: &str,
    now: DateTime<Utc>,
) -> import_run::ActiveModel {
    import_run::ActiveModel {
        id: NotSet,
        dataset: Set(dataset.to_owned()),
        kind: Set(kind),
        file_name: Set(file_name.to_owned()),
        source_id: Set(None),
        profile: Set(None),
        profile_sha256: Set(None),
        reverts_run_id: Set(None),
        status: Set(RunStatus::Running),
        reason: Set(None),
        message: Set(None),
        started_at: Set(now),
        finished_at: Set(now),
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

/// Closes a run with its ending and its issues.
///
/// # Errors
/// When the database refuses a statement.
pub async fn close(
    txn: &DatabaseTransaction,
    run: import_run::Model,
    ending: Ending<'_>,
    issues: &Issues,
) -> Result<(), Error> {
    let id = run.id;
    let count = |number: u64| Set(i64::try_from(number).unwrap_or(i64::MAX));
    let mut row = run.into_active_model();
    row.status = Set(ending.status);
    row.kind = Set(ending.kind);
    row.source_id = Set(ending.source_id);
    row.profile = Set(ending.profile.map(|profile| profile.name.clone()));
    row.profile_sha256 = Set(ending.profile.map(|profile| profile.sha256.clone()));
    row.reason = Set(ending.refusal.map(|(code, _)| code.to_owned()));
    row.message = Set(ending.refusal.map(|(_, message)| message.to_owned()));
    row.finished_at = Set(Utc::now());
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
    for batch in issues.chunks(BATCH) {
        let rows = batch.iter().map(|issue| issue_row(id, issue));
        import_issue::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    if !issues.not_listed().is_empty() {
        let rows = issues.not_listed().iter().map(|(code, number)| counted_row(id, *code, *number));
        import_issue::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    Ok(())
}

/// A row for all problems of a class that are only counted.
fn counted_row(run_id: i64, code: IssueCode, number: u64) -> import_issue::ActiveModel {
    import_issue::ActiveModel {
        id: NotSet,
        import_run_id: Set(run_id),
        severity: Set(code.severity()),
        code: Set(code.as_str().to_owned()),
        sheet: Set(None),
        cell: Set(None),
        raw: Set(None),
        message: Set(issue::not_listed(number)),
        expected: Set(None),
        suggestion: Set(None),
    }
}

fn issue_row(run_id: i64, issue: &Issue) -> import_issue::ActiveModel {
    import_issue::ActiveModel {
        id: NotSet,
        import_run_id: Set(run_id),
        severity: Set(issue.code.severity()),
        code: Set(issue.code.as_str().to_owned()),
        sheet: Set(Some(issue.sheet.clone())),
        cell: Set(Some(issue.cell.clone())),
        raw: Set(Some(issue.raw.clone())),
        message: Set(issue.message.clone()),
        expected: Set(issue.expected.clone()),
        suggestion: Set(issue.suggestion.clone()),
    }
}

/// The latest runs, newest first.
///
/// # Errors
/// When the database refuses a statement.
pub async fn latest<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<import_run::Model>, Error> {
    Ok(import_run::Entity::find().order_by_desc(import_run::Column::Id).limit(limit).all(db).await?)
}
