//! The service at full load for a long time, while imports come: does its memory grow, and is every answer right?
//!
//! [`questions`] are those of the cookbook, which [`load`] has asked again and again, each as soon as the one before it is
//! answered; [`imports`] store another edition of a list now and then, and say what each version of the data holds; [`answers`]
//! holds every answer against that, and [`results`] judges what was seen.

mod answers;
mod imports;
mod load;
mod questions;
mod results;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    database::{Database, Kind},
    failure::Outcome,
    options::Common,
    program,
    service::Service,
};
use answers::Answers;
use imports::Imports;
use load::Tally;
use results::{Results, Sample};

/// What is done, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// For how long
    #[arg(long, value_name = "TIME", default_value = "10m")]
    duration: humantime::Duration,
    /// How many clients ask, each as fast as it is answered
    #[arg(long, default_value = "8", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    clients: u64,
    /// How often something is imported
    #[arg(long, value_name = "TIME", default_value = "1m")]
    import_every: humantime::Duration,
    /// How often memory is looked at
    #[arg(long, value_name = "TIME", default_value = "1m")]
    look_every: humantime::Duration,
    /// By how much memory may grow after the first look, in percent; 16 MiB are always allowed
    #[arg(long, default_value = "20", value_name = "PERCENT")]
    growth: u64,
    /// Where the facts are
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Kind,
    /// The api; without this it is built from the same sources
    #[arg(long, value_name = "PROGRAM")]
    api: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Serves at full load, prints what was seen, and fails when something of it should not have been.
pub(crate) fn run(arguments: &Arguments) -> Outcome<()> {
    let api = program::find("api", arguments.api.as_deref())?;
    let common = &arguments.common;
    let importer = program::find("importer", common.importer.as_deref())?;
    let database = Database::new(arguments.database, common.postgres_url.as_deref(), &common.folder()?)?;
    let results = soak(arguments, &api, &importer, &database)?;
    let mut out = io::stdout().lock();
    if common.json {
        serde_json::to_writer_pretty(&mut out, &results)?;
        writeln!(out)?;
    } else {
        out.write_all(results.table().as_bytes())?;
    }
    out.flush()?;
    results.judge(arguments.growth)
}

fn soak(arguments: &Arguments, api: &Path, importer: &Path, database: &Database) -> Outcome<Results> {
    let questions = questions::read()?;
    let mut imports = Imports::new(importer, database, &arguments.common.folder)?;
    let answers = Answers::new(imports.begin()?);
    let service = Service::api(api, &database.url(), &[])?;
    let (tally, is_over) = (Tally::default(), AtomicBool::new(false));
    let begun = Instant::now();
    let mut results = Results::default();
    results.samples.push(Sample::take(&service, &tally, Duration::ZERO)?);
    thread::scope(|scope| {
        for first in 0..arguments.clients {
            let (questions, answers, tally, is_over, service) =
                (&questions, &answers, &tally, &is_over, &service);
            scope.spawn(move || load::ask(questions, first, service.address(), answers, tally, is_over));
        }
        let followed = follow(arguments, begun, &mut imports, &answers, &service, &tally, &mut results);
        is_over.store(true, Ordering::Relaxed);
        followed
    })?;
    results.finish(&tally, imports.number());
    Ok(results)
}

/// Imports and looks when it is time.
fn follow(
    arguments: &Arguments,
    begun: Instant,
    imports: &mut Imports,
    answers: &Answers,
    service: &Service,
    tally: &Tally,
    results: &mut Results,
) -> Outcome<()> {
    let (mut import_at, mut look_at) = (*arguments.import_every, *arguments.look_every);
    let end = *arguments.duration;
    loop {
        let next = import_at.min(look_at).min(end);
        thread::sleep(next.saturating_sub(begun.elapsed()));
        if next == import_at {
            // What it will hold is known before anybody can be told.
            imports.next(|version, facts| answers.expect(version, facts))?;
            import_at += *arguments.import_every;
        }
        if next == look_at || next == end {
            let sample = Sample::take(service, tally, begun.elapsed())?;
            eprintln!("{}", sample.line());
            results.samples.push(sample);
            look_at += *arguments.look_every;
        }
        if next == end {
            return Ok(());
        }
    }
}
