//! What could be written by hand for the importer's work, if every file were this one: it knows the columns, the
//! spellings and the formats, and checks nothing. The importer is measured beside it.
//!
//! [`table`] streams the rows of a file, [`statement`] reads one of them, [`positions`] says what follows from all of them,
//! [`sqlite`] and [`postgres`] store them in one transaction.

mod positions;
mod postgres;
mod sqlite;
mod statement;
mod table;

use std::{collections::HashMap, path::PathBuf};

use chrono::Utc;
use clap::{Args, ValueEnum};

use crate::failure::Outcome;
use positions::{Ccg, Positions};
use statement::Statement;

/// The sub-command that makes this program the hand-written loader.
pub(crate) const COMMAND: &str = "load-by-hand";

/// What to load.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// How much of the importer's work is done
    #[arg(value_enum)]
    pub(crate) work: Work,
    /// The list of adoptions
    pub(crate) file: PathBuf,
    /// The database, which holds the register and the waves
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: String,
}

/// How much of the importer's work is done.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Work {
    /// Look at every cell
    Read,
    /// And store the facts
    Facts,
    /// And store the evidence for each, and the positions that follow
    Everything,
}

impl Work {
    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Facts => "facts",
            Self::Everything => "everything",
        }
    }
}

/// Loads a list.
pub(crate) fn run(Arguments { work, file, database_url }: &Arguments) -> Outcome<()> {
    let everything = match work {
        Work::Read => return read(file),
        Work::Facts => false,
        Work::Everything => true,
    };
    match database_url.strip_prefix("sqlite://") {
        Some(path) => sqlite::load(file, path.split('?').next().unwrap_or(path), everything),
        None => postgres::load(file, database_url, everything),
    }
}

fn read(file: &std::path::Path) -> Outcome<()> {
    let mut cells = 0;
    table::rows(file, &mut |row| {
        cells += row.cells.iter().filter(|cell| !cell.is_blank()).count();
        Ok(())
    })?;
    eprintln!("{cells} cells");
    Ok(())
}

/// The row numbers of what a fact refers to.
struct Known {
    ccgs: HashMap<String, i64>,
    models: HashMap<String, i64>,
    waves: HashMap<String, i64>,
}

/// The row numbers of the CCG, the model and the wave of one fact.
struct References {
    ccg: i64,
    model: i64,
    wave: i64,
}

impl Known {
    const CCGS: &'static str = "SELECT ods_code, id FROM ccg";
    const MODELS: &'static str = "SELECT code, id FROM commissioning_model";
    const WAVES: &'static str = "SELECT financial_year, id FROM wave";

    fn references(&self, statement: &Statement<'_>) -> Outcome<References> {
        let find = |of: &HashMap<String, i64>, key: &str| {
            of.get(key).copied().ok_or_else(|| format!("row {}: {key} is unknown", statement.row))
        };
        Ok(References {
            ccg: find(&self.ccgs, statement.ods_code)?,
            model: find(&self.models, statement.model)?,
            wave: find(&self.waves, statement.year)?,
        })
    }
}

/// The run and the file that the rows of a load belong to.
struct Load {
    run_id: i64,
    source_id: i64,
    /// The moment of recording, as the importer's database library writes it.
    now: String,
}

impl Load {
    const SOURCE: &'static str =
        "INSERT INTO source (kind, title, natural_key) VALUES ('FILE', $1, $1) RETURNING id";
    const RUN: &'static str = "INSERT INTO import_run (dataset, kind, file_name, source_id, status, started_at, finished_at, importer_version, rows_read, facts, duplicates, skipped, rejected, added, changed, removed, unchanged) VALUES ('synthetic-adoptions', 'ADOPTIONS', 'by hand', $1, 'COMMITTED', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'by hand', 0, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id";
    const CITATION: &'static str = "INSERT INTO source (kind, title, address, natural_key) VALUES ('PUBLICATION', $1, $1, $1) RETURNING id";

    fn now() -> String {
        Utc::now().to_rfc3339()
    }
}
