//! What can go wrong beyond a row: a file is refused, or the work cannot go on.

mod refusal;
mod trouble;

use std::path::PathBuf;

use migrations::trouble::Trouble;
use sea_orm::DbErr;

pub use refusal::{Refusal, RefusalCode};

use crate::report::Exit;

/// Why the work could not go on. Each variant is a thing that a caller handles differently.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The list of sources is missing or wrong.
    #[error("{}: {message}", path.display())]
    Catalogue {
        /// The list.
        path: PathBuf,
        /// What is wrong, and what to do.
        message: String,
    },
    /// A mapping profile is missing or wrong.
    #[error("profile {}: {message}", path.display())]
    Profile {
        /// The profile.
        path: PathBuf,
        /// What is wrong, and what to do.
        message: String,
    },
    /// The database cannot be opened.
    #[error("{}", .0.told)]
    Unopened(Trouble),
    /// Another importer holds the lock.
    #[error(
        "another importer is at work; gave up after {seconds} s. Try again later or raise --lock-timeout"
    )]
    Locked {
        /// How long was waited.
        seconds: u64,
    },
    /// The schema is newer than this program.
    #[error("the database was migrated by a newer importer ({found} is unknown here); upgrade this one")]
    NewerSchema {
        /// A migration that is unknown.
        found: String,
    },
    /// The schema is older than this program.
    #[error("the database lacks {missing} migration(s); run `importer migrate` once, then try again")]
    OlderSchema {
        /// How many are missing.
        missing: usize,
    },
    /// The database has no schema yet.
    #[error("the database {url} has no schema yet; run `importer run` or `importer migrate` first")]
    NoSchema {
        /// Its address without password.
        url: String,
    },
    /// The rows of a file do not add up: a fault of this program.
    #[error(
        "{file}: {read} rows were read, but {told} accounted for; nothing of it is stored. Please report this"
    )]
    Unaccounted {
        /// The file.
        file: String,
        /// Rows that were read.
        read: u64,
        /// Rows that became a fact, a duplicate, a skip or a rejection.
        told: u64,
    },
    /// A folder cannot be read, or has nothing to read in it.
    #[error("{}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Nothing says which list comes from standard input.
    #[error(
        "standard input has no name: say with --dataset which list it is, or with --file-name what it is called"
    )]
    NamelessInput,
    /// Standard input cannot be read, or not be kept.
    #[error("standard input cannot be read: {0}")]
    StandardInput(std::io::Error),
    /// Two files of one invocation would take each other's place.
    #[error("{} and {} are both dataset {dataset}, and the second would take the place of the first; \
             give each its own --dataset", first.display(), second.display())]
    SameDataset {
        /// The dataset.
        dataset: String,
        /// A file.
        first: PathBuf,
        /// Another file.
        second: PathBuf,
    },
    /// The register has no CCG that is called so.
    #[error("the register has no CCG \"{said}\"{}", did_you_mean(offered))]
    UnknownCcg {
        /// What was asked for.
        said: String,
        /// CCGs that may have been meant; empty when none is near.
        offered: String,
    },
    /// Several CCGs are called so.
    #[error("\"{said}\" may be {candidates}; give the ODS code, or the day with --on")]
    AmbiguousCcg {
        /// What was asked for.
        said: String,
        /// Those that are called so.
        candidates: String,
    },
    /// There is no run with this number.
    #[error("there is no run {id}; `importer runs` shows those that there are")]
    UnknownRun {
        /// What was asked for.
        id: i64,
    },
    /// A run cannot be taken back.
    #[error("run {id} cannot be taken back: {because}. Nothing was changed")]
    NotRevertible {
        /// The run.
        id: i64,
        /// Why not, and what to do.
        because: String,
    },
    /// The database refused a statement.
    #[error("the database refused a statement; nothing of the file is stored: {0}")]
    Database(DbErr),
    /// The connection was lost on the way.
    #[error(
        "the connection to the database was lost: {0}. Nothing of the file is stored, unless it happened at the very end. \
         Run it again: what is stored already is not stored twice"
    )]
    ConnectionLost(DbErr),
    /// The database stopped a statement.
    #[error(
        "the database stopped a statement, for the time it took or because it was told to: {0}. Nothing of the file is stored. \
         Try again later, or allow it more time (statement_timeout)"
    )]
    StatementStopped(DbErr),
    /// There is no room for what the database has to store, or its disk fails.
    #[error(
        "the disk of the database is full, or fails; nothing of the file is stored: {0}. Make room there and where \
         temporary files go ({folder}), then run this again",
        folder = temporary()
    )]
    DiskFull(DbErr),
    /// Others kept the database to themselves for too long.
    #[error(
        "the database was kept busy for too long; nothing of the file is stored: {0}. Try again later or raise --lock-timeout"
    )]
    Busy(DbErr),
    /// The database may not be used, or not be written.
    #[error(
        "you may not use this database, or not write it: {0}. Nothing was changed; run this as somebody who may write it"
    )]
    DatabaseForbidden(DbErr),
    /// The database's file is damaged, or none.
    #[error("this is no database, or its file is damaged: {0}. Restore a backup of it")]
    DatabaseDamaged(DbErr),
    /// A signal stopped the work.
    #[error("stopped by {}; what the report lists is stored, and nothing of any other file", signal(*.0))]
    Stopped(Exit),
    /// A database of the other kind is copied by other tools.
    #[error("a PostgreSQL database is copied by its own tools: pg_dump --format=custom --file=FILE {url}")]
    NotSqlite {
        /// Its address without password.
        url: String,
    },
    /// A copy of the database is damaged, as the database may be itself.
    #[error("the copy {} is damaged and was not kept: {faults}. See what `importer verify` says of the database", path.display())]
    DamagedCopy {
        /// What the copy would have been called.
        path: PathBuf,
        /// What is wrong with it.
        faults: String,
    },
    /// A file that was asked for cannot be made.
    #[error("{} cannot be made: {source}", path.display())]
    CannotCreate {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file that was asked for could not be written.
    #[error("{} could not be written: {source}{}", path.display(), room(source))]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file that was asked for would take the place of one that is read.
    #[error("{} is read, and cannot be written too; give another file", path.display())]
    OutputIsInput {
        /// The file.
        path: PathBuf,
    },
    /// The inbox cannot be used.
    #[error("the inbox {}: {message}", path.display())]
    Inbox {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A file could not be kept where temporary files go.
    #[error(
        "a file could not be kept until it was read: {0}. Make room where temporary files go ({folder}), or name another folder with TMPDIR",
        folder = temporary()
    )]
    Temporary(#[source] std::io::Error),
    /// The report could not be written.
    #[error("the report could not be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Where temporary files go.
fn temporary() -> String {
    std::env::temp_dir().display().to_string()
}

/// What to do where there was no room for a file.
fn room(source: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match source.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => ". Make room there, or give another place",
        _ => "",
    }
}

fn did_you_mean(offered: &str) -> String {
    if offered.is_empty() { String::new() } else { format!("; did you mean {offered}?") }
}

/// The signal that ended the importer with this code.
pub(crate) fn signal(exit: Exit) -> &'static str {
    if exit == Exit::Terminated { "SIGTERM" } else { "SIGINT" }
}
