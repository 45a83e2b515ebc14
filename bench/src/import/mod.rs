//! The importer beside hand-written loaders of the same made-up lists.
//!
//! [`files`] are made once, and each database that is filled is a copy of one that knows their organisations and
//! rounds ([`database`](crate::database)). [`case`] runs the [`importer`] and the loaders in turn, and [`sameness`] makes sure that they
//! stored the same; [`results`] holds what that took against what is wanted, and [`table`] shows it.

mod case;
mod files;
mod importer;
mod results;
mod sameness;
mod table;

use std::io::{self, Write};

use clap::Args;

use crate::{
    database::{Database, Kind},
    failure::Outcome,
    options::{self, Common},
    synthetic::{Format, List, MOST_ROWS},
};
use case::Case;
pub(crate) use files::Files;
pub(crate) use importer::Importer;
use results::Results;

/// What is measured.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The lengths of the lists
    #[arg(long, value_delimiter = ',', default_value = "100000,1000000", value_name = "NUMBER", value_parser = rows)]
    rows: Vec<usize>,
    /// How they are written
    #[arg(long, value_enum, value_delimiter = ',', default_value = "xlsx,csv")]
    formats: Vec<Format>,
    /// Where they are stored
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite")]
    databases: Vec<Kind>,
    /// How often each program is run; the table shows medians
    #[arg(long, default_value = "3", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    rounds: u64,
    #[command(flatten)]
    common: Common,
}

/// Makes the lists, imports them in every way, and prints what that took.
pub(crate) fn run(arguments: &Arguments) -> Outcome<()> {
    options::warn_of_debug_build();
    let common = &arguments.common;
    let (importer, folder) = (Importer::find(common.importer.as_deref())?, common.folder()?);
    let mut results = Vec::new();
    for rows in &arguments.rows {
        let list = List::of(*rows);
        for format in &arguments.formats {
            let files = Files::write(&list, *format, &folder)?;
            for kind in &arguments.databases {
                let server = common.postgres_url.as_deref();
                let prepared = Database::new(*kind, server, &folder)?;
                importer.prepare(&prepared, &files)?;
                let case = Case { importer: &importer, files: &files, kind: *kind, prepared: &prepared };
                results.push(case.run(arguments.rounds)?);
            }
        }
    }
    let results = Results::new(results);
    print(&results, common.json)
}

fn print(results: &Results, as_json: bool) -> Outcome<()> {
    let mut out = io::stdout().lock();
    if as_json {
        serde_json::to_writer_pretty(&mut out, results)?;
        writeln!(out)?;
    } else {
        out.write_all(table::text(results).as_bytes())?;
    }
    Ok(out.flush()?)
}

fn rows(text: &str) -> Result<usize, String> {
    let rows = text.parse().map_err(|_| "expected a whole number".to_owned())?;
    if (1..=MOST_ROWS).contains(&rows) { Ok(rows) } else { Err(format!("expected 1 to {MOST_ROWS}")) }
}
