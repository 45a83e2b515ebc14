use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::DbErr;
use tokio::time::Instant;

use super::Reader;
use crate::edition::State;

/// For how long a look at the databases holds. A busy service would otherwise look thousands of times a second for what changes
/// some times a day; so an answer may be older than the newest commit by as much.
const HOLDS: Duration = Duration::from_millis(1);

/// What the newest look at the databases found. Every snapshot that is opened is a look.
#[derive(Debug, Default)]
pub(super) struct Latest {
    found: Mutex<Option<Found>>,
    /// The last look that was made for its own sake. Whoever has it is looking.
    looked: tokio::sync::Mutex<Option<Looked>>,
}

#[derive(Clone, Copy, Debug)]
struct Found {
    /// When the look began: what was committed before that, it has seen.
    begun: Instant,
    state: State,
}

#[derive(Debug)]
struct Looked {
    begun: Instant,
    /// Data as new as this was looked for.
    least: i64,
    outcome: Result<State, String>,
}

impl Latest {
    /// Notes what was found by a look.
    pub(super) fn note(&self, begun: Instant, state: State) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.is_none_or(|found| found.begun < begun) {
            *found = Some(Found { begun, state });
        }
    }

    /// What a look found that holds for one who came at this moment.
    fn holding(&self, arrived: Instant) -> Option<State> {
        let found = *self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.filter(|found| holds(found.begun, arrived)).map(|found| found.state)
    }
}

/// Whether a look that began then holds for one who came at that moment.
fn holds(begun: Instant, arrived: Instant) -> bool {
    arrived.saturating_duration_since(begun) < HOLDS
}

impl Reader {
    /// As [`Reader::state`], if the last look holds still.
    #[must_use]
    pub fn known_state(&self, least: i64) -> Option<State> {
        self.state_held(least, Instant::now())
    }

    /// The state of the data, of this version or a newer one if any database has that: as a look at the databases found it that
    /// began at most a millisecond ago. It never goes back behind what this process has seen, unless that is lost.
    ///
    /// # Errors
    /// When no database can be asked.
    pub async fn state(&self, least: i64) -> Result<State, DbErr> {
        let arrived = Instant::now();
        if let Some(state) = self.state_held(least, arrived) {
            return Ok(state);
        }
        // One looks at a time, for all who wait. Who gives up waiting leaves it to the next.
        let mut looked = self.shared.latest.looked.lock().await;
        if let Some(state) = self.state_held(least, arrived) {
            return Ok(state);
        }
        if let Some(looked) = &*looked
            && holds(looked.begun, arrived)
            && looked.least >= least
        {
            return looked.outcome.clone().map_err(DbErr::Custom);
        }
        let begun = Instant::now();
        let outcome = self.state_anew(least).await;
        *looked = Some(Looked { begun, least, outcome: outcome.as_ref().copied().map_err(DbErr::to_string) });
        outcome
    }

    /// As [`Reader::state`], by a look that nobody shares.
    ///
    /// # Errors
    /// When no database can be asked.
    pub async fn state_anew(&self, least: i64) -> Result<State, DbErr> {
        let snapshot = Arc::new(self.snapshot_of(least));
        let looking = snapshot.clone();
        let look = async move {
            let outcome = looking.state().await;
            looking.end().await;
            outcome
        };
        let wanted = snapshot.wanted();
        let outcome = self.at_work(look).await;
        wanted.met();
        outcome
    }

    fn state_held(&self, least: i64, arrived: Instant) -> Option<State> {
        let wanted = least.max(self.newest());
        self.shared.latest.holding(arrived).filter(|state| state.version() >= wanted)
    }
}
