use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    adoption, ccg, commissioning_model,
    domain::{Circumstances, FinancialYear, ModelCode, OdsCode, PositionFact, Spell, Stage, spells},
    wave,
};
use sea_orm::sea_query::Order;
use tokio::task::spawn_blocking;

use super::{
    facts::{Days, facts, select_days},
    known::{holds, select_first_round},
};
use crate::{
    dates::Dates,
    each_row::each_row,
    error::{Answer, Failure},
    reader::{Record, Snapshot, record},
    table::{column, in_force, visible},
    types::Ccg,
};

/// The positions of all CCGs, by ODS code.
#[derive(Debug)]
pub struct Judged {
    ccgs: Vec<JudgedCcg>,
}

/// A CCG and its positions.
#[derive(Debug)]
pub struct JudgedCcg {
    /// The row number of the CCG.
    pub id: i64,
    /// Its ODS code.
    pub ods_code: OdsCode,
    /// Its positions in their order, without a gap.
    pub spells: Box<[Spell]>,
}

impl JudgedCcg {
    /// The position on a day, and from when to when it was so.
    pub fn spell_on(&self, day: NaiveDate) -> Option<&Spell> {
        self.spells.iter().find(|spell| holds(spell, day))
    }
}

record! {
    struct Life {
        id: i64,
        ods_code: OdsCode,
        opened_on: Option<NaiveDate>,
        closed_on: Option<NaiveDate>,
        first_round: Option<NaiveDate>,
    }
}

record! {
    struct Model {
        id: i64,
        code: ModelCode,
    }
}

record! {
    struct Year {
        id: i64,
        financial_year: FinancialYear,
    }
}

record! {
    struct About {
        ccg_id: i64,
        model_id: Option<i64>,
        wave_id: Option<i64>,
        stage: Stage,
    }
}

impl Judged {
    /// Judges them by the facts as they were known and stated by these dates.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn load(snapshot: &Snapshot, dates: &Dates) -> Answer<Self> {
        use ccg::Column::{ClosedOn, Id, OdsCode, OpenedOn};
        let mut lives = visible::<Ccg>(dates);
        select_first_round(lives.exprs([Id, OdsCode, OpenedOn, ClosedOn].map(column)));
        let mut lives: Vec<Life> = snapshot.rows(&lives).await?;
        lives.sort_by(|one, other| one.ods_code.cmp(&other.ods_code));
        let facts = facts_of(snapshot, dates, &lives).await?;
        // Of many thousand CCGs it takes a while, in which other requests are to go on.
        let judged = spawn_blocking(move || {
            let judge = |(life, facts): (Life, Vec<PositionFact>)| {
                let Life { id, ods_code, opened_on, closed_on, first_round } = life;
                let of = Circumstances { opened_on, closed_on, first_round };
                JudgedCcg { id, ods_code, spells: spells(&facts, &of).into() }
            };
            lives.into_iter().zip(facts).map(judge).collect()
        });
        let ccgs = judged.await.map_err(|error| {
            tracing::error!(%error, "positions could not be judged");
            Failure::Database
        })?;
        Ok(Self { ccgs })
    }

    /// The CCGs, by ODS code.
    pub fn ccgs(&self) -> impl Iterator<Item = &JudgedCcg> {
        self.ccgs.iter()
    }
}

// There may be a million of them until they are judged.
const _: () = assert!(size_of::<PositionFact>() <= 24, "facts are held in the fewest bytes");

/// The facts about each of the CCGs, in the order in which they were recorded.
async fn facts_of(snapshot: &Snapshot, dates: &Dates, ccgs: &[Life]) -> Answer<Vec<Vec<PositionFact>>> {
    let mut models = in_force::<commissioning_model::Entity>(dates);
    models.exprs([commissioning_model::Column::Id, commissioning_model::Column::Code].map(column));
    let models = snapshot.rows::<Model>(&models).await?;
    let models: HashMap<i64, ModelCode> = models.into_iter().map(|model| (model.id, model.code)).collect();
    let mut years = in_force::<wave::Entity>(dates);
    years.exprs([wave::Column::Id, wave::Column::FinancialYear].map(column));
    let years = snapshot.rows::<Year>(&years).await?;
    let years: HashMap<i64, FinancialYear> =
        years.into_iter().map(|year| (year.id, year.financial_year)).collect();
    let places: HashMap<i64, usize> = ccgs.iter().enumerate().map(|(place, ccg)| (ccg.id, place)).collect();
    let mut found: Vec<Vec<PositionFact>> = ccgs.iter().map(|_| Vec::new()).collect();
    let facts = |numbers| {
        let mut facts = facts(dates, numbers);
        select_days(&mut facts);
        facts.order_by_expr(column(adoption::Column::Id), Order::Asc).to_owned()
    };
    each_row::<adoption::Entity>(snapshot, facts, |row| {
        let About { ccg_id, model_id, wave_id, stage } = About::read(row)?;
        if let Some(facts) = places.get(&ccg_id).and_then(|place| found.get_mut(*place)) {
            let model = model_id.and_then(|id| models.get(&id)).copied();
            let year = wave_id.and_then(|id| years.get(&id)).copied();
            facts.push(Days::read(row)?.said(model, stage, year));
        }
        Ok(())
    })
    .await?;
    Ok(found)
}
