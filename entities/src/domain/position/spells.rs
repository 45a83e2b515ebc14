use chrono::NaiveDate;

use super::{Circumstances, Position, PositionFact, judge::Case};

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
/// They say the same as [`super::position_on`] of each day: a position changes only on days that a fact names, or that follow
/// one, so only these are asked about.
#[must_use]
pub fn spells(facts: &[PositionFact], of: &Circumstances) -> Vec<Spell> {
    let life = [of.opened_on, of.closed_on.and_then(|day| day.succ_opt()), of.first_round];
    let case = Case::new(facts, of);
    let turning = facts.iter().flat_map(PositionFact::turning_days).chain(case.contested_days());
    let mut turns: Vec<NaiveDate> = turning.chain(life.into_iter().flatten()).collect();
    turns.sort_unstable();
    turns.dedup();
    // Before the first turn nothing has begun, whatever the day.
    let before_all = turns.first().and_then(NaiveDate::pred_opt).unwrap_or_default();
    let beginning = case.judge(before_all).position;
    let mut spells = vec![Spell { first_day: None, last_day: None, position: beginning }];
    for day in turns {
        let position = case.judge(day).position;
        if let Some(spell) = spells.last_mut().filter(|spell| spell.position != position) {
            spell.last_day = day.pred_opt();
            spells.push(Spell { first_day: Some(day), last_day: None, position });
        }
    }
    spells
}
