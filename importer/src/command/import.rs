//! `importer run` and `importer check`.

use sea_orm::DatabaseConnection;

use super::{
    database::{connect, connect_for_check},
    outputs::Outputs,
    print::{print, progress_bar},
    sources::sources,
};
use crate::{
    catalogue::SourceEntry,
    cli::{DatabaseArgs, ImportArgs, PolicyArgs},
    error::{Error, Refusal},
    extract::{Limits, child},
    fetch::{self, Files, Gathered, Rules},
    load::{database, listed},
    report,
    run::{self, Options},
    stop::Stop,
};

pub(super) async fn import(arguments: &ImportArgs, dry_run: bool) -> Result<u8, Error> {
    let sources = sources(arguments)?;
    let limits = Limits::from(&arguments.limits);
    let options = Options {
        again: !arguments.files.is_empty(),
        stop: Stop::on_signals()?,
        ..options(&arguments.policy, &arguments.database, limits, dry_run)
    };
    let db = if dry_run {
        connect_for_check(&arguments.database).await?
    } else {
        connect(&arguments.database).await?
    };
    let rules = arguments.fetch.rules(&options.limits);
    let (gathered, refused) = options.stop.or(gather(&db, &sources, &rules, &options.limits)).await?;
    let entries: Vec<SourceEntry> = gathered.iter().flat_map(|files| files.entries.iter().cloned()).collect();
    let outputs = Outputs::prepare(arguments, &entries)?;
    let bar = progress_bar(entries.len(), arguments.database.format, arguments.output);
    let progress = |place: usize, entry: &SourceEntry| {
        bar.set_position(place as u64);
        bar.set_message(report::shown(&entry.called().display().to_string()));
    };
    let (mut report, outcome) = run::run(&db, &entries, &options, &progress).await;
    bar.finish_and_clear();
    for (entry, refusal) in refused {
        report.push(run::refuse_unread(&db, entry, refusal, &options).await?);
    }
    let is_list = arguments.files.is_empty() && !dry_run;
    let noted = if is_list && outcome.is_ok() { note(&db, arguments, &sources).await } else { Ok(()) };
    let written = outputs.write(&report, &entries, &options);
    print(arguments.database.format, &report, || report::text(&report, arguments.output.detail()))?;
    outcome.and(noted).and(written).map(|()| report.exit_code)
}

/// Notes which sources stand in the list.
async fn note(db: &DatabaseConnection, arguments: &ImportArgs, sources: &[SourceEntry]) -> Result<(), Error> {
    let txn = database::begin(db, arguments.database.lock_timeout).await?;
    listed::note(&txn, &arguments.sources, sources).await?;
    Ok(txn.commit().await?)
}

/// How files are imported.
pub(super) fn options(
    policy: &PolicyArgs,
    database: &DatabaseArgs,
    limits: Limits,
    dry_run: bool,
) -> Options {
    Options {
        dry_run,
        replace: policy.replace,
        again: false,
        max_rejects_percent: if policy.strict { 0 } else { policy.max_rejects },
        lock_timeout: database.lock_timeout,
        limits,
        visit: child::visit_apart,
        stop: Stop::never(),
    }
}

/// The files of all sources, and the sources that have none to give.
async fn gather<'a>(
    db: &DatabaseConnection,
    sources: &'a [SourceEntry],
    rules: &Rules,
    limits: &Limits,
) -> Result<(Vec<Files>, Vec<(&'a SourceEntry, Refusal)>), Error> {
    let (mut gathered, mut refused) = (Vec::new(), Vec::new());
    for entry in sources {
        match fetch::gather(db, entry, None, rules, limits).await? {
            Gathered::Files(files) => gathered.push(files),
            Gathered::Refused(refusal) => refused.push((entry, refusal)),
            // Without a version that is known there is none that could be the same.
            Gathered::NotModified => {}
        }
    }
    Ok((gathered, refused))
}
