use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    adoption, ccg, commissioning_model,
    domain::{
        Circumstances, Confidence, FinancialYear, ModelCode, Position, PositionFact, Stage, position_on,
    },
    evidence, published_figure, wave,
};
use futures_util::future::try_join;
use sea_orm::{
    DbErr, FromQueryResult,
    sea_query::{Func, SelectStatement},
};

use super::Reading;
use crate::{
    dates::Dates,
    reader::Snapshot,
    table::{column, rows, select_columns, visible},
    types::{Adoption, Evidence, PublishedFigure},
};

/// A fact about a CCG, and how directly somebody states it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The row number of the CCG.
    pub ccg: i64,
    /// What is said.
    pub says: PositionFact,
    /// The most direct of the statements.
    pub confidence: Option<Confidence>,
}

/// The facts that figures are held against, as they were known and stated by the dates of a question.
pub struct Facts {
    /// All CCGs, by ODS code.
    pub ccgs: Vec<ccg::Model>,
    /// The models, by row number.
    pub models: HashMap<i64, commissioning_model::Model>,
    /// The rounds, by year.
    pub waves: HashMap<FinancialYear, wave::Model>,
    /// What is known of single CCGs.
    pub facts: Vec<Fact>,
    /// The figures, with what they say, oldest row first.
    pub figures: Vec<(published_figure::Model, Reading)>,
    by_ccg: HashMap<i64, Vec<PositionFact>>,
    first_round: Option<NaiveDate>,
}

/// What the statements of one fact come to.
#[derive(FromQueryResult)]
struct Stated {
    adoption_id: i64,
    confidence: Confidence,
    stated_by: Option<NaiveDate>,
}

impl Facts {
    /// Loads them, with one statement a table.
    pub async fn load(snapshot: &Snapshot, dates: &Dates) -> Result<Self, DbErr> {
        let (mut ccgs, models) = try_join(
            snapshot.rows::<ccg::Model>(&rows::<ccg::Entity>(dates)),
            snapshot.rows::<commissioning_model::Model>(&rows::<commissioning_model::Entity>(dates)),
        )
        .await?;
        ccgs.sort_by(|one, other| one.ods_code.cmp(&other.ods_code));
        let models: HashMap<i64, commissioning_model::Model> =
            models.into_iter().map(|model| (model.id, model)).collect();
        let waves: Vec<wave::Model> = snapshot.rows(&rows::<wave::Entity>(dates)).await?;
        let years: HashMap<i64, FinancialYear> =
            waves.iter().map(|wave| (wave.id, wave.financial_year)).collect();
        let mut adoptions = visible::<Adoption>(dates);
        select_columns::<adoption::Entity>(&mut adoptions);
        let adoptions: Vec<adoption::Model> = snapshot.rows(&adoptions).await?;
        let stated = statements(snapshot, dates).await?;
        let code = |id: Option<i64>| id.and_then(|id| models.get(&id)).map(|model| model.code);
        let fact = |row: adoption::Model| {
            let (confidence, stated_by) = stated.get(&row.id).copied().unwrap_or_default();
            let says = PositionFact {
                model: code(row.model_id),
                stage: row.stage,
                year: row.wave_id.and_then(|wave| years.get(&wave)).copied(),
                effective_from: row.effective_from,
                effective_to: row.effective_to,
                stated_by,
            };
            Fact { ccg: row.ccg_id, says, confidence }
        };
        let facts: Vec<Fact> = adoptions.into_iter().map(fact).collect();
        let mut by_ccg: HashMap<i64, Vec<PositionFact>> = HashMap::new();
        for fact in &facts {
            by_ccg.entry(fact.ccg).or_default().push(fact.says.clone());
        }
        let mut select = visible::<PublishedFigure>(dates);
        select_columns::<published_figure::Entity>(&mut select);
        let mut figures: Vec<published_figure::Model> = snapshot.rows(&select).await?;
        figures.sort_by_key(|figure| figure.id);
        let figures = figures.into_iter().map(|figure| {
            let reading = Reading::of(&figure, code(figure.model_id));
            (figure, reading)
        });
        let figures = figures.collect();
        let first_round = waves.iter().filter_map(|wave| wave.live_from).min();
        let waves = waves.into_iter().map(|wave| (wave.financial_year, wave)).collect();
        Ok(Self { ccgs, models, waves, facts, figures, by_ccg, first_round })
    }

    /// The CCGs that existed on a day, by ODS code.
    pub fn open_on(&self, day: NaiveDate) -> impl Iterator<Item = &ccg::Model> {
        self.ccgs.iter().filter(move |ccg| {
            ccg.opened_on.is_some_and(|opened| opened <= day) && ccg.closed_on.is_none_or(|last| last >= day)
        })
    }

    /// The CCGs of which a fact says just this.
    pub fn named(
        &self,
        year: Option<FinancialYear>,
        model: Option<ModelCode>,
        stage: Stage,
    ) -> BTreeSet<i64> {
        let says =
            |fact: &&Fact| fact.says.year == year && fact.says.model == model && fact.says.stage == stage;
        self.facts.iter().filter(says).map(|fact| fact.ccg).collect()
    }

    /// The CCGs whose position on a day was this model.
    pub fn in_force(&self, model: ModelCode, day: NaiveDate) -> BTreeSet<i64> {
        let held = |ccg: &&ccg::Model| {
            let Some(facts) = self.by_ccg.get(&ccg.id) else { return false };
            let (opened_on, closed_on) = (ccg.opened_on, ccg.closed_on);
            let of = Circumstances { opened_on, closed_on, first_round: self.first_round };
            let position = position_on(day, facts, &of).position;
            matches!(position, Position::Model { model: held, .. } if held == model)
        };
        self.ccgs.iter().filter(held).map(|ccg| ccg.id).collect()
    }

    /// The CCGs that count for a total: those that a fact names, and where what was in force is counted, those that
    /// were in force on the first day of the round because of earlier or other facts.
    pub fn known(
        &self,
        year: Option<FinancialYear>,
        model: Option<ModelCode>,
        stage: Stage,
    ) -> BTreeSet<i64> {
        let mut known = self.named(year, model, stage);
        if let (Stage::Live, Some(year), Some(model)) = (stage, year, model) {
            known.extend(self.in_force(model, self.begins(year)));
        }
        known
    }

    /// The day on which the arrangements of a year's round began.
    pub fn begins(&self, year: FinancialYear) -> NaiveDate {
        let live_from = self.waves.get(&year).and_then(|wave| wave.live_from);
        live_from.unwrap_or_else(|| year.first_day())
    }

    /// The number that a figure gives. "All" is the number of CCGs on its day.
    pub fn value(&self, figure: &published_figure::Model, reading: &Reading) -> Option<f64> {
        match (figure.value, figure.as_of_to) {
            (None, Some(day)) if reading.all && reading.counts_england() => Some(count(self.open_on(day))),
            (value, _) => value,
        }
    }

    /// The rows of these CCGs, by ODS code.
    pub fn rows_of(&self, ids: &BTreeSet<i64>) -> Vec<ccg::Model> {
        self.ccgs.iter().filter(|ccg| ids.contains(&ccg.id)).cloned().collect()
    }
}

/// How many there are, as figures count.
pub fn count<T>(things: impl Iterator<Item = T>) -> f64 {
    things.fold(0.0, |count, _| count + 1.0)
}

/// Of each fact how directly it is stated, and by which day it had been.
async fn statements(
    snapshot: &Snapshot,
    dates: &Dates,
) -> Result<HashMap<i64, (Option<Confidence>, Option<NaiveDate>)>, DbErr> {
    let mut select: SelectStatement = visible::<Evidence>(dates);
    let by = [column(evidence::Column::AdoptionId), column(evidence::Column::Confidence)];
    select
        .expr_as(by[0].clone(), "adoption_id")
        .expr_as(by[1].clone(), "confidence")
        .expr_as(Func::min(column(evidence::Column::StatedTo)), "stated_by")
        .add_group_by(by);
    let mut found: HashMap<i64, (Option<Confidence>, Option<NaiveDate>)> = HashMap::new();
    for Stated { adoption_id, confidence, stated_by } in snapshot.rows::<Stated>(&select).await? {
        let entry = found.entry(adoption_id).or_default();
        entry.0 = Some(entry.0.map_or(confidence, |known| Ord::min(known, confidence)));
        entry.1 = [entry.1, stated_by].into_iter().flatten().min();
    }
    Ok(found)
}
