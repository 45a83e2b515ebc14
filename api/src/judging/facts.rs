use chrono::NaiveDate;
use entities::{
    adoption, commissioning_model,
    domain::{FinancialYear, ModelCode, PositionFact, Stage},
    evidence, wave,
};
use sea_orm::{
    DbErr, EntityTrait, ExprTrait,
    sea_query::{Condition, Expr, Func, Order, Query, SelectStatement},
};

use crate::{
    dates::Dates,
    each_row::Numbers,
    reader::{Record, ResultRow, record},
    table::{column, id_columns, in_force, one_of, recorded, stated},
    types::Evidence,
};

/// A fact about a CCG.
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
}

record! {
    /// What a fact says of days.
    pub(super) struct Days {
        pub(super) effective_from: Option<NaiveDate>,
        pub(super) effective_to: Option<NaiveDate>,
        pub(super) stated_by: Option<NaiveDate>,
    }
}

record! {
    struct Rest {
        id: i64,
        ccg_id: i64,
        model_id: Option<i64>,
        code: Option<ModelCode>,
        stage: Stage,
        financial_year: Option<FinancialYear>,
        last_stated: Option<NaiveDate>,
    }
}

impl Record for Fact {
    fn read(row: ResultRow<'_>) -> Result<Self, DbErr> {
        let Rest { id, ccg_id, model_id, code, stage, financial_year, last_stated } = Rest::read(row)?;
        Ok(Self {
            adoption: id,
            ccg: ccg_id,
            model: model_id,
            says: Days::read(row)?.said(code, stage, financial_year),
            last_stated,
        })
    }
}

impl Days {
    /// The fact that says so of a model, a stage and a year.
    pub(super) fn said(
        self,
        model: Option<ModelCode>,
        stage: Stage,
        year: Option<FinancialYear>,
    ) -> PositionFact {
        let Self { effective_from, effective_to, stated_by } = self;
        PositionFact { model, stage, year, effective_from, effective_to, stated_by }
    }
}

/// Selects what facts say of days. They say it by their evidence; of several statements the first decides by when it was stated.
pub(super) fn select_days(facts: &mut SelectStatement) {
    let first = |of: evidence::Column| Func::min(column(of));
    facts
        .expr_as(first(evidence::Column::EffectiveFrom), "effective_from")
        .expr_as(first(evidence::Column::EffectiveTo), "effective_to")
        .expr_as(first(evidence::Column::StatedTo), "stated_by");
}

/// The facts with these row numbers, each beside its evidence, with the row numbers of what it is about.
pub fn facts(dates: &Dates, numbers: Numbers) -> SelectStatement {
    let of_these = numbers.include(column(evidence::Column::AdoptionId));
    let mut facts = beside_evidence(dates, Condition::all().add(of_these));
    facts
        .and_where(numbers.include(column(adoption::Column::Id)))
        .add_group_by([column(adoption::Column::Id)]);
    facts
}

/// The facts about some CCGs, as [`Fact`] reads them.
pub(super) fn facts_about(ccgs: &[i64], dates: &Dates) -> SelectStatement {
    use adoption::Column::{CcgId, Id, ModelId, WaveId};
    let mut facts = beside_evidence(dates, Condition::all());
    select_days(&mut facts);
    facts
        .expr_as(of::<commissioning_model::Entity>(ModelId, commissioning_model::Column::Code), "code")
        .expr_as(of::<wave::Entity>(WaveId, wave::Column::FinancialYear), "financial_year")
        .expr_as(Func::max(column(evidence::Column::StatedTo)), "last_stated")
        .and_where(one_of(column(CcgId), ccgs.iter().copied()));
    // As they stand in the index, so that nothing is sorted.
    for number in [CcgId, Id] {
        facts.add_group_by([column(number)]).order_by_expr(column(number), Order::Asc);
    }
    facts
}

/// A column of the row that a fact refers to.
fn of<E: EntityTrait>(reference: adoption::Column, wanted: E::Column) -> Expr {
    let mut referred = Query::select();
    referred.expr(column(wanted)).from(E::default().table_ref());
    for number in id_columns::<E>() {
        referred.and_where(column(number).eq(column(reference)));
    }
    Expr::from(referred)
}

/// All facts that are known, each beside what says so and meets a condition. Of what had not been published by the day that is
/// asked about nothing counts.
fn beside_evidence(dates: &Dates, condition: Condition) -> SelectStatement {
    use adoption::Column::{CcgId, Id, ModelId, Stage, WaveId};
    let says_so = condition
        .add(column(evidence::Column::AdoptionId).eq(column(Id)))
        .add_option(recorded::<evidence::Entity>(dates))
        .add_option(stated::<Evidence>(dates));
    let mut facts = in_force::<adoption::Entity>(dates);
    // What somebody had published by a day has evidence of then.
    match dates.stated_by {
        Some(_) => facts.inner_join(evidence::Entity, says_so),
        None => facts.left_join(evidence::Entity, says_so),
    };
    facts.exprs([Id, CcgId, ModelId, WaveId, Stage].map(column));
    facts
}
