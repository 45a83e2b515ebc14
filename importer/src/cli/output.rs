//! How much an import says, and how.

use clap::Args;

use crate::report::Detail;

/// How much an import says, and how.
#[derive(Copy, Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Print only files that were refused or have problems, and show no progress
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print all problems that are kept, the columns that were found, and the rows that were skipped
    #[arg(short, long)]
    pub verbose: bool,
    /// Show no progress; none is ever shown but on a terminal
    #[arg(long)]
    pub no_progress: bool,
}

impl OutputArgs {
    /// How much the report for people says.
    #[must_use]
    pub fn detail(self) -> Detail {
        match (self.quiet, self.verbose) {
            (true, _) => Detail::Problems,
            (_, true) => Detail::All,
            _ => Detail::Usual,
        }
    }
}
