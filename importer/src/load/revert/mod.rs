//! Takes a run back. Nothing is deleted, and the record clock stays true: what the run recorded is retracted now, and
//! what it retracted is recorded again now. So the past, this run included, can still be asked about.

mod history;
mod statements;

use std::time::Duration;

use entities::{
    domain::{DatasetKind, RunStatus},
    import_run, published_figure, scope_rule, succession,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseConnection, DatabaseTransaction, IntoActiveModel};

use super::{
    Load, Loaded, database,
    runs::{self, Ending},
};
use crate::error::Error;

/// How to take a run back.
#[derive(Copy, Clone, Debug)]
pub struct Options {
    /// Do everything, then undo it.
    pub dry_run: bool,
    /// How long to wait for another importer.
    pub lock_timeout: Duration,
    /// How many problems, and how many changes, are kept in full.
    pub max_issues: usize,
}

/// A run that was taken back.
#[derive(Clone, Debug)]
pub struct Reverted {
    /// The run.
    pub run: import_run::Model,
    /// The number of the run that took it back.
    pub by: i64,
    /// The version of the data that this made.
    pub data_version: Option<i64>,
    /// The run whose file is in force again; none when the dataset is empty now.
    pub before: Option<import_run::Model>,
    /// What changed in the database. Rows that are rejected are those that another dataset contradicts by now.
    pub loaded: Loaded,
}

/// Takes a run back: the last that stored a file of its dataset. As an import does, it opens its own run beforehand.
///
/// # Errors
/// When there is no such run, it cannot be taken back, or the database refuses a statement; then nothing has changed.
pub async fn revert(db: &DatabaseConnection, run_id: i64, options: Options) -> Result<Reverted, Error> {
    let txn = database::begin(db, options.lock_timeout).await?;
    if options.dry_run {
        let opened = history::open(&txn, run_id).await?;
        let reverted = take_back(&txn, run_id, opened, options).await?;
        txn.rollback().await?;
        return Ok(reverted);
    }
    runs::bury(&txn).await?;
    let opened = history::open(&txn, run_id).await?;
    txn.commit().await?;
    let id = opened.id;
    let reverted = take_back_opened(db, run_id, opened, options).await;
    if let Err(error) = &reverted {
        runs::give_up(db, id, error).await;
    }
    reverted
}

async fn take_back_opened(
    db: &DatabaseConnection,
    run_id: i64,
    opened: import_run::Model,
    options: Options,
) -> Result<Reverted, Error> {
    let txn = database::begin(db, options.lock_timeout).await?;
    let reverted = take_back(&txn, run_id, opened, options).await?;
    txn.commit().await?;
    Ok(reverted)
}

async fn take_back(
    txn: &DatabaseTransaction,
    run_id: i64,
    opened: import_run::Model,
    options: Options,
) -> Result<Reverted, Error> {
    // Somebody else may have had the lock since the run was opened.
    let run = history::find(txn, run_id).await?;
    let kind = history::revertible(txn, &run).await?;
    let before = history::before(txn, &run).await?;
    let now = runs::moment(txn).await?;
    let load = Load {
        txn,
        run_id: opened.id,
        source_id: run.source_id.unwrap_or_default(),
        dataset: &run.dataset,
        replace: true,
        as_of: None,
        max_issues: options.max_issues,
        now,
    };
    let file = before.as_ref().and_then(|before| before.source_id);
    let (mut loaded, lost) = match kind {
        Revertible::Adoptions => load.take_adoptions_back(&run, file).await?,
        Revertible::Successions => load.take_statements_back::<succession::Entity>(&run, file).await?,
        Revertible::ScopeRules => load.take_statements_back::<scope_rule::Entity>(&run, file).await?,
        Revertible::Figures => load.take_statements_back::<published_figure::Entity>(&run, file).await?,
    };
    load.name_references(&mut loaded.changes).await?;
    let mut taken_back = run.clone().into_active_model();
    taken_back.status = Set(RunStatus::Reverted);
    let run = taken_back.update(txn).await?;
    let by = opened.id;
    let profile = before.as_ref().and_then(history::profile_of);
    let ending = Ending {
        profile: profile.as_ref(),
        ..history::ending(opened.kind, before.as_ref(), lost, loaded.diff, now)
    };
    let data_version = runs::close(txn, opened, ending, &loaded.issues).await?;
    Ok(Reverted { run, by, data_version, before, loaded })
}

/// Rows of the file that is in force again which could not be stored again.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lost {
    /// Those that were the only ones to state their fact.
    pub(super) facts: u64,
    /// The others.
    pub(super) duplicates: u64,
}

/// What a run stated that can be taken back.
enum Revertible {
    Adoptions,
    Successions,
    ScopeRules,
    Figures,
}

impl Revertible {
    /// Waves and CCGs are corrected in place, and what they said before is not kept.
    fn of(kind: Option<DatasetKind>) -> Option<Self> {
        match kind? {
            DatasetKind::Adoptions => Some(Self::Adoptions),
            DatasetKind::Successions => Some(Self::Successions),
            DatasetKind::ScopeRules => Some(Self::ScopeRules),
            DatasetKind::PublishedFigures => Some(Self::Figures),
            DatasetKind::Waves | DatasetKind::CcgRegister => None,
        }
    }
}
