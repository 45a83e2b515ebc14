//! Waiting for a writer, as long as somebody waits for what is read.

use std::{
    cell::RefCell,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::stopping::Watch;

/// How long to wait before it is tried again.
const PAUSE: Duration = Duration::from_millis(2);

thread_local! {
    /// The wait of the statement that is at work on this thread: SQLite tells its handler only how often it was called.
    static WAIT: RefCell<Option<Wait>> = const { RefCell::new(None) };
}

/// A wait, should one become necessary.
struct Wait {
    watch: Watch,
    patience: Duration,
    begun: Option<Instant>,
}

impl Wait {
    fn goes_on(&mut self) -> bool {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        !self.watch.is_stopped() && begun.elapsed() < self.patience
    }
}

/// The time of a statement that may have to wait.
pub(super) struct Waiting;

impl Waiting {
    /// As long as somebody watches, and no longer than this.
    pub(super) fn of(watch: &Watch, patience: Duration) -> Self {
        WAIT.set(Some(Wait { watch: watch.clone(), patience, begun: None }));
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAIT.set(None);
    }
}

/// Whether to try again, after a pause.
pub(super) fn go_on(_times: i32) -> bool {
    let goes_on = WAIT.with_borrow_mut(|wait| wait.as_mut().is_some_and(Wait::goes_on));
    if goes_on {
        sleep(PAUSE);
    }
    goes_on
}
