//! The arguments of `backup`.

use std::path::PathBuf;

use clap::Args;

use super::DatabaseArgs;

/// What `importer backup --help` begins with.
pub(super) const LONG_ABOUT: &str = "\
Copy an SQLite database to a file while it is in use

The copy is the database as it was at one moment, as small as it can be. Readers go on meanwhile, and an import waits with its \
commit until the copy is made. It is looked through before it takes its place, so that a file with that name is whole. To \
restore one, stop the api and the importer and put the copy where the database was.

A PostgreSQL database is copied by its own tools: pg_dump --format=custom --file=FILE ADDRESS, and pg_restore.";

/// Where to copy a database.
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// The copy; it must not be there yet
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take the place of a file that is there, once the copy is whole
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    /// Which database, and how to report.
    pub database: DatabaseArgs,
}
