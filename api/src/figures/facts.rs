use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use async_graphql::Context;
use chrono::NaiveDate;
use entities::{
    commissioning_model,
    domain::{FinancialYear, Stage},
    published_figure, wave,
};
use futures_util::future::try_join;

use super::{
    Reading,
    in_force::InForce,
    named::{self, Named, Said},
    register::{CcgSet, Register},
};
use crate::{
    dates::Dates,
    error::Answer,
    judging::{Judged, judged},
    kept::Kept,
    loading::loaders,
    paging::{Connection, PageArguments, WorkedOut},
    reader::Snapshot,
    sorting::{Key, RowOrder},
    table::{Noun, rows, select_columns, visible},
    types::{Ccg, PublishedFigure},
};

/// The facts that figures are held against, worked out once for all who ask.
pub async fn all_facts(context: &Context<'_>, dates: Dates) -> Answer<Arc<Facts>> {
    let (snapshot, dates) = (loaders(context).loader().snapshot(), dates.of_any_day());
    let load = async || {
        // What is stored follows from all that was ever stated.
        let judged = match (dates.stated_by, dates.known_at) {
            (None, None) => None,
            _ => Some(judged(context, dates).await?),
        };
        Facts::load(snapshot, &dates, judged).await
    };
    context.data_unchecked::<Kept<Facts>>().of(snapshot.edition().await?, dates, load).await
}

/// The facts that figures are held against, as they were known and stated by the dates of a question.
pub struct Facts {
    /// The models, by row number.
    pub models: HashMap<i64, commissioning_model::Model>,
    /// The rounds, by year.
    pub waves: HashMap<FinancialYear, wave::Model>,
    /// The CCGs that facts name, by what they say.
    pub named: BTreeMap<Said, Named>,
    /// The figures, with what they say, oldest row first.
    pub figures: Vec<(published_figure::Model, Reading)>,
    /// All CCGs.
    pub register: Register,
    in_force: InForce,
}

impl Facts {
    /// Loads them. Where positions are not stored as they were by these dates, `judged` tells them.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn load(snapshot: &Snapshot, dates: &Dates, judged: Option<Arc<Judged>>) -> Answer<Self> {
        let (models, waves) = try_join(
            snapshot.rows::<commissioning_model::Model>(&rows::<commissioning_model::Entity>(dates)),
            snapshot.rows::<wave::Model>(&rows::<wave::Entity>(dates)),
        )
        .await?;
        let models: HashMap<i64, commissioning_model::Model> =
            models.into_iter().map(|model| (model.id, model)).collect();
        let mut select = visible::<PublishedFigure>(dates);
        select_columns::<published_figure::Entity>(&mut select);
        let mut figures: Vec<published_figure::Model> = snapshot.rows(&select).await?;
        figures.sort_by_key(|figure| figure.id);
        let figures = figures.into_iter().map(|figure| {
            let model = figure.model_id.and_then(|id| models.get(&id)).map(|model| model.code);
            let reading = Reading::of(&figure, model);
            (figure, reading)
        });
        let figures: Vec<(published_figure::Model, Reading)> = figures.collect();
        let register = Register::load(snapshot, dates).await?;
        let named = named::load(snapshot, dates, &register, &models, waves.iter()).await?;
        let waves: HashMap<FinancialYear, wave::Model> =
            waves.into_iter().map(|wave| (wave.financial_year, wave)).collect();
        let years = waves.keys().copied().chain(figures.iter().filter_map(|(_, reading)| reading.year));
        let days: BTreeSet<NaiveDate> = years.map(|year| begins(&waves, year)).collect();
        let in_force = match judged {
            Some(judged) => InForce::of(&judged, days, &register),
            None => InForce::load(snapshot, dates, days, &register, &models).await?,
        };
        Ok(Self { models, waves, named, figures, register, in_force })
    }

    /// The CCGs of which a fact says just this.
    pub fn named(&self, said: Said) -> CcgSet {
        self.named.get(&said).map(|named| named.ccgs.clone()).unwrap_or_default()
    }

    /// The CCGs that count for a total: those that a fact names, and where what was in force is counted, those that
    /// were in force on the first day of the round because of earlier or other facts.
    pub fn known(&self, said: Said) -> CcgSet {
        let named = self.named(said);
        match said {
            (Some(year), Some(model), Stage::Live) => match self.in_force.on(model, self.begins(year)) {
                Some(in_force) => named.and(in_force),
                None => named,
            },
            _ => named,
        }
    }

    /// The day on which the arrangements of a year's round began.
    pub fn begins(&self, year: FinancialYear) -> NaiveDate {
        begins(&self.waves, year)
    }

    /// The number that a figure gives. "All" is the number of CCGs on its day.
    pub fn value(&self, figure: &published_figure::Model, reading: &Reading) -> Option<f64> {
        match (figure.value, figure.as_of_to) {
            (None, Some(day)) if reading.all && reading.counts_england() => {
                Some(count(self.register.open_on(day).len()))
            }
            (value, _) => value,
        }
    }
}

fn begins(waves: &HashMap<FinancialYear, wave::Model>, year: FinancialYear) -> NaiveDate {
    let live_from = waves.get(&year).and_then(|wave| wave.live_from);
    live_from.unwrap_or_else(|| year.first_day())
}

/// A list of CCGs that were worked out, by ODS code. No other list has the name.
pub async fn ccgs_of(
    context: &Context<'_>,
    name: &str,
    page: &PageArguments,
    (register, ccgs): (&Register, &CcgSet),
    dates: Dates,
) -> Answer<Connection<Ccg>> {
    let list = WorkedOut::read(context, name, page, RowOrder::default(), dates).await?;
    let rows = register.ccgs_of(ccgs).map(|ccg| (vec![Key::from(ccg.ods_code.as_str())], ccg)).collect();
    Ok(list.cut(rows, |ccg| Ccg::new(ccg.clone(), dates)))
}

/// So many, as figures count.
pub fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
