//! Which model a CCG had on a day, as it follows from the facts in force: the one rule for all who ask.
//!
//! Only what was in force counts. A live fact does, and an approval from the day on which it takes effect; an
//! application, or an approval without such a day, gives nobody a model. Of two models the one that began later
//! counts. Where their order is not known, what was live outweighs what was only approved, and two that were both
//! live, or both approved, are a conflict. What is said of no day at all contradicts another model once the year is over
//! of which that was said. That a CCG had no model is said only where it is known: before the first round, and in the year
//! for which its members voted against. All else is unknown. Nothing is carried over from a predecessor.
//!
//! From when on a fact counts is one thing, when what it says began another: a list of a year counts from the year's first
//! day, though what it lists may have begun at any time since the first round.

mod fact;
mod judge;
mod spells;
mod status;

use chrono::NaiveDate;

use super::ModelCode;

pub use fact::{Beginning, PositionFact};
pub use judge::position_on;
pub use spells::{Spell, spells};
pub use status::PositionStatus;

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
