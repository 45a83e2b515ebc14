use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    graph::{Direction, Graph},
    positions::Held,
};

/// What can be said of a CCG of one day about another day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Projected {
    /// All of its parts agree.
    Whole(Held),
    /// Its parts, by their row numbers, are known to differ.
    Split(Vec<(i64, Held)>),
    /// What is known of its parts, by their row numbers, agrees, but of some it is not known.
    PartlyUnknown(Vec<(i64, Held)>),
    /// Nothing that is known became it, or came of it.
    Nowhere,
}

/// Restates the positions of one day for a CCG of another day.
///
/// The parts of a CCG that was formed later are those that were merged into it; what became of a CCG that was merged
/// since is the CCG that took over. A part's model is never given to the whole unless all parts are known to have had it.
pub(super) fn project(
    ccg: i64,
    held: &HashMap<i64, Held>,
    graph: &Graph,
    [day, boundaries_of]: [NaiveDate; 2],
) -> Projected {
    let (direction, first, last) = if boundaries_of >= day {
        (Direction::Backwards, day, boundaries_of)
    } else {
        (Direction::Forwards, boundaries_of, day)
    };
    // A succession on a day was in effect on that day.
    let between = |on: NaiveDate| first < on && on <= last;
    let others = graph.from(ccg, direction, between);
    let related = others.into_iter().map(|(_, succession)| direction.end(succession));
    let mut parts: Vec<(i64, Held)> =
        [ccg].into_iter().chain(related).filter_map(|part| Some((part, *held.get(&part)?))).collect();
    parts.sort_unstable_by_key(|(part, _)| *part);
    parts.dedup_by_key(|(part, _)| *part);
    let Some((_, first)) = parts.first() else { return Projected::Nowhere };
    if parts.iter().all(|(_, other)| other.says() == first.says()) {
        return Projected::Whole(*first);
    }
    let mut known = parts.iter().map(|(_, held)| held).filter(|held| held.is_known()).map(Held::says);
    let one = known.next();
    if known.all(|other| Some(other) == one) {
        Projected::PartlyUnknown(parts)
    } else {
        Projected::Split(parts)
    }
}
