//! The narrow seam to the databases: a built statement in, typed rows out. Nothing else runs SQL.
//!
//! A `Reader` knows all databases that hold the data, each a `source`: replicas, which are asked in turn, and the primary.
//! A `Snapshot` is one of them at one moment, and gives each `row` as whatever is read of it. `tables`
//! says how the rows of tables are read. `latest` is the state of the data that was last seen. A `store` is how a database is asked: PostgreSQL by
//! SeaORM's driver, which is asynchronous, and SQLite (`file`) by calls of the library, on a `thread` that may wait. `interruption` tells a way that is cut from a question that is wrong, `giving_way` lets
//! imports into SQLite come to their commit, and `schema` which migrations a database has had.

mod file;
mod giving_way;
mod interruption;
mod latest;
mod row;
pub(crate) mod schema;
mod snapshot;
mod source;
mod store;
mod tables;
mod thread;

use std::{
    borrow::Borrow,
    fmt,
    future::Future,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use sea_orm::{DbErr, sea_query::SelectStatement};
use tokio::time::{Instant, sleep, timeout};

pub(crate) use self::{
    file::Pool,
    giving_way::GivingWay,
    row::record,
    source::Fault,
    store::{PATIENCE as CONNECTION_PATIENCE, Store},
};
use self::{
    latest::Latest,
    source::{Opened, Source, Standing},
    thread::on_one_that_may,
};
pub use self::{
    row::{Field, Record, ResultRow},
    snapshot::Snapshot,
    store::Connections,
    tables::{ColumnSet, TableRow},
};
use crate::{edition::State, stopping::Watch};

/// What the database is called to which the importer writes, or the only one.
const PRIMARY: &str = "primary";
/// How long to wait for the beginning of an answer, where there is no other database to ask.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait for it, where there is.
const IMPATIENCE: Duration = Duration::from_secs(1);
/// How often databases are looked at of themselves, where there are several.
const ROUND: Duration = Duration::from_secs(1);

/// Gives snapshots. A clone asks the same databases.
#[derive(Clone, Debug)]
pub struct Reader {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// The primary first.
    sources: Vec<Source>,
    /// The newest version of the data that was seen in any of them.
    newest: AtomicI64,
    latest: Latest,
    /// Whose turn it is.
    turn: AtomicUsize,
    /// Who is shown each statement.
    observer: OnceLock<Observer>,
}

/// Sees statements.
struct Observer(Box<dyn Fn(&SelectStatement) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
    }
}

/// How a database does.
#[derive(Clone, Debug)]
pub struct Health<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The version of its data when it was last asked; none when it did not answer.
    pub version: Option<i64>,
    /// The connections to it.
    pub connections: Connections,
}

impl Reader {
    /// A reader over a primary and its replicas, of which nothing is known yet; each with those who are given way to there.
    pub(crate) fn over(databases: Vec<(Store, Option<GivingWay>)>) -> Self {
        let name = |place| if place == 0 { PRIMARY.to_owned() } else { format!("replica {place}") };
        let numbered = databases.into_iter().enumerate();
        let sources = numbered.map(|(place, (store, way))| Source::new(name(place), store, way)).collect();
        let shared = Shared {
            sources,
            newest: AtomicI64::new(0),
            latest: Latest::default(),
            turn: AtomicUsize::new(0),
            observer: OnceLock::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Asks every database how it does: what is wrong with it, in their order.
    pub(crate) async fn look(&self) -> Vec<Result<(), Fault>> {
        join_all((0..self.shared.sources.len()).map(|place| self.look_at(place))).await
    }

    async fn look_at(&self, place: usize) -> Result<(), Fault> {
        let opened = self.open_at(place, PATIENCE, &Watch::default()).await?;
        // What was read is true, however it ends.
        let _ = timeout(PATIENCE, opened.transaction.end()).await;
        Ok(())
    }

    /// Looks at the databases for ever, so that it is known which have gone away, which are there again, and how new the
    /// newest data is. A single one is known well enough by the requests.
    pub async fn tend(self) {
        if self.shared.sources.len() > 1 {
            // Each in a loop of its own: one that does not answer keeps no other waiting.
            join_all((0..self.shared.sources.len()).map(|place| self.tend_to(place))).await;
        }
    }

    async fn tend_to(&self, place: usize) {
        loop {
            sleep(ROUND).await;
            if self.shared.sources[place].may_be_asked() {
                // A fault is logged where it is news.
                let _ = self.look_at(place).await;
            }
        }
    }

    /// How the databases do, the primary first.
    pub fn health(&self) -> impl Iterator<Item = Health<'_>> {
        self.shared.sources.iter().map(|source| {
            let version = match source.standing() {
                Standing::Up { version } => Some(version),
                Standing::Unknown | Standing::Away { .. } => None,
            };
            Health { name: &source.name, version, connections: source.connections() }
        })
    }

    /// The data as the first statement will find it. Until then it costs nothing.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_of(0)
    }

    /// The data as the first statement will find it, of this version or a newer one, if any database has that.
    #[must_use]
    pub fn snapshot_of(&self, version: i64) -> Snapshot {
        Snapshot::new(self.clone(), version)
    }

    /// Begins to read a database that has this version of the data and the newest that was seen so far, or else the newest
    /// there is. That to which a connection was just lost is asked last, and may well be there.
    async fn open(&self, version: i64, lost: Option<usize>, watch: &Watch) -> Result<Opened, DbErr> {
        let (mut best, mut fault) = (None::<Opened>, None);
        let places = self.places(version, lost);
        let patience = if places.len() > 1 { IMPATIENCE } else { PATIENCE };
        for place in places {
            match self.open_at(place, patience, watch).await {
                Ok(opened) => {
                    let wanted = version.max(self.newest());
                    let is_better = best.as_ref().is_none_or(|best| best.version() < opened.version());
                    let other = if is_better { best.replace(opened) } else { Some(opened) };
                    if let Some(other) = other {
                        let _ = other.transaction.end().await;
                    }
                    if best.as_ref().is_some_and(|best| best.version() >= wanted) {
                        break;
                    }
                }
                Err(other) => fault = Some(other),
            }
        }
        best.ok_or_else(|| match fault {
            Some(Fault::Database(error)) => error,
            Some(schema) => DbErr::Custom(schema.to_string()),
            None => DbErr::Custom("no database answered just now".to_owned()),
        })
    }

    /// The databases in the order in which to ask them: replicas in turn and then the primary, those last that were behind.
    fn places(&self, version: i64, lost: Option<usize>) -> Vec<usize> {
        let (sources, wanted) = (&self.shared.sources, version.max(self.newest()));
        let turn = self.shared.turn.fetch_add(1, Ordering::Relaxed);
        let replicas = 1..sources.len();
        let in_turn = replicas.clone().cycle().skip(turn % replicas.len().max(1)).take(replicas.len());
        let mut places: Vec<usize> = in_turn
            .chain([0])
            .filter(|place| sources[*place].may_be_asked() || lost == Some(*place))
            .collect();
        places.sort_by_key(|place| {
            let rank = match sources[*place].standing() {
                Standing::Up { version } if version >= wanted => 0,
                // The primary is never behind, it was only not asked since.
                Standing::Up { .. } if *place == 0 => 1,
                Standing::Up { .. } => 2,
                Standing::Unknown | Standing::Away { .. } => 3,
            };
            (lost == Some(*place), rank)
        });
        places
    }

    async fn open_at(&self, place: usize, patience: Duration, watch: &Watch) -> Result<Opened, Fault> {
        let (known, begun) = (self.newest(), Instant::now());
        self.show(State::query);
        let opened = self.shared.sources[place].open(place, patience, watch).await?;
        let (newest, version) = (&self.shared.newest, opened.version());
        let has_it =
            |source: &Source| matches!(source.standing(), Standing::Up { version } if version >= known);
        if place == 0 && version < known && !self.shared.sources.iter().any(has_it) {
            // It is lost: a backup was restored, or another server has taken the primary's place without it.
            let _ = newest.compare_exchange(known, version, Ordering::Relaxed, Ordering::Relaxed);
        } else {
            newest.fetch_max(version, Ordering::Relaxed);
        }
        if version >= self.newest() {
            self.shared.latest.note(begun, opened.state);
        }
        Ok(opened)
    }

    fn newest(&self) -> i64 {
        self.shared.newest.load(Ordering::Relaxed)
    }

    /// A connection to a database was lost.
    fn lost(&self, place: usize, why: &DbErr) {
        self.shared.sources[place].is_away(why);
    }

    fn store(&self, place: usize) -> &Store {
        &self.shared.sources[place].store
    }

    /// Shows each statement that is run from now on, to the first who asks to see them; and that for the state of the data also where a
    /// file tells that nothing was written since.
    pub fn observe(&self, see: impl Fn(&SelectStatement) + Send + Sync + 'static) {
        let _ = self.shared.observer.set(Observer(Box::new(see)));
    }

    fn show<S: Borrow<SelectStatement>>(&self, statement: impl FnOnce() -> S) {
        if let Some(Observer(see)) = self.shared.observer.get() {
            see(statement().borrow());
        }
    }

    /// Drives work that asks for data to its end, on a thread where asking may keep the thread waiting.
    pub(crate) async fn at_work<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let has_files = self.shared.sources.iter().any(|source| matches!(source.store, Store::File(_)));
        if has_files { on_one_that_may(work).await } else { work.await }
    }
}
