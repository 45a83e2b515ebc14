//! Opening the database: read-only, and only with the schema that this version knows.

use std::{iter, str::FromStr, time::Duration};

use clap::Args;
use migrations::{
    database::{SchemaState, without_secrets},
    trouble::Trouble,
};
use sea_orm::{
    ConnectOptions, Database, DbErr, RuntimeErr,
    sqlx::{self, Connection, PgConnection, pool::PoolConnectionMetadata, sqlite::SqliteConnectOptions},
};
use thiserror::Error;
use tokio::time::timeout;

use crate::{
    config::Serving,
    reader::{CONNECTION_PATIENCE, Fault, GivingWay, Pool, Reader, Store},
};

/// How much longer a statement may take than an answer. Statements of answers that are given up are stopped before;
/// it is for the case that the stopping fails.
const GRACE: Duration = Duration::from_secs(1);

/// Why a database cannot be served.
#[derive(Debug, Error)]
pub enum Unusable {
    /// It cannot be opened.
    #[error("{}", .0.told)]
    Unopened(Trouble),
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

impl Unusable {
    fn of(fault: Fault, url: &str) -> Self {
        let database = without_secrets(url);
        match fault {
            Fault::Database(error) => Self::Unopened(Trouble::of_opening(url, &error)),
            Fault::Schema(SchemaState::Newer(unknown)) => Self::NewSchema { database, unknown },
            Fault::Schema(SchemaState::Older(missing)) => {
                Self::OldSchema { database, missing: missing.join(", ") }
            }
            Fault::Schema(SchemaState::Empty | SchemaState::Current) => Self::NoSchema { database },
        }
    }
}

/// The databases that hold the data.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Databases")]
pub struct Databases {
    /// The database, sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME. It is opened read-only.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://co-commissioning.sqlite"
    )]
    pub database_url: String,

    /// A replica of the database, which is asked before it. Can be given more than once; in the environment with commas
    /// between. One that is behind the newest data that was seen anywhere is passed over.
    #[arg(
        long = "read-database-url",
        env = "READ_DATABASE_URL",
        value_name = "REPLICA",
        hide_env_values = true,
        value_delimiter = ','
    )]
    pub replicas: Vec<String>,
}

impl Databases {
    /// A single one.
    #[must_use]
    pub fn at(url: impl Into<String>) -> Self {
        Self { database_url: url.into(), replicas: Vec::new() }
    }

    /// Whether one of them is a file, and not on a server.
    #[must_use]
    pub fn have_files(&self) -> bool {
        iter::chain([&self.database_url], &self.replicas).any(|url| file(url).is_some())
    }
}

/// Opens the databases read-only, for as many requests at once as are to be served. One of them at least must answer, with
/// the schema that this version knows; the others are asked as soon as they do. (A file must be there from the beginning.)
///
/// # Errors
/// When none of them can be read, what is wrong with the first.
pub async fn open(databases: &Databases, serving: &Serving) -> Result<Reader, Unusable> {
    let mut connected = Vec::new();
    for url in iter::chain([&databases.database_url], &databases.replicas) {
        connected.push((connect(url, serving).await?, GivingWay::of(url)));
    }
    let reader = Reader::over(connected);
    let mut outcomes = reader.look().await;
    if outcomes.iter().all(Result::is_err)
        && let Err(fault) = outcomes.swap_remove(0)
    {
        return Err(Unusable::of(fault, &databases.database_url));
    }
    for (health, outcome) in reader.health().zip(outcomes) {
        if let Err(why) = outcome {
            tracing::warn!(database = health.name, %why, "is away");
        }
    }
    Ok(reader)
}

async fn connect(url: &str, serving: &Serving) -> Result<Store, Unusable> {
    if let Some(trouble) = Trouble::of_address(url) {
        return Err(Unusable::Unopened(trouble));
    }
    // A writer that is about to finish is waited for as long as an answer may take.
    let time_limit = *serving.time_limit + GRACE;
    let most = serving.most_at_work();
    let opened = match file(url) {
        Some(_) => open_file(url, most, time_limit),
        None => open_server(url, most, time_limit).await,
    };
    opened.map_err(|error| Unusable::Unopened(Trouble::of_opening(url, &error)))
}

/// What stands in the address of a file behind its scheme; none in that of a server.
fn file(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite:")
}

/// A file is opened when it is asked.
fn open_file(url: &str, most: usize, time_limit: Duration) -> Result<Store, DbErr> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?;
    Ok(Store::File(Pool::new(options.get_filename().to_owned(), most, time_limit)))
}

async fn open_server(url: &str, most: usize, time_limit: Duration) -> Result<Store, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(u32::try_from(most).unwrap_or(u32::MAX))
        .acquire_timeout(CONNECTION_PATIENCE)
        .connect_timeout(CONNECTION_PATIENCE)
        .connect_lazy(true)
        .statement_timeout(time_limit)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        // So that no transaction must be told.
        .map_sqlx_postgres_opts(|postgres| {
            postgres.options([
                ("default_transaction_read_only", "on"),
                ("default_transaction_isolation", "repeatable read"),
            ])
        })
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.before_acquire(|connection, idle| Box::pin(is_alive_still(connection, idle)))
                .after_release(|connection, _| Box::pin(is_alive(connection)))
        });
    Database::connect(options).await.map(Store::Server)
}

/// Whether a connection that is lent can be used, which is asked of those that nobody used for a while: the others were asked when
/// they were given back.
async fn is_alive_still(
    connection: &mut PgConnection,
    PoolConnectionMetadata { idle_for, .. }: PoolConnectionMetadata,
) -> Result<bool, sqlx::Error> {
    const TRUSTED: Duration = Duration::from_secs(1);
    if idle_for < TRUSTED { Ok(true) } else { is_alive(connection).await }
}

/// Whether a connection that is given back can be used again. A server that has vanished does not say so, and the pool itself
/// would wait for its word for ever.
async fn is_alive(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    const PATIENCE: Duration = Duration::from_secs(2);
    timeout(PATIENCE, connection.ping()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut)).map(|()| true)
}
