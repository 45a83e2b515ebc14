//! What was worked out of all that is known, and is the same for whoever asks: kept for the edition of the data that it is of.

use std::{
    collections::VecDeque,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{dates::Dates, edition::Edition, error::Answer};

/// Of how many dates of an edition it is kept.
const MOST: usize = 4;

/// What was worked out of editions of the data, by the dates of questions. Whoever asks first works it out, and who asks for the
/// same meanwhile waits for it. No two are worked out at once, since each takes memory.
pub struct Kept<T> {
    /// That which was asked for last stands first.
    latest: Mutex<VecDeque<Work<T>>>,
    at_work: tokio::sync::Mutex<()>,
}

struct Work<T> {
    of: (Option<Edition>, Dates),
    outcome: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { latest: Mutex::default(), at_work: tokio::sync::Mutex::default() }
    }
}

impl<T> Kept<T> {
    /// What comes of an edition by these dates, which `work` works out where it is not kept.
    ///
    /// # Errors
    /// When it cannot be worked out.
    pub async fn of<W>(
        &self,
        edition: Option<Edition>,
        dates: Dates,
        work: impl FnOnce() -> W,
    ) -> Answer<Arc<T>>
    where
        W: Future<Output = Answer<T>>,
    {
        let of = (edition, dates);
        if let Some(outcome) = self.get(of) {
            return Ok(outcome);
        }
        let _turn = self.at_work.lock().await;
        if let Some(outcome) = self.get(of) {
            return Ok(outcome);
        }
        let outcome = Arc::new(work().await?);
        let mut latest = self.latest();
        // Of an older edition nobody asks for long.
        latest.retain(|work| {
            work.of.0.map(|edition| edition.version) >= edition.map(|edition| edition.version)
        });
        latest.truncate(MOST - 1);
        latest.push_front(Work { of, outcome: outcome.clone() });
        Ok(outcome)
    }

    fn get(&self, of: (Option<Edition>, Dates)) -> Option<Arc<T>> {
        let mut latest = self.latest();
        let place = latest.iter().position(|work| work.of == of)?;
        let work = latest.remove(place)?;
        let outcome = work.outcome.clone();
        latest.push_front(work);
        Some(outcome)
    }

    fn latest(&self) -> MutexGuard<'_, VecDeque<Work<T>>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use chrono::{DateTime, NaiveDate};
    use futures_util::future::join_all;
    use tokio::task::yield_now;

    use super::{Kept, MOST};
    use crate::{dates::Dates, edition::Edition, error::Failure};

    fn edition(version: i64) -> Option<Edition> {
        Some(Edition { version, recorded_at: DateTime::UNIX_EPOCH })
    }

    fn stated_by(day: u32) -> Dates {
        Dates { stated_by: NaiveDate::from_ymd_opt(2016, 1, day), ..Dates::default() }
    }

    #[tokio::test]
    async fn it_is_worked_out_once_for_all_who_ask_at_once() {
        let (kept, times) = (Kept::default(), AtomicUsize::new(0));
        let ask = || {
            kept.of(edition(1), stated_by(1), async || {
                yield_now().await;
                Ok(times.fetch_add(1, Ordering::Relaxed))
            })
        };
        let asked = join_all((0..3).map(|_| ask())).await;
        assert!(asked.into_iter().all(|outcome| *outcome.unwrap() == 0));
        assert_eq!(times.into_inner(), 1);
    }

    #[tokio::test]
    async fn what_was_asked_for_last_is_kept_of_the_newest_edition() {
        let (kept, times) = (Kept::default(), AtomicUsize::new(0));
        let ask = async |version, day| {
            let before = times.load(Ordering::Relaxed);
            let work = async || Ok(times.fetch_add(1, Ordering::Relaxed));
            kept.of(edition(version), stated_by(day), work).await.unwrap();
            times.load(Ordering::Relaxed) > before
        };
        for day in (1..).take(MOST) {
            assert!(ask(1, day).await, "{day}");
        }
        assert!(!ask(1, 1).await);
        assert!(ask(1, 31).await);
        assert!(!ask(1, 1).await, "it was asked for since");
        assert!(ask(1, 2).await, "it made room");
        assert!(ask(2, 1).await);
        assert!(ask(1, 1).await, "an import came between");
        assert!(!ask(2, 1).await, "whoever still reads what was before takes nothing from the others");
    }

    #[tokio::test]
    async fn what_fails_is_tried_again() {
        let kept = Kept::default();
        assert!(kept.of(None, stated_by(1), async || Err::<i32, _>(Failure::Database)).await.is_err());
        assert_eq!(*kept.of(None, stated_by(1), async || Ok(7)).await.unwrap(), 7);
    }
}
