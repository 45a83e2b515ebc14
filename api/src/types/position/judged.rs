//! Positions judged anew from the facts, for what was published by a day, and the facts that a position rests on.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, dataloader::Loader};
use chrono::NaiveDate;
use entities::{
    adoption, ccg, commissioning_model,
    domain::{
        Circumstances, FinancialYear, ModelCode, PositionFact, Role, Spell, Stage, position_on, spells,
    },
    evidence,
    position::Model,
    wave,
};
use futures_util::future::try_join_all;
use sea_orm::{
    ExprTrait, FromQueryResult,
    sea_query::{Expr, Func, Query, SelectStatement},
};

use super::Position;
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, by_dates, loaders, one},
    table::{Noun, column, visible},
    types::{Adoption, Evidence},
};

/// The position of a CCG, as it follows from what had been published.
pub(super) async fn position(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Position> {
    let known = known(context, ccg, dates).await?;
    let day = dates.day();
    let holds = |spell: &Spell| {
        spell.first_day.is_none_or(|first| first <= day) && spell.last_day.is_none_or(|last| day <= last)
    };
    let spell = spells(&known.facts, &known.of).into_iter().find(holds).ok_or(Failure::Database)?;
    Ok(Position::new(known.row(ccg, spell), dates))
}

/// The positions of CCGs on the day that is asked about, as they follow from what had been published.
pub(crate) async fn judged_positions(
    context: &Context<'_>,
    ccgs: &[i64],
    dates: Dates,
) -> Answer<Vec<(i64, entities::domain::Position)>> {
    let judge = async |ccg: i64| {
        let known = known(context, ccg, dates).await?;
        Ok::<_, Failure>((ccg, position_on(dates.day(), &known.facts, &known.of).position))
    };
    try_join_all(ccgs.iter().map(|ccg| judge(*ccg))).await
}

/// The adoptions that the position of a CCG on a day rests on.
pub(super) async fn adoptions(
    context: &Context<'_>,
    ccg: i64,
    day: NaiveDate,
    dates: Dates,
) -> Answer<Vec<Adoption>> {
    let known = known(context, ccg, dates).await?;
    let roles = position_on(day, &known.facts, &known.of).roles;
    let counting = known.rows.iter().zip(roles).filter(|(_, role)| *role == Role::Counts);
    try_join_all(counting.map(|(row, _)| one::<Adoption>(context, row.id, dates))).await
}

async fn known(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Arc<Known>> {
    // Which day is asked about makes no difference to what is known.
    let key = Key::<Judged, _>::new((ccg, Dates { as_of: None, ..dates }));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// What is known of a CCG, so far as its positions depend on it.
#[derive(Debug, Default)]
struct Known {
    of: Circumstances,
    rows: Vec<FactRow>,
    facts: Vec<PositionFact>,
}

impl Known {
    fn row(&self, ccg_id: i64, spell: Spell) -> Model {
        use entities::domain::Position::{Conflict, Model as Had};
        let (model, since, is_live) = match &spell.position {
            Had { model, since, live } => (Some(*model), Some(*since), Some(*live)),
            _ => (None, None, None),
        };
        let row = self.rows.iter().find(|row| model.is_some() && row.code == model);
        Model {
            id: 0,
            ccg_id,
            first_day: spell.first_day,
            last_day: spell.last_day,
            status: (&spell.position).into(),
            model_id: row.and_then(|row| row.model_id),
            conflicting: match &spell.position {
                Conflict(models) => Some(Model::stored_conflict(models)),
                _ => None,
            },
            since_from: since.and_then(|since| since.earliest),
            since_to: since.map(|since| since.latest),
            is_live,
            natural_key: String::new(),
            import_run_id: 0,
            recorded_at: chrono::DateTime::default(),
            retracted_at: None,
        }
    }
}

/// A fact about a CCG, so far as positions depend on it.
#[derive(Clone, Debug, FromQueryResult)]
struct FactRow {
    id: i64,
    ccg_id: i64,
    model_id: Option<i64>,
    code: Option<ModelCode>,
    stage: Stage,
    financial_year: Option<FinancialYear>,
    effective_from: Option<NaiveDate>,
    effective_to: Option<NaiveDate>,
    stated_by: Option<NaiveDate>,
}

impl From<&FactRow> for PositionFact {
    fn from(row: &FactRow) -> Self {
        Self {
            model: row.code,
            stage: row.stage,
            year: row.financial_year,
            effective_from: row.effective_from,
            effective_to: row.effective_to,
            stated_by: row.stated_by,
        }
    }
}

/// Marks the loader.
struct Judged;

impl Loader<Key<Judged, (i64, Dates)>> for Batches {
    type Value = Arc<Known>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Judged, (i64, Dates)>],
    ) -> Answer<HashMap<Key<Judged, (i64, Dates)>, Arc<Known>>> {
        let mut found = HashMap::new();
        for (dates, ccgs) in by_dates(keys) {
            let mut known: HashMap<i64, Known> = HashMap::new();
            for row in self.snapshot().rows::<LifeRow>(&lives(&ccgs)).await? {
                let LifeRow { id, opened_on, closed_on, first_round } = row;
                known.entry(id).or_default().of = Circumstances { opened_on, closed_on, first_round };
            }
            for row in self.snapshot().rows::<FactRow>(&facts(&ccgs, &dates)).await? {
                let known = known.entry(row.ccg_id).or_default();
                known.facts.push(PositionFact::from(&row));
                known.rows.push(row);
            }
            found.extend(known.into_iter().map(|(ccg, known)| (Key::new((ccg, dates)), Arc::new(known))));
        }
        Ok(found)
    }
}

/// When a CCG existed, and when the first round began.
#[derive(FromQueryResult)]
struct LifeRow {
    id: i64,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    first_round: Option<NaiveDate>,
}

fn lives(ccgs: &[i64]) -> SelectStatement {
    let first_round = Query::select()
        .expr(Func::min(column(wave::Column::LiveFrom)))
        .from(wave::Entity)
        .and_where(column(wave::Column::Number).eq(1))
        .to_owned();
    Query::select()
        .exprs([ccg::Column::Id, ccg::Column::OpenedOn, ccg::Column::ClosedOn].map(column))
        .expr_as(Expr::from(first_round), "first_round")
        .from(ccg::Entity)
        .and_where(column(ccg::Column::Id).is_in(ccgs.iter().copied()))
        .to_owned()
}

fn facts(ccgs: &[i64], dates: &Dates) -> SelectStatement {
    use adoption::Column;
    // The first of several statements decides by when it was stated. What a fact says of days it says by its evidence.
    let told = |of: evidence::Column| {
        let mut told = visible::<Evidence>(dates);
        told.expr(Func::min(column(of)))
            .and_where(column(evidence::Column::AdoptionId).eq(column(Column::Id)));
        Expr::from(told)
    };
    let mut facts = visible::<Adoption>(dates);
    facts
        .left_join(
            commissioning_model::Entity,
            column(commissioning_model::Column::Id).eq(column(Column::ModelId)),
        )
        .left_join(wave::Entity, column(wave::Column::Id).eq(column(Column::WaveId)))
        .exprs([Column::Id, Column::CcgId, Column::ModelId, Column::Stage].map(column))
        .expr(column(commissioning_model::Column::Code))
        .expr(column(wave::Column::FinancialYear))
        .expr_as(told(evidence::Column::EffectiveFrom), "effective_from")
        .expr_as(told(evidence::Column::EffectiveTo), "effective_to")
        .expr_as(told(evidence::Column::StatedTo), "stated_by")
        .and_where(column(Column::CcgId).is_in(ccgs.iter().copied()))
        .and_where(column(Column::Stage).is_not_in([Stage::ExpressedInterest, Stage::Applied]));
    facts
}
