//! The command line.

mod examples;
mod explain;
mod output;
mod profile;
mod revert;
mod runs;
mod watch;

use std::{path::PathBuf, time::Duration};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use entities::domain::{DatasetKind, Vocabulary};

pub use explain::ExplainArgs;
pub use output::OutputArgs;
pub use profile::{InferArgs, ProfileCheckArgs, ProfileCommand};
pub use revert::RevertArgs;
pub use runs::{RunsArgs, RunsCommand, StatusArgs};
pub use watch::{FetchArgs, WatchArgs};

use crate::extract::Limits;

const EXIT_CODES: &str = "\
Exit codes:
   0  everything is stored, or was already
   1  stored, but some rows were rejected
   2  the command line is wrong
   3  a source is older than its error_after (`runs status`; 1 when older than its warn_after)
  65  a file was refused and nothing of it is stored, or a run cannot be taken back
  66  a file is missing or unreadable or could not be fetched, or there is no such CCG or run
  69  the database does not answer
  70  the database refused a statement; nothing of the file is stored
  73  a file that was asked for cannot be made
  74  a report could not be written, or the disk is full
  75  another importer is at work, or a file changed while it was read; try again later
  77  you may not read a file, or not use the database
  78  the list of sources or a profile is wrong, or the schema is older or newer than this program
 130  stopped by SIGINT, 143 by SIGTERM: once cleanly, the second time at once

Examples:
  importer run                                   imports all of data/sources.toml
  importer inspect new-list.xlsx                 shows how the file is read
  importer check new-list.xlsx                   says what an import would do
  importer profile infer new-list.xlsx > p.toml  drafts a profile for a file that is not understood
  importer run new-list.xlsx --dataset co-commissioning-adoptions --format json
  importer revert 12                             takes back what run 12 stored
  importer watch --inbox inbox                   looks for newer files by schedule, and takes those that arrive
  importer explain 08K --on 2016-07-01           says which model a CCG had, and why";

/// Turns published spreadsheets into facts with evidence.
#[derive(Debug, Parser)]
#[command(name = "importer", version, after_help = EXIT_CODES, max_term_width = 110)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Whether to use colours; NO_COLOR and CLICOLOR_FORCE count too.
    #[command(flatten)]
    pub color: colorchoice_clap::Color,
}

/// What the importer can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import files; with none, all that the list of sources names
    #[command(after_help = examples::RUN)]
    Run(ImportArgs),
    /// Do everything that `run` does, then take it back and say what would have changed
    #[command(after_help = examples::CHECK)]
    Check(ImportArgs),
    /// Show what is recognised in a file: sheets, header, columns, first records; stores nothing
    #[command(after_help = examples::INSPECT)]
    Inspect(InspectArgs),
    /// Look for newer files by schedule, and take those that arrive in an inbox
    #[command(long_about = watch::LONG_ABOUT, after_help = examples::WATCH)]
    Watch(WatchArgs),
    /// Show the history of imports, newest first
    #[command(after_help = examples::RUNS)]
    Runs(RunsArgs),
    /// Take a run back: what was in force before it is in force again
    #[command(long_about = revert::LONG_ABOUT, after_help = examples::REVERT)]
    Revert(RevertArgs),
    /// Explain which model a CCG had on a day: by which facts, from which cells of which files
    #[command(after_help = examples::EXPLAIN)]
    Explain(ExplainArgs),
    /// Say what a file means that is not understood by itself: mapping profiles
    #[command(subcommand, after_help = examples::PROFILE)]
    Profile(ProfileCommand),
    /// Bring the database's schema up to date
    #[command(after_help = examples::MIGRATE)]
    Migrate(DatabaseArgs),
    /// Print a completion script for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = examples::MAN)]
    Man,
}

/// Which database, and how to report.
#[derive(Clone, Debug, Args)]
pub struct DatabaseArgs {
    /// The database: sqlite://PATH or postgres://USER@HOST/NAME
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://co-commissioning.sqlite?mode=rwc",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database_url: String,
    /// How long to wait for another importer, in seconds
    #[arg(long, default_value = "30", value_name = "SECONDS", value_parser = seconds)]
    pub lock_timeout: Duration,
    /// The report's form: text for people, one JSON document for programs; on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// The report's form.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

/// What to import, and what is known of it.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// Files to import, or http(s) addresses: .xlsx, .xlsm, .xlsb, .xls, .ods or delimited text; of a folder all such
    /// files in the order of their names; "-" is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
    /// The list of sources
    #[arg(long, env = "SOURCES", default_value = "data/sources.toml", value_name = "FILE")]
    pub sources: PathBuf,
    /// The logical dataset that a single FILE belongs to; a newer file of it corrects what the older one stated
    #[arg(long, value_name = "NAME", requires = "files")]
    pub dataset: Option<String>,
    /// The name of what comes from standard input; it names the dataset too
    #[arg(long, value_name = "NAME", requires = "files")]
    pub file_name: Option<String>,
    /// What the rows state; recognised by the header if not given
    #[arg(long, value_parser = kind, requires = "files")]
    pub kind: Option<DatasetKind>,
    /// Read by this mapping profile: a built-in one's name, a file, or a folder of them; see `importer profile --help`
    #[arg(long, value_name = "PROFILE", requires = "files")]
    pub profile: Option<PathBuf>,
    /// Who published the files
    #[arg(long, requires = "files")]
    pub publisher: Option<String>,
    /// The title under which the files were published
    #[arg(long, requires = "files")]
    pub title: Option<String>,
    /// Where the files were published
    #[arg(long, value_name = "URL", requires = "files")]
    pub address: Option<String>,
    /// The day on which the files were published
    #[arg(long, value_name = "DATE", requires = "files")]
    pub published_on: Option<NaiveDate>,
    /// The day that a list of CCG names and codes describes
    #[arg(long, value_name = "DATE", requires = "files")]
    pub as_of: Option<NaiveDate>,
    /// Read hidden sheets too; without it they are skipped with a warning
    #[arg(long)]
    pub include_hidden: bool,
    #[command(flatten)]
    /// What is taken of a file.
    pub policy: PolicyArgs,
    #[command(flatten)]
    /// Where addresses may lead.
    pub fetch: FetchArgs,
    #[command(flatten)]
    /// What a file may hold at most.
    pub limits: LimitArgs,
    #[command(flatten)]
    /// How much is said, and how.
    pub output: OutputArgs,
    /// Write the JSON report into a file too
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write all problems into a CSV file
    #[arg(long, value_name = "FILE")]
    pub issues: Option<PathBuf>,
    /// Write a copy of the file as .xlsx, its bad cells coloured and commented; of several files, into a folder
    #[arg(long, value_name = "PATH")]
    pub mark_up: Option<PathBuf>,
}

/// What is taken of a file.
#[derive(Clone, Debug, Args)]
pub struct PolicyArgs {
    /// Withdraw facts that the dataset's older file stated and this one does not; without it they stay
    #[arg(long)]
    pub replace: bool,
    /// Refuse a file when a larger share of its rows is rejected
    #[arg(long, default_value = "10", value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub max_rejects: u64,
    /// Refuse a file when any of its rows is rejected
    #[arg(long, conflicts_with = "max_rejects")]
    pub strict: bool,
}

/// What a file may hold, and its parser use, at most.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Refuse larger files
    #[arg(long, default_value = "32", value_name = "MIB")]
    pub max_file_mib: u64,
    /// Refuse workbooks that unpack to more; those that only look like bombs are refused before
    #[arg(long, default_value = "1024", value_name = "MIB")]
    pub max_unpacked_mib: u64,
    /// Refuse workbooks with more parts
    #[arg(long, default_value = "1000", value_name = "NUMBER")]
    pub max_parts: usize,
    /// Refuse files with values further to the right
    #[arg(long, default_value = "512", value_name = "NUMBER")]
    pub max_columns: u32,
    /// Refuse files with more values
    #[arg(long, default_value = "16000000", value_name = "NUMBER")]
    pub max_cells: u64,
    /// Refuse files with more rows that have a value
    #[arg(long, default_value = "1048576", value_name = "NUMBER")]
    pub max_rows: u64,
    /// Refuse delimited text with a longer line
    #[arg(long, default_value = "1024", value_name = "KIB")]
    pub max_line_kib: u64,
    /// Keep so many problems of a file, and so many skipped rows, in full; count the others
    #[arg(long, default_value = "10000", value_name = "NUMBER")]
    pub max_issues: usize,
    /// Refuse files whose parser wants more memory
    #[arg(long, default_value = "1024", value_name = "MIB")]
    pub max_memory_mib: u64,
    /// Refuse files whose parser reads nothing for so long, or takes half of it in processor time
    #[arg(long, default_value = "60", value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub max_seconds: u64,
}

impl From<&LimitArgs> for Limits {
    fn from(arguments: &LimitArgs) -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            file_bytes: arguments.max_file_mib.saturating_mul(MIB),
            columns: arguments.max_columns,
            cells: arguments.max_cells,
            rows: arguments.max_rows,
            line_bytes: arguments.max_line_kib.saturating_mul(1024),
            zip_entries: arguments.max_parts,
            issues: arguments.max_issues,
            inflated_bytes: arguments.max_unpacked_mib.saturating_mul(MIB),
            memory: arguments.max_memory_mib.saturating_mul(MIB),
            cpu: Duration::from_secs(arguments.max_seconds.div_ceil(2)),
            wall: Duration::from_secs(arguments.max_seconds),
            ..Self::default()
        }
    }
}

/// Which file to look at.
#[derive(Clone, Debug, Args)]
pub struct InspectArgs {
    /// The file; "-" is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What its rows state; recognised by the header if not given
    #[arg(long, value_parser = kind)]
    pub kind: Option<DatasetKind>,
    /// Read hidden sheets too; without it they are skipped with a warning
    #[arg(long)]
    pub include_hidden: bool,
    /// Read by this mapping profile: a built-in one's name, a file, or a folder of them; see `importer profile --help`
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<PathBuf>,
    /// Show all problems that are kept, and the rows that were skipped
    #[arg(short, long)]
    pub verbose: bool,
    /// The report's form: text for people, one JSON document for programs; on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    /// What a file may hold at most.
    pub limits: LimitArgs,
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "expected a whole number of seconds".to_owned())
}

fn kind(text: &str) -> Result<DatasetKind, String> {
    DatasetKind::parse(text).map_err(|error| format!("the kinds are {}", error.candidates.join(", ")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_ends_in_examples() {
        fn all(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  importer "), "{}", command.get_name());
            command.get_subcommands().for_each(all);
        }
        all(&super::Cli::command());
    }
}
