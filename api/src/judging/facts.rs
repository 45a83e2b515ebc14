use chrono::NaiveDate;
use entities::{
    adoption, commissioning_model,
    domain::{Confidence, FinancialYear, ModelCode, PositionFact, Stage},
    evidence, wave,
};
use sea_orm::{
    ExprTrait, Iterable,
    sea_query::{Condition, Func, Order, SelectStatement},
};

use crate::{
    dates::Dates,
    reader::record,
    sorting::rank_of,
    table::{column, one_of, recorded, stated, visible},
    types::{Adoption, Evidence},
};

/// A fact about a CCG, and how directly somebody states it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The row number of the adoption.
    pub adoption: i64,
    /// The row number of the CCG.
    pub ccg: i64,
    /// The row number of the model.
    pub model: Option<i64>,
    /// What is said.
    pub says: PositionFact,
    /// The day by which somebody had stated it, of several the last.
    pub last_stated: Option<NaiveDate>,
    /// The most direct of the statements.
    pub confidence: Option<Confidence>,
}

record! {
    /// A fact, as the statement gives it.
    pub(super) struct FactRow {
        id: i64,
        ccg_id: i64,
        model_id: Option<i64>,
        code: Option<ModelCode>,
        stage: Stage,
        financial_year: Option<FinancialYear>,
        effective_from: Option<NaiveDate>,
        effective_to: Option<NaiveDate>,
        stated_by: Option<NaiveDate>,
        last_stated: Option<NaiveDate>,
        confidence: Option<i32>,
    }
}

impl From<FactRow> for Fact {
    fn from(row: FactRow) -> Self {
        let place = row.confidence.and_then(|place| usize::try_from(place).ok());
        Self {
            adoption: row.id,
            ccg: row.ccg_id,
            model: row.model_id,
            says: PositionFact {
                model: row.code,
                stage: row.stage,
                year: row.financial_year,
                effective_from: row.effective_from,
                effective_to: row.effective_to,
                stated_by: row.stated_by,
            },
            last_stated: row.last_stated,
            confidence: place.and_then(|place| Confidence::iter().nth(place)),
        }
    }
}

/// The facts about some CCGs, or about all. What a fact says of days it says by its evidence, so of what had not been
/// published by the day that is asked about nothing counts; of several statements the first decides by when it was stated.
pub(super) fn facts(ccgs: Option<&[i64]>, dates: &Dates) -> SelectStatement {
    use adoption::Column::{CcgId, Id, ModelId, Stage, WaveId};
    let says_so = Condition::all()
        .add(column(evidence::Column::AdoptionId).eq(column(Id)))
        .add_option(recorded::<evidence::Entity>(dates))
        .add_option(stated::<Evidence>(dates));
    let first = |of: evidence::Column| Func::min(column(of));
    let code = column(commissioning_model::Column::Code);
    let year = column(wave::Column::FinancialYear);
    let mut facts = visible::<Adoption>(dates);
    facts
        .left_join(evidence::Entity, says_so)
        .left_join(commissioning_model::Entity, column(commissioning_model::Column::Id).eq(column(ModelId)))
        .left_join(wave::Entity, column(wave::Column::Id).eq(column(WaveId)))
        .exprs([Id, CcgId, ModelId, Stage].map(column))
        .exprs([code.clone(), year.clone()])
        .expr_as(first(evidence::Column::EffectiveFrom), "effective_from")
        .expr_as(first(evidence::Column::EffectiveTo), "effective_to")
        .expr_as(first(evidence::Column::StatedTo), "stated_by")
        .expr_as(Func::max(column(evidence::Column::StatedTo)), "last_stated")
        .expr_as(Func::min(rank_of::<Confidence>(&column(evidence::Column::Confidence))), "confidence")
        .add_group_by([column(Id), code, year])
        .order_by_expr(column(Id), Order::Asc);
    if let Some(ccgs) = ccgs {
        facts.and_where(one_of(column(CcgId), ccgs.iter().copied()));
    }
    facts
}
