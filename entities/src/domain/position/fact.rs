use chrono::NaiveDate;

use super::{Circumstances, Role};
use crate::domain::{FinancialYear, ModelCode, Stage};

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

/// The days within which something began, as far as the evidence says: the first that is possible, if there is one, and
/// the last.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// It did not begin before this day.
    pub earliest: Option<NaiveDate>,
    /// By this day it had begun.
    pub latest: NaiveDate,
}

/// From when on a fact counts, which is not when what it says began: a list of a year speaks of arrangements in force from
/// the first day of the year, whenever they began.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// Beside facts about other models it counts as begun no earlier than this day, if there is one.
    pub(super) from: Option<NaiveDate>,
    /// By this day what it says had begun.
    pub(super) latest: NaiveDate,
}

impl Counted {
    /// The day from which on it counts.
    pub(super) fn first_day(&self) -> NaiveDate {
        self.from.unwrap_or(self.latest)
    }
}

impl PositionFact {
    /// From when on it counts. A live fact without a day was in force in its year, and by the day of the statement; an
    /// approval without one takes effect nobody knows when.
    pub(super) fn counted(&self) -> Option<Counted> {
        if let Some(day) = self.effective_from {
            return Some(Counted { from: Some(day), latest: day });
        }
        if self.stage != Stage::Live {
            return None;
        }
        let Some(year) = self.year else {
            return self.stated_by.map(|latest| Counted { from: None, latest });
        };
        let stated = self.stated_by.filter(|day| year.contains(*day));
        let latest = stated.unwrap_or_else(|| year.last_day());
        Some(Counted { from: Some(year.first_day()), latest })
    }

    /// When what it says began. Where no day is published it may have been at any time since the first round, before which
    /// there were no models, or since the CCG opened.
    #[must_use]
    pub fn beginning(&self, of: &Circumstances) -> Option<Beginning> {
        let latest = self.counted()?.latest;
        let possible = of.first_round.map(|first| of.opened_on.map_or(first, |opened| opened.max(first)));
        let earliest = self.effective_from.or(possible.filter(|first| *first <= latest));
        Some(Beginning { earliest, latest })
    }

    /// The last day of which it speaks: it names its last day, or a year, or else what it says is of the year in which it
    /// counts first.
    pub(super) fn speaks_until(&self) -> Option<NaiveDate> {
        let of_its_day = || self.counted().map(|counted| FinancialYear::of(counted.first_day()));
        self.effective_to.or_else(|| self.year.or_else(of_its_day).map(FinancialYear::last_day))
    }

    /// What it says of a day by itself.
    pub(super) fn role_on(&self, day: NaiveDate) -> Role {
        match self.stage {
            Stage::Live | Stage::Approved => {}
            Stage::Declined if self.model.is_none() => return self.role_of_refusal(day),
            _ => return Role::NotInForce,
        }
        if self.model.is_none() {
            return Role::NoModel;
        }
        let Some(counted) = self.counted() else {
            return if self.stage == Stage::Live { Role::NoDay } else { Role::NoEffectiveDay };
        };
        if counted.first_day() > day {
            Role::NotYet
        } else if self.effective_to.is_some_and(|last| last < day) {
            Role::Ended
        } else {
            Role::Counts
        }
    }

    /// The days from which on it may say something else of the position.
    pub(super) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> {
        let days = match self.stage {
            Stage::Live | Stage::Approved => [
                self.counted().map(|counted| counted.first_day()),
                self.effective_to.and_then(|last| last.succ_opt()),
            ],
            Stage::Declined if self.model.is_none() => match self.refusal() {
                Some((first, last)) => [Some(first), last.succ_opt()],
                None => [None, None],
            },
            Stage::Ended => [self.over_by(), None],
            _ => [None, None],
        };
        days.into_iter().flatten()
    }

    /// Whether it says that what was approved for its year was not taken up.
    pub(super) fn refuses(&self) -> bool {
        matches!(self.stage, Stage::Declined | Stage::Withdrawn) && self.year.is_some()
    }

    /// Whether it speaks of a model, as one that names no model does of all.
    pub(super) fn speaks_of(&self, model: Option<ModelCode>) -> bool {
        self.model.is_none() || self.model == model
    }

    /// The first day on which what it says has ended is over.
    pub(super) fn over_by(&self) -> Option<NaiveDate> {
        self.effective_to
            .and_then(|last| last.succ_opt())
            .or(self.effective_from)
            .or(self.stated_by)
            .or_else(|| self.year.map(FinancialYear::last_day))
    }

    fn role_of_refusal(&self, day: NaiveDate) -> Role {
        match self.refusal() {
            None => Role::NoDay,
            Some((first, _)) if day < first => Role::NotYet,
            Some((_, last)) if day > last => Role::Ended,
            Some(_) => Role::Counts,
        }
    }

    /// The first and last day of a vote against. It holds for the year for which it was: for all of it, or from the day of
    /// the vote where that is one of the year.
    fn refusal(&self) -> Option<(NaiveDate, NaiveDate)> {
        let voted = self.effective_from.or(self.stated_by);
        let year = self.year.or_else(|| voted.map(FinancialYear::of))?;
        let within = voted.filter(|day| year.contains(*day));
        Some((within.unwrap_or_else(|| year.first_day()), year.last_day()))
    }
}
