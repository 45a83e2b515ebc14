//! Connecting to the database, and `importer migrate`.

use std::path::Path;

use migrations::database::{SchemaState, sqlite_path, without_secrets};
use sea_orm::DatabaseConnection;
use serde::Serialize;

use super::print::print;
use crate::{cli::DatabaseArgs, error::Error, load::database, report::Exit};

/// To write, in a database that is made if it is not there.
pub(super) async fn connect(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    database::connect(&arguments.database_url, arguments.lock_timeout).await
}

/// A check must not make a database that is not there: it looks at an empty one in memory instead.
pub(super) async fn connect_for_check(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    match sqlite_path(&arguments.database_url) {
        Some(path) if !Path::new(path).exists() => {
            database::connect("sqlite::memory:", arguments.lock_timeout).await
        }
        _ => connect(arguments).await,
    }
}

/// To look at the past there must be one: no database is made, and none brought up to date.
pub(super) async fn connect_to_look(arguments: &DatabaseArgs) -> Result<DatabaseConnection, Error> {
    let none = || Error::NoSchema { url: without_secrets(&arguments.database_url) };
    if sqlite_path(&arguments.database_url).is_some_and(|path| !Path::new(path).exists()) {
        return Err(none());
    }
    let db = connect(arguments).await?;
    match database::schema_state(&db).await? {
        SchemaState::Current => Ok(db),
        SchemaState::Empty => Err(none()),
        SchemaState::Older(missing) => Err(Error::OlderSchema { missing: missing.len() }),
        SchemaState::Newer(found) => Err(Error::NewerSchema { found }),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Migrated {
    applied: usize,
}

pub(super) async fn migrate(arguments: &DatabaseArgs) -> Result<u8, Error> {
    let db = connect(arguments).await?;
    let txn = database::begin(&db, arguments.lock_timeout).await?;
    let applied = database::migrate(&txn).await?;
    txn.commit().await?;
    print(arguments.format, &Migrated { applied }, || match applied {
        0 => "The schema is up to date.\n".to_owned(),
        applied => format!("Applied {applied} migration(s).\n"),
    })?;
    Ok(Exit::Ok.code())
}
