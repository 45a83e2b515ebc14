use std::collections::HashMap;

use async_graphql::Enum;
use chrono::NaiveDate;
use entities::domain::PositionStatus::{Conflict, Model, None as Without, Unknown};

use super::state::{Registered, State};
use crate::{
    geography::{Direction, Held},
    search::name_key,
};

/// What happened to a CCG between two points.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
pub enum ChangeKind {
    /// It was formed of others, which it took over from.
    Formed,
    /// It opened, and took over from nobody that is known.
    Opened,
    /// It was merged into another, which took over from it.
    Merged,
    /// It closed, and nobody is known to have taken over from it.
    Closed,
    /// It got another name.
    Renamed,
    /// It took a model on and had none before, as far as is known: the model began after the first point.
    Joined,
    /// It took on a model with more responsibility, from A to B, or from either to C: the model began after the first point.
    MovedUp,
    /// It took on a model with less responsibility, which began after the first point.
    MovedDown,
    /// It had a model, and is known to have none now.
    Left,
    /// Which model it had, if any, was not known, or sources contradicted each other; now it is known. Or it had another
    /// model, and since when it has this one is not known. That it changed between the two points is not known either.
    BecameKnown,
    /// Which model it had, if any, was known, and is not known now.
    NoLongerKnown,
    /// Sources contradict each other now.
    CameIntoConflict,
    /// The record says something else than it did: of the day of the first point it says at the second what it says of the
    /// day of the second. Nothing happened to the CCG.
    Corrected,
}

/// What happened to a CCG, of which several things may be true. `meanwhile` has the positions on the day of the first point
/// as they are known at the second.
pub(super) fn compare(
    ccg: &Registered,
    before: &State,
    meanwhile: &HashMap<i64, Held>,
    after: &State,
) -> Vec<ChangeKind> {
    // Lists spell the same name in several ways.
    let name = |state: &State| state.names.get(&ccg.id).map(|name| name_key(name));
    let renamed = name(before).zip(name(after)).is_some_and(|(before, after)| before != after);
    let between = |on: NaiveDate| before.day < on && on <= after.day;
    let has_kin = |direction: Direction| !after.graph.from(ccg.id, direction, between).is_empty();
    let life = match (ccg.existed(before.day), ccg.existed(after.day)) {
        (false, true) if has_kin(Direction::Backwards) => Some(ChangeKind::Formed),
        (false, true) => Some(ChangeKind::Opened),
        (true, false) if has_kin(Direction::Forwards) => Some(ChangeKind::Merged),
        (true, false) => Some(ChangeKind::Closed),
        _ => None,
    };
    let position = before.held.get(&ccg.id).zip(after.held.get(&ccg.id));
    let moved = position.and_then(|(then, now)| {
        // What is not known at the second point of the day of the first is no other than it was.
        moved(then, meanwhile.get(&ccg.id).unwrap_or(then), now, before.day)
    });
    [life, renamed.then_some(ChangeKind::Renamed), moved].into_iter().flatten().collect()
}

fn moved(then: &Held, meanwhile: &Held, now: &Held, first_day: NaiveDate) -> Option<ChangeKind> {
    if then.says() == now.says() {
        return None;
    }
    let of_the_record = meanwhile.says() == now.says();
    let began_since = now.begun_from.is_some_and(|began| began > first_day);
    Some(match (then.status, now.status) {
        (_, Conflict) => ChangeKind::CameIntoConflict,
        (_, Unknown) => ChangeKind::NoLongerKnown,
        (Model | Without, _) if of_the_record => ChangeKind::Corrected,
        (Model, Model) if began_since && now.model > then.model => ChangeKind::MovedUp,
        (Model, Model) if began_since => ChangeKind::MovedDown,
        (Without | Unknown, Model) if began_since => ChangeKind::Joined,
        (Model, Without) => ChangeKind::Left,
        _ => ChangeKind::BecameKnown,
    })
}
