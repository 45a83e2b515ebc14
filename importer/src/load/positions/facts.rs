use std::collections::HashMap;

use entities::{
    adoption, commissioning_model,
    domain::{FinancialYear, ModelCode, PositionFact, Stage},
    evidence, wave,
};
use sea_orm::{
    ColumnTrait, ExprTrait, FromQueryResult, QuerySelect, QueryTrait,
    prelude::Date,
    sea_query::{CaseStatement, Expr, Func, Query},
};

use crate::{
    error::Error,
    load::{Load, queries::col, statements::in_force},
};

/// A fact about a CCG, so far as positions depend on it.
#[derive(FromQueryResult)]
struct Row {
    ccg_id: i64,
    code: Option<ModelCode>,
    stage: Stage,
    financial_year: Option<FinancialYear>,
    effective_from: Option<Date>,
    effective_to: Option<Date>,
    stated_by: Option<Date>,
}

impl Load<'_> {
    /// The facts in force about CCGs, by the CCG's row number.
    pub(super) async fn position_facts(
        &self,
        ccgs: &[i64],
    ) -> Result<HashMap<i64, Vec<PositionFact>>, Error> {
        let first_statement = Query::select()
            .expr(Func::min(col(evidence::Column::StatedTo)))
            .from(evidence::Entity)
            .and_where(col(evidence::Column::AdoptionId).eq(col(adoption::Column::Id)))
            .and_where(evidence::Column::RetractedAt.is_null())
            .to_owned();
        // Nothing depends on when it was stated where it is known when it began.
        let stated_by =
            CaseStatement::new().case(adoption::Column::EffectiveFrom.is_null(), Expr::from(first_statement));
        let mut select = in_force::<adoption::Entity>()
            .select_only()
            .column(adoption::Column::CcgId)
            .column(commissioning_model::Column::Code)
            .column(adoption::Column::Stage)
            .column(wave::Column::FinancialYear)
            .columns([adoption::Column::EffectiveFrom, adoption::Column::EffectiveTo])
            .expr_as(stated_by, "stated_by");
        QueryTrait::query(&mut select)
            .left_join(
                commissioning_model::Entity,
                col(commissioning_model::Column::Id).eq(col(adoption::Column::ModelId)),
            )
            .left_join(wave::Entity, col(wave::Column::Id).eq(col(adoption::Column::WaveId)))
            .and_where(adoption::Column::CcgId.is_in(ccgs.iter().copied()))
            .and_where(adoption::Column::Stage.is_not_in([Stage::ExpressedInterest, Stage::Applied]));
        let mut facts: HashMap<i64, Vec<PositionFact>> = HashMap::new();
        for row in select.into_model::<Row>().all(self.txn).await? {
            facts.entry(row.ccg_id).or_default().push(PositionFact {
                model: row.code,
                stage: row.stage,
                year: row.financial_year,
                effective_from: row.effective_from,
                effective_to: row.effective_to,
                stated_by: row.stated_by,
            });
        }
        Ok(facts)
    }
}
