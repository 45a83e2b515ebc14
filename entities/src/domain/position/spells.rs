use chrono::NaiveDate;

use super::{Circumstances, Position, PositionFact, position_on};
use crate::domain::{FinancialYear, Stage};

/// The days on which a CCG's position was the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The first of them; none when it was so from the beginning.
    pub first_day: Option<NaiveDate>,
    /// The last of them; none when it is so to the end.
    pub last_day: Option<NaiveDate>,
    /// The position.
    pub position: Position,
}

/// The positions of a CCG in their order, without a gap: from before it opened until after it closed.
///
/// They say the same as [`position_on`] of each day: a position changes only on days that a fact names, or that follow
/// one, so only these are asked about.
#[must_use]
pub fn spells(facts: &[PositionFact], of: &Circumstances) -> Vec<Spell> {
    let life = [of.opened_on, of.closed_on.and_then(|day| day.succ_opt()), of.first_round];
    let mut turns: Vec<NaiveDate> =
        facts.iter().flat_map(turning_days).chain(life.into_iter().flatten()).collect();
    turns.sort_unstable();
    turns.dedup();
    // Before the first turn nothing has begun, whatever the day.
    let before_all = turns.first().and_then(NaiveDate::pred_opt).unwrap_or_default();
    let beginning = position_on(before_all, facts, of).position;
    let mut spells = vec![Spell { first_day: None, last_day: None, position: beginning }];
    for day in turns {
        let position = position_on(day, facts, of).position;
        if let Some(spell) = spells.last_mut().filter(|spell| spell.position != position) {
            spell.last_day = day.pred_opt();
            spells.push(Spell { first_day: Some(day), last_day: None, position });
        }
    }
    spells
}

/// The days on which what a fact says of the position may begin or be over.
fn turning_days(fact: &PositionFact) -> impl Iterator<Item = NaiveDate> {
    let counts = !matches!(fact.stage, Stage::ExpressedInterest | Stage::Applied);
    let year = fact.year.map(|year| (year.first_day(), year.last_day()));
    let next = |day: NaiveDate| day.succ_opt();
    let own_year = fact.effective_from.or(fact.stated_by).map(FinancialYear::of);
    let days = [
        fact.effective_from,
        fact.effective_to.and_then(next),
        fact.stated_by,
        year.map(|(first, _)| first),
        year.map(|(_, last)| last),
        year.and_then(|(_, last)| next(last)),
        own_year.and_then(|year| next(year.last_day())),
    ];
    days.into_iter().flatten().filter(move |_| counts)
}
