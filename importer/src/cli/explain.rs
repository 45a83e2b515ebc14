//! The arguments of `explain`.

use chrono::NaiveDate;
use clap::Args;

use super::DatabaseArgs;

const EXAMPLES: &str = "\
Examples:
  importer explain 08K                           the last that is known of Lambeth
  importer explain E38000092 --on 2016-07-01     the same CCG by its ONS code, on a day
  importer explain \"NHS Lambeth CCG\" --format json";

/// Which CCG, and on which day.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// The CCG: its ODS code, an ONS code or a name
    #[arg(value_name = "CCG")]
    pub ccg: String,
    /// The day; without it today, or the last day of a CCG that has closed
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
}
