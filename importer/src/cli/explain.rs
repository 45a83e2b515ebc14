//! The arguments of `explain`.

use chrono::NaiveDate;
use clap::Args;

use super::{DatabaseArgs, values::day};

/// Which CCG, and on which day.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The CCG: its ODS code, an ONS code or a name
    #[arg(value_name = "CCG")]
    pub ccg: String,
    /// The day; without it today, or the last day of a CCG that has closed
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<NaiveDate>,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
}
