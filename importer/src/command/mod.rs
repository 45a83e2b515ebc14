//! What each command does, from its arguments to its output.

mod inputs;
mod manual;
mod outputs;
mod print;
mod profile;
mod revert;
mod status;
mod watch;

use std::path::Path;

use migrations::database::SchemaState;
use sea_orm::DatabaseConnection;
use serde::Serialize;

use crate::{
    catalogue::{self, Location, SourceEntry},
    cli::{
        Cli, Command, DatabaseArgs, ExplainArgs, ImportArgs, InspectArgs, PolicyArgs, RunsArgs, RunsCommand,
    },
    error::{Error, Refusal},
    explain,
    extract::{FileBytes, Limits, child},
    fetch::{self, Files, Gathered, Rules},
    load::{database, runs},
    recognise::Profiles,
    report::{self, Detail, Exit, FileReport, Inspection, Report, RunReport},
    run::{self, Options},
    stop::Stop,
    transform,
};

use self::{
    outputs::Outputs,
    print::{print, progress_bar},
};

/// Does what the command line says. What was asked for goes to standard output.
///
/// # Errors
/// When the work cannot go on; a file that is no good is part of the report instead.
pub async fn execute(cli: Cli) -> Result<u8, Error> {
    match cli.command {
        Command::Run(arguments) => import(&arguments, false).await,
        Command::Check(arguments) => import(&arguments, true).await,
        Command::Inspect(arguments) => inspect(&arguments),
        Command::Watch(arguments) => watch::watch(&arguments).await,
        Command::Runs(arguments) => match &arguments.command {
            None => history(&arguments).await,
            Some(RunsCommand::Status(arguments)) => status::status(arguments).await,
        },
        Command::Revert(arguments) => revert::revert(&arguments).await,
        Command::Explain(arguments) => explain(&arguments).await,
        Command::Profile(command) => profile::execute(&command),
        Command::Migrate(arguments) => migrate(&arguments).await,
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::manual(),
    }
}

async fn import(arguments: &ImportArgs, dry_run: bool) -> Result<u8, Error> {
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
        bar.set_message(report::shown(&entry.path.display().to_string()));
    };
    let (mut report, outcome) = run::run(&db, &entries, &options, &progress).await;
    bar.finish_and_clear();
    let whence = gathered.iter().flat_map(|files| files.entries.iter().map(move |_| files));
    whence.zip(&mut report.files).for_each(|(files, file)| files.name_in(file));
    for (entry, refusal) in refused {
        report.push(run::refuse_unread(&db, entry, refusal, &options).await?);
    }
    let written = outputs.write(&report, &entries, &options);
    print(arguments.database.format, &report, || report::text(&report, arguments.output.detail()))?;
    outcome.and(written).map(|()| report.exit_code)
}

fn options(policy: &PolicyArgs, database: &DatabaseArgs, limits: Limits, dry_run: bool) -> Options {
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

fn inspect(arguments: &InspectArgs) -> Result<u8, Error> {
    let limits = Limits { include_hidden: arguments.include_hidden, ..Limits::from(&arguments.limits) };
    let entry = SourceEntry {
        kind: arguments.kind,
        profile: arguments.profile.clone(),
        ..SourceEntry::of_file(&arguments.file)
    };
    let profiles = Profiles::load(entry.profile.as_deref(), entry.kind)?;
    let files = fetch::input(&entry, &limits)?;
    let entry = files.as_ref().and_then(|files| files.entries.first()).unwrap_or(&entry);
    let mut inspected = Inspection::new(FileReport::new(entry));
    if let Some(files) = &files {
        files.name_in(&mut inspected.file);
    }
    let parsed = FileBytes::read(&entry.path, &limits).and_then(|bytes| {
        inspected.file.identify(&bytes);
        let mut look_at = |records| inspected.look_at(&records);
        transform::parse_in_batches(&profiles, &bytes, entry.kind, &limits, child::visit_apart, &mut look_at)
    });
    match parsed {
        Ok(parsed) => {
            inspected.finish(&parsed);
            let detail = if arguments.verbose { Detail::All } else { Detail::Usual };
            print(arguments.format, &inspected, || report::inspection(&inspected, detail))?;
            Ok(Exit::Ok.code())
        }
        Err(refusal) => {
            inspected.refused(refusal.with_remedy(&entry.path));
            let mut report = Report::new(false);
            report.push(inspected.file);
            print(arguments.format, &report, || report::text(&report, Detail::Usual))?;
            Ok(report.exit_code)
        }
    }
}

/// The files that were named, or else all of the list.
fn sources(arguments: &ImportArgs) -> Result<Vec<SourceEntry>, Error> {
    if arguments.files.is_empty() {
        let mut listed = catalogue::read(&arguments.sources)?.sources;
        listed.iter_mut().for_each(|entry| entry.include_hidden |= arguments.include_hidden);
        return Ok(listed);
    }
    // Files may be imported without any list; but a list that is there must be right.
    let known = catalogue::read_if_there(&arguments.sources)?.sources;
    let files = inputs::files(&arguments.files)?;
    let entries: Vec<SourceEntry> =
        files.iter().map(|path| entry(path, &known, arguments)).collect::<Result<_, _>>()?;
    match same_dataset(&entries) {
        Some(error) => Err(error),
        None => Ok(entries),
    }
}

/// Two files of one dataset would take each other's place, which nobody who names both can mean.
fn same_dataset(entries: &[SourceEntry]) -> Option<Error> {
    entries.iter().enumerate().find_map(|(place, second)| {
        let first = entries[..place].iter().find(|first| first.dataset == second.dataset)?;
        Some(Error::SameDataset {
            dataset: second.dataset.clone(),
            first: first.path.clone(),
            second: second.path.clone(),
        })
    })
}

fn entry(path: &Path, known: &[SourceEntry], arguments: &ImportArgs) -> Result<SourceEntry, Error> {
    let listed = match Location::of(path) {
        Location::Input => input(arguments)?,
        _ => catalogue::entry_of(path, known),
    };
    Ok(SourceEntry {
        path: path.to_owned(),
        is_dataset_guessed: arguments.dataset.is_none() && listed.is_dataset_guessed,
        dataset: arguments.dataset.clone().unwrap_or(listed.dataset),
        kind: arguments.kind.or(listed.kind),
        profile: arguments.profile.clone().or(listed.profile),
        publisher: arguments.publisher.clone().or(listed.publisher),
        title: arguments.title.clone().or(listed.title),
        address: arguments.address.clone().or(listed.address),
        published_on: arguments.published_on.or(listed.published_on),
        as_of: arguments.as_of.or(listed.as_of),
        include_hidden: arguments.include_hidden || listed.include_hidden,
        ..listed
    })
}

/// Standard input as a source. Only a name can tell which dataset it is.
fn input(arguments: &ImportArgs) -> Result<SourceEntry, Error> {
    if arguments.file_name.is_none() && arguments.dataset.is_none() {
        return Err(Error::NamelessInput);
    }
    let name = arguments.file_name.clone();
    let named = SourceEntry::of_file(Path::new(name.as_deref().unwrap_or("-")));
    Ok(SourceEntry { input_name: name, ..named })
}

async fn connect(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    database::connect(&arguments.database_url, arguments.lock_timeout).await
}

/// A check must not make a database that is not there: it looks at an empty one in memory instead.
async fn connect_for_check(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    match database::sqlite_path(&arguments.database_url) {
        Some(path) if !Path::new(path).exists() => {
            database::connect("sqlite::memory:", arguments.lock_timeout).await
        }
        _ => connect(arguments).await,
    }
}

/// To look at the past there must be one: no database is made, and none brought up to date.
async fn connect_to_look(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    if database::sqlite_path(&arguments.database_url).is_some_and(|path| !Path::new(path).exists()) {
        return Err(Error::NoSchema);
    }
    let db = connect(arguments).await?;
    match database::schema_state(&db).await? {
        SchemaState::Current => Ok(db),
        SchemaState::Empty => Err(Error::NoSchema),
        SchemaState::Older(missing) => Err(Error::OlderSchema { missing: missing.len() }),
        SchemaState::Newer(found) => Err(Error::NewerSchema { found }),
    }
}

async fn history(arguments: &RunsArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let runs: Vec<RunReport> =
        runs::latest(&db, arguments.limit).await?.into_iter().map(RunReport::from).collect();
    print(arguments.database.format, &runs, || report::history(&runs))?;
    Ok(Exit::Ok.code())
}

async fn explain(arguments: &ExplainArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let explained = explain::explain(&db, &arguments.ccg, arguments.on).await?;
    print(arguments.database.format, &explained, || explain::text(&explained))?;
    Ok(Exit::Ok.code())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Migrated {
    applied: usize,
}

async fn migrate(arguments: &DatabaseArgs) -> Result<u8, Error> {
    let db = connect(arguments).await?;
    let txn = database::begin(&db, arguments.lock_timeout).await?;
    let applied = database::migrate(&txn).await?;
    txn.commit().await?;
    print(arguments.format, &Migrated { applied }, || match applied {
        0 => "The schema is up to date.\n".to_owned(),
        applied => format!("Applied {applied} migration(s).\n"),
    })?;
    Ok(Exit::Ok.code())
}
