//! The arguments of `run` and `check`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use entities::domain::DatasetKind;

use super::{
    DatabaseArgs, FetchArgs, LimitArgs, OutputArgs,
    values::{day, kind},
};

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
    #[arg(long, value_name = "DATE", value_parser = day, requires = "files")]
    pub published_on: Option<NaiveDate>,
    /// The day that a list of CCG names and codes describes
    #[arg(long, value_name = "DATE", value_parser = day, requires = "files")]
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
    /// Withdraw facts that the dataset's older file stated and this one leaves out; without it they stay
    #[arg(long)]
    pub replace: bool,
    /// Refuse a file when a larger share of its rows is rejected
    #[arg(long, default_value = "10", value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub max_rejects: u64,
    /// Refuse a file when any of its rows is rejected
    #[arg(long, conflicts_with = "max_rejects")]
    pub strict: bool,
}
