//! The commands about mapping profiles.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use entities::domain::DatasetKind;

use super::{Format, LimitArgs, examples, values::kind};

/// What can be done with mapping profiles.
#[derive(Clone, Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the built-in profiles
    #[command(after_help = examples::PROFILE_LIST)]
    List,
    /// Print a built-in profile
    #[command(after_help = examples::PROFILE_SHOW)]
    Show {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Draft a profile for a file, as far as it is understood; lines marked EDIT are left to fill in
    #[command(after_help = examples::PROFILE_INFER)]
    Infer(InferArgs),
    /// Say whether a profile is right, and what it reads of files
    #[command(after_help = examples::PROFILE_CHECK)]
    Check(ProfileCheckArgs),
}

/// For which file a profile is drafted.
#[derive(Clone, Debug, Args)]
pub struct InferArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only of this sheet
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What the rows state; guessed if not given
    #[arg(long, value_parser = kind)]
    pub kind: Option<DatasetKind>,
    /// Look at hidden sheets too; without it they are left out
    #[arg(long)]
    pub include_hidden: bool,
    #[command(flatten)]
    /// What a file may hold at most.
    pub limits: LimitArgs,
}

/// Which profile is checked, and on which files.
#[derive(Clone, Debug, Args)]
pub struct ProfileCheckArgs {
    /// The profile: a file, or a built-in one's name
    #[arg(value_name = "PROFILE")]
    pub profile: PathBuf,
    /// Files that it should read
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read hidden sheets too; without it they are skipped with a warning
    #[arg(long)]
    pub include_hidden: bool,
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
