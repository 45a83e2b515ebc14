//! The narrow seam to the database: a built statement in, typed rows out. Nothing else runs SQL.

use std::{mem, sync::OnceLock};

use chrono::{DateTime, Utc};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, FromQueryResult,
    IsolationLevel, QueryResult, TransactionTrait, sea_query::SelectStatement,
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OnceCell},
};

use crate::{
    edition::{self, Edition},
    stopping::{Watch, cancel},
};

/// Gives snapshots. A clone asks the same pool of connections.
#[derive(Clone, Debug)]
pub struct Reader {
    database: DatabaseConnection,
}

impl Reader {
    /// A reader over an open database.
    #[must_use]
    pub fn new(database: DatabaseConnection) -> Self {
        Self { database }
    }

    /// How many connections are open, and how many of them idle.
    #[must_use]
    pub fn connections(&self) -> (usize, usize) {
        let (open, idle) = match self.database.get_database_backend() {
            DbBackend::Sqlite => {
                let pool = self.database.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
            _ => {
                let pool = self.database.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
        };
        (open as usize, idle)
    }

    /// The database as its first statement will find it. Until then it costs nothing.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            database: self.database.clone(),
            state: Mutex::default(),
            data: OnceCell::new(),
            process: OnceLock::new(),
            watch: Watch::default(),
        }
    }
}

/// The database at one moment: all statements see what the first one saw, whatever is imported meanwhile.
///
/// It is a read transaction, and statements run one after another. While it is open, an import into SQLite
/// waits with its commit, so whoever asks ends it as soon as nothing more is to be asked. Dropping it ends it
/// too, a little later, and stops the statement that is being worked on.
#[derive(Debug)]
pub struct Snapshot {
    database: DatabaseConnection,
    state: Mutex<State>,
    data: OnceCell<edition::State>,
    /// The process of the PostgreSQL server that works for it, as soon as the state of the data was asked for.
    process: OnceLock<i32>,
    watch: Watch,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Unopened,
    Open(DatabaseTransaction),
    /// Ended, or a statement failed: PostgreSQL answers nothing more then, and SQLite shall not differ.
    Over,
}

impl Snapshot {
    /// All rows that a statement gives.
    ///
    /// # Errors
    /// When the database cannot be asked, or a row does not have the shape of `T`.
    pub async fn rows<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Vec<T>, DbErr> {
        self.read(select, |row| T::from_query_result(row, "")).await
    }

    /// All rows that a statement gives, each as `read` makes it of a row.
    ///
    /// # Errors
    /// When the database cannot be asked, or a row cannot be read.
    pub async fn read<T>(
        &self,
        select: &SelectStatement,
        read: impl FnMut(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<Vec<T>, DbErr> {
        self.run(select).await?.iter().map(read).collect()
    }

    /// The edition of the data; none while nothing was imported. Asked for once.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn edition(&self) -> Result<Option<Edition>, DbErr> {
        Ok(self.state().await?.edition())
    }

    /// The state of the data, of which the edition is a part. Asked for once.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn state(&self) -> Result<edition::State, DbErr> {
        let ask = async || {
            let select = edition::State::query(self.database.get_database_backend());
            let rows = self.read(&select, |row| {
                let process: Option<i32> = row.try_get("", edition::PROCESS)?;
                Ok((edition::State::from_query_result(row, "")?, process))
            });
            let (state, process) =
                rows.await?.pop().ok_or_else(|| DbErr::RecordNotFound("a state".to_owned()))?;
            process.map(|process| self.process.set(process));
            Ok(state)
        };
        self.data.get_or_try_init(ask).await.copied()
    }

    /// When a version of the data was recorded; none when there is no such version.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn recorded(&self, version: i64) -> Result<Option<DateTime<Utc>>, DbErr> {
        let moments = self.read(&edition::recorded(version), |row| row.try_get("", "recorded_at")).await?;
        Ok(moments.into_iter().next())
    }

    /// The first row that a statement gives.
    ///
    /// # Errors
    /// As [`Snapshot::rows`].
    pub async fn first<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Option<T>, DbErr> {
        Ok(self.rows(select).await?.into_iter().next())
    }

    /// Lets go of the database.
    pub async fn end(&self) {
        let state = mem::replace(&mut *self.state.lock().await, State::Over);
        if let State::Open(transaction) = state
            && let Err(error) = transaction.commit().await
        {
            // What was read is true all the same.
            tracing::warn!(%error, "a read transaction did not end in order");
        }
    }

    async fn run(&self, select: &SelectStatement) -> Result<Vec<QueryResult>, DbErr> {
        let mut state = self.state.lock().await;
        if matches!(*state, State::Unopened) {
            // Over, should it fail: the next statement is not to wait for a connection all over again.
            *state = State::Over;
            *state = State::Open(self.watch.over(self.begin()).await?);
        }
        let State::Open(transaction) = &*state else {
            return Err(DbErr::Custom("an earlier statement of the request failed".to_owned()));
        };
        let outcome = transaction.query_all(select).await;
        if outcome.is_err() {
            *state = State::Over;
        }
        outcome
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.database.get_database_backend() {
            // Every transaction is a snapshot, and this one locks nothing until it reads.
            DbBackend::Sqlite => self.database.begin().await,
            _ => {
                let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
                self.database.begin_with_config(Some(isolation), Some(access)).await
            }
        }
    }
}

/// Nobody waits for it any more, so nothing is to be worked out for it either.
impl Drop for Snapshot {
    fn drop(&mut self) {
        self.watch.stop();
        let state = mem::replace(self.state.get_mut(), State::Over);
        if let State::Open(transaction) = state
            && let Some(process) = self.process.get().copied()
            && let Ok(runtime) = Handle::try_current()
        {
            let database = self.database.clone();
            runtime.spawn(async move {
                cancel(&database, process).await;
                // Only now, when the process can be at work for nobody else.
                drop(transaction);
            });
        }
    }
}
