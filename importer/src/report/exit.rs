//! Exit codes, on which a scheduler can act. They follow `sysexits.h` where it has one.

use std::{io::ErrorKind, process::ExitCode};

use entities::domain::RunStatus;
use migrations::trouble::Class;

use super::FileReport;
use crate::error::{Error, RefusalCode};

/// How an invocation ended. A batch ends with its worst file's code.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Everything is stored, or was already.
    Ok = 0,
    /// Everything is stored but rows that were rejected.
    Rejects = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A source is older than it may be.
    Stale = 3,
    /// A file was refused, a run cannot be taken back, or the database does not hold what it must.
    DataRefused = 65,
    /// A file is missing or unreadable, or no CCG or run is meant.
    NoInput = 66,
    /// The database does not answer.
    Unavailable = 69,
    /// The database refused a statement.
    Software = 70,
    /// A file that was asked for cannot be made.
    CannotCreate = 73,
    /// A report could not be written, or the disk is full.
    Io = 74,
    /// Another importer is at work, a file is being written, or the database stopped a statement: try again later.
    TryLater = 75,
    /// The file or the database may not be used.
    NoPermission = 77,
    /// The list of sources, a profile, or the schema, is not what it must be.
    Config = 78,
    /// SIGINT stopped the work.
    Interrupted = 130,
    /// SIGTERM stopped the work.
    Terminated = 143,
}

impl Exit {
    /// The code.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The exit code of an error that ended the work.
#[must_use]
pub fn exit_of(error: &Error) -> Exit {
    match error {
        Error::Catalogue { .. }
        | Error::Profile { .. }
        | Error::NewerSchema { .. }
        | Error::OlderSchema { .. }
        | Error::NoSchema { .. } => Exit::Config,
        Error::Folder { source, .. } if source.kind() == ErrorKind::PermissionDenied => Exit::NoPermission,
        Error::Folder { .. } => Exit::NoInput,
        Error::DatabaseForbidden(_) => Exit::NoPermission,
        Error::DiskFull(_) => Exit::Io,
        Error::Stopped(exit) => *exit,
        Error::Unopened(trouble) => match trouble.class {
            Class::Address => Exit::Usage,
            Class::Away => Exit::Unavailable,
            Class::Forbidden => Exit::NoPermission,
            Class::Damaged => Exit::DataRefused,
        },
        Error::ConnectionLost(_) => Exit::Unavailable,
        Error::Locked { .. } | Error::Busy(_) | Error::StatementStopped(_) => Exit::TryLater,
        Error::UnknownCcg { .. } | Error::UnknownRun { .. } => Exit::NoInput,
        Error::NotRevertible { .. } | Error::DatabaseDamaged(_) => Exit::DataRefused,
        Error::AmbiguousCcg { .. }
        | Error::NamelessInput
        | Error::OutputIsInput { .. }
        | Error::SameDataset { .. }
        | Error::NotSqlite { .. } => Exit::Usage,
        Error::Database(_) | Error::Unaccounted { .. } => Exit::Software,
        Error::CannotCreate { .. } => Exit::CannotCreate,
        Error::Inbox { .. } => Exit::NoInput,
        Error::DamagedCopy { .. }
        | Error::Output(_)
        | Error::StandardInput(_)
        | Error::NotWritten { .. }
        | Error::Temporary(_) => Exit::Io,
    }
}

impl FileReport {
    /// The exit code of a file.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match (self.status, self.reason) {
            (_, Some(RefusalCode::Unreadable | RefusalCode::NotARegularFile | RefusalCode::NotFetched)) => {
                Exit::NoInput
            }
            (_, Some(RefusalCode::NotPermitted)) => Exit::NoPermission,
            (_, Some(RefusalCode::ChangedWhileReading)) => Exit::TryLater,
            (Some(RunStatus::Rejected), _) => Exit::DataRefused,
            _ if self.issues.has_errors() => Exit::Rejects,
            _ => Exit::Ok,
        }
    }
}
