//! Loading of related rows, without a statement per row.
//!
//! Fields of one level ask for their rows one by one; a data loader gathers what they ask for and runs one
//! statement for all of them. `one` loads rows by their number, `many` pages of related rows and their counts;
//! `relation` says how related rows are found, `statement` asks for them, and `turns` sees to it that a batch waits for
//! every field of its level. Every request has loaders of its own, which remember what they loaded while it runs. From
//! request to request `small` keeps tables of a handful of rows, and `length` how long related lists are.

mod key;
mod length;
mod many;
mod one;
mod relation;
mod small;
mod statement;
mod turns;

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache},
};

pub use key::Key;
pub use length::Lengths;
pub use many::{ListOf, RowsWanted, children, count, counts, dates_of, pages};
pub use one::{by_dates, each, find, one, one_if};
pub use relation::{BelongsTo, Direct, Kin, Link, Relation, Via};
pub use small::SmallTables;
pub use turns::Turns;

use crate::reader::Snapshot;

/// The loaders of one request.
pub type Loaders = DataLoader<Batches, HashMapCache>;

/// Runs the statements of the loaders.
pub struct Batches {
    snapshot: Arc<Snapshot>,
    small: Arc<SmallTables>,
    lengths: Arc<Lengths>,
}

impl Batches {
    /// What runs statements: one for the whole request, so that all of an answer is true of one moment.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

/// Loaders for a request, whose batches run while `turns` drives its execution.
pub fn for_request(
    snapshot: Arc<Snapshot>,
    small: Arc<SmallTables>,
    lengths: Arc<Lengths>,
    turns: &Turns,
) -> Loaders {
    DataLoader::with_cache(Batches { snapshot, small, lengths }, turns.queue(), HashMapCache::default())
        .delay(Duration::ZERO)
}

/// The loaders of the request that is being answered.
pub fn loaders<'a>(context: &Context<'a>) -> &'a Loaders {
    context.data_unchecked::<Loaders>()
}
