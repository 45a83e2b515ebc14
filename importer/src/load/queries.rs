//! How statements over whole sets of rows are written.

use entities::import_run;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, IntoSimpleExpr,
    sea_query::{BinOper, Expr, InsertStatement, Query, SelectStatement},
};

use super::Load;

impl Load<'_> {
    /// The runs of the same dataset, this one included.
    pub(super) fn own_runs_query(&self) -> SelectStatement {
        Query::select()
            .column(import_run::Column::Id)
            .from(import_run::Entity)
            .and_where(import_run::Column::Dataset.eq(self.dataset))
            .to_owned()
    }
}

/// Two values differ, or one of them is unknown and the other is not.
pub(super) fn differs(one: impl Into<Expr>, other: impl Into<Expr>) -> Expr {
    one.into().binary(BinOper::Custom("IS DISTINCT FROM"), other.into())
}

/// A column with its table.
pub(super) fn col(column: impl ColumnTrait) -> Expr {
    column.into_simple_expr()
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
