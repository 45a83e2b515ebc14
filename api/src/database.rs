//! Opening the database: read-only, and only with the schema that this version knows.

use std::time::Duration;

use migrations::database::{SchemaState, is_known_kind, without_secrets};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr, FromQueryResult, RuntimeErr,
    sea_query::{Order, Query},
};
use thiserror::Error;

use crate::{
    config::Serving,
    reader::{Reader, Snapshot},
    stopping::watch,
};

/// How many connections are kept besides one for each request that is worked on: for looks at the health, and for
/// stopping what nobody waits for.
const SPARE: usize = 2;

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much longer a statement may take than an answer. Statements of answers that are given up are stopped before;
/// it is for the case that the stopping fails.
const GRACE: Duration = Duration::from_secs(1);

/// Why a database cannot be served.
#[derive(Debug, Error)]
pub enum Unusable {
    /// It is neither SQLite nor PostgreSQL.
    #[error("{0} is not a database that is known; give sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME")]
    UnknownKind(String),
    /// It cannot be opened.
    #[error("the database {database} cannot be opened ({reason}); `importer run` creates and fills one")]
    Unreachable {
        /// Its address, without secrets.
        database: String,
        /// What the database says.
        reason: String,
    },
    /// It is empty.
    #[error(
        "the database {database} has no schema yet; run `importer migrate` or `importer run` on it first"
    )]
    NoSchema {
        /// Its address, without secrets.
        database: String,
    },
    /// Its schema is older.
    #[error("the database {database} lacks {missing}; run `importer migrate` on it first")]
    OldSchema {
        /// Its address, without secrets.
        database: String,
        /// The migrations that it lacks.
        missing: String,
    },
    /// Its schema is newer.
    #[error(
        "the database {database} was written by a newer importer (migration {unknown}); upgrade the api to the \
         same version"
    )]
    NewSchema {
        /// Its address, without secrets.
        database: String,
        /// The first migration that is not known here.
        unknown: String,
    },
}

/// Opens a database read-only, for as many requests at once as are to be served, and makes sure that its schema is
/// the one that this version knows.
///
/// # Errors
/// When it cannot be opened, or its schema is another one.
pub async fn open(url: &str, serving: &Serving) -> Result<Reader, Unusable> {
    let connection = connect(url, serving).await?;
    let reader = Reader::new(connection);
    check_schema(&reader.snapshot(), without_secrets(url)).await?;
    Ok(reader)
}

async fn connect(url: &str, serving: &Serving) -> Result<DatabaseConnection, Unusable> {
    let database = without_secrets(url);
    if !is_known_kind(url) {
        return Err(Unusable::UnknownKind(database));
    }
    // A writer that is about to finish is waited for as long as an answer may take.
    let time_limit = *serving.time_limit + GRACE;
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(
            u32::try_from(serving.max_concurrent + serving.max_exports + SPARE).unwrap_or(u32::MAX),
        )
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .statement_timeout(time_limit)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite.read_only(true).create_if_missing(false).busy_timeout(time_limit)
        })
        .map_sqlx_sqlite_pool_opts(|pool| pool.after_connect(|connection, _| Box::pin(watch(connection))))
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(async move { watch(connection).await.map(|()| true) })
        })
        .map_sqlx_postgres_opts(|postgres| postgres.options([("default_transaction_read_only", "on")]));
    Database::connect(options).await.map_err(|error| Unusable::Unreachable {
        // The message may quote the address.
        reason: error.to_string().replace(url, &database),
        database,
    })
}

/// A migration that was applied.
#[derive(FromQueryResult)]
pub struct Applied {
    /// Its name.
    pub version: String,
}

/// The migrations that were applied to a database, oldest first.
///
/// # Errors
/// When the database cannot be asked, or has none.
pub async fn applied(snapshot: &Snapshot) -> Result<Vec<Applied>, DbErr> {
    let mut select = Query::select();
    select.column("version").from(migrations::APPLIED).order_by("version", Order::Asc);
    snapshot.rows(&select).await
}

async fn check_schema(snapshot: &Snapshot, database: String) -> Result<(), Unusable> {
    let applied: Vec<String> = match applied(snapshot).await {
        Ok(applied) => applied.into_iter().map(|migration| migration.version).collect(),
        // What the database itself answers to so plain a question is that the table is not there.
        Err(DbErr::Query(RuntimeErr::SqlxError(error))) if error.as_database_error().is_some() => Vec::new(),
        Err(error) => {
            let reason = error.to_string();
            return Err(Unusable::Unreachable { database, reason });
        }
    };
    match SchemaState::of(&applied) {
        SchemaState::Current => Ok(()),
        SchemaState::Empty => Err(Unusable::NoSchema { database }),
        SchemaState::Newer(unknown) => Err(Unusable::NewSchema { database, unknown }),
        SchemaState::Older(missing) => Err(Unusable::OldSchema { database, missing: missing.join(", ") }),
    }
}
