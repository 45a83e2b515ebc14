//! Which model a CCG had on a day. Nothing of it is stored: it follows from the facts in force.
//!
//! Only what was in force counts. A live fact does, and an approval from the day on which it takes effect; an
//! application, or an approval without such a day, gives nobody a model. Of two models the one that began later
//! counts. Where their order is not known, what was live outweighs what was only approved, and two that were both
//! live, or both approved, are a conflict. That a CCG had no model is said only where it is known: before the first
//! round, and in the year for which its members voted against. All else is unknown. Nothing is carried over from a
//! predecessor.

mod spells;
mod status;

use chrono::NaiveDate;

use super::{FinancialYear, ModelCode, Stage};

pub use spells::{Spell, spells};
pub use status::PositionStatus;

/// A fact about one CCG, so far as its position depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionFact {
    /// The model; none where the sources do not say which.
    pub model: Option<ModelCode>,
    /// How far it had come.
    pub stage: Stage,
    /// The year that the sources speak of.
    pub year: Option<FinancialYear>,
    /// First day in force, where published.
    pub effective_from: Option<NaiveDate>,
    /// Last day in force, where published.
    pub effective_to: Option<NaiveDate>,
    /// The day by which somebody had stated it, of several the first.
    pub stated_by: Option<NaiveDate>,
}

/// From when to when a CCG existed, and when there were models at all.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The CCG's first day.
    pub opened_on: Option<NaiveDate>,
    /// The CCG's last day.
    pub closed_on: Option<NaiveDate>,
    /// The day on which the arrangements of the first round began.
    pub first_round: Option<NaiveDate>,
}

/// The days within which something began: the first that is possible, if there is one, and the last.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// It did not begin before this day.
    pub earliest: Option<NaiveDate>,
    /// By this day it had begun.
    pub latest: NaiveDate,
}

/// Which model a CCG had on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// It had this one.
    Model {
        /// The model.
        model: ModelCode,
        /// When it began.
        since: Beginning,
        /// Whether a source says that it was in force, and not only that it was approved to be.
        live: bool,
    },
    /// It is known to have had none.
    None,
    /// No fact says which, if any.
    Unknown,
    /// Facts say several, and nothing says which of them was right or came last.
    Conflict(Vec<ModelCode>),
    /// The CCG had not opened.
    NotOpen,
    /// The CCG had closed.
    Closed,
}

/// What a fact has to do with the position on a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The position rests on it.
    Counts,
    /// This other fact, by its place in the list, began later.
    Superseded(usize),
    /// It is an approval, and this other fact was live at a time that may be the same.
    Outweighed(usize),
    /// It began after the day.
    NotYet,
    /// It had ended by the day.
    Ended,
    /// Its approval was not taken up, as this other fact says.
    NotTakenUp(usize),
    /// It was approved, but no source says from which day it takes effect.
    NoEffectiveDay,
    /// It was in force at some time, but no source says when.
    NoDay,
    /// It was in force, but no source says which model.
    NoModel,
    /// It speaks of a stage at which nothing is in force.
    NotInForce,
}

/// The position on a day, and the role in it of each fact, in the order of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The position.
    pub position: Position,
    /// The roles.
    pub roles: Vec<Role>,
}

/// Judges which model a CCG had on a day. The facts are those in force about this CCG.
#[must_use]
pub fn position_on(day: NaiveDate, facts: &[PositionFact], of: &Circumstances) -> Judgement {
    let mut roles: Vec<Role> = facts.iter().map(|fact| role(fact, day)).collect();
    for (place, fact) in facts.iter().enumerate() {
        if roles[place] == Role::Counts {
            roles[place] = undone(fact, facts, day).unwrap_or(Role::Counts);
        }
    }
    let begun: Vec<usize> = (0..facts.len()).filter(|place| roles[*place] == Role::Counts).collect();
    for place in &begun {
        roles[*place] = beside(*place, &begun, facts);
    }
    let standing: Vec<&PositionFact> =
        facts.iter().zip(&roles).filter(|(_, role)| **role == Role::Counts).map(|(fact, _)| fact).collect();
    let absent = if of.opened_on.is_some_and(|opened| day < opened) {
        Some((Position::NotOpen, Role::NotYet))
    } else if of.closed_on.is_some_and(|closed| day > closed) {
        Some((Position::Closed, Role::Ended))
    } else {
        None
    };
    let Some((position, instead)) = absent else {
        let before_all = of.first_round.is_some_and(|first| day < first);
        return Judgement { position: together(&standing, before_all), roles };
    };
    roles.iter_mut().filter(|role| **role == Role::Counts).for_each(|role| *role = instead);
    Judgement { position, roles }
}

/// What the facts that count say together.
fn together(standing: &[&PositionFact], before_all: bool) -> Position {
    let mut models: Vec<ModelCode> = standing.iter().filter_map(|fact| fact.model).collect();
    models.sort();
    models.dedup();
    let since = standing.iter().filter_map(|fact| fact.beginning()).min_by_key(|one| one.latest);
    match (models.as_slice(), since) {
        ([model], Some(since)) => {
            let live = standing.iter().any(|fact| fact.stage == Stage::Live);
            Position::Model { model: *model, since, live }
        }
        ([], _) if before_all || !standing.is_empty() => Position::None,
        ([] | [_], _) => Position::Unknown,
        _ => Position::Conflict(models),
    }
}

/// What a fact says of a day by itself.
fn role(fact: &PositionFact, day: NaiveDate) -> Role {
    match fact.stage {
        Stage::Live | Stage::Approved => {}
        Stage::Declined if fact.model.is_none() => return fact.role_of_refusal(day),
        _ => return Role::NotInForce,
    }
    if fact.model.is_none() {
        return Role::NoModel;
    }
    let Some(beginning) = fact.beginning() else {
        return if fact.stage == Stage::Live { Role::NoDay } else { Role::NoEffectiveDay };
    };
    if beginning.earliest.unwrap_or(beginning.latest) > day {
        Role::NotYet
    } else if fact.effective_to.is_some_and(|last| last < day) {
        Role::Ended
    } else {
        Role::Counts
    }
}

/// Whether other facts say that one had ended by the day, or never began.
fn undone(fact: &PositionFact, facts: &[PositionFact], day: NaiveDate) -> Option<Role> {
    let begun = fact.beginning()?;
    let same_model = |other: &PositionFact| other.model.is_none() || other.model == fact.model;
    let ended = facts.iter().filter(|other| other.stage == Stage::Ended && same_model(other)).any(|other| {
        other.over_by().is_some_and(|over| over <= day && begun.earliest.unwrap_or(begun.latest) < over)
    });
    if ended {
        return Some(Role::Ended);
    }
    if fact.stage != Stage::Approved {
        return None;
    }
    let refusal = facts.iter().position(|other| {
        matches!(other.stage, Stage::Declined | Stage::Withdrawn)
            && other.year.is_some()
            && other.year == fact.year
            && same_model(other)
    });
    refusal.map(Role::NotTakenUp)
}

/// What a fact that had begun is beside the others that had.
fn beside(place: usize, begun: &[usize], facts: &[PositionFact]) -> Role {
    let fact = &facts[place];
    let others = || begun.iter().copied().filter(|other| facts[*other].model.is_some() && *other != place);
    if fact.model.is_none() {
        // A vote against says nothing of a model that the CCG has all the same.
        return others().next().map_or(Role::Counts, Role::Superseded);
    }
    let rivals = || others().filter(|other| facts[*other].model != fact.model);
    if let Some(later) = rivals().find(|other| facts[*other].began_after(fact)) {
        return Role::Superseded(later);
    }
    let outweighs = |other: &usize| facts[*other].stage == Stage::Live && !fact.began_after(&facts[*other]);
    match rivals().find(outweighs) {
        Some(live) if fact.stage == Stage::Approved => Role::Outweighed(live),
        _ => Role::Counts,
    }
}

impl PositionFact {
    /// When what it says began. A live fact without a day was in force in its year, and by the day of the
    /// statement; an approval without one takes effect nobody knows when.
    #[must_use]
    pub fn beginning(&self) -> Option<Beginning> {
        if let Some(day) = self.effective_from {
            return Some(Beginning { earliest: Some(day), latest: day });
        }
        if self.stage != Stage::Live {
            return None;
        }
        let Some(year) = self.year else {
            return self.stated_by.map(|latest| Beginning { earliest: None, latest });
        };
        let stated = self.stated_by.filter(|day| year.contains(*day));
        let latest = stated.unwrap_or_else(|| year.last_day());
        Some(Beginning { earliest: Some(year.first_day()), latest })
    }

    /// Whether it certainly began after another.
    fn began_after(&self, other: &Self) -> bool {
        match (self.beginning().and_then(|own| own.earliest), other.beginning()) {
            (Some(earliest), Some(other)) => earliest > other.latest,
            _ => false,
        }
    }

    /// The first day on which what it says has ended is over.
    fn over_by(&self) -> Option<NaiveDate> {
        self.effective_to
            .and_then(|last| last.succ_opt())
            .or(self.effective_from)
            .or(self.stated_by)
            .or_else(|| self.year.map(FinancialYear::last_day))
    }

    /// A vote against holds from its day, to the end of the year for which it was.
    fn role_of_refusal(&self, day: NaiveDate) -> Role {
        let voted = self.effective_from.or(self.stated_by);
        let Some(year) = self.year.or_else(|| voted.map(FinancialYear::of)) else { return Role::NoDay };
        if day < voted.unwrap_or(year.first_day()) {
            Role::NotYet
        } else if day > year.last_day() {
            Role::Ended
        } else {
            Role::Counts
        }
    }
}
