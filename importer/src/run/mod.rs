//! Extract, recognise and transform, validate, load: one file after the other, each in one transaction.
//!
//! `import` does it for one file, with the parser at work beside it (`intake`); `judge` says whether enough of the file was
//! understood, and `end` writes down what came of it.

mod end;
mod import;
mod intake;
mod judge;

use entities::import_run;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection};

use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal},
    extract::{Limits, Visit, file_name},
    load::{database, runs},
    recognise::Profiles,
    report::{FileReport, Report},
    stop::Stop,
};

/// How to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Do everything, then take it back.
    pub dry_run: bool,
    /// Withdraw what the dataset's older files stated and the new one does not.
    pub replace: bool,
    /// Import a file too that `importer revert` took back: somebody named it, and it was not only found again.
    pub again: bool,
    /// Refuse a file when a larger share of its rows is rejected, in percent.
    pub max_rejects_percent: u64,
    /// How long to wait for another importer.
    pub lock_timeout: std::time::Duration,
    /// What a file may hold at most.
    pub limits: Limits,
    /// How files are read.
    pub visit: Visit,
    /// What may stop the work.
    pub stop: Stop,
}

/// Called before each file with its place in the list.
pub type Progress<'a> = dyn Fn(usize, &SourceEntry) + Send + Sync + 'a;

/// Imports files in their order.
///
/// A dry run is the same code in one transaction for all files, because later files refer to what earlier ones
/// store; it is rolled back at the end.
///
/// A file that is no good is no error: it is refused, and the report says why. When the database can no longer be
/// used, the work ends, and the report says what was done until then.
pub async fn run(
    db: &DatabaseConnection,
    sources: &[SourceEntry],
    options: &Options,
    progress: &Progress<'_>,
) -> (Report, Result<(), Error>) {
    let mut report = Report::new(options.dry_run);
    let outcome = run_into(&mut report, db, sources, options, progress).await;
    if let Err(error) = &outcome {
        report.broke_off(error);
    }
    (report, outcome)
}

async fn run_into(
    report: &mut Report,
    db: &DatabaseConnection,
    sources: &[SourceEntry],
    options: &Options,
    progress: &Progress<'_>,
) -> Result<(), Error> {
    let profiles: Vec<Profiles> = sources
        .iter()
        .map(|entry| Profiles::load(entry.profile.as_deref(), entry.kind))
        .collect::<Result<_, _>>()?;
    let each = sources.iter().zip(profiles).enumerate();
    let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
    database::prepare(&txn).await?;
    if options.dry_run {
        for (place, (entry, profiles)) in each {
            progress(place, entry);
            let run = open(&txn, entry).await?;
            report.push(options.stop.or(import::import(&txn, run, entry, profiles, options)).await?);
        }
        return Ok(txn.rollback().await?);
    }
    runs::bury(&txn).await?;
    txn.commit().await?;
    for (place, (entry, profiles)) in each {
        progress(place, entry);
        report.push(import_alone(db, entry, profiles, options).await?);
    }
    Ok(())
}

/// Imports one file in a transaction of its own, of which the history tells even if it does not come to an end.
async fn import_alone(
    db: &DatabaseConnection,
    entry: &SourceEntry,
    profiles: Profiles,
    options: &Options,
) -> Result<FileReport, Error> {
    let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
    let run = open(&txn, entry).await?;
    txn.commit().await?;
    let id = run.id;
    let imported = import_opened(db, run, entry, profiles, options).await;
    if let Err(error) = &imported {
        runs::give_up(db, id, error).await;
    }
    imported
}

async fn import_opened(
    db: &DatabaseConnection,
    run: import_run::Model,
    entry: &SourceEntry,
    profiles: Profiles,
    options: &Options,
) -> Result<FileReport, Error> {
    let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
    // What is stopped before the commit is dropped, and with it rolled back.
    let file = options.stop.or(import::import(&txn, run, entry, profiles, options)).await?;
    txn.commit().await?;
    Ok(file)
}

async fn open<C: ConnectionTrait>(db: &C, entry: &SourceEntry) -> Result<import_run::Model, Error> {
    let row = runs::begun(&entry.dataset, entry.kind, &file_name(&entry.path));
    Ok(row.insert(db).await?)
}

/// Writes down that a source gave no file to read.
///
/// # Errors
/// When the database refuses a statement, or another importer is at work.
pub async fn refuse_unread(
    db: &DatabaseConnection,
    entry: &SourceEntry,
    refusal: Refusal,
    options: &Options,
) -> Result<FileReport, Error> {
    let txn = database::begin(db, options.lock_timeout).await?;
    database::prepare(&txn).await?;
    let run = open(&txn, entry).await?;
    let report = end::refuse(&txn, run, None, refusal, FileReport::new(entry)).await?;
    if options.dry_run {
        txn.rollback().await?;
    } else {
        txn.commit().await?;
    }
    Ok(report)
}
