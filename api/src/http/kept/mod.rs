//! Answers that need not be worked out again: the same question about the same data on the same day has the same answer. An
//! answer as it is `written` is kept for all who ask later, and what is asked by many at once is worked out once, `together`.
//! `addresses` that are asked again and again need not be read again.

mod addresses;
mod together;
mod written;

use std::{future::Future, sync::Arc};

use chrono::NaiveDate;
use moka::{policy::EvictionPolicy, sync::Cache};
use poem::{Request, Response};

use self::together::Together;
pub(super) use self::{
    addresses::{Address, Addresses},
    written::Written,
};
use super::{media::MediaType, refusal::Refusal};
use crate::edition::State;

/// What a kept answer takes besides its body, in bytes.
const OVERHEAD: usize = 1024;

/// All that an answer follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The state of the data.
    pub(super) state: State,
    /// The day that it is.
    pub(super) today: NaiveDate,
    /// What is asked.
    pub(super) question: [u8; 32],
    /// How the answer is written.
    pub(super) media: MediaType,
}

/// What comes of a question.
pub(super) type Outcome = Result<Arc<Written>, Refusal>;

/// The answers that are kept, and those that are being worked out.
pub(super) struct Kept {
    answers: Cache<Key, Arc<Written>>,
    together: Together<Key, Outcome>,
}

impl Kept {
    /// With room for so many MiB. The answers that were not asked for the longest make room for others.
    pub(super) fn new(mib: usize) -> Self {
        let room = u64::try_from(mib).unwrap_or(u64::MAX).saturating_mul(1024 * 1024);
        let weight = |_: &Key, written: &Arc<Written>| {
            u32::try_from(written.size().saturating_add(OVERHEAD)).unwrap_or(u32::MAX)
        };
        let answers = Cache::builder().max_capacity(room).weigher(weight);
        Self {
            answers: answers.eviction_policy(EvictionPolicy::lru()).build(),
            together: Together::default(),
        }
    }

    /// The answer that is kept.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Written>> {
        self.answers.get(key)
    }

    /// Keeps an answer that is final.
    pub(super) fn insert(&self, key: Key, written: Arc<Written>) {
        self.answers.insert(key, written);
    }

    /// How many answers are kept, and how many bytes they take.
    pub(super) fn size(&self) -> [u64; 2] {
        self.answers.run_pending_tasks();
        [self.answers.entry_count(), self.answers.weighted_size()]
    }

    /// What comes of a question, which is worked out unless that is being done already. Answers also whether it was.
    pub(super) async fn together<W>(&self, key: Key, work: impl FnOnce() -> W) -> (Outcome, bool)
    where
        W: Future<Output = Outcome> + Send + 'static,
    {
        self.together.join(key, work).await
    }

    /// The response with an answer that is kept, compressed as its client takes it. What it is compressed to is kept too.
    pub(super) async fn respond(&self, key: Key, written: &Arc<Written>, request: &Request) -> Response {
        let (response, has_grown) = written.respond(request).await;
        if has_grown {
            // Weighed once more.
            self.answers.insert(key, written.clone());
        }
        response
    }
}
