//! The fields at the root: `lists` of every noun, the same as flat `rows`, `stats` by group, counts of `positions`,
//! `lookups` of one thing, and `answers` that are worked out.

mod answers;
mod lists;
mod lookups;
mod positions;
mod rows;
mod stats;

use async_graphql::MergedObject;

use self::{
    answers::Answers, lists::Lists, lookups::Lookups, positions::Positions, rows::Rows, stats::Counts,
};

/// Which Clinical Commissioning Group (CCG) in England had which model of primary care co-commissioning, from
/// when, for which services, and according to which published file. The service answers from what was
/// imported, and does not claim to be complete.
///
/// A question has up to three dates, which are never mixed. `asOf` is the day on which something was true in the
/// NHS, `statedBy` the day by which somebody had published it, `knownAt` the moment at which this service held it.
/// `statedBy` and `knownAt` hold for all that a list leads to. `asOf` narrows the list that it is given to, and
/// decides which `position` and `identity` the CCGs beneath it show.
#[derive(MergedObject, Default)]
pub struct Query(Lists, Rows, Counts, Positions, Answers, Lookups);
