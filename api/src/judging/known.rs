use std::{collections::HashMap, sync::OnceLock};

use chrono::NaiveDate;
use entities::{
    ccg,
    domain::{Circumstances, PositionFact, Role, Spell, position_on, spells},
    position, wave,
};
use sea_orm::{
    DbErr, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

use super::facts::{Fact, facts_about};
use crate::{
    dates::Dates,
    reader::{Record, ResultRow, Snapshot},
    table::{column, one_of, select_columns, visible},
    types::Ccg,
};

/// What is known of a CCG, so far as its positions depend on it.
#[derive(Debug)]
pub struct Known {
    /// The CCG.
    pub ccg: ccg::Model,
    /// The facts about it.
    pub facts: Vec<Fact>,
    of: Circumstances,
    spells: OnceLock<Vec<Spell>>,
}

/// What is known of some CCGs. It takes two statements.
///
/// # Errors
/// When the database cannot be asked.
pub async fn known_of(snapshot: &Snapshot, ccgs: &[i64], dates: &Dates) -> Result<Vec<Known>, DbErr> {
    let read = |row: ResultRow<'_>| {
        let ccg = ccg::Model::read(row)?;
        let (opened_on, closed_on) = (ccg.opened_on, ccg.closed_on);
        let of = Circumstances { opened_on, closed_on, first_round: row.get(FIRST_ROUND)? };
        Ok(Known { ccg, facts: Vec::new(), of, spells: OnceLock::new() })
    };
    let mut lives = visible::<Ccg>(dates);
    select_columns::<ccg::Entity>(&mut lives);
    select_first_round(&mut lives);
    lives.and_where(one_of(column(ccg::Column::Id), ccgs.iter().copied()));
    let mut known = snapshot.read(&lives, read).await?;
    let places: HashMap<i64, usize> =
        known.iter().enumerate().map(|(at, known)| (known.ccg.id, at)).collect();
    for fact in snapshot.rows::<Fact>(&facts_about(ccgs, dates)).await? {
        if let Some(known) = places.get(&fact.ccg).and_then(|place| known.get_mut(*place)) {
            known.facts.push(fact);
        }
    }
    Ok(known)
}

const FIRST_ROUND: &str = "first_round";

/// Selects when the first round began.
pub(super) fn select_first_round(select: &mut SelectStatement) {
    select.expr_as(Expr::from(wave::Entity::first_round().into_query()), FIRST_ROUND);
}

impl Known {
    /// The positions of the CCG in their order, without a gap. They are worked out once.
    fn spells(&self) -> &[Spell] {
        self.spells.get_or_init(|| spells(&self.says(), &self.of))
    }

    /// The position on a day, and from when to when it was so.
    pub fn spell_on(&self, day: NaiveDate) -> Option<&Spell> {
        self.spells().iter().find(|spell| holds(spell, day))
    }

    /// The position on a day as a row, though it is none.
    pub fn row_on(&self, day: NaiveDate) -> Option<position::Model> {
        let model =
            |code| self.facts.iter().find(|fact| fact.says.model == Some(code)).and_then(|fact| fact.model);
        Some(position::Model::of(self.ccg.id, self.spell_on(day)?, model))
    }

    /// The facts on which the position on a day rests.
    pub fn counting_on(&self, day: NaiveDate) -> impl Iterator<Item = &Fact> {
        let roles = position_on(day, &self.says(), &self.of).roles;
        self.facts.iter().zip(roles).filter(|(_, role)| *role == Role::Counts).map(|(fact, _)| fact)
    }

    fn says(&self) -> Vec<PositionFact> {
        self.facts.iter().map(|fact| fact.says.clone()).collect()
    }
}

/// Whether it was so on a day.
pub fn holds(spell: &Spell, day: NaiveDate) -> bool {
    spell.first_day.is_none_or(|first| first <= day) && spell.last_day.is_none_or(|last| day <= last)
}
