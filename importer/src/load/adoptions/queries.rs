//! Sets of rows that several steps speak of.

use entities::{adoption, domain::Stage, evidence};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, Schema,
    sea_query::{Cond, Condition, Expr, Func, IntoCondition, Query, SelectStatement, Table},
};

use super::staged;
pub(super) use crate::load::queries::{col, differs, insert_from};
use crate::{error::Error, load::Load};

/// Makes a table that only this connection sees. A savepoint that is taken back takes it along.
pub(super) async fn create_temporary<E: EntityTrait>(
    table: E,
    txn: &DatabaseTransaction,
) -> Result<(), Error> {
    let schema = Schema::new(txn.get_database_backend());
    txn.execute(schema.create_table_from_entity(table).temporary()).await?;
    Ok(())
}

pub(super) async fn drop_temporary<E: EntityTrait>(table: E, txn: &DatabaseTransaction) -> Result<(), Error> {
    txn.execute(&Table::drop().table(table.table_ref()).to_owned()).await?;
    Ok(())
}

/// The rows of the file that state a fact.
pub(super) fn kept() -> SelectStatement {
    Query::select().from(staged::Entity).and_where(staged::Column::Rejected.eq(false)).to_owned()
}

/// An adoption in force is the fact that a row of the file speaks of.
pub(super) fn is_same_fact() -> Condition {
    Cond::all()
        .add(col(adoption::Column::NaturalKey).eq(col(staged::Column::NaturalKey)))
        .add(adoption::Column::RetractedAt.is_null())
}

/// The row numbers of the facts in force that rows of the file state.
pub(super) fn stated_facts() -> SelectStatement {
    kept().expr(col(adoption::Column::Id)).inner_join(adoption::Entity, is_same_fact()).to_owned()
}

impl Load<'_> {
    /// Whether evidence is in force and comes from this dataset.
    pub(super) fn own_evidence(&self) -> Condition {
        Cond::all()
            .add(evidence::Column::RetractedAt.is_null())
            .add(evidence::Column::ImportRunId.in_subquery(self.own_runs_query()))
    }

    /// Whether evidence in force comes from other datasets and supports a fact.
    pub(super) fn others_evidence(&self) -> Condition {
        Cond::all()
            .add(col(evidence::Column::AdoptionId).eq(col(adoption::Column::Id)))
            .add(evidence::Column::RetractedAt.is_null())
            .add(evidence::Column::ImportRunId.not_in_subquery(self.own_runs_query()))
    }
}

/// Facts in force that such evidence supports, and of which no row of the file speaks. A rejected row speaks of all that
/// is known of its CCG in its year, and withdraws nothing: nobody knows which of its cells is wrong.
pub(super) fn absent_facts(evidence: Condition) -> SelectStatement {
    let supported = Query::select()
        .column(evidence::Column::AdoptionId)
        .from(evidence::Entity)
        .cond_where(evidence)
        .to_owned();
    // Not NOT IN: with many rows PostgreSQL goes through all of them for each fact.
    let spoken_of = Query::select()
        .expr(Expr::val(1))
        .from(staged::Entity)
        .and_where(col(staged::Column::NaturalKey).eq(col(adoption::Column::NaturalKey)))
        .to_owned();
    let doubted = |columns: &[staged::Column]| {
        let mut rows = Query::select();
        rows.exprs(columns.iter().map(|column| col(*column)))
            .from(staged::Entity)
            .and_where(staged::Column::Rejected.eq(true));
        rows
    };
    let in_any_year =
        doubted(&[staged::Column::CcgId]).and_where(staged::Column::WaveId.is_null()).to_owned();
    let in_year = doubted(&[staged::Column::CcgId, staged::Column::WaveId])
        .and_where(staged::Column::WaveId.is_not_null())
        .to_owned();
    // A fact without a year is none that a row with one speaks of.
    let wave = Func::coalesce([col(adoption::Column::WaveId), Expr::val(0)]);
    let of_year = Expr::tuple([col(adoption::Column::CcgId), wave.into()]);
    Query::select()
        .from(adoption::Entity)
        .cond_where(adoption::Column::RetractedAt.is_null().into_condition())
        .and_where(adoption::Column::Id.in_subquery(supported))
        .and_where(Expr::exists(spoken_of).not())
        .and_where(adoption::Column::CcgId.in_subquery(in_any_year).not())
        .and_where(of_year.in_subquery(in_year).not())
        .to_owned()
}

/// Of facts that the file does not state, those in whose place it states another model for the same CCG, year and status:
/// there it is corrected.
pub(super) fn with_another_model(mut absent: SelectStatement) -> SelectStatement {
    let one_at_once = || [Stage::Approved, Stage::Live];
    let stated = kept()
        .exprs([staged::Column::CcgId, staged::Column::WaveId, staged::Column::Stage].map(col))
        .and_where(staged::Column::Stage.is_in(one_at_once()))
        .and_where(staged::Column::ModelId.is_not_null())
        .and_where(staged::Column::WaveId.is_not_null())
        .to_owned();
    let of_year =
        Expr::tuple([adoption::Column::CcgId, adoption::Column::WaveId, adoption::Column::Stage].map(col));
    absent
        .and_where(adoption::Column::Stage.is_in(one_at_once()))
        .and_where(adoption::Column::ModelId.is_not_null())
        .and_where(of_year.in_subquery(stated));
    absent
}
