//! Extract, recognise and transform, validate, load: one file after the other, each in one transaction.

use chrono::{NaiveDate, Utc};
use entities::domain::RunStatus;
use sea_orm::{DatabaseConnection, DatabaseTransaction, TransactionTrait};
use tokio::sync::mpsc;

use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal, RefusalCode},
    extract::{FileBytes, Limits, Visit},
    load::{
        Diff, Intake, Load, Loaded, database,
        runs::{self, Ending, RowCounts},
    },
    recognise::Profiles,
    report::{FileReport, Report},
    stop::Stop,
    transform::{self, Parsed, Records},
};

/// How many batches of records the parser may be ahead of the database.
const BATCHES_AHEAD: usize = 4;

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
    if options.dry_run {
        let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
        database::prepare(&txn).await?;
        for (place, (entry, profiles)) in sources.iter().zip(profiles).enumerate() {
            progress(place, entry);
            report.push(options.stop.or(import(&txn, entry, profiles, options)).await?);
        }
        return Ok(txn.rollback().await?);
    }
    let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
    database::prepare(&txn).await?;
    txn.commit().await?;
    for (place, (entry, profiles)) in sources.iter().zip(profiles).enumerate() {
        progress(place, entry);
        // What is stopped before the commit is dropped, and with it rolled back.
        let txn = options.stop.or(database::begin(db, options.lock_timeout)).await?;
        let file = options.stop.or(import(&txn, entry, profiles, options)).await?;
        txn.commit().await?;
        report.push(file);
    }
    Ok(())
}

/// Imports one file within a transaction.
async fn import(
    txn: &DatabaseTransaction,
    entry: &SourceEntry,
    profiles: Profiles,
    options: &Options,
) -> Result<FileReport, Error> {
    let mut report = FileReport::new(entry);
    report.read_by(profiles.named_one());
    let file = match FileBytes::read(&entry.path, &options.limits) {
        Ok(file) => file,
        Err(refusal) => return refuse(txn, entry, None, refusal, report).await,
    };
    report.identify(&file);
    if let Some(dataset) = runs::in_force(txn, &file, &profiles).await? {
        report.unchanged(&dataset);
        return unchanged(txn, entry, &file, report).await;
    }
    if !options.again
        && let Some(run) = runs::taken_back(txn, &file, &entry.dataset).await?
    {
        report.stays_reverted(run);
        return unchanged(txn, entry, &file, report).await;
    }
    let source_id = runs::record_file(txn, &file, entry).await?;
    let savepoint = txn.begin().await?;
    match load(&savepoint, entry, source_id, file, profiles, options, &mut report).await? {
        Ok(()) => {
            savepoint.commit().await?;
            Ok(report)
        }
        Err(refusal) => {
            savepoint.rollback().await?;
            refuse(txn, entry, Some(source_id), refusal, report).await
        }
    }
}

/// Parses on a thread of its own, so that a panic of the parser is a refused file and not a dead process, and takes
/// the records in as they come, so that the two work side by side.
async fn take_in(
    load: &Load<'_>,
    intake: &mut Intake,
    file: FileBytes,
    profiles: Profiles,
    entry: &SourceEntry,
    options: &Options,
) -> Result<Result<Parsed, Refusal>, Error> {
    let (limits, visit) = (Limits { include_hidden: entry.include_hidden, ..options.limits }, options.visit);
    let kind = entry.kind;
    let (sender, mut batches) = mpsc::channel(BATCHES_AHEAD);
    let parsing = tokio::task::spawn_blocking(move || {
        transform::parse_in_batches(&profiles, &file, kind, &limits, visit, &mut |batch| {
            // Nobody listens any more when the database failed, and that is what will be told.
            let _ = sender.blocking_send(batch);
        })
    });
    while let Some(batch) = batches.recv().await {
        load.take(intake, batch).await?;
    }
    let crashed = |error| Refusal::new(RefusalCode::ParserCrashed, format!("the parser broke down: {error}"));
    let parsed = parsing.await.unwrap_or_else(|error| Err(crashed(error)));
    Ok(parsed.map_err(|refusal| refusal.with_remedy(&entry.path)))
}

/// Whether a file was understood well enough to take the place of the dataset's older one.
async fn understood(
    txn: &DatabaseTransaction,
    parsed: &Parsed,
    entry: &SourceEntry,
) -> Result<Result<(), Refusal>, Error> {
    let unread: Vec<String> =
        parsed.sheets.iter().filter(|sheet| sheet.layout.is_none()).map(|sheet| sheet.name.clone()).collect();
    if let Some(sheet) = runs::evidence_from(txn, &entry.dataset, &unread).await? {
        let because =
            parsed.sheets.iter().find(|unread| unread.name == sheet).and_then(|sheet| sheet.skipped_because);
        let message = format!(
            "sheet \"{sheet}\" gave facts before and is not read any more: {}",
            because.unwrap_or("it is not known why")
        );
        return Ok(Err(Refusal::new(RefusalCode::SheetLost, message)));
    }
    let before = runs::kind_of(txn, &entry.dataset).await?;
    if let Some(before) = before.filter(|before| *before != parsed.records.kind()) {
        let message = format!(
            "dataset {} holds {} so far, and this file has {}; give it another --dataset",
            entry.dataset,
            before.title(),
            parsed.records.kind().title()
        );
        return Ok(Err(Refusal::new(RefusalCode::KindChanged, message)));
    }
    Ok(Ok(()))
}

/// The day that the file describes, by whoever imports it or else by its profile.
fn as_of(parsed: &Parsed, entry: &SourceEntry) -> Option<NaiveDate> {
    let of_profile = || {
        let layouts = parsed.sheets.iter().filter_map(|sheet| sheet.layout.as_ref());
        layouts.filter_map(|layout| layout.profile.as_ref()?.as_of).next()
    };
    entry.as_of.or_else(of_profile)
}

/// Whether it is known of which day a list of names and codes speaks.
fn dated(intake: &Intake, as_of: Option<NaiveDate>) -> Result<(), Refusal> {
    let Intake::Others(Records::Ccgs(ccgs)) = intake else { return Ok(()) };
    if as_of.is_none() && ccgs.iter().any(|ccg| ccg.record.life.is_none()) {
        return Err(Refusal::new(
            RefusalCode::MissingPeriod,
            "a list of names and codes without opening dates describes one day: say which with --as-of, or with as_of in a \
             profile",
        ));
    }
    Ok(())
}

/// Whether enough of a file could be stored. A file that states nothing must not empty its dataset.
fn enough(rows: &RowCounts, options: &Options) -> Result<(), Refusal> {
    let stated = rows.facts + rows.duplicates + rows.rejected;
    if stated == 0 {
        return Err(Refusal::new(
            RefusalCode::NoRows,
            "there is no row beneath the header that could be stored",
        ));
    }
    if rows.facts == 0 {
        let message = format!("none of its {stated} rows could be stored");
        return Err(Refusal::new(RefusalCode::TooManyRejects, message));
    }
    if rows.rejected * 100 > stated * options.max_rejects_percent {
        let message = format!(
            "{} of {stated} rows were rejected, more than {} %: the file was probably misread, so nothing of it is \
             stored. Raise --max-rejects to store the others",
            rows.rejected, options.max_rejects_percent
        );
        return Err(Refusal::new(RefusalCode::TooManyRejects, message));
    }
    Ok(())
}

/// Stores a file, unless too little of it was understood or could be stored: then the caller takes it all back.
async fn load(
    txn: &DatabaseTransaction,
    entry: &SourceEntry,
    source_id: i64,
    file: FileBytes,
    profiles: Profiles,
    options: &Options,
    report: &mut FileReport,
) -> Result<Result<(), Refusal>, Error> {
    let now = Utc::now();
    let run = runs::open(txn, entry, &report.file, now).await?;
    let mut load = Load {
        txn,
        run_id: run.id,
        source_id,
        dataset: &entry.dataset,
        replace: options.replace,
        as_of: entry.as_of,
        max_issues: options.limits.issues,
        now,
    };
    let mut intake = Intake::default();
    let parsed = match take_in(&load, &mut intake, file, profiles, entry, options).await? {
        Ok(parsed) => parsed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    report.describe(&parsed);
    if let Err(refusal) = understood(txn, &parsed, entry).await? {
        return Ok(Err(refusal));
    }
    load.as_of = as_of(&parsed, entry);
    load.take(&mut intake, parsed.records).await?;
    let doubted = load.take_back(&mut intake, &parsed.doubted).await?;
    if let Err(refusal) = dated(&intake, load.as_of) {
        return Ok(Err(refusal));
    }
    let Loaded { facts, duplicates, rejected, diff, changes, issues } = load.store(intake).await?;
    let rows = RowCounts {
        read: parsed.sheets.iter().map(|sheet| sheet.rows).sum(),
        facts,
        duplicates,
        skipped: parsed.skips,
        rejected: parsed.rejected + doubted + rejected,
    };
    rows.check(&report.file)?;
    report.add(issues);
    if let Err(refusal) = enough(&rows, options) {
        return Ok(Err(refusal));
    }
    report.finish(run.id, rows, diff, changes);
    let status = RunStatus::Committed;
    let ending = Ending { rows, diff, ..ending(status, report, Some(source_id), None) };
    runs::close(txn, run, ending, &report.issues).await?;
    Ok(Ok(()))
}

async fn unchanged(
    txn: &DatabaseTransaction,
    entry: &SourceEntry,
    file: &FileBytes,
    mut report: FileReport,
) -> Result<FileReport, Error> {
    let run = runs::open(txn, entry, &file.name, Utc::now()).await?;
    let source_id = runs::record_file(txn, file, entry).await?;
    report.run_id = Some(run.id);
    let ending = ending(RunStatus::Unchanged, &report, Some(source_id), None);
    runs::close(txn, run, ending, &report.issues).await?;
    Ok(report)
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
    let report = refuse(&txn, entry, None, refusal, FileReport::new(entry)).await?;
    if options.dry_run {
        txn.rollback().await?;
    } else {
        txn.commit().await?;
    }
    Ok(report)
}

async fn refuse(
    txn: &DatabaseTransaction,
    entry: &SourceEntry,
    source_id: Option<i64>,
    refusal: Refusal,
    mut report: FileReport,
) -> Result<FileReport, Error> {
    let run = runs::open(txn, entry, &report.file, Utc::now()).await?;
    let told = Some((refusal.code.as_str(), refusal.message.as_str()));
    runs::close(txn, run.clone(), ending(RunStatus::Rejected, &report, source_id, told), &report.issues)
        .await?;
    report.refused(Some(run.id), refusal);
    Ok(report)
}

fn ending<'a>(
    status: RunStatus,
    report: &'a FileReport,
    source_id: Option<i64>,
    refusal: Option<(&'a str, &'a str)>,
) -> Ending<'a> {
    let (kind, profile) = (report.kind, report.profile.as_ref());
    Ending { status, kind, profile, source_id, refusal, rows: RowCounts::default(), diff: Diff::default() }
}
