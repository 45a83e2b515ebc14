//! The arguments of `watch`, and those of other commands that fetch.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use super::{DatabaseArgs, LimitArgs, PolicyArgs, values::seconds};
use crate::{extract::Limits, fetch::Rules};

pub(super) const LONG_ABOUT: &str = "\
Look for newer files by schedule, and take those that arrive in an inbox.

Sources are looked at when their `schedule` in the list says so; after a standstill once, however many moments were \
missed. A source that was never looked at is due at once. Two importers never do the same check.

With --once everything that is due is looked at, sources without a schedule too, and the command ends with the report \
and exit code of `run`: for cron and systemd timers. Without it the command goes on until SIGTERM (exit code 143) or \
SIGINT (130), either of which waits for the file that is at work; a second one does not.";

/// What to watch, and how.
#[derive(Clone, Debug, Args)]
pub struct WatchArgs {
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
    /// The list of sources, with their schedules
    #[arg(long, env = "SOURCES", default_value = "data/sources.toml", value_name = "FILE")]
    pub sources: PathBuf,
    /// Look once at what is due, print the report, and end
    #[arg(long)]
    pub once: bool,
    /// A folder whose files are imported, and then moved to its folder `done` or `failed`
    #[arg(long, env = "IMPORTER_INBOX", value_name = "FOLDER")]
    pub inbox: Option<PathBuf>,
    /// How long a file in the inbox must not have changed
    #[arg(long, env = "IMPORTER_SETTLE", default_value = "5", value_name = "SECONDS", value_parser = seconds)]
    pub settle: Duration,
    #[command(flatten)]
    /// What is taken of a file.
    pub policy: PolicyArgs,
    #[command(flatten)]
    /// Where addresses may lead.
    pub fetch: FetchArgs,
    #[command(flatten)]
    /// What a file may hold at most.
    pub limits: LimitArgs,
}

/// Where addresses may lead, and how long fetching may take.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Addresses")]
pub struct FetchArgs {
    /// Let addresses lead to this machine and private networks; what they redirect to other hosts must be public
    #[arg(long)]
    pub allow_private: bool,
    /// Give up a file that has not come by then
    #[arg(long, env = "IMPORTER_FETCH_TIMEOUT", default_value = "120", value_name = "SECONDS", value_parser = seconds)]
    pub fetch_timeout: Duration,
}

impl FetchArgs {
    /// The rules, with the limit that any file has.
    #[must_use]
    pub fn rules(&self, limits: &Limits) -> Rules {
        Rules { bytes: limits.file_bytes, time: self.fetch_timeout, allow_private: self.allow_private }
    }
}
