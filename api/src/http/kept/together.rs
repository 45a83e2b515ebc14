use std::{
    collections::HashMap,
    future::Future,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, WeakShared},
};

/// Work that many wait for and that is done once. It goes on for as long as anybody waits for it: who gives up takes nothing
/// away from the others, and with the last of them it is given up too.
pub(super) struct Together<K, T> {
    works: Arc<Works<K, T>>,
    number: AtomicU64,
}

struct Works<K, T>(Mutex<HashMap<K, Work<T>>>);

struct Work<T> {
    number: u64,
    outcome: WeakShared<BoxFuture<'static, T>>,
}

impl<K, T> Default for Together<K, T> {
    fn default() -> Self {
        Self { works: Arc::new(Works(Mutex::default())), number: AtomicU64::new(0) }
    }
}

impl<K, T> Together<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// What comes of the work of this name, which is begun unless it is being done. Answers also whether it was.
    pub(super) async fn join<W>(&self, key: K, work: impl FnOnce() -> W) -> (T, bool)
    where
        W: Future<Output = T> + Send + 'static,
    {
        let (outcome, is_shared) = {
            let mut works = self.works.lock();
            match works.get(&key).and_then(|work| work.outcome.upgrade()) {
                Some(outcome) => (outcome, true),
                None => {
                    let number = self.number.fetch_add(1, Ordering::Relaxed);
                    let ending = Ending { works: self.works.clone(), key: key.clone(), number };
                    let work = work();
                    let outcome = async move {
                        let _ending = ending;
                        work.await
                    };
                    let outcome = outcome.boxed().shared();
                    if let Some(weak) = outcome.downgrade() {
                        works.insert(key, Work { number, outcome: weak });
                    }
                    (outcome, false)
                }
            }
        };
        (outcome.await, is_shared)
    }
}

impl<K, T> Works<K, T> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Work<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes work away that has ended or was given up.
struct Ending<K: Eq + Hash, T> {
    works: Arc<Works<K, T>>,
    key: K,
    number: u64,
}

impl<K: Eq + Hash, T> Drop for Ending<K, T> {
    fn drop(&mut self) {
        let mut works = self.works.lock();
        // The same may have been begun anew.
        if works.get(&self.key).is_some_and(|work| work.number == self.number) {
            works.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use futures_util::future::join_all;
    use tokio::{
        sync::Notify,
        time::{sleep, timeout},
    };

    use super::Together;

    /// Work that counts how often it was begun and ended, and ends when it is told to.
    #[derive(Clone, Default)]
    struct Counted {
        begun: Arc<AtomicUsize>,
        ended: Arc<AtomicUsize>,
        go: Arc<Notify>,
    }

    impl Counted {
        async fn work(self) -> usize {
            let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
            self.go.notified().await;
            self.ended.fetch_add(1, Ordering::Relaxed);
            number
        }

        fn counts(&self) -> (usize, usize) {
            (self.begun.load(Ordering::Relaxed), self.ended.load(Ordering::Relaxed))
        }
    }

    const SHORT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn what_many_wait_for_is_done_once() {
        let (together, counted) = (Together::default(), Counted::default());
        let all = join_all((0..10).map(|_| together.join("a", || counted.clone().work())));
        let other = together.join("b", || async { 7 });
        let (outcomes, other, ()) = tokio::join!(all, other, async {
            sleep(SHORT).await;
            counted.go.notify_one();
        });
        assert_eq!(counted.counts(), (1, 1));
        assert!(outcomes.iter().all(|(outcome, _)| *outcome == 1), "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|(_, is_shared)| *is_shared).count(), 9);
        assert_eq!(other, (7, false));
        assert!(together.works.lock().is_empty());
        counted.go.notify_one();
        assert_eq!(together.join("a", || counted.clone().work()).await, (2, false));
    }

    #[tokio::test]
    async fn who_gives_up_takes_nothing_from_the_others() {
        let (together, counted) = (Together::default(), Counted::default());
        let first = timeout(SHORT, together.join("a", || counted.clone().work()));
        let second = together.join("a", || counted.clone().work());
        let (first, second, ()) = tokio::join!(first, second, async {
            sleep(SHORT * 2).await;
            counted.go.notify_one();
        });
        assert!(first.is_err(), "it was to be given up");
        assert_eq!((second, counted.counts()), ((1, true), (1, 1)));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_given_up() {
        let (together, counted) = (Together::default(), Counted::default());
        assert!(timeout(SHORT, together.join("a", || counted.clone().work())).await.is_err());
        assert!(together.works.lock().is_empty());
        counted.go.notify_one();
        assert_eq!(together.join("a", || counted.clone().work()).await, (2, false));
        assert_eq!(counted.counts(), (2, 1));
    }
}
