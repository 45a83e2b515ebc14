//! Copies an SQLite database while it is in use.

use std::{io, path::Path, time::Duration};

use entities::adoption;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, PaginatorTrait, Statement};

use super::{database, runs::data_version, statements::in_force, verify::faults_of_file};
use crate::error::Error;

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The version of the data; none where nothing was ever stored.
    pub data_version: Option<i64>,
    /// How many facts are in force.
    pub facts: u64,
}

/// Copies the database, as it is at one moment, to a file that is empty, and looks the copy through. `shown` is what the file
/// will be called.
///
/// # Errors
/// When the file cannot be written or the copy is damaged, or the database refuses a statement.
pub async fn copy(db: &DatabaseConnection, file: &Path, shown: &Path) -> Result<Copied, Error> {
    // Its pages are to be as large as they are, and not as those that this connection has asked for elsewhere.
    let size = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA main.page_size");
    if let Some(size) = db.query_one_raw(size).await? {
        let size: i64 = size.try_get_by_index(0)?;
        db.execute_unprepared(&format!("PRAGMA main.page_size = {size}")).await?;
    }
    let vacuum = Statement::from_sql_and_values(
        DatabaseBackend::Sqlite,
        "VACUUM INTO ?",
        [file.to_string_lossy().into_owned().into()],
    );
    db.execute_raw(vacuum).await.map_err(|error| not_copied(error, shown))?;
    let copy = database::connect(&format!("sqlite://{}?mode=ro", file.display()), Duration::ZERO).await?;
    let faults = faults_of_file(&copy).await?;
    let copied = Copied {
        data_version: data_version(&copy).await?,
        facts: in_force::<adoption::Entity>().count(&copy).await?,
    };
    copy.close().await?;
    if faults.is_empty() {
        Ok(copied)
    } else {
        Err(Error::DamagedCopy { path: shown.to_owned(), faults: faults.join("; ") })
    }
}

/// What the database says when the copy has no room, which is not where the database is.
fn not_copied(error: DbErr, shown: &Path) -> Error {
    match Error::from(error) {
        Error::DiskFull(error) => {
            let source = io::Error::new(io::ErrorKind::StorageFull, error.to_string());
            Error::NotWritten { path: shown.to_owned(), source }
        }
        other => other,
    }
}
