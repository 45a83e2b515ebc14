//! Work in the database that stops when nobody waits for it any more.
//!
//! To give up waiting for a statement does not end it: SQLite is at work on a thread of its own, and PostgreSQL in
//! a process of its own. So the one is asked every now and then whether to go on, and the other is told to stop.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Func, Query},
};
use tokio::time::timeout;

/// Whether somebody still waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<AtomicBool>);

impl Watch {
    /// Nobody waits any more.
    pub(crate) fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
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
