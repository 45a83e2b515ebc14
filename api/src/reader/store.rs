use std::{sync::LazyLock, time::Duration};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement, TransactionTrait,
    sea_query::{SelectStatement, SqliteQueryBuilder, Values},
};
use tokio::{spawn, time::timeout};

use super::{
    file::{Lent, Pool},
    interruption::Interruption,
    row::{Record, Rows},
    source::in_vain,
};
use crate::{
    edition::{PROCESS, State},
    stopping::Watch,
};

/// How long to wait for a free connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// After how long no word of a server is to be expected any more.
const HOPELESS: Duration = Duration::from_secs(10);

/// Where data is kept, and how it is asked there.
#[derive(Debug)]
pub(crate) enum Store {
    /// A PostgreSQL server.
    Server(DatabaseConnection),
    /// An SQLite database.
    File(Pool),
}

impl Store {
    /// Begins to read: every statement sees what the first one sees. Work in this process ends when nobody watches any more.
    pub(super) async fn begin(&self, watch: &Watch) -> Result<Transaction, DbErr> {
        match self {
            // Every transaction is a snapshot, and this one locks nothing until it reads.
            Self::File(pool) => Ok(Transaction::File(pool.begin(watch.clone()).await?)),
            Self::Server(database) => {
                let database = database.clone();
                // To its end, even when nobody waits any more: given up half-way, the connection would be given back with a
                // transaction of which nobody knows.
                let begun = spawn(async move {
                    timeout(HOPELESS, begin(&database)).await.unwrap_or_else(|_| Err(in_vain()))
                });
                let begun = begun.await.unwrap_or_else(|error| Err(DbErr::Custom(error.to_string())));
                begun.map(Transaction::Server)
            }
        }
    }

    /// Its connections.
    pub(super) fn connections(&self) -> Connections {
        match self {
            Self::File(pool) => pool.connections(),
            Self::Server(database) => {
                let pool = database.get_postgres_connection_pool();
                let most = pool.options().get_max_connections() as usize;
                Connections { open: pool.size() as usize, idle: pool.num_idle(), most }
            }
        }
    }
}

/// Begins a transaction of a server, which reads one moment and nothing else, as all do of its connections.
async fn begin(database: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let mut begun = database.begin().await;
    // What broke while nobody used it is not looked for beforehand: the first word over it tells, and another is taken.
    for _ in 0..database.get_postgres_connection_pool().size() {
        match &begun {
            Err(error @ DbErr::Query(_)) if Interruption::of(error) == Some(Interruption::Away) => {
                begun = database.begin().await;
            }
            _ => break,
        }
    }
    begun
}

/// A read transaction.
#[derive(Debug)]
pub(super) enum Transaction {
    Server(DatabaseTransaction),
    File(Lent),
}

impl Transaction {
    /// All rows that a statement gives.
    pub(super) async fn read(&mut self, select: &SelectStatement) -> Result<Rows, DbErr> {
        match self {
            Self::Server(transaction) => transaction.query_all(select).await.map(Rows::Server),
            Self::File(lent) => {
                let (sql, values) = select.build(SqliteQueryBuilder);
                lent.read(sql, values.0).await.map(Rows::File)
            }
        }
    }

    /// The state of the data that it sees, and the process of a PostgreSQL server that works for it.
    pub(super) async fn state(&mut self) -> Result<(State, Option<i32>), DbErr> {
        static OF_SERVER: LazyLock<Statement> =
            LazyLock::new(|| DbBackend::Postgres.build(&State::query_with_process()));
        static OF_FILE: LazyLock<(String, Values)> =
            LazyLock::new(|| State::query().build(SqliteQueryBuilder));
        match self {
            Self::Server(transaction) => {
                let rows = Rows::Server(transaction.query_all_raw(OF_SERVER.clone()).await?);
                rows.one(|row| Ok((State::read(row)?, row.get(PROCESS).map(Some)?)))
            }
            Self::File(lent) => {
                let read = |cells| Rows::File(cells).one(State::read);
                Ok((lent.state(&OF_FILE, read).await?, None))
            }
        }
    }

    /// Ends it in order.
    pub(super) async fn end(self) -> Result<(), DbErr> {
        match self {
            // What only read is taken back as well as it is committed, and that is told together with the question whether the
            // connection lives still: nobody waits for its answer.
            Self::Server(transaction) => {
                drop(transaction);
                Ok(())
            }
            Self::File(lent) => lent.end().await,
        }
    }
}

/// How many connections to a database there are.
#[derive(Clone, Copy, Debug)]
pub struct Connections {
    /// All that are open.
    pub open: usize,
    /// Those of them that nobody uses.
    pub idle: usize,
    pub(super) most: usize,
}

impl Connections {
    pub(super) fn are_all_busy(self) -> bool {
        self.open >= self.most && self.idle == 0
    }
}
