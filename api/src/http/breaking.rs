//! Breaking a connection off whose response cannot be finished.
//!
//! A body that fails should be enough. But the server of `poem`, told of the failure, asks the connection once more to end in
//! order, which then closes the body as if nothing were missing. So the connection itself is told to write no more.

use std::cell::Cell;

use tokio::task::{self, Id};

thread_local! {
    /// The task of the connection that is to be broken off. It learns it before it gives up the thread: a body that fails and
    /// what is written thereafter are of the same step of the task. The streams of HTTP/2 have tasks of their own, and are
    /// reset without any help.
    static BROKEN: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Breaks the connection off over which the body that is being written goes.
pub(super) fn break_off() {
    BROKEN.set(task::try_id());
}

/// Whether the connection that is being written to is to be broken off.
pub(super) fn is_broken_off() -> bool {
    BROKEN.get().is_some_and(|task| task::try_id() == Some(task))
}
