use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use migrations::database::SchemaState;
use sea_orm::{ConnAcquireErr, DbErr};
use tokio::time::{Instant, timeout};

use super::{
    giving_way::GivingWay,
    interruption::Interruption,
    schema,
    store::{Connections, Store, Transaction},
};
use crate::{edition::State, stopping::Watch};

/// How long a database that went away is left alone at first. It doubles with each failure.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// How long it is left alone at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A database that can be asked, and what is known of how it does.
#[derive(Debug)]
pub(super) struct Source {
    /// What it is called in metrics and in the log, where its address has no business.
    pub(super) name: String,
    pub(super) store: Store,
    way: Option<GivingWay>,
    standing: Mutex<Standing>,
}

/// How a database does, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was not asked yet.
    Unknown,
    /// It answered last time, and its data was of this version then.
    Up { version: i64 },
    /// It did not answer, or has another schema. It is left alone until then.
    Away { until: Instant, pause: Duration, why: String },
}

/// A read transaction of a database that answers.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) transaction: Transaction,
    /// The state of the data that it sees.
    pub(super) state: State,
    /// The process of the PostgreSQL server that works for it.
    pub(super) process: Option<i32>,
    /// Which of the databases it is of.
    pub(super) place: usize,
}

impl Opened {
    /// The version of the data that it sees; 0 while nothing was imported.
    pub(super) fn version(&self) -> i64 {
        self.state.version()
    }
}

/// Why a database cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It cannot be asked.
    Database(DbErr),
    /// Its schema is another one.
    Schema(SchemaState),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(formatter),
            Self::Schema(SchemaState::Newer(unknown)) => write!(formatter, "its schema is newer ({unknown})"),
            Self::Schema(_) => formatter.write_str("its schema is older; it wants `importer migrate`"),
        }
    }
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl Source {
    /// One of which nothing is known yet.
    pub(super) fn new(name: String, store: Store, way: Option<GivingWay>) -> Self {
        Self { name, store, way, standing: Mutex::new(Standing::Unknown) }
    }

    pub(super) fn standing(&self) -> Standing {
        self.lock().clone()
    }

    /// Whether it may be asked now: it has not gone away, or has been left alone for long enough since.
    pub(super) fn may_be_asked(&self) -> bool {
        !matches!(self.standing(), Standing::Away { until, .. } if until > Instant::now())
    }

    /// Begins to read, which may take so long. Of one that comes back the schema is looked at first.
    pub(super) async fn open(
        &self,
        place: usize,
        patience: Duration,
        watch: &Watch,
    ) -> Result<Opened, Fault> {
        let is_trusted = matches!(self.standing(), Standing::Up { .. });
        // Whoever asks meanwhile asks another one.
        self.put_off();
        let opening = async {
            let mut transaction = self.begin(watch).await?;
            if !is_trusted {
                schema::check(&mut transaction).await?;
            }
            let (state, process) = transaction.state().await?;
            Ok(Opened { transaction, state, process, place })
        };
        // A writer of a file is waited for as long as an answer may take, which SQLite knows.
        let outcome = match self.store {
            Store::File(_) => opening.await,
            Store::Server(_) => timeout(patience, opening).await.unwrap_or_else(|_| Err(in_vain().into())),
        };
        match &outcome {
            Ok(opened) => self.is_well(opened.version()),
            Err(fault) if !is_trusted => self.is_away_still(fault),
            Err(fault) if self.is_told_by(fault) => self.is_away(fault),
            Err(_) => {}
        }
        outcome
    }

    async fn begin(&self, watch: &Watch) -> Result<Transaction, DbErr> {
        if let Some(way) = &self.way {
            way.give().await;
        }
        self.store.begin(watch).await
    }

    /// Its connections.
    pub(super) fn connections(&self) -> Connections {
        self.store.connections()
    }

    /// Whether a fault tells that the database is away: one that has all its connections at work is only busy.
    fn is_told_by(&self, fault: &Fault) -> bool {
        match fault {
            Fault::Schema(_) => true,
            Fault::Database(DbErr::ConnectionAcquire(_)) if self.connections().are_all_busy() => false,
            Fault::Database(error) => Interruption::of(error) == Some(Interruption::Away),
        }
    }

    fn is_well(&self, version: i64) {
        let mut standing = self.lock();
        if matches!(*standing, Standing::Away { .. }) {
            tracing::info!(database = self.name, "is there again");
        }
        *standing = Standing::Up { version };
    }

    /// It answers no longer. Of many that ask at the same time one says so.
    pub(super) fn is_away(&self, why: &impl fmt::Display) {
        let mut standing = self.lock();
        if matches!(*standing, Standing::Up { .. }) {
            let (why, pause) = (why.to_string(), FIRST_PAUSE);
            tracing::warn!(database = self.name, why, "is away");
            *standing = Standing::Away { until: Instant::now() + pause, pause, why };
        }
    }

    /// It does not answer yet, or not as it should.
    fn is_away_still(&self, why: &impl fmt::Display) {
        let (why, mut standing) = (why.to_string(), self.lock());
        let pause = match &*standing {
            Standing::Away { why: known, pause, .. } => {
                if *known != why {
                    tracing::warn!(database = self.name, why, "is away");
                }
                (*pause * 2).min(LONGEST_PAUSE)
            }
            // Whoever asks for the first time says so himself.
            Standing::Unknown | Standing::Up { .. } => FIRST_PAUSE,
        };
        *standing = Standing::Away { until: Instant::now() + pause, pause, why };
    }

    /// One that is away is asked by one request at a time.
    fn put_off(&self) {
        if let Standing::Away { until, pause, .. } = &mut *self.lock() {
            *until = Instant::now() + *pause;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn in_vain() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}
