use async_graphql::Enum;

use super::figure::Figure;
use crate::figures::CcgSet;

/// Whether a published figure is what comes out when it is worked out again.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ReconciliationStatus {
    /// It is. `comparedWith` says from what it was worked out.
    Matches,
    /// Something else comes out, or other publications say something else, even where most agree with it.
    Differs,
    /// It cannot be worked out, or not from anything that it could be held against.
    NotComparable,
}

/// Why a figure does not match.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ReconciliationReason {
    /// Other publications give another number for the same year, model and stage.
    SourcesContradict,
    /// Not all CCGs that it counts are known by name.
    IncompleteNames,
    /// The CCGs that are known by name are known for another stage.
    OtherStage,
    /// The number was right on another day.
    OtherDate,
    /// The share is right of another whole: another day's map, for instance.
    OtherDenominator,
    /// The parts that were published do not add up to the whole that was published.
    PartsDoNotAddUp,
    /// More CCGs are known by name than were published.
    MoreNamedThanPublished,
    /// It counts only those who answered a survey, and who did is not known.
    RespondersOnly,
    /// It is a share, and no number was published of which it could be the share.
    NoNumerator,
    /// It fits only what it was itself worked out or expanded from, so that it verifies nothing: a number that nobody published
    /// but that was computed, or names that are the expansion of the same sentence.
    Circular,
    /// The publisher gives no number.
    NoNumber,
    /// The publisher gives no day, and the number changed over time.
    NoDay,
    /// It counts what this service holds nothing of, or in a way that no rule understands.
    NotModelled,
    /// Something else comes out, and nothing that is known says why.
    Unexplained,
}

/// From what a figure was worked out.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ComparedWith {
    /// From the register: which CCGs existed, where, and which merged.
    Register,
    /// From the CCGs that are known by name.
    Names,
    /// From other published figures, by adding and subtracting. That they fit each other does not make them right.
    PublishedFigures,
    /// From nothing: other publications give another number for the same thing.
    OtherPublications,
}

/// What comes of working a figure out, so far as lists are narrowed and sorted by it.
#[derive(Copy, Clone)]
pub(super) struct Outcome {
    pub(super) status: ReconciliationStatus,
    pub(super) reason: Option<ReconciliationReason>,
    pub(super) compared_with: Option<ComparedWith>,
    pub(super) actual: Option<f64>,
}

impl From<Finding<'_>> for Outcome {
    fn from(finding: Finding<'_>) -> Self {
        let Finding { status, reason, compared_with, actual, .. } = finding;
        Self { status, reason, compared_with, actual }
    }
}

/// What comes of working a figure out.
pub(super) struct Finding<'a> {
    pub(super) status: ReconciliationStatus,
    pub(super) reason: Option<ReconciliationReason>,
    pub(super) compared_with: Option<ComparedWith>,
    pub(super) actual: Option<f64>,
    /// The whole, and what it is the number of.
    pub(super) denominator: Option<(f64, String)>,
    pub(super) explanation: String,
    pub(super) contradicted_by: Vec<&'a Figure>,
    pub(super) computed_from: Vec<&'a Figure>,
    pub(super) counted: CcgSet,
    pub(super) candidates: CcgSet,
}

impl<'a> Finding<'a> {
    /// With no more than a status and an explanation.
    fn new(status: ReconciliationStatus, reason: Option<ReconciliationReason>, explanation: String) -> Self {
        Self {
            status,
            reason,
            compared_with: None,
            actual: None,
            denominator: None,
            explanation,
            contradicted_by: Vec::new(),
            computed_from: Vec::new(),
            counted: CcgSet::default(),
            candidates: CcgSet::default(),
        }
    }

    /// The figure matches.
    pub(super) fn matches(with: ComparedWith, actual: f64, explanation: String) -> Self {
        let new = Self::new(ReconciliationStatus::Matches, None, explanation);
        Self { compared_with: Some(with), actual: Some(actual), ..new }
    }

    /// Something else comes out.
    pub(super) fn differs(
        with: ComparedWith,
        actual: f64,
        reason: ReconciliationReason,
        explanation: String,
    ) -> Self {
        let new = Self::new(ReconciliationStatus::Differs, Some(reason), explanation);
        Self { compared_with: Some(with), actual: Some(actual), ..new }
    }

    /// Published figures were added up, and give the number or not.
    pub(super) fn of_arithmetic(fits: bool, actual: f64, explanation: String) -> Self {
        if fits {
            Self::matches(ComparedWith::PublishedFigures, actual, explanation)
        } else {
            let reason = ReconciliationReason::PartsDoNotAddUp;
            Self::differs(ComparedWith::PublishedFigures, actual, reason, explanation)
        }
    }

    /// It fits, but only what it came from.
    pub(super) fn circular(with: ComparedWith, actual: f64, explanation: String) -> Self {
        let new = Self::not_comparable(ReconciliationReason::Circular, explanation);
        Self { compared_with: Some(with), actual: Some(actual), ..new }
    }

    /// It cannot be said.
    pub(super) fn not_comparable(reason: ReconciliationReason, explanation: String) -> Self {
        Self::new(ReconciliationStatus::NotComparable, Some(reason), explanation)
    }

    /// Worked out from these figures.
    pub(super) fn using(self, computed_from: Vec<&'a Figure>) -> Self {
        Self { computed_from, ..self }
    }
}

/// A number as people write it.
pub(super) fn shown(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    rounded.to_string()
}

/// Numbers with their sum: "64 + 87 + 1 = 152".
pub(super) fn sum_shown(parts: &[f64]) -> String {
    let sum = shown(parts.iter().sum());
    format!("{} = {sum}", parts.iter().copied().map(shown).collect::<Vec<_>>().join(" + "))
}
