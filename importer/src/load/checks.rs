//! When sources were looked at: claimed before, written down after.

use chrono::{DateTime, Utc};
use entities::{
    domain::{CheckOutcome, RunStatus},
    import_run, source, source_check,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder,
};

use super::runs::{ReadOptions, committed, ever_committed};
use crate::{error::Error, fetch::Validators};

/// What is known of the checks of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The last that came to an end of its own.
    pub last: Option<source_check::Model>,
    /// The last that has not ended: somebody is at it, or was stopped.
    pub open: Option<source_check::Model>,
}

/// A check that is about to be done.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// The source's name.
    pub source: &'a str,
    /// The moment for which the schedule asks for it.
    pub due_at: DateTime<Utc>,
    /// Further moments that have passed.
    pub missed: i64,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when nobody else may do it.
    pub until: DateTime<Utc>,
}

/// How a check ended.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What came of it.
    pub outcome: CheckOutcome,
    /// The same as a sentence.
    pub message: Option<String>,
    /// The run over the file that is meant.
    pub run_id: Option<i64>,
    /// What the server said of the file.
    pub validators: Option<Validators>,
}

/// The version of a file that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What the server said of it.
    pub validators: Validators,
    /// The run over it.
    pub run_id: i64,
}

/// A file that a dataset was made from, at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Whether it is the last, from which the dataset is now.
    pub is_last: bool,
}

/// Looks what is known of the checks of a source.
///
/// # Errors
/// When the database refuses a statement.
pub async fn past<C: ConnectionTrait>(db: &C, source: &str) -> Result<Past, Error> {
    let last = newest(source)
        .filter(source_check::Column::FinishedAt.is_not_null())
        .filter(source_check::Column::Outcome.ne(CheckOutcome::BrokenOff));
    Ok(Past { last: last.one(db).await?, open: open(db, source).await? })
}

/// The check that has not ended. There is one at most, because a claim closes what was left open, and it is the newest.
async fn open<C: ConnectionTrait>(db: &C, source: &str) -> Result<Option<source_check::Model>, Error> {
    Ok(newest(source).one(db).await?.filter(|check| check.finished_at.is_none()))
}

/// Claims a check. What an importer that was stopped left open is closed, or taken over. None when it was done before.
///
/// # Errors
/// When the database refuses a statement.
pub async fn claim(
    txn: &DatabaseTransaction,
    claim: Claim<'_>,
) -> Result<Option<source_check::Model>, Error> {
    if let Some(row) = open(txn, claim.source).await? {
        let same = row.due_at == claim.due_at;
        let claimed_until = row.claimed_until;
        let mut left = row.into_active_model();
        if same {
            left.missed = Set(claim.missed);
            left.started_at = Set(claim.now);
            left.claimed_until = Set(claim.until);
            return Ok(Some(left.update(txn).await?));
        }
        left.finished_at = Set(Some(claimed_until));
        left.outcome = Set(Some(CheckOutcome::BrokenOff));
        left.update(txn).await?;
    }
    let done = newest(claim.source).filter(source_check::Column::DueAt.eq(claim.due_at)).one(txn).await?;
    if done.is_some() {
        return Ok(None);
    }
    let row = source_check::ActiveModel {
        id: NotSet,
        source: Set(claim.source.to_owned()),
        due_at: Set(claim.due_at),
        missed: Set(claim.missed),
        started_at: Set(claim.now),
        claimed_until: Set(claim.until),
        finished_at: Set(None),
        outcome: Set(None),
        message: Set(None),
        import_run_id: Set(None),
        address: Set(None),
        etag: Set(None),
        last_modified: Set(None),
    };
    Ok(Some(row.insert(txn).await?))
}

/// Changes until when a check is claimed: longer while there is more to do, to now when it is given up.
///
/// # Errors
/// When the database refuses a statement.
pub async fn extend(txn: &DatabaseTransaction, id: i64, until: DateTime<Utc>) -> Result<(), Error> {
    let row = source_check::ActiveModel { id: Set(id), claimed_until: Set(until), ..Default::default() };
    row.update(txn).await?;
    Ok(())
}

/// Writes down how a check ended.
///
/// # Errors
/// When the database refuses a statement.
pub async fn finish(
    txn: &DatabaseTransaction,
    id: i64,
    now: DateTime<Utc>,
    ending: Ending,
) -> Result<(), Error> {
    let validators = ending.validators;
    let row = source_check::ActiveModel {
        id: Set(id),
        finished_at: Set(Some(now)),
        outcome: Set(Some(ending.outcome)),
        message: Set(ending.message),
        import_run_id: Set(ending.run_id),
        address: Set(validators.as_ref().map(|validators| validators.address.clone())),
        etag: Set(validators.as_ref().and_then(|validators| validators.etag.clone())),
        last_modified: Set(validators.and_then(|validators| validators.last_modified)),
        ..Default::default()
    };
    row.update(txn).await?;
    Ok(())
}

/// What the server said of the version that is in force whole. Of a version that was refused, of which rows were
/// rejected, that another one has replaced since, or that would be read in another way now, its bytes are wanted again.
///
/// # Errors
/// When the database refuses a statement.
pub async fn known<C: ConnectionTrait>(
    db: &C,
    source: &str,
    dataset: &str,
    options: &ReadOptions,
) -> Result<Option<Known>, Error> {
    let check = newest(source)
        .filter(source_check::Column::Address.is_not_null())
        .find_also_related(import_run::Entity)
        .one(db)
        .await?;
    let Some((check, Some(run))) = check else { return Ok(None) };
    let last = committed(dataset).one(db).await?;
    let in_force = last.is_some_and(|last| {
        last.rejected == 0
            && last.source_id.is_some()
            && last.source_id == run.source_id
            && options.are_those_of(&last)
    });
    let Some(address) = check.address.filter(|_| in_force) else { return Ok(None) };
    let validators = Validators { address, etag: check.etag, last_modified: check.last_modified };
    Ok(Some(Known { validators, run_id: run.id }))
}

/// When the source was last found and all that it had was in force: by a check, or by an import of its dataset.
///
/// # Errors
/// When the database refuses a statement.
pub async fn last_success<C: ConnectionTrait>(
    db: &C,
    source: &str,
    dataset: &str,
) -> Result<Option<DateTime<Utc>>, Error> {
    let good = CheckOutcome::iter().filter(|outcome| outcome.is_success());
    let check = newest(source).filter(source_check::Column::Outcome.is_in(good)).one(db).await?;
    let run = import_run::Entity::find()
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(import_run::Column::Status.is_in([RunStatus::Committed, RunStatus::Unchanged]))
        .filter(import_run::Column::RevertsRunId.is_null())
        .order_by_desc(import_run::Column::FinishedAt)
        .one(db)
        .await?;
    Ok(check.and_then(|check| check.finished_at).max(run.and_then(|run| run.finished_at)))
}

/// The files that a dataset was made from, in the order in which they were stored. Those that were taken back are
/// among them: they were dealt with, and do not come again of themselves.
///
/// # Errors
/// When the database refuses a statement.
pub async fn stored<C: ConnectionTrait>(db: &C, dataset: &str) -> Result<Vec<Stored>, Error> {
    let runs = ever_committed(dataset).find_also_related(source::Entity).all(db).await?;
    let newest_first = runs
        .into_iter()
        .enumerate()
        .filter_map(|(place, (_, file))| Some(Stored { sha256: file?.sha256?, is_last: place == 0 }));
    let mut stored: Vec<Stored> = newest_first.collect();
    stored.reverse();
    Ok(stored)
}

/// The checks of a source, newest first.
fn newest(source: &str) -> sea_orm::Select<source_check::Entity> {
    source_check::Entity::find()
        .filter(source_check::Column::Source.eq(source))
        .order_by_desc(source_check::Column::Id)
}
