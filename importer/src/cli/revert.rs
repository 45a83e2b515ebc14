//! The arguments of `revert`.

use clap::Args;

use super::DatabaseArgs;

/// What `importer revert --help` begins with.
pub(super) const LONG_ABOUT: &str = "\
Take a run back: what was in force before it is in force again

Nothing is deleted: what the run recorded is retracted, and what it retracted is recorded again, by a run of its own. What \
other datasets state stays, and a row that one of them contradicts by now does not come back; the report names it. A file \
whose run was taken back can be imported again.

Only the last run that stored a file of its dataset can be taken back; take several back from the last to the first. \
Waves and CCG registers are corrected in place: import their older file again instead.";

/// Which run to take back.
#[derive(Clone, Debug, Args)]
pub struct RevertArgs {
    /// The run's number, as `importer runs` shows it
    #[arg(value_name = "RUN")]
    pub run: i64,
    /// Do everything, then undo it and say what would have changed
    #[arg(long)]
    pub dry_run: bool,
    /// Keep so many problems, and so many changes, in full; count the others
    #[arg(long, default_value = "10000", value_name = "NUMBER", env = "IMPORTER_MAX_ISSUES")]
    pub max_issues: usize,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
}
