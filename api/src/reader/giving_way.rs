//! Lets an import into SQLite come to its commit, however many are reading.
//!
//! A writer that waits for its commit takes a lock by which SQLite keeps new readers out until those that there are have
//! ended. But within one process it does not look for that lock as long as anybody there is reading, and with enough requests
//! somebody always is. So it is looked for here, before somebody begins to read.

use std::{
    fs::File,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use migrations::database::sqlite_path;
use rustix::process::{Flock, FlockOffsetType, FlockType, fcntl_getlk};
use tokio::time::sleep;

/// Where the lock is of a writer that waits: `PENDING_BYTE` of SQLite's file format.
const PENDING: u64 = 0x4000_0000;
/// Nobody begins to read for so long, or until the writer is done; then everybody may for as long, and so on, for it may be a
/// long table that it waits for.
const TURN: Duration = Duration::from_secs(2);
/// How often the lock is looked for.
const LOOK: Duration = Duration::from_millis(5);

/// Who gives way to a writer.
#[derive(Debug)]
pub(crate) struct GivingWay {
    /// It is never closed: that would take all locks of this process from the database. (Another file in its place has another
    /// writer, and other readers than those whose connections are open here.)
    file: &'static File,
    /// Since when a writer waits.
    since: Mutex<Option<Instant>>,
}

impl GivingWay {
    /// To writers of a database that is a file; none for another.
    pub(crate) fn of(url: &str) -> Option<Self> {
        let file = File::open(sqlite_path(url)?).ok()?;
        Some(Self { file: Box::leak(Box::new(file)), since: Mutex::default() })
    }

    /// Waits while a writer does, for its turn at most.
    pub(crate) async fn give(&self) {
        while self.is_writers_turn() {
            sleep(LOOK).await;
        }
    }

    fn is_writers_turn(&self) -> bool {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_wanted() {
            *since = None;
            return false;
        }
        let waited = since.get_or_insert_with(Instant::now).elapsed();
        (waited.as_millis() / TURN.as_millis()).is_multiple_of(2)
    }

    /// Whether another process has the lock. Where files cannot be locked, there is nobody to give way to.
    fn is_wanted(&self) -> bool {
        let reading = Flock {
            start: PENDING,
            length: 1,
            pid: None,
            typ: FlockType::ReadLock,
            offset_type: FlockOffsetType::Set,
        };
        matches!(fcntl_getlk(self.file, &reading), Ok(Some(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::GivingWay;

    #[test]
    fn only_files_have_writers_to_give_way_to() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let path = file.path().display();
        assert!(GivingWay::of(&format!("sqlite://{path}?mode=ro")).is_some_and(|way| !way.is_writers_turn()));
        for url in ["sqlite::memory:", "sqlite:///no/such/file", "postgres://host/facts"] {
            assert!(GivingWay::of(url).is_none(), "{url}");
        }
    }
}
