use std::{
    collections::HashMap,
    future::pending,
    net::SocketAddr,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    task::Context,
};

use futures_util::task::AtomicWaker;
use tokio::{
    sync::{Notify, watch},
    time::Instant,
};

/// Of the connections that nobody uses, one in so many is closed at once when there are too many: to look for them costs
/// as much as for one alone.
const CLOSED_AT_ONCE: usize = 16;

/// The connections that are open, by the address of the other side. (The server works on for a client that has gone
/// away, so that has to be looked for here.)
#[derive(Clone, Default)]
pub(super) struct Connections {
    open: Arc<Mutex<HashMap<SocketAddr, Arc<Known>>>>,
    left: Arc<Notify>,
}

/// What is known of a connection. It is asked at each step of a request, so nothing of it is behind a lock.
pub(super) struct Known {
    address: Option<SocketAddr>,
    /// Nothing is ever sent over it; it ends when the other side has gone away.
    gone: watch::Receiver<()>,
    /// Requests whose head has arrived.
    begun: AtomicU64,
    /// Those of them that have no answer yet.
    at_work: AtomicUsize,
    /// Since when the client has neither been sent anything nor waited for it.
    unused_since: AtomicU64,
    is_closed: AtomicBool,
    waker: AtomicWaker,
}

/// Now, in nanoseconds since it was first asked: what happens one after another is to be told apart.
fn now() -> u64 {
    static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(BEGINNING.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

impl Connections {
    /// Adds a connection; what is given back beside it is kept for as long as the other side is there.
    pub(super) fn add(&self, address: Option<SocketAddr>) -> (Arc<Known>, watch::Sender<()>) {
        let (there, gone) = watch::channel(());
        let known = Arc::new(Known {
            address,
            gone,
            begun: AtomicU64::new(0),
            at_work: AtomicUsize::new(0),
            unused_since: AtomicU64::new(now()),
            is_closed: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        });
        if let Some(address) = address {
            self.with(|open| open.insert(address, known.clone()));
        }
        (known, there)
    }

    /// Takes a connection away that is no more.
    pub(super) fn remove(&self, known: &Arc<Known>) {
        if let Some(address) = known.address {
            self.with(|open| {
                // Its address may be another one's by now.
                if open.get(&address).is_some_and(|there| Arc::ptr_eq(there, known)) {
                    open.remove(&address);
                }
            });
        }
        self.left.notify_one();
    }

    /// Waits until there is room for one more. Connections that nobody uses have to make room.
    pub(super) async fn room(&self, most: usize) {
        while self.with(|open| open.len()) >= most {
            if !self.close_unused() {
                self.left.notified().await;
            }
        }
    }

    /// Closes some of those that have been unused for longest. Answers whether there were any.
    fn close_unused(&self) -> bool {
        self.with(|open| {
            let unused = open.iter().filter(|(_, known)| !known.is_at_work());
            let mut unused: Vec<(u64, SocketAddr)> = unused
                .map(|(address, known)| (known.unused_since.load(Ordering::Relaxed), *address))
                .collect();
            unused.sort_unstable();
            let many = open.len().div_ceil(CLOSED_AT_ONCE);
            let closed = unused.iter().take(many).filter_map(|(_, address)| open.remove(address));
            closed.map(|known| known.close()).count() > 0
        })
    }

    /// Notes that a request has come over a connection, which is at work for as long as what is given back is kept.
    pub(super) fn begin(&self, remote: Option<SocketAddr>) -> Option<AtWork> {
        let known = remote.and_then(|remote| self.with(|open| open.get(&remote).cloned()))?;
        known.begun.fetch_add(1, Ordering::Relaxed);
        known.at_work.fetch_add(1, Ordering::Relaxed);
        Some(AtWork(known))
    }

    /// Waits until the other side of a connection has gone away. One that is not known never does.
    pub(super) async fn gone(&self, remote: Option<SocketAddr>) {
        let known = remote.and_then(|remote| self.with(|open| open.get(&remote).cloned()));
        match known.map(|known| known.gone.clone()) {
            Some(mut gone) => while gone.changed().await.is_ok() {},
            None => pending().await,
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut HashMap<SocketAddr, Arc<Known>>) -> T) -> T {
        look(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Known {
    /// How many requests have come over it.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Whether one of them has no answer yet.
    pub(super) fn is_at_work(&self) -> bool {
        self.at_work.load(Ordering::Relaxed) > 0
    }

    /// Notes that something is sent.
    pub(super) fn is_used(&self) {
        self.unused_since.store(now(), Ordering::Relaxed);
    }

    /// Whether it is to be closed; whoever asks is woken when it is.
    pub(super) fn is_closed(&self, context: &Context<'_>) -> bool {
        self.waker.register(context.waker());
        self.is_closed.load(Ordering::Acquire)
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.waker.wake();
    }
}

/// A request that has no answer yet.
pub(super) struct AtWork(Arc<Known>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.is_used();
        self.0.at_work.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::{net::SocketAddr, sync::Arc, task::Context, time::Duration};

    use futures_util::task::noop_waker;
    use tokio::time::timeout;

    use super::{Connections, Known};

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn closed(connections: &[Arc<Known>]) -> Vec<usize> {
        let waker = noop_waker();
        let context = Context::from_waker(&waker);
        (0..connections.len()).filter(|place| connections[*place].is_closed(&context)).collect()
    }

    #[tokio::test]
    async fn the_connection_that_has_been_unused_for_longest_makes_room() {
        let connections = Connections::default();
        let mut opened = Vec::new();
        for port in 1..=3 {
            connections.room(3).await;
            opened.push(connections.add(Some(address(port))).0);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let at_work = connections.begin(Some(address(1)));
        connections.room(3).await;
        assert_eq!(closed(&opened), [1]);
        opened[2].is_used();
        drop(at_work);
        connections.add(Some(address(4)));
        connections.room(3).await;
        assert_eq!(closed(&opened), [1, 2]);
    }

    #[tokio::test]
    async fn those_at_work_are_waited_for() {
        let connections = Connections::default();
        let (known, _there) = connections.add(Some(address(1)));
        let _at_work = connections.begin(Some(address(1)));
        let waiting = timeout(Duration::from_millis(50), connections.room(1)).await;
        assert!(waiting.is_err(), "there is no room yet");
        connections.remove(&known);
        connections.room(1).await;
        assert_eq!(closed(&[known]), [0; 0]);
    }
}
