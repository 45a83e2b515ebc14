//! The api beside what could be written by hand for the same answers.
//!
//! The databases ([`data`]) are made by the importer from made-up lists. [`catalogue`] has all that is asked of them, each a
//! [`question`] with variables of which [`values`] draws others each time; [`asking`] sees to it that the hand-written service
//! ([`by_hand`]) answers the same as the api. [`measuring`] has [`load`] ask all of them in turn, the api, the hand-written service and
//! one that gives [`stored`] bytes; [`measured`] and [`results`] hold what that took, and [`table`] shows it.

mod asking;
pub(crate) mod by_hand;
mod catalogue;
mod data;
mod listen;
mod load;
mod measured;
mod measuring;
mod question;
mod results;
pub(crate) mod stored;
mod table;
mod values;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    database::Kind,
    failure::Outcome,
    import::Importer,
    options::{self, Common},
    program,
};
use data::{Data, Size};
use load::{Extent, Load};
use measuring::Measuring;
use results::Results;

/// What is measured.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// How much the databases hold
    #[arg(long, value_enum, value_delimiter = ',', default_value = "small,large")]
    sizes: Vec<Size>,
    /// What is asked; everything unless given
    #[arg(long, value_delimiter = ',', value_name = "QUESTION", value_parser = PossibleValuesParser::new(catalogue::NAMES))]
    questions: Vec<String>,
    /// Over how many connections at once
    #[arg(long, value_delimiter = ',', default_value = "1,16,64", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    connections: Vec<u64>,
    /// How often everything is measured; the tables show medians
    #[arg(long, default_value = "3", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    rounds: u64,
    /// For how long each is asked
    #[arg(long, default_value = "2s", value_name = "TIME")]
    duration: humantime::Duration,
    /// How often each is asked, in place of a time
    #[arg(long, value_name = "NUMBER", conflicts_with = "duration", value_parser = clap::value_parser!(u64).range(1..))]
    requests: Option<u64>,
    /// Where the facts are. Nothing is written by hand for PostgreSQL
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Kind,
    /// The api; without this it is built from the same sources
    #[arg(long, value_name = "PROGRAM")]
    api: Option<PathBuf>,
    /// The load generator; without this the oha that the system finds
    #[arg(long, value_name = "PROGRAM")]
    oha: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Makes the databases, asks everybody, and prints what that took.
pub(crate) fn run(arguments: &Arguments) -> Outcome<()> {
    options::warn_of_debug_build();
    let common = &arguments.common;
    let load = Load::find(arguments.oha.as_deref())?;
    let api = program::find("api", arguments.api.as_deref())?;
    let (importer, folder) = (Importer::find(common.importer.as_deref())?, common.folder()?);
    let extent = match arguments.requests {
        Some(requests) => Extent::Times(requests),
        None => Extent::Seconds(arguments.duration.as_secs_f64()),
    };
    let mut results = Results::default();
    for size in &arguments.sizes {
        let list = size.list();
        let data =
            Data::of(*size, &list, arguments.database, common.postgres_url.as_deref(), &importer, &folder)?;
        let measuring =
            Measuring { size: *size, list: &list, data: &data, api: &api, load: &load, folder: &folder };
        results.add(measuring.run(&arguments.questions, &arguments.connections, arguments.rounds, extent)?);
    }
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
