use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::refusal::Refusal;

/// How many seconds a client is told to wait before it tries again.
pub(super) const RETRY_AFTER: u64 = 2;

/// Lets so many requests work at once, lets so many others be there for a while, and sends the rest away.
pub(super) struct Gate {
    working: Arc<Semaphore>,
    /// As many as may work or wait.
    present: Arc<Semaphore>,
    /// How many may work, and how many may be there.
    places: (usize, usize),
    patience: Duration,
}

/// How many requests are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) working: usize,
    pub(super) waiting: usize,
}

/// The right to work, for as long as it is kept.
pub(super) struct Pass {
    _working: OwnedSemaphorePermit,
    present: Place,
}

/// The right to be there, for as long as it is kept.
pub(super) struct Place {
    _present: OwnedSemaphorePermit,
}

impl Pass {
    /// Ends the work, and stays there.
    pub(super) fn into_place(self) -> Place {
        self.present
    }
}

impl Gate {
    /// For as many at work, and as many waiting for so long.
    pub(super) fn new(working: usize, waiting: usize, patience: Duration) -> Self {
        Self {
            working: Arc::new(Semaphore::new(working)),
            present: Arc::new(Semaphore::new(working + waiting)),
            places: (working, working + waiting),
            patience,
        }
    }

    /// How many are there. Those that only take what was worked out for them count as waiting.
    pub(super) fn load(&self) -> Load {
        let working = self.places.0.saturating_sub(self.working.available_permits());
        let present = self.places.1.saturating_sub(self.present.available_permits());
        Load { working, waiting: present.saturating_sub(working) }
    }

    /// Waits for a pass, first come, first served.
    pub(super) async fn enter(&self) -> Result<Pass, Refusal> {
        let present = self.present.clone().try_acquire_owned().map_err(|_| {
            Refusal::later("Too many requests are waiting already. Try again in a moment.", RETRY_AFTER)
        })?;
        match timeout(self.patience, self.working.clone().acquire_owned()).await {
            Ok(Ok(working)) => Ok(Pass { _working: working, present: Place { _present: present } }),
            _ => Err(Refusal::later(
                "The service is busy with other requests. Try again in a moment.",
                RETRY_AFTER,
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Gate;

    #[tokio::test]
    async fn some_work_some_wait_and_the_rest_are_sent_away() {
        let gate = Gate::new(1, 1, Duration::from_secs(5));
        let first = gate.enter().await.expect("the first");
        let (second, third) = tokio::join!(
            async {
                let entered = gate.enter();
                tokio::time::timeout(Duration::from_millis(300), entered).await
            },
            async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let refused = gate.enter().await.err();
                drop(first);
                refused
            }
        );
        assert!(second.expect("in time").is_ok());
        assert_eq!(third.expect("a refusal").retry_after, Some(2));
    }

    #[tokio::test]
    async fn who_stays_after_the_work_leaves_a_turn_and_takes_a_place() {
        let gate = Gate::new(1, 1, Duration::from_millis(50));
        let staying = gate.enter().await.expect("the first").into_place();
        let second = gate.enter().await.expect("the second");
        assert!(gate.enter().await.is_err());
        drop((staying, second));
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let gate = Gate::new(1, 1, Duration::from_millis(50));
        let _first = gate.enter().await.expect("the first");
        assert!(gate.enter().await.is_err());
    }
}
