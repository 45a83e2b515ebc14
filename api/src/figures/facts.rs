use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::Context;
use chrono::NaiveDate;
use entities::{
    ccg, commissioning_model,
    domain::{Confidence, FinancialYear, ModelCode, Position, Stage},
    published_figure, wave,
};
use futures_util::future::try_join;
use sea_orm::DbErr;

use super::Reading;
use crate::{
    dates::Dates,
    error::Answer,
    judging::{Known, known_of},
    paging::{Connection, PageArguments, WorkedOut},
    reader::Snapshot,
    sorting::{Key, RowOrder},
    table::{Noun, rows, select_columns, visible},
    types::{Ccg, PublishedFigure},
};

/// What a fact says besides its CCG: a year, a model and a stage.
pub type Said = (Option<FinancialYear>, Option<ModelCode>, Stage);

/// The facts that figures are held against, as they were known and stated by the dates of a question.
pub struct Facts {
    /// The models, by row number.
    pub models: HashMap<i64, commissioning_model::Model>,
    /// The rounds, by year.
    pub waves: HashMap<FinancialYear, wave::Model>,
    /// Of all that facts say, of which CCGs they say it, and how directly at best.
    pub named: BTreeMap<Said, BTreeMap<i64, Option<Confidence>>>,
    /// The figures, with what they say, oldest row first.
    pub figures: Vec<(published_figure::Model, Reading)>,
    ccgs: Vec<Known>,
}

impl Facts {
    /// Loads them, with a fixed number of statements.
    pub async fn load(snapshot: &Snapshot, dates: &Dates) -> Result<Self, DbErr> {
        let ccgs = known_of(snapshot, None, dates).await?;
        let (models, waves) = try_join(
            snapshot.rows::<commissioning_model::Model>(&rows::<commissioning_model::Entity>(dates)),
            snapshot.rows::<wave::Model>(&rows::<wave::Entity>(dates)),
        )
        .await?;
        let models: HashMap<i64, commissioning_model::Model> =
            models.into_iter().map(|model| (model.id, model)).collect();
        let mut named: BTreeMap<Said, BTreeMap<i64, Option<Confidence>>> = BTreeMap::new();
        for fact in ccgs.iter().flat_map(|known| &known.facts) {
            let said = (fact.says.year, fact.says.model, fact.says.stage);
            let best = named.entry(said).or_default().entry(fact.ccg).or_default();
            *best = [*best, fact.confidence].into_iter().flatten().min();
        }
        let mut select = visible::<PublishedFigure>(dates);
        select_columns::<published_figure::Entity>(&mut select);
        let mut figures: Vec<published_figure::Model> = snapshot.rows(&select).await?;
        figures.sort_by_key(|figure| figure.id);
        let figures = figures.into_iter().map(|figure| {
            let model = figure.model_id.and_then(|id| models.get(&id)).map(|model| model.code);
            let reading = Reading::of(&figure, model);
            (figure, reading)
        });
        let figures = figures.collect();
        let waves = waves.into_iter().map(|wave| (wave.financial_year, wave)).collect();
        Ok(Self { models, waves, named, figures, ccgs })
    }

    /// All CCGs, by ODS code.
    pub fn ccgs(&self) -> impl Iterator<Item = &ccg::Model> {
        self.ccgs.iter().map(|known| &known.ccg)
    }

    /// The CCGs that existed on a day, by ODS code.
    pub fn open_on(&self, day: NaiveDate) -> impl Iterator<Item = &ccg::Model> {
        self.ccgs().filter(move |ccg| {
            ccg.opened_on.is_some_and(|opened| opened <= day) && ccg.closed_on.is_none_or(|last| last >= day)
        })
    }

    /// The CCGs of which a fact says just this.
    pub fn named(&self, said: Said) -> BTreeSet<i64> {
        self.named.get(&said).into_iter().flat_map(BTreeMap::keys).copied().collect()
    }

    /// The adoptions that say just this, each with its CCG, and of which nobody says it more directly than so.
    pub fn no_more_directly_than(
        &self,
        confidence: Confidence,
        said: Said,
    ) -> impl Iterator<Item = (i64, i64)> {
        let facts = self.ccgs.iter().flat_map(|known| &known.facts);
        facts
            .filter(move |fact| (fact.says.year, fact.says.model, fact.says.stage) == said)
            .filter(move |fact| fact.confidence.is_some_and(|best| best >= confidence))
            .map(|fact| (fact.ccg, fact.adoption))
    }

    /// The CCGs whose position on a day was this model.
    pub fn in_force(&self, model: ModelCode, day: NaiveDate) -> BTreeSet<i64> {
        let held = |known: &&Known| {
            let position = known.spell_on(day).map(|spell| &spell.position);
            matches!(position, Some(Position::Model { model: held, .. }) if *held == model)
        };
        self.ccgs.iter().filter(held).map(|known| known.ccg.id).collect()
    }

    /// The CCGs that count for a total: those that a fact names, and where what was in force is counted, those that
    /// were in force on the first day of the round because of earlier or other facts.
    pub fn known(&self, said: Said) -> BTreeSet<i64> {
        let mut known = self.named(said);
        if let (Some(year), Some(model), Stage::Live) = said {
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
        self.ccgs().filter(|ccg| ids.contains(&ccg.id)).cloned().collect()
    }
}

/// A list of CCGs that were worked out, by ODS code. No other list has the name.
pub async fn ccgs_of(
    context: &Context<'_>,
    name: &str,
    page: &PageArguments,
    ccgs: Vec<ccg::Model>,
    dates: Dates,
) -> Answer<Connection<Ccg>> {
    let list = WorkedOut::read(context, name, page, RowOrder::default(), dates).await?;
    let rows = ccgs.into_iter().map(|ccg| (vec![Key::from(ccg.ods_code.as_str())], ccg)).collect();
    Ok(list.cut(rows, |ccg| Ccg::new(ccg, dates)))
}

/// How many there are, as figures count.
pub fn count<T>(things: impl Iterator<Item = T>) -> f64 {
    things.fold(0.0, |count, _| count + 1.0)
}
