//! The command line.

mod backup;
mod examples;
mod explain;
mod import;
mod inspect;
mod limits;
mod output;
mod profile;
mod revert;
mod runs;
mod values;
mod verify;
mod watch;

use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use backup::BackupArgs;
pub use explain::ExplainArgs;
pub use import::{ImportArgs, PolicyArgs};
pub use inspect::InspectArgs;
pub use limits::LimitArgs;
pub use output::OutputArgs;
pub use profile::{InferArgs, ProfileCheckArgs, ProfileCommand};
pub use revert::RevertArgs;
pub use runs::{RunsArgs, RunsCommand, StatusArgs};
pub use watch::{FetchArgs, WatchArgs};

use values::seconds;

/// Turns published spreadsheets into facts with evidence.
#[derive(Debug, Parser)]
#[command(name = "importer", version, after_help = examples::PROGRAM, max_term_width = 110)]
#[command(mut_arg("config", |arg| arg.env("IMPORTER_CONFIG")))]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Whether to use colours; NO_COLOR and CLICOLOR_FORCE count too.
    #[command(flatten)]
    pub color: colorchoice_clap::Color,
    /// Where the settings are.
    #[command(flatten)]
    pub settings: settings::Source,
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
    /// Look whether the database holds what it must: references, counts, and the evidence of every fact
    #[command(long_about = verify::LONG_ABOUT, after_help = examples::VERIFY)]
    Verify(DatabaseArgs),
    /// Copy an SQLite database to a file while it is in use
    #[command(long_about = backup::LONG_ABOUT, after_help = examples::BACKUP)]
    Backup(BackupArgs),
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
    #[arg(long, env = "IMPORTER_LOCK_TIMEOUT", default_value = "30", value_name = "SECONDS", value_parser = seconds)]
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
