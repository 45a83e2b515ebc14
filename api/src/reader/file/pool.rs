use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    DbErr,
    sea_query::{Value, Values},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    cells::Cells,
    connection::{Identity, Reading},
};
use crate::{
    edition::State,
    reader::{
        source::in_vain,
        store::{Connections, PATIENCE},
        thread::waiting,
    },
    stopping::Watch,
};

/// The connections to a file. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    shared: Arc<Shared>,
}

/// In boxes, as they go from hand to hand.
type Idle = Vec<Box<Reading>>;

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    /// How long a writer is waited for.
    patience: Duration,
    most: usize,
    free: Arc<Semaphore>,
    /// Those that nobody uses, the one that was used last at the end: it has the most in memory.
    idle: Mutex<Idle>,
    open: AtomicUsize,
}

impl Pool {
    /// To a file, as many connections at most. A writer that is about to finish is waited for so long.
    pub(crate) fn new(path: PathBuf, most: usize, patience: Duration) -> Self {
        let (idle, open, free) = (Mutex::default(), AtomicUsize::new(0), Arc::new(Semaphore::new(most)));
        Self { shared: Arc::new(Shared { path, patience, most, free, idle, open }) }
    }

    /// Begins a transaction, in which SQLite works only as long as somebody waits.
    pub(in crate::reader) async fn begin(&self, watch: Watch) -> Result<Lent, DbErr> {
        let free = timeout(PATIENCE, self.shared.free.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = free else { return Err(in_vain()) };
        let pool = self.shared.clone();
        waiting(move || {
            let mut lent = pool.lend(permit)?;
            if let Some(reading) = &mut lent.reading {
                reading.begin(watch)?;
            }
            Ok(lent)
        })
        .await
    }

    /// How many there are.
    pub(in crate::reader) fn connections(&self) -> Connections {
        let open = self.shared.open.load(Ordering::Relaxed);
        Connections { open, idle: self.shared.idle().len(), most: self.shared.most }
    }
}

impl Shared {
    fn lend(self: Arc<Self>, permit: OwnedSemaphorePermit) -> Result<Lent, DbErr> {
        // A backup that was put in its place is another file.
        let file = Identity::of(&self.path).ok();
        let reading = loop {
            let Some(reading) = self.idle().pop() else { break None };
            if reading.is_of(file) {
                break Some(reading);
            }
            self.open.fetch_sub(1, Ordering::Relaxed);
        };
        let reading = match reading {
            Some(reading) => reading,
            None => {
                let reading = Box::new(Reading::open(&self.path, self.patience)?);
                self.open.fetch_add(1, Ordering::Relaxed);
                reading
            }
        };
        Ok(Lent { reading: Some(reading), pool: self, permit: Some(permit) })
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in a transaction. When it is dropped, the transaction ends and the connection is given back.
#[derive(Debug)]
pub(in crate::reader) struct Lent {
    /// None while it is at work on another thread.
    reading: Option<Box<Reading>>,
    pool: Arc<Shared>,
    /// Behind the connection: another is lent when that is back.
    permit: Option<OwnedSemaphorePermit>,
}

impl Lent {
    /// All that a statement gives.
    pub(in crate::reader) async fn read(&mut self, sql: String, values: Vec<Value>) -> Result<Cells, DbErr> {
        self.work(move |reading| reading.read(&sql, &values)).await
    }

    /// The state of the data, as `read` has it of what a statement gives.
    pub(in crate::reader) async fn state(
        &mut self,
        statement: &'static (String, Values),
        read: fn(Cells) -> Result<State, DbErr>,
    ) -> Result<State, DbErr> {
        self.work(move |reading| reading.state(statement, read)).await
    }

    async fn work<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Reading) -> Result<T, DbErr> + Send + 'static,
    ) -> Result<T, DbErr> {
        let at_work = self.taken();
        let (at_work, outcome) = waiting(move || {
            let outcome = at_work.reading().and_then(work);
            (at_work, outcome)
        })
        .await;
        *self = at_work;
        outcome
    }

    /// Ends the transaction.
    pub(in crate::reader) async fn end(self) -> Result<(), DbErr> {
        waiting(move || self.reading()?.end()).await
    }

    /// It, for a thread that gives it back even when nobody waits for it any more.
    fn taken(&mut self) -> Self {
        Self { reading: self.reading.take(), pool: self.pool.clone(), permit: self.permit.take() }
    }

    fn reading(&self) -> Result<&Reading, DbErr> {
        self.reading.as_deref().ok_or_else(|| DbErr::Custom("an earlier statement was given up".to_owned()))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(reading) = self.reading.take() else { return };
        if reading.is_put_right() {
            self.pool.idle().push(reading);
        } else {
            self.pool.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
