//! The connection, the lock and the schema.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use migrations::{
    Migrator, MigratorTrait,
    database::{SchemaState, sqlite_path},
    trouble::Trouble,
};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, ExprTrait, IsolationLevel, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sea_query::{Expr, Query},
};

use crate::error::Error;

/// Any number will do, so long as all importers use the same.
const LOCK_KEY: i64 = 7_239_004_211;
/// How long to try to reach a database that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many pages of an SQLite database, of 4 KiB each, are kept in memory until the commit. Those that spill before it
/// lock readers out for the rest of the import, so that only a file of some hundred thousand rows should make them.
/// SQLite takes a multiple of 256 for "never".
const PAGES_IN_MEMORY: u32 = 25_000;
/// The size of the pages that rows wait in until all are known. They are read in their order, and most are written out.
const TEMPORARY_PAGE: u32 = 32 * 1024;
/// How many threads may help SQLite to sort.
const SORTERS: u32 = 2;
const LOCK_RETRY: Duration = Duration::from_millis(200);

/// Connects with a single connection: an import is one transaction, and a second connection would wait for it.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(url: &str, lock_timeout: Duration) -> Result<DatabaseConnection, Error> {
    if let Some(trouble) = Trouble::of_address(url) {
        return Err(Error::Unopened(trouble));
    }
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).acquire_timeout(PATIENCE).sqlx_logging(false).map_sqlx_sqlite_opts(
        move |sqlite| {
            sqlite
                .create_if_missing(true)
                .busy_timeout(lock_timeout)
                .pragma("temp.page_size", TEMPORARY_PAGE.to_string())
                .pragma("main.cache_spill", PAGES_IN_MEMORY.to_string())
                .pragma("threads", SORTERS.to_string())
        },
    );
    let file = sqlite_path(url).map(Path::new);
    Database::connect(options).await.map_err(|source| Error::of_connection(source, url, file))
}

/// Begins the transaction of a file. Two importers queue here.
///
/// # Errors
/// When another importer holds the lock for longer than the time-out.
pub async fn begin(db: &DatabaseConnection, lock_timeout: Duration) -> Result<DatabaseTransaction, Error> {
    let seconds = lock_timeout.as_secs();
    if db.get_database_backend() == DatabaseBackend::Sqlite {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        return db.begin_with_options(immediate).await.map_err(|error| match Error::from(error) {
            Error::Busy(_) => Error::Locked { seconds },
            error => error,
        });
    }
    let txn = db.begin().await?;
    let deadline = Instant::now() + lock_timeout;
    let lock = Statement::from_string(
        DatabaseBackend::Postgres,
        format!("SELECT pg_try_advisory_xact_lock({LOCK_KEY}) AS locked"),
    );
    loop {
        let row = txn.query_one_raw(lock.clone()).await?;
        if row.is_some_and(|row| row.try_get("", "locked").unwrap_or(false)) {
            return Ok(txn);
        }
        if Instant::now() >= deadline {
            return Err(Error::Locked { seconds });
        }
        tokio::time::sleep(LOCK_RETRY).await;
    }
}

/// Begins a transaction that only looks, and sees the database as it is at one moment. It waits for nobody.
///
/// # Errors
/// When the database refuses a statement.
pub(super) async fn begin_to_look(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    match db.get_database_backend() {
        // Any of its transactions is of one moment.
        DatabaseBackend::Sqlite => db.begin().await,
        _ => db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await,
    }
}

/// Lets SQLite keep as many pages that it only read as it keeps changed ones, or as few as of itself: rows that are
/// recorded in the order of their keys go into many places of all indexes, whose pages are wanted again and again. It
/// sorts in twice as much memory as this, so that it is for recording alone.
///
/// # Errors
/// When the database refuses a statement.
pub(super) async fn keep_pages_read(txn: &DatabaseTransaction, many: bool) -> Result<(), DbErr> {
    /// SQLite's own: in KiB, for it is negative.
    const FEW: i64 = -2000;
    if txn.get_database_backend() == DatabaseBackend::Sqlite {
        let pages = if many { i64::from(PAGES_IN_MEMORY) } else { FEW };
        txn.execute_unprepared(&format!("PRAGMA main.cache_size = {pages}")).await?;
    }
    Ok(())
}

/// Looks how far the schema is, without writing.
///
/// # Errors
/// When the database refuses a statement.
pub async fn schema_state<C: ConnectionTrait>(db: &C) -> Result<SchemaState, DbErr> {
    Ok(SchemaState::of(&applied(db).await?))
}

async fn applied<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    let (catalogue, column) = match db.get_database_backend() {
        DatabaseBackend::Sqlite => ("sqlite_master", "name"),
        _ => ("pg_tables", "tablename"),
    };
    let exists = Query::select()
        .column(column)
        .from(catalogue)
        .and_where(Expr::col(column).eq(migrations::APPLIED))
        .to_owned();
    if db.query_one(&exists).await?.is_none() {
        return Ok(Vec::new());
    }
    let names = Query::select().column("version").from(migrations::APPLIED).to_owned();
    db.query_all(&names).await?.iter().map(|row| row.try_get("", "version")).collect()
}

/// Applies all migrations that are missing.
///
/// # Errors
/// When the schema is newer than this program, or the database refuses a statement.
pub async fn migrate(txn: &DatabaseTransaction) -> Result<usize, Error> {
    match schema_state(txn).await? {
        SchemaState::Newer(found) => Err(Error::NewerSchema { found }),
        SchemaState::Current => Ok(0),
        SchemaState::Empty => apply(txn, migrations::names().len()).await,
        SchemaState::Older(missing) => apply(txn, missing.len()).await,
    }
}

async fn apply(txn: &DatabaseTransaction, missing: usize) -> Result<usize, Error> {
    Migrator::up(txn, None).await?;
    Ok(missing)
}

/// Makes sure that an import can begin: an empty database gets its schema, any other must have it.
///
/// # Errors
/// When the schema is older or newer than this program's.
pub async fn prepare(txn: &DatabaseTransaction) -> Result<(), Error> {
    match schema_state(txn).await? {
        SchemaState::Current => Ok(()),
        SchemaState::Empty => migrate(txn).await.map(|_| ()),
        SchemaState::Older(missing) => Err(Error::OlderSchema { missing: missing.len() }),
        SchemaState::Newer(found) => Err(Error::NewerSchema { found }),
    }
}
