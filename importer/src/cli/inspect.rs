//! The arguments of `inspect`.

use std::path::PathBuf;

use clap::Args;
use entities::domain::DatasetKind;

use super::{Format, LimitArgs, values::kind};

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
