use std::collections::HashMap;

use entities::{
    adoption,
    domain::{FinancialYear, ModelCode, PositionFact, Stage},
    evidence,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, DatabaseBackend, DbErr, ExprTrait, FromQueryResult,
    QueryFilter, QuerySelect,
    prelude::Date,
    sea_query::{CaseStatement, Expr, Func, Query},
};

use crate::{
    error::Error,
    load::{Load, queries::col, statements::in_force},
};

/// What a fact refers to by row numbers.
pub(super) struct References {
    pub(super) models: HashMap<i64, ModelCode>,
    pub(super) years: HashMap<i64, FinancialYear>,
}

/// The facts about a CCG, as one text: there may be a million of them, and to fetch each as a row of its own takes
/// several times as long as to judge it.
#[derive(FromQueryResult)]
struct Row {
    ccg_id: i64,
    facts: String,
}

/// A fact: its model, stage, round, first and last day in force, and the day by which it had been stated.
type Fact<'a> = (Option<i64>, &'a str, Option<i64>, Option<Date>, Option<Date>, Option<Date>);

impl Load<'_> {
    /// The facts in force about CCGs, by the CCG's row number.
    pub(super) async fn position_facts(
        &self,
        ccgs: &[i64],
        references: &References,
    ) -> Result<HashMap<i64, Vec<PositionFact>>, Error> {
        use adoption::Column::{CcgId, EffectiveFrom, EffectiveTo, ModelId, WaveId};
        let first_statement = Query::select()
            .expr(Func::min(col(evidence::Column::StatedTo)))
            .from(evidence::Entity)
            .and_where(col(evidence::Column::AdoptionId).eq(col(adoption::Column::Id)))
            .and_where(evidence::Column::RetractedAt.is_null())
            .to_owned();
        // Nothing depends on when it was stated where it is known when it began.
        let stated_by = CaseStatement::new().case(EffectiveFrom.is_null(), Expr::from(first_statement));
        let [model, wave, from, to] = [ModelId, WaveId, EffectiveFrom, EffectiveTo].map(col);
        let fact = [model, col(adoption::Column::Stage), wave, from, to, stated_by.into()];
        let rows = in_force::<adoption::Entity>()
            .select_only()
            .column(CcgId)
            .expr_as(gathered(self.txn.get_database_backend(), fact), "facts")
            .filter(CcgId.is_in(ccgs.iter().copied()))
            .filter(adoption::Column::Stage.is_not_in([Stage::ExpressedInterest, Stage::Applied]))
            .group_by(CcgId)
            .into_model::<Row>()
            .all(self.txn)
            .await?;
        let facts = |row: Row| Ok((row.ccg_id, read(&row.facts, references)?));
        rows.into_iter().map(facts).collect()
    }
}

/// The rows of a group, as an array of arrays. The databases name their functions differently.
fn gathered(backend: DatabaseBackend, row: [Expr; 6]) -> Expr {
    match backend {
        DatabaseBackend::Sqlite => {
            Func::cust("json_group_array").arg(Func::cust("json_array").args(row)).into()
        }
        _ => {
            let array = Func::cust("json_agg").arg(Func::cust("json_build_array").args(row));
            Expr::from(array).cast_as("text")
        }
    }
}

fn read(text: &str, references: &References) -> Result<Vec<PositionFact>, Error> {
    let damaged = |error: serde_json::Error| DbErr::Json(error.to_string());
    let facts: Vec<Fact<'_>> = serde_json::from_str(text).map_err(damaged)?;
    let fact = |(model, stage, wave, effective_from, effective_to, stated_by): Fact<'_>| {
        Ok(PositionFact {
            model: model.and_then(|model| references.models.get(&model)).copied(),
            stage: Stage::try_from_value(&stage.to_owned())?,
            year: wave.and_then(|wave| references.years.get(&wave)).copied(),
            effective_from,
            effective_to,
            stated_by,
        })
    };
    facts.into_iter().map(fact).collect()
}
