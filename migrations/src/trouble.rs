//! Why a database cannot be opened, and what helps. Both programs say it in the same words.

use std::{
    fs::File,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use sea_orm_migration::sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::database::{sqlite_path, without_secrets};

/// Why a database cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What a program does about it.
    pub class: Class,
    /// What is wrong and what helps, in sentences.
    pub told: String,
}

/// What kind of trouble it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// The address is wrong.
    Address,
    /// It is not there, or does not answer.
    Away,
    /// This user may not use it.
    Forbidden,
    /// It is no database, or damaged.
    Damaged,
}

/// The forms that an address has.
const FORMS: &str = "give sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME";

impl Trouble {
    /// Of an address that leads to no database of a kind that is known; none when it may.
    #[must_use]
    pub fn of_address(url: &str) -> Option<Self> {
        let shown = without_secrets(url);
        let file = sqlite_path(url);
        let told = if let Some((kind, _)) = url.split_once("://").or_else(|| url.split_once(':')) {
            match kind {
                "sqlite" if file.is_none() && !url.ends_with(":memory:") => {
                    format!("{shown} names no file; give sqlite://PATH")
                }
                "sqlite" | "postgres" | "postgresql" => return None,
                _ => format!("{shown} is not a database that is known; {FORMS}"),
            }
        } else if url.is_empty() {
            format!("the address of the database is empty; {FORMS}")
        } else {
            format!("{shown} is not the address of a database; a file is sqlite://{shown}, else {FORMS}")
        };
        Some(Self { class: Class::Address, told })
    }

    /// Of a database that was to be opened.
    #[must_use]
    pub fn of_opening(url: &str, error: &DbErr) -> Self {
        let shown = without_secrets(url);
        let (class, why, remedy) = match driver(error) {
            Some(SqlxError::Configuration(why)) => {
                (Class::Address, why.to_string(), "Mend the address".to_owned())
            }
            _ if matches!(error, DbErr::Conn(RuntimeErr::Internal(_))) => of_form(),
            Some(error) => match sqlite_path(url) {
                Some(path) => of_file(Path::new(path), error),
                None => of_server(url, error),
            },
            None if matches!(error, DbErr::ConnectionAcquire(_)) => {
                (Class::Away, IN_VAIN.to_owned(), RUNNING.to_owned())
            }
            None => (Class::Away, error.to_string(), RUNNING.to_owned()),
        };
        // A driver may quote the whole address.
        let why = why.replace(url, &shown);
        Self { class, told: format!("the database {shown} cannot be opened: {why}. {remedy}") }
    }
}

/// Whether an error tells that a database does not answer, or no longer, rather than that it refused what it was told.
#[must_use]
pub fn is_away(error: &DbErr) -> bool {
    match driver(error) {
        Some(SqlxError::Database(error)) => error.code().is_some_and(|code| is_code_of_absence(&code)),
        Some(
            SqlxError::Io(_)
            | SqlxError::Tls(_)
            | SqlxError::Protocol(_)
            | SqlxError::PoolTimedOut
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed,
        ) => true,
        Some(_) => false,
        None => matches!(error, DbErr::ConnectionAcquire(_)),
    }
}

/// Codes of PostgreSQL: connection_exception and its kind; admin_shutdown, crash_shutdown, cannot_connect_now;
/// too_many_connections. SQLITE_CANTOPEN.
fn is_code_of_absence(code: &str) -> bool {
    code.len() == 5 && code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P03" | "53300" | "14")
}

type Told = (Class, String, String);

const RUNNING: &str =
    "Is its server running, are host and port right, and has it a connection left (max_connections)?";

/// What may pass, as that nobody listens or that there are too many clients, was tried again until then.
const IN_VAIN: &str = "no connection could be had in time";

const ENCRYPTION: &str = "The address says whether there must be TLS (sslmode=require, prefer or disable), which authority signed \
                          the certificate of the server (sslrootcert=FILE), and under which name";

/// What the database itself calls an error: five characters of PostgreSQL, a number of SQLite.
#[must_use]
pub fn code(error: &DbErr) -> Option<String> {
    driver(error).and_then(code_of)
}

fn code_of(error: &SqlxError) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

fn driver(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn of_form() -> Told {
    let why = "its address cannot be understood".to_owned();
    let remedy = "It is postgres://USER:PASSWORD@HOST:PORT/NAME, where @ : / ? # % in a password are written as %40 %3A %2F \
                  %3F %23 %25";
    (Class::Address, why, remedy.to_owned())
}

fn of_file(path: &Path, error: &SqlxError) -> Told {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    let code = code_of(error).unwrap_or_default();
    let (class, why, remedy) = match File::open(path).map_err(|error| error.kind()) {
        Err(ErrorKind::NotFound) if !folder.exists() => {
            (Class::Away, "there is no such folder", format!("Make it: mkdir -p {}", folder.display()))
        }
        Err(ErrorKind::NotFound) => {
            (Class::Away, "there is no such file", "`importer run` makes one and fills it".to_owned())
        }
        Err(ErrorKind::PermissionDenied) => (
            Class::Forbidden,
            "this user may not read the file",
            "Give it the right, or start as another user".to_owned(),
        ),
        Ok(_) if path.is_dir() => (Class::Address, "this is a folder", "Name a file in it".to_owned()),
        // SQLITE_READONLY_ROLLBACK.
        Ok(_) if code == "776" => (
            Class::Away,
            "an importer was killed in the middle of its commit, which only who may write can take back",
            "Run any command of the importer, as `importer runs`".to_owned(),
        ),
        // SQLITE_NOTADB and SQLITE_CORRUPT.
        Ok(_) if matches!(code.as_str(), "26" | "11") => (
            Class::Damaged,
            "this is no database, or its file is damaged",
            "Restore a backup of it".to_owned(),
        ),
        _ => {
            let remedy = "This user must be able to use the file, those beside it that end in -wal and -shm, and the folder";
            return (Class::Away, words(error), remedy.to_owned());
        }
    };
    (class, why.to_owned(), remedy)
}

fn of_server(url: &str, error: &SqlxError) -> Told {
    let (class, remedy) = match error {
        SqlxError::Database(error) => of_code(url, error.code().as_deref().unwrap_or_default()),
        SqlxError::Tls(_) => (Class::Away, ENCRYPTION),
        SqlxError::Io(error) if is_certificate(error) => (Class::Away, ENCRYPTION),
        SqlxError::Io(error) if is_name(error) => (
            Class::Away,
            "Is the name of the host right? In a password @ : / ? # % are written as %40 %3A %2F %3F %23 %25",
        ),
        _ => (Class::Away, RUNNING),
    };
    (class, words(error), remedy.to_owned())
}

/// By the codes of PostgreSQL.
fn of_code(url: &str, code: &str) -> (Class, &'static str) {
    let names_user =
        url.split_once("://").is_some_and(|(_, rest)| rest.contains('@') || rest.contains("user="));
    match code {
        "28000" if !names_user => {
            (Class::Forbidden, "Name a user in the address: postgres://USER:PASSWORD@HOST/NAME")
        }
        "28000" => (
            Class::Forbidden,
            "Is there such a role, may it log in, and does the server's pg_hba.conf let it in?",
        ),
        "28P01" => (
            Class::Forbidden,
            "Mend the password in the address, in PGPASSWORD or in the file that PGPASSFILE names",
        ),
        "42501" => (Class::Forbidden, "Give the role the right: deploy/postgres/roles.sql does"),
        "3D000" => (Class::Away, "Create it with createdb, or mend the name in the address"),
        _ => (Class::Away, RUNNING),
    }
}

/// Whether a certificate is at fault.
fn is_certificate(error: &std::io::Error) -> bool {
    error.kind() == ErrorKind::InvalidData && error.to_string().contains("certificate")
}

/// Whether the name of the host is at fault. The resolver has no kind of its own for that.
fn is_name(error: &std::io::Error) -> bool {
    error.to_string().contains("lookup address")
}

/// What a driver says, without what it says of itself.
fn words(error: &SqlxError) -> String {
    match error {
        SqlxError::Database(error) => error.message().to_owned(),
        SqlxError::Io(error) => error.to_string(),
        SqlxError::Tls(error) => format!("TLS: {error}"),
        SqlxError::PoolTimedOut => IN_VAIN.to_owned(),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sea_orm_migration::sea_orm::ConnAcquireErr;

    use super::*;

    #[test]
    fn a_server_that_goes_is_told_from_one_that_refuses() {
        assert!(["08006", "57P01", "57P03", "53300", "14"].into_iter().all(is_code_of_absence));
        assert!(!["23505", "57014", "40001", "08", "1"].into_iter().any(is_code_of_absence));
        assert!(is_away(&DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)));
        assert!(!is_away(&DbErr::Custom("no".to_owned())));
    }

    #[test]
    fn an_address_of_no_database_is_told_with_the_form_that_was_meant() {
        for (url, told) in [
            ("", "the address of the database is empty; give sqlite://PATH or"),
            (
                "data/facts.sqlite",
                "data/facts.sqlite is not the address of a database; a file is sqlite://data/facts.sqlite, else",
            ),
            ("sqlite://", "sqlite:// names no file; give sqlite://PATH"),
            ("sqlite:", "sqlite: names no file"),
            ("mysql://ann:s3cr3t@db/facts", "mysql://db/facts is not a database that is known; give"),
        ] {
            let trouble = Trouble::of_address(url).unwrap();
            assert!(trouble.told.starts_with(told), "{url}: {trouble:?}");
        }
        for url in
            ["sqlite://facts.sqlite", "sqlite::memory:", "postgres://db/facts", "postgresql://db/facts"]
        {
            assert_eq!(Trouble::of_address(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_that_the_driver_quotes_is_shown_without_secrets() {
        let url = "postgres://ann:s3cr3t@db:port/facts";
        let error =
            DbErr::Conn(RuntimeErr::Internal(format!("The connection string '{url}' cannot be parsed.")));
        let trouble = Trouble::of_opening(url, &error);
        assert_eq!(trouble.class, Class::Address);
        assert!(
            trouble.told.starts_with("the database postgres://db:port/facts cannot be opened: its address"),
            "{trouble:?}"
        );
        let quoting = SqlxError::Configuration(format!("cannot use {url}").into());
        let trouble = Trouble::of_opening(url, &DbErr::Conn(RuntimeErr::SqlxError(Arc::new(quoting))));
        assert!(!trouble.told.contains("s3cr3t"), "{trouble:?}");
    }
}
