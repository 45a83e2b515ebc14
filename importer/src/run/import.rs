//! One file, within a transaction.

use entities::{domain::RunStatus, import_run};
use sea_orm::{DatabaseTransaction, TransactionTrait};

use super::{Options, end, intake, judge};
use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal},
    extract::{FileBytes, Unread},
    load::{
        Intake, Load, Loaded,
        runs::{self, Ending, ReadOptions, RowCounts},
    },
    recognise::Profiles,
    report::FileReport,
};

/// Imports a file by a run that was opened for it.
pub(super) async fn import(
    txn: &DatabaseTransaction,
    run: import_run::Model,
    entry: &SourceEntry,
    profiles: Profiles,
    options: &Options,
) -> Result<FileReport, Error> {
    let mut report = FileReport::new(entry);
    report.read_by(profiles.named_one());
    let file = match FileBytes::read(&entry.path, &options.limits) {
        Ok(file) => file,
        Err(Unread::Refused(refusal)) => return end::refuse(txn, run, None, refusal, report).await,
        Err(Unread::Uncopied(error)) => return Err(Error::Temporary(error)),
    };
    report.identify(&file);
    let read_options = ReadOptions::new(entry, &profiles, options.replace);
    if let Some(dataset) = runs::in_force(txn, &file, entry, &read_options).await? {
        report.unchanged(&dataset);
        return end::unchanged(txn, run, entry, &file, report).await;
    }
    if !options.again
        && let Some(reverted) = runs::taken_back(txn, &file, &entry.dataset).await?
    {
        report.stays_reverted(reverted);
        return end::unchanged(txn, run, entry, &file, report).await;
    }
    let source_id = runs::record_file(txn, &file, entry).await?;
    let savepoint = txn.begin().await?;
    let work = Work { txn: &savepoint, run: &run, entry, source_id, read_options, options };
    match work.load(file, profiles, &mut report).await? {
        Ok(()) => {
            savepoint.commit().await?;
            Ok(report)
        }
        Err(refusal) => {
            savepoint.rollback().await?;
            end::refuse(txn, run, Some(source_id), refusal, report).await
        }
    }
}

/// What it takes to load a file.
struct Work<'a> {
    txn: &'a DatabaseTransaction,
    run: &'a import_run::Model,
    entry: &'a SourceEntry,
    source_id: i64,
    read_options: ReadOptions,
    options: &'a Options,
}

impl Work<'_> {
    /// Stores a file, unless too little of it was understood or could be stored: then the caller takes it all back.
    async fn load(
        &self,
        file: FileBytes,
        profiles: Profiles,
        report: &mut FileReport,
    ) -> Result<Result<(), Refusal>, Error> {
        let Self { txn, run, entry, options, .. } = *self;
        let now = runs::moment(txn).await?;
        let mut load = Load {
            txn,
            run_id: run.id,
            source_id: self.source_id,
            dataset: &entry.dataset,
            replace: options.replace,
            as_of: entry.as_of,
            max_issues: options.limits.issues,
            now,
        };
        let mut intake = Intake::default();
        let parsed = match intake::take_in(&load, &mut intake, file, profiles, entry, options).await? {
            Ok(parsed) => parsed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        report.describe(&parsed);
        if let Err(refusal) = judge::understood(txn, &parsed, entry).await? {
            return Ok(Err(refusal));
        }
        load.as_of = judge::as_of(&parsed, entry);
        load.take(&mut intake, parsed.records).await?;
        intake.mention(&load, parsed.mentions).await?;
        let doubted = intake.take_back(&parsed.doubted);
        if let Err(refusal) = judge::dated(&intake, load.as_of) {
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
        // Told of a file, too, that is refused for them.
        report.rows = rows;
        if let Err(refusal) = judge::enough(&rows, options) {
            return Ok(Err(refusal));
        }
        let ending = Ending {
            options_sha256: Some(self.read_options.sha256()),
            recorded_at: Some(now),
            diff,
            ..end::ending(RunStatus::Committed, report, Some(self.source_id))
        };
        let data_version = runs::close(txn, run.clone(), ending, &report.issues).await?;
        report.finish(run.id, data_version, diff, changes);
        Ok(Ok(()))
    }
}
