//! What the paging, loading and filtering machinery must know of a noun: its table and its natural order.

use async_graphql::OutputType;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, IdenStatic, Iterable, PrimaryKeyToColumn,
    sea_query::{Asterisk, Expr, Func, Query, SelectStatement},
};

use crate::{filters::Filter, reader::Snapshot};

/// A noun of the API: a GraphQL object that is a row of a table.
pub trait Noun: OutputType + From<Row<Self>> + Clone + Send + Sync + 'static {
    /// Its table.
    type Entity: EntityTrait<Model: Sync + 'static>;
    /// What its lists can be narrowed by.
    type Filter: Filter;
    /// The columns that its lists are sorted by; the row number settles ties.
    const ORDER: &'static [Column<Self>];
}

/// A column of a noun's table.
pub type Column<N> = <<N as Noun>::Entity as EntityTrait>::Column;

/// A row of a noun's table.
pub type Row<N> = <<N as Noun>::Entity as EntityTrait>::Model;

/// Selects from a table the rows in force, without columns yet.
///
/// Facts are never deleted but retracted. This is the one place that leaves retracted rows out, so every
/// statement about a table starts here.
pub fn in_force<E: EntityTrait>() -> SelectStatement {
    let mut select = Query::select();
    select.from(E::default().table_ref());
    for column in E::Column::iter().filter(|column| column.as_str() == "retracted_at") {
        select.and_where(column.into_expr().is_null());
    }
    select
}

/// The rows in force of a table, with all columns.
pub fn rows<E: EntityTrait>() -> SelectStatement {
    let mut select = in_force::<E>();
    select_columns::<E>(&mut select);
    select
}

/// Selects all columns of a table.
pub fn select_columns<E: EntityTrait>(select: &mut SelectStatement) {
    select.columns(E::Column::iter().map(|column| column.as_column_ref()));
}

/// Narrows rows of a noun to those that match a filter.
pub fn matching<N: Noun>(mut select: SelectStatement, filter: Option<&N::Filter>) -> SelectStatement {
    let condition = filter.map(N::Filter::condition);
    if let Some(condition) = condition.filter(|condition| !condition.is_empty()) {
        select.and_where(condition.into());
    }
    select
}

/// The row numbers of the rows in force.
pub fn ids<E: EntityTrait>() -> SelectStatement {
    let mut select = in_force::<E>();
    select.exprs(id_columns::<E>().map(|column| column.into_expr()));
    select
}

/// The column of the row number. Every table has exactly one.
pub fn id_columns<E: EntityTrait>() -> impl Iterator<Item = E::Column> {
    E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column)
}

/// How many rows a statement without columns selects.
pub async fn count_of(snapshot: &Snapshot, mut select: SelectStatement) -> Result<i64, DbErr> {
    select.expr_as(Func::count(Expr::col(Asterisk)), "count");
    let counted = snapshot.first::<Counted>(&select).await?;
    Ok(counted.map_or(0, |counted| counted.count))
}

#[derive(FromQueryResult)]
struct Counted {
    count: i64,
}

/// A column, with its table.
pub fn column<C: ColumnTrait>(column: C) -> Expr {
    column.into_expr()
}
