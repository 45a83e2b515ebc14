//! Work in the database that stops when nobody waits for it any more.
//!
//! To give up waiting for a statement does not end it: SQLite is at work on a thread of its own, and PostgreSQL in
//! a process of its own. So the one is asked every now and then whether to go on, and the other is told to stop.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Func, Query},
    sqlx::{self, SqliteConnection},
};
use tokio::{task_local, time::timeout};

/// How many steps SQLite takes between two looks: some fractions of a millisecond.
const STEPS: i32 = 20_000;

task_local! {
    /// For whom a connection is being taken.
    static WATCH: Watch;
}

/// Whether somebody still waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<AtomicBool>);

impl Watch {
    /// Takes a connection, which works only as long as this is not stopped.
    pub(crate) async fn over<T>(&self, taking: impl Future<Output = T>) -> T {
        WATCH.scope(self.clone(), taking).await
    }

    /// Nobody waits any more.
    pub(crate) fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Has a connection look whether to go on, for the one that takes it.
pub(crate) async fn watch(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut handle = connection.lock_handle().await?;
    match WATCH.try_with(Clone::clone) {
        Ok(watch) => handle.set_progress_handler(STEPS, move || !watch.is_stopped()),
        Err(_) => handle.remove_progress_handler(),
    }
    Ok(())
}

/// How long a server may take to stop a statement.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tells a process of a PostgreSQL server to stop what it is at.
pub(crate) async fn cancel(database: &DatabaseConnection, process: i32) {
    let mut select = Query::select();
    select.expr(Func::cust("pg_cancel_backend").arg(process));
    let told = timeout(PATIENCE, database.query_one(&select)).await;
    if !matches!(told, Ok(Ok(_))) {
        tracing::warn!("a statement that nobody waits for is left to its time limit");
    }
}
