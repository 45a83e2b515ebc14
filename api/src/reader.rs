//! The narrow seam to the database: a built statement in, typed rows out. Nothing else runs SQL.

use std::mem;

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, FromQueryResult,
    IsolationLevel, QueryResult, TransactionTrait, sea_query::SelectStatement,
};
use tokio::sync::{Mutex, OnceCell};

use crate::edition::Edition;

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

    /// The database as its first statement will find it. Until then it costs nothing.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { database: self.database.clone(), state: Mutex::default(), edition: OnceCell::new() }
    }
}

/// The database at one moment: all statements see what the first one saw, whatever is imported meanwhile.
///
/// It is a read transaction, and statements run one after another. While it is open, an import into SQLite
/// waits with its commit, so whoever asks ends it as soon as nothing more is to be asked. Dropping it ends it
/// too, a little later.
#[derive(Debug)]
pub struct Snapshot {
    database: DatabaseConnection,
    state: Mutex<State>,
    edition: OnceCell<Option<Edition>>,
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
        self.edition.get_or_try_init(async || self.first(&Edition::query()).await).await.copied()
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
            *state = State::Open(self.begin().await?);
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
