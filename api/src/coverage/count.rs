use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    domain::{Confidence, FinancialYear, ModelCode, Stage},
    published_figure,
};
use sea_orm::Iterable;

use super::CoverageStatus;
use crate::figures::{CcgSet, Facts, Said, count};

/// A year, a model and a stage, and what is known of it.
pub(super) struct Count {
    pub(super) year: Option<FinancialYear>,
    pub(super) model: Option<ModelCode>,
    pub(super) stage: Stage,
    pub(super) totals: Vec<Total>,
    /// Of how many CCGs a fact says just this.
    pub(super) named: usize,
    /// How many of them are named how directly.
    pub(super) by_confidence: BTreeMap<Confidence, usize>,
    /// These CCGs, and those that were in force because of other facts.
    pub(super) known: CcgSet,
    /// The day whose CCGs might be among them.
    pub(super) day: Option<NaiveDate>,
}

/// A published total, and the number that it gives.
pub(super) struct Total {
    pub(super) figure: published_figure::Model,
    pub(super) value: Option<f64>,
}

/// How far the CCGs of a round came.
const STAGES_OF_A_ROUND: [Stage; 3] = [Stage::Applied, Stage::Approved, Stage::Live];

/// What there is to know of the rounds, whether anything is known of it or not.
fn of_rounds(facts: &Facts) -> impl Iterator<Item = Said> {
    let rounds = facts.waves.values().filter(|wave| wave.number.is_some());
    let said = rounds.flat_map(|round| {
        let of_model =
            move |model| STAGES_OF_A_ROUND.map(|stage| (Some(round.financial_year), Some(model), stage));
        ModelCode::iter().flat_map(of_model)
    });
    // Greater involvement needed no approval.
    said.filter(|(_, model, stage)| {
        (*model, *stage) != (Some(ModelCode::GreaterInvolvement), Stage::Approved)
    })
}

/// One row for each year, model and stage of which there is a total or a name, and for all of those that rounds have, in this
/// order.
pub(super) fn counts(facts: &Facts, as_of: Option<NaiveDate>) -> Vec<Count> {
    let mut rows: BTreeMap<Said, Vec<Total>> =
        of_rounds(facts).chain(facts.named.keys().copied()).map(|said| (said, Vec::new())).collect();
    for (figure, reading) in facts.figures.iter().filter(|(_, reading)| reading.is_total()) {
        if let Some(stage) = reading.stage {
            let total = Total { figure: figure.clone(), value: facts.value(figure, reading) };
            rows.entry((reading.year, reading.model(), stage)).or_default().push(total);
        }
    }
    rows.into_iter().map(|(said, totals)| Count::of(facts, said, totals, as_of)).collect()
}

impl Count {
    fn of(facts: &Facts, said: Said, totals: Vec<Total>, as_of: Option<NaiveDate>) -> Self {
        let (year, model, stage) = said;
        let day = as_of.or_else(|| day(facts, year, stage, &totals));
        let named = facts.named.get(&said);
        let by_confidence = named.into_iter().flat_map(|named| &named.by_confidence);
        let by_confidence = by_confidence.map(|(confidence, ccgs)| (*confidence, ccgs.len()));
        Self {
            year,
            model,
            stage,
            totals,
            named: named.map_or(0, |named| named.ccgs.len()),
            by_confidence: by_confidence.filter(|(_, ccgs)| *ccgs > 0).collect(),
            known: facts.known(said),
            day,
        }
    }

    /// The CCGs that existed on the day and are not known to be among them; none where no day is known.
    pub(super) fn not_known(&self, facts: &Facts) -> Option<CcgSet> {
        self.day.map(|day| facts.register.open_on(day).without(&self.known))
    }

    /// How many are known, as totals count.
    fn number(&self) -> f64 {
        count(self.known.len())
    }

    /// How much of one total is known.
    pub(super) fn status_of(&self, total: &Total) -> CoverageStatus {
        match total.value {
            None => CoverageStatus::NoTotalPublished,
            Some(value) if self.number() > value => CoverageStatus::MoreNamedThanPublished,
            Some(value) if self.number() >= value => CoverageStatus::Complete,
            Some(_) if self.known.is_empty() => CoverageStatus::NobodyNamed,
            Some(_) => CoverageStatus::Partial,
        }
    }

    /// How many of one total are not known by name; none where that cannot be said.
    pub(super) fn unknown_of(&self, total: &Total) -> Option<f64> {
        total.value.map(|value| value - self.number()).filter(|unknown| *unknown >= 0.0)
    }

    /// The largest total that is a number.
    pub(super) fn largest(&self) -> Option<&Total> {
        let with_value = self.totals.iter().filter(|total| total.value.is_some());
        with_value
            .max_by(|one, other| one.value.partial_cmp(&other.value).unwrap_or(std::cmp::Ordering::Equal))
    }

    /// How much of the largest total is known.
    pub(super) fn status(&self) -> CoverageStatus {
        match self.largest() {
            Some(total) => self.status_of(total),
            None if self.totals.is_empty() && self.known.is_empty() => CoverageStatus::NothingKnown,
            None => CoverageStatus::NoTotalPublished,
        }
    }

    /// Tells the row from all others, and sorts it among them.
    pub(super) fn key(&self) -> String {
        let year = self.year.map_or_else(|| "-".to_owned(), |year| year.to_string());
        let place = self.model.map_or(0, |model| model as u8 + 1);
        format!("{year} {place} {}", self.stage as u8)
    }
}

/// What was in force began with the round. All else happened before it, at the latest by the day of the first total.
fn day(facts: &Facts, year: Option<FinancialYear>, stage: Stage, totals: &[Total]) -> Option<NaiveDate> {
    if let (Stage::Live, Some(year)) = (stage, year) {
        return Some(facts.begins(year));
    }
    let published = totals.iter().filter_map(|total| total.figure.as_of_from).min();
    published.or_else(|| year.map(|year| facts.begins(year)))
}
