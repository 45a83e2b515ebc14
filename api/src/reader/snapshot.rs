use std::{
    mem,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, sea_query::SelectStatement};
use tokio::{
    runtime::Handle,
    sync::{Mutex, MutexGuard},
};

use super::{
    Reader,
    interruption::Interruption,
    row::{Record, ResultRow, Rows},
    source::Opened,
    store::Store,
};
use crate::{
    edition::{self, Edition},
    stopping::{Watch, cancel},
};

/// The data at one moment: all statements see what the first one saw, whatever is imported meanwhile. When the connection is
/// lost it goes on over another one, to this database or another, as long as the same data is to be seen there.
///
/// It is a read transaction, and statements run one after another. While it is open, an import into SQLite
/// waits with its commit, so whoever asks ends it as soon as nothing more is to be asked. Dropping it ends it
/// too, a little later, and stops the statement that is being worked on.
#[derive(Debug)]
pub struct Snapshot {
    reader: Reader,
    /// The oldest version of the data that will do.
    least: i64,
    work: Mutex<Work>,
    /// The state of the data, once it is open.
    data: OnceLock<edition::State>,
    /// Whether the data was lost before all was read.
    is_lost: AtomicBool,
    watch: Watch,
}

#[derive(Debug, Default)]
enum Work {
    #[default]
    Unopened,
    Open(Opened),
    /// Ended, or a statement failed: PostgreSQL answers nothing more then, and SQLite shall not differ.
    Over,
}

impl Snapshot {
    pub(super) fn new(reader: Reader, least: i64) -> Self {
        Self {
            reader,
            least,
            work: Mutex::default(),
            data: OnceLock::new(),
            is_lost: AtomicBool::new(false),
            watch: Watch::default(),
        }
    }

    /// All rows that a statement gives.
    ///
    /// # Errors
    /// When the database cannot be asked, or a row does not have the shape of `T`.
    pub async fn rows<T: Record>(&self, select: &SelectStatement) -> Result<Vec<T>, DbErr> {
        self.read(select, T::read).await
    }

    /// All rows that a statement gives, each as `read` makes it of a row.
    ///
    /// # Errors
    /// When the database cannot be asked, or a row cannot be read.
    pub async fn read<T>(
        &self,
        select: &SelectStatement,
        read: impl FnMut(ResultRow<'_>) -> Result<T, DbErr>,
    ) -> Result<Vec<T>, DbErr> {
        self.run(select).await?.read(read)
    }

    /// The edition of the data; none while nothing was imported.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn edition(&self) -> Result<Option<Edition>, DbErr> {
        Ok(self.state().await?.edition())
    }

    /// The edition of the data, if it is open; none while nothing was imported.
    #[must_use]
    pub fn known_edition(&self) -> Option<Edition> {
        self.data.get()?.edition()
    }

    /// The state of the data, of which the edition is a part.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn state(&self) -> Result<edition::State, DbErr> {
        match self.data.get() {
            Some(state) => Ok(*state),
            None => Ok(self.opened().await?.1),
        }
    }

    /// Whether the data could not be read to the end, because the way to it was cut, and no other database had the same.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }

    /// When a version of the data was recorded; none when there is no such version.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn recorded(&self, version: i64) -> Result<Option<DateTime<Utc>>, DbErr> {
        let moments = self.read(&edition::recorded(version), |row| row.get("recorded_at")).await?;
        Ok(moments.into_iter().next())
    }

    /// The first row that a statement gives.
    ///
    /// # Errors
    /// As [`Snapshot::rows`].
    pub async fn first<T: Record>(&self, select: &SelectStatement) -> Result<Option<T>, DbErr> {
        Ok(self.rows(select).await?.into_iter().next())
    }

    /// Says that somebody waits for what is read.
    pub(crate) fn wanted(&self) -> Wanted {
        Wanted { watch: Some(self.watch.clone()) }
    }

    /// Lets go of the database.
    pub async fn end(&self) {
        let work = mem::replace(&mut *self.work.lock().await, Work::Over);
        if let Work::Open(opened) = work
            && let Err(error) = opened.transaction.end().await
        {
            // What was read is true all the same.
            tracing::warn!(%error, "a read transaction did not end in order");
        }
    }

    async fn run(&self, select: &SelectStatement) -> Result<Rows, DbErr> {
        let (mut work, state) = self.opened().await?;
        self.reader.show(|| select);
        // Where it is while it is at work, so that it can be stopped.
        let Work::Open(opened) = &mut *work else { return Err(ended()) };
        let error = match opened.transaction.read(select).await {
            Ok(rows) => return Ok(rows),
            Err(error) => error,
        };
        // The next statement is not to wait for a connection all over again.
        let broken = mem::replace(&mut *work, Work::Over);
        match (Interruption::of(&error), broken) {
            (Some(trouble), Work::Open(broken)) => {
                Box::pin(self.once_more(&mut work, broken, state, trouble, error, select)).await
            }
            _ => Err(error),
        }
    }

    /// The work, open, and the state of the data.
    async fn opened(&self) -> Result<(MutexGuard<'_, Work>, edition::State), DbErr> {
        let mut work = self.work.lock().await;
        if matches!(*work, Work::Unopened) {
            *work = Work::Over;
            // On the heap: what every statement awaits is a part of every resolver, of which many are within each other.
            let opened = Box::pin(self.reader.open(self.least, None, &self.watch)).await?;
            let _ = self.data.set(opened.state);
            *work = Work::Open(opened);
        }
        match (&*work, self.data.get()) {
            (Work::Open(_), Some(state)) => Ok((work, *state)),
            _ => Err(ended()),
        }
    }

    /// Asks again over another connection, if the same data is to be seen there.
    async fn once_more(
        &self,
        work: &mut Work,
        broken: Opened,
        state: edition::State,
        trouble: Interruption,
        error: DbErr,
        select: &SelectStatement,
    ) -> Result<Rows, DbErr> {
        let place = broken.place;
        drop(broken);
        if trouble == Interruption::Away {
            self.reader.lost(place, &error);
        }
        // Until it has succeeded.
        self.is_lost.store(true, Ordering::Relaxed);
        let opened = self.reader.open(state.version(), Some(place), &self.watch).await?;
        if opened.state != state {
            return Err(error);
        }
        *work = Work::Open(opened);
        let Work::Open(opened) = &mut *work else { return Err(ended()) };
        let outcome = opened.transaction.read(select).await;
        match &outcome {
            Ok(_) => self.is_lost.store(false, Ordering::Relaxed),
            Err(_) => *work = Work::Over,
        }
        outcome
    }
}

/// Somebody waits for what is read. When it is dropped before that is there, what is at work stops.
pub(crate) struct Wanted {
    watch: Option<Watch>,
}

impl Wanted {
    /// It is there.
    pub(crate) fn met(mut self) {
        self.watch = None;
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.stop();
        }
    }
}

fn ended() -> DbErr {
    DbErr::Custom("an earlier statement of the request failed".to_owned())
}

/// Nobody waits for it any more, so nothing is to be worked out for it either.
impl Drop for Snapshot {
    fn drop(&mut self) {
        self.watch.stop();
        let work = mem::replace(self.work.get_mut(), Work::Over);
        if let Work::Open(opened) = work
            && let Some(process) = opened.process
            && let Ok(runtime) = Handle::try_current()
        {
            let reader = self.reader.clone();
            runtime.spawn(async move {
                if let Store::Server(database) = reader.store(opened.place) {
                    cancel(database, process).await;
                }
                // Only now, when the process can be at work for nobody else.
                drop(opened.transaction);
            });
        }
    }
}
