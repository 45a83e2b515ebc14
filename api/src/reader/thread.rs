//! Where statements may keep a thread waiting.
//!
//! SQLite is a library: whoever asks it works for the answer on its own thread, or waits there for a lock. Threads that
//! serve connections must not, so such work goes to threads that may. To hand work over costs more than most statements
//! do, which is why a whole answer is worked out there, rather than each of its statements.

use std::{cell::Cell, future::Future, panic::resume_unwind};

use tokio::{
    runtime::Handle,
    task::{JoinError, spawn_blocking},
};
use tracing::{Instrument, Span};

thread_local! {
    /// Whether whoever has this thread may keep it.
    static MAY_WAIT: Cell<bool> = const { Cell::new(false) };
}

/// The time in which a thread may be kept waiting.
struct Permission;

impl Permission {
    fn given() -> Self {
        MAY_WAIT.set(true);
        Self
    }
}

impl Drop for Permission {
    fn drop(&mut self) {
        MAY_WAIT.set(false);
    }
}

/// Does work that may wait: here, if this thread may, or else on another.
pub(super) async fn waiting<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    if MAY_WAIT.get() {
        return work();
    }
    spawn_blocking(work).await.unwrap_or_else(passed_on)
}

/// Drives a future on a thread that may wait. It goes on there when nobody waits for it any more.
pub(super) async fn on_one_that_may<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let (runtime, span) = (Handle::current(), Span::current());
    let driven = move || {
        let _permission = Permission::given();
        runtime.block_on(work.instrument(span))
    };
    spawn_blocking(driven).await.unwrap_or_else(passed_on)
}

/// What broke down there breaks down here: there is nobody else to whom it could be told.
fn passed_on<T>(error: JoinError) -> T {
    match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(error) => panic!("the runtime ends: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use std::thread::current;

    use super::{on_one_that_may, waiting};

    #[tokio::test]
    async fn work_stays_on_a_thread_that_may_wait() {
        let here = current().id();
        assert_ne!(waiting(|| current().id()).await, here);
        let (there, within) =
            on_one_that_may(async { (current().id(), waiting(|| current().id()).await) }).await;
        assert_ne!(there, here);
        assert_eq!(there, within);
        assert_ne!(waiting(|| current().id()).await, here);
    }
}
