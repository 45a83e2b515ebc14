//! The position, and each fact's part in it, in words.

use chrono::NaiveDate;
use entities::{
    adoption, commissioning_model,
    domain::{ModelCode, Position, PositionFact, Role, Stage},
    evidence, wave,
};
use sea_orm::ActiveEnum;
use serde::Serialize;

/// Which model a CCG had on a day.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PositionReport {
    /// `MODEL`, `NONE`, `UNKNOWN`, `CONFLICT`, `NOT_OPEN` or `CLOSED`.
    pub answer: &'static str,
    /// The model; several where they conflict.
    pub models: Vec<String>,
    /// The first day on which it may have begun.
    pub since_earliest: Option<NaiveDate>,
    /// The day by which it had begun.
    pub since_latest: Option<NaiveDate>,
    /// Whether a source says that it was in force, and not only that it was approved to be.
    pub live: Option<bool>,
    /// The answer as a sentence.
    pub sentence: String,
}

impl PositionReport {
    pub(super) fn new(position: &Position, day: NaiveDate) -> Self {
        let plain = |answer, sentence: &str| Self {
            answer,
            models: Vec::new(),
            since_earliest: None,
            since_latest: None,
            live: None,
            sentence: sentence.to_owned(),
        };
        match position {
            Position::Model { model, since, live } => Self {
                models: vec![model.to_value()],
                since_earliest: since.earliest,
                since_latest: Some(since.latest),
                live: Some(*live),
                ..plain("MODEL", &sentence(*model, since.earliest, since.latest, *live, day))
            },
            Position::None => plain("NONE", "it is known to have had no formal model"),
            Position::Unknown => plain("UNKNOWN", "no fact says which model it had, if any"),
            Position::Conflict(models) => {
                let names: Vec<&str> = models.iter().map(|model| name(*model)).collect();
                let told = format!(
                    "the facts contradict each other: {}; nothing says which of them is right or came last",
                    names.join(" or ")
                );
                Self { models: models.iter().map(ActiveEnum::to_value).collect(), ..plain("CONFLICT", &told) }
            }
            Position::NotOpen => plain("NOT_OPEN", "it had not opened"),
            Position::Closed => plain("CLOSED", "it had closed"),
        }
    }
}

fn sentence(
    model: ModelCode,
    earliest: Option<NaiveDate>,
    latest: NaiveDate,
    live: bool,
    day: NaiveDate,
) -> String {
    let since = match earliest {
        Some(earliest) if earliest == latest => format!("since {latest}"),
        Some(earliest) => format!("since some day from {earliest} to {latest}"),
        None => format!("since {latest} or before"),
    };
    let doubt = match (live, latest > day) {
        (false, _) => "; it was approved to begin then, but no source says that it did",
        (true, true) => "; the sources name only the year, so it may have begun after this day",
        (true, false) => "",
    };
    format!("{}, {since}{doubt}", name(model))
}

/// A model for people.
pub(super) fn name(model: ModelCode) -> &'static str {
    match model {
        ModelCode::GreaterInvolvement => "greater involvement (model A)",
        ModelCode::Joint => "joint commissioning (model B)",
        ModelCode::Delegated => "delegated commissioning (model C)",
    }
}

/// A stored fact, as the rule about positions sees it.
pub(super) fn fact(
    row: &adoption::Model,
    evidence: &[evidence::Model],
    model: Option<&commissioning_model::Model>,
    wave: Option<&wave::Model>,
) -> PositionFact {
    PositionFact {
        model: model.map(|model| model.code),
        stage: row.stage,
        year: wave.map(|wave| wave.financial_year),
        effective_from: row.effective_from,
        effective_to: row.effective_to,
        stated_by: evidence.iter().filter_map(|row| row.stated_to).min(),
    }
}

/// A role: its code, and why the fact has it.
pub(super) fn role(role: Role, keys: &[&str], stage: Stage) -> (&'static str, String) {
    let other = |place: usize| keys.get(place).copied().unwrap_or_default();
    match role {
        Role::Counts => ("COUNTS", "counts".to_owned()),
        Role::Superseded(by) if stage == Stage::Declined => {
            ("SUPERSEDED", format!("a vote against ends no model that the CCG has: {}", other(by)))
        }
        Role::Superseded(by) => ("SUPERSEDED", format!("{} began later", other(by))),
        Role::Outweighed(by) => {
            ("OUTWEIGHED", format!("only approved, while {} was in force at the time", other(by)))
        }
        Role::NotYet => ("NOT_YET", "had not begun".to_owned()),
        Role::Ended => ("ENDED", "was over".to_owned()),
        Role::NotTakenUp(by) => ("NOT_TAKEN_UP", format!("was not taken up: {}", other(by))),
        Role::NoEffectiveDay => {
            ("NO_EFFECTIVE_DAY", "approved, but no source says from which day".to_owned())
        }
        Role::NoDay => ("NO_DAY", "no source says when".to_owned()),
        Role::NoModel => ("NO_MODEL", "no source says which model".to_owned()),
        Role::NotInForce => ("NOT_IN_FORCE", "at this stage nothing is in force".to_owned()),
    }
}
