//! The arguments of `runs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DatabaseArgs, examples};

/// How much history to show.
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RunsArgs {
    /// What else to show.
    #[command(subcommand)]
    pub command: Option<RunsCommand>,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
    /// How many runs to show
    #[arg(long, default_value = "50", value_name = "NUMBER")]
    pub limit: u64,
}

/// What else there is to know of the past.
#[derive(Clone, Debug, Subcommand)]
pub enum RunsCommand {
    /// Show for each source when it was last checked and stored, when it is due, and whether it is fresh
    #[command(after_help = examples::RUNS_STATUS)]
    Status(StatusArgs),
}

/// Which sources to show.
#[derive(Clone, Debug, Args)]
pub struct StatusArgs {
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
    /// The list of sources
    #[arg(long, env = "SOURCES", default_value = "data/sources.toml", value_name = "FILE")]
    pub sources: PathBuf,
}
