//! Tells what a database is in trouble with, where somebody can do something about it.

use std::path::Path;

use migrations::trouble::{Trouble, code, is_away};
use rustix::{
    fs::{Access, access},
    io::Errno,
};
use sea_orm::DbErr;

use super::Error;

/// What PostgreSQL calls a statement that it stopped.
const STOPPED: &str = "57014";

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match code(&error).as_deref() {
            Some(code) if is_full(code) => Self::DiskFull(error),
            Some(code) if is_forbidden(code) => Self::DatabaseForbidden(error),
            Some(code) if is_damaged(code) => Self::DatabaseDamaged(error),
            Some(code) if is_busy(code) => Self::Busy(error),
            Some(STOPPED) => Self::StatementStopped(error),
            _ if is_away(&error) => Self::ConnectionLost(error),
            _ => Self::Database(error),
        }
    }
}

impl Error {
    /// Why a database cannot be connected to. SQLite does not tell a file that may not be opened from one that is not
    /// there, so the file is looked at.
    pub(crate) fn of_connection(source: DbErr, url: &str, file: Option<&Path>) -> Self {
        let is_denied = |path: &Path| {
            matches!(access(path, Access::READ_OK | Access::WRITE_OK), Err(Errno::ACCESS | Errno::ROFS))
        };
        let folder =
            |path: &Path| path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned);
        let denied = file.is_some_and(|path| {
            is_denied(path) || !path.exists() && is_denied(&folder(path).unwrap_or_else(|| ".".into()))
        });
        if code(&source).is_some_and(|code| is_busy(&code)) {
            Self::Busy(source)
        } else if denied {
            Self::DatabaseForbidden(source)
        } else {
            Self::Unopened(Trouble::of_opening(url, &source))
        }
    }
}

/// The primary code of SQLite, which is the lowest byte of an extended one.
fn primary(code: &str) -> Option<u32> {
    code.parse().ok().filter(|_| code.len() < 5).map(|code: u32| code & 0xff)
}

/// SQLITE_IOERR and SQLITE_FULL; disk_full, configuration_limit_exceeded, as of temporary files, and io_error.
fn is_full(code: &str) -> bool {
    matches!(primary(code), Some(10 | 13)) || matches!(code, "53100" | "53400" | "58030")
}

/// SQLITE_BUSY and SQLITE_LOCKED; lock_not_available, deadlock_detected, and transactions that could not be in any order.
fn is_busy(code: &str) -> bool {
    matches!(primary(code), Some(5 | 6)) || matches!(code, "55P03" | "40P01" | "40001")
}

/// SQLITE_PERM and SQLITE_READONLY; insufficient_privilege, invalid_authorization_specification, invalid_password and
/// read_only_sql_transaction.
fn is_forbidden(code: &str) -> bool {
    matches!(primary(code), Some(3 | 8)) || matches!(code, "42501" | "28000" | "28P01" | "25006")
}

/// SQLITE_CORRUPT and SQLITE_NOTADB; data_corrupted and index_corrupted.
fn is_damaged(code: &str) -> bool {
    matches!(primary(code), Some(11 | 26)) || matches!(code, "XX001" | "XX002")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        assert!(["13", "10", "778", "53100"].into_iter().all(is_full));
        assert!(["8", "1032", "42501", "28P01"].into_iter().all(is_forbidden));
        assert!(["11", "267", "26", "XX001"].into_iter().all(is_damaged));
        assert!(["5", "517", "6", "55P03", "40001"].into_iter().all(is_busy));
        for code in ["1", "19", "2067", "23505", ""] {
            assert!(!is_full(code) && !is_forbidden(code) && !is_damaged(code) && !is_busy(code), "{code}");
        }
    }
}
