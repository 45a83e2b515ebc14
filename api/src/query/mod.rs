//! The fields at the root: `lists` of every noun, the same as flat `rows`, `stats` by group, counts of `positions`,
//! `lookups` of one thing, `answers` that take more, and lists that are `worked_out`.

mod answers;
mod lists;
mod lookups;
mod positions;
mod rows;
mod stats;
mod worked_out;

use async_graphql::MergedObject;

use self::{
    answers::Answers, lists::Lists, lookups::Lookups, positions::Positions, rows::Rows, stats::Counts,
    worked_out::WorkedOutLists,
};

/// Which Clinical Commissioning Group (CCG) in England had which model of primary care co-commissioning, from
/// when, for which services, and according to which published file. The service answers from what was
/// imported, and does not claim to be complete.
///
/// A question has up to three dates, which are never mixed. `asOf` is the day on which something was true in the
/// NHS, `statedBy` the day by which somebody had published it, `knownAt` the moment at which this service held it.
/// All three hold for all that a list or a look-up leads to, unless they are given anew there: the lists beneath it are
/// those of the same day, and so are the `position` and the `identity` of CCGs. Each list tells the dates that reach it again.
///
/// Not every date reaches everything. `asOf` narrows lists of CCGs, memberships, scope rules, adoptions, positions and
/// successions, at the root and beneath other things, and the counts of them that flat rows have; it leaves others whole, which
/// are areas, models, rounds, services, evidence, published figures, sources, import runs and their issues. What a filter asks
/// of related things holds at any time, but for `position`. `statedBy` reaches adoptions, their evidence, positions and published figures: of
/// nothing else is it recorded when somebody published it. `knownAt` reaches what is kept in versions, which are these and
/// memberships, names (`identities`), successions and scope rules. CCGs, areas, models, rounds (`waves`), services, sources and
/// import runs are corrected in place, and whatever the moment they are as they are now.
#[derive(MergedObject, Default)]
pub struct Query(Lists, Rows, Counts, Positions, Answers, WorkedOutLists, Lookups);
