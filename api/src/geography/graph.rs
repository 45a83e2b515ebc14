use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use async_graphql::{Context, dataloader::Loader};
use chrono::NaiveDate;
use entities::succession::{Entity, Model};

use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, loaders},
    table::rows,
};

/// All successions that are known.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    successions: Vec<Model>,
    by_predecessor: HashMap<i64, Vec<usize>>,
    by_successor: HashMap<i64, Vec<usize>>,
}

/// In which direction of time.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To those that took over.
    Forwards,
    /// To those that were taken over.
    Backwards,
}

impl Graph {
    /// The successions as they are known, fetched once for a request.
    pub(crate) async fn load(context: &Context<'_>, dates: Dates) -> Answer<Arc<Self>> {
        // They are the same whatever day is asked about, and nobody records when they were published.
        let dates = Dates { known_at: dates.known_at, ..Dates::default() };
        Ok(loaders(context).load_one(Key::<Self, _>::new(dates)).await?.unwrap_or_default())
    }

    fn new(mut successions: Vec<Model>) -> Self {
        successions.sort_by_key(|succession| (succession.effective_on, succession.id));
        let (mut by_predecessor, mut by_successor) = (HashMap::new(), HashMap::new());
        for (place, succession) in successions.iter().enumerate() {
            by_predecessor.entry(succession.predecessor_id).or_insert_with(Vec::new).push(place);
            by_successor.entry(succession.successor_id).or_insert_with(Vec::new).push(place);
        }
        Self { successions, by_predecessor, by_successor }
    }

    /// The successions that lead from a CCG to others, generation by generation, so far as they took effect between two
    /// days, both of them included. Each is told once, though several ways may lead to it.
    pub(crate) fn from(
        &self,
        ccg: i64,
        direction: Direction,
        between: impl Fn(NaiveDate) -> bool,
    ) -> Vec<(u32, &Model)> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut waiting = VecDeque::from([(1, ccg)]);
        while let Some((generation, ccg)) = waiting.pop_front() {
            let places = match direction {
                Direction::Forwards => self.by_predecessor.get(&ccg),
                Direction::Backwards => self.by_successor.get(&ccg),
            };
            for place in places.into_iter().flatten() {
                let succession = &self.successions[*place];
                if between(succession.effective_on) && seen.insert(*place) {
                    found.push((generation, succession));
                    waiting.push_back((generation + 1, direction.end(succession)));
                }
            }
        }
        found
    }
}

impl Direction {
    /// The CCG to which a succession leads.
    pub(super) fn end(self, succession: &Model) -> i64 {
        match self {
            Self::Forwards => succession.successor_id,
            Self::Backwards => succession.predecessor_id,
        }
    }
}

impl Loader<Key<Graph, Dates>> for Batches {
    type Value = Arc<Graph>;
    type Error = Failure;

    async fn load(&self, keys: &[Key<Graph, Dates>]) -> Answer<HashMap<Key<Graph, Dates>, Arc<Graph>>> {
        let mut graphs = HashMap::new();
        for key in keys {
            let successions = self.snapshot().rows::<Model>(&rows::<Entity>(&key.of)).await?;
            graphs.insert(key.clone(), Arc::new(Graph::new(successions)));
        }
        Ok(graphs)
    }
}
