//! Sets of rows that several steps speak of.

use entities::{adoption, evidence, import_run};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, IntoSimpleExpr,
    sea_query::{BinOper, Cond, Condition, Expr, InsertStatement, IntoCondition, Query, SelectStatement},
};

use super::staged;
use crate::load::Load;

/// Two values differ, or one of them is unknown and the other is not.
pub(super) fn differs(one: impl Into<Expr>, other: impl Into<Expr>) -> Expr {
    one.into().binary(BinOper::Custom("IS DISTINCT FROM"), other.into())
}

/// A column with its table.
pub(super) fn col(column: impl ColumnTrait) -> Expr {
    column.into_simple_expr()
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

/// Writes the rows of a query into a table, column by column.
pub(super) fn insert_from<E: EntityTrait>(
    table: E,
    columns: impl IntoIterator<Item = (E::Column, Expr)>,
    mut rows: SelectStatement,
) -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    let (columns, values): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    rows.exprs(values);
    let filled = insert.into_table(table.table_ref()).columns(columns).select_from(rows);
    filled.map(|insert| insert.to_owned()).map_err(|error| DbErr::Custom(error.to_string()))
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

    fn own_runs_query(&self) -> SelectStatement {
        Query::select()
            .column(import_run::Column::Id)
            .from(import_run::Entity)
            .and_where(import_run::Column::Dataset.eq(self.dataset))
            .to_owned()
    }

    /// Facts in force that the dataset's older files support, and of which no row of this one speaks. A rejected
    /// row speaks of its fact too, and withdraws nothing.
    pub(super) fn absent_facts(&self) -> SelectStatement {
        let own = Query::select()
            .column(evidence::Column::AdoptionId)
            .from(evidence::Entity)
            .cond_where(self.own_evidence())
            .to_owned();
        let spoken_of = Query::select().column(staged::Column::NaturalKey).from(staged::Entity).to_owned();
        Query::select()
            .from(adoption::Entity)
            .cond_where(adoption::Column::RetractedAt.is_null().into_condition())
            .and_where(adoption::Column::Id.in_subquery(own))
            .and_where(adoption::Column::NaturalKey.not_in_subquery(spoken_of))
            .to_owned()
    }
}
