//! What the paging, loading and filtering machinery must know of a noun: its table, its natural order, and what
//! the three dates mean for its rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, IdenStatic, Iterable, PrimaryKeyToColumn, Value,
    sea_query::{Asterisk, Cond, Condition, Expr, Func, Query, SelectStatement},
};

use crate::{
    dates::Dates,
    error::Answer,
    filters::Filter,
    reader::{ColumnSet, Snapshot, TableRow, record},
    rendering::Render,
    sorting::SortField,
};

/// A noun of the API: a GraphQL object that is a row of a table.
pub trait Noun: Render + Clone + 'static {
    /// Its table.
    type Entity: EntityTrait<Model: TableRow + Sync + 'static>;
    /// What its lists can be narrowed by.
    type Filter: Filter;
    /// What its lists can be sorted by.
    type Sort: SortField;
    /// What its lists are sorted by unless the client says otherwise; the row number settles ties.
    const ORDER: &'static [Self::Sort];

    /// A row, asked for with these dates: what it leads to is seen with the same ones.
    fn new(row: Row<Self>, dates: Dates) -> Self;

    /// Whether its rows show what follows from what somebody had published by a day, and not only lead to it.
    const SHOWS_WHAT_WAS_STATED: bool = false;

    /// Whether its table has a handful of rows, however much is imported, so that it can be kept whole.
    const IS_SMALL: bool = false;

    /// Refuses dates for which lists of it have no answer.
    fn check(_dates: &Dates) -> Answer<()> {
        Ok(())
    }

    /// Which rows were so on a day. All of them, where a day means nothing to them.
    fn on_day(_day: NaiveDate) -> Condition {
        Condition::all()
    }

    /// Which rows were known at the moment that is asked about, where the table keeps no versions but others tell. All of them,
    /// unless it says otherwise.
    fn known(_dates: &Dates) -> Option<Condition> {
        None
    }

    /// Which rows somebody had published by a day. All of them, where that is not recorded of them.
    fn stated_by(_day: NaiveDate, _dates: &Dates) -> Condition {
        Condition::all()
    }
}

/// A row of a noun's table.
pub type Row<N> = <<N as Noun>::Entity as EntityTrait>::Model;

/// Selects from a table the rows that were in force at the moment that is asked about, without columns yet.
///
/// Facts are never deleted but retracted, so every statement about a table starts here.
pub fn in_force<E: EntityTrait>(dates: &Dates) -> SelectStatement {
    let mut select = Query::select();
    select.from(E::default().table_ref());
    if let Some(condition) = recorded::<E>(dates) {
        select.cond_where(condition);
    }
    select
}

/// The condition that rows of a table were in force at the moment that is asked about: the one place that leaves out
/// what was retracted or not yet recorded. None for a table whose rows are corrected in place.
pub fn recorded<E: EntityTrait>(dates: &Dates) -> Option<Condition> {
    let column_named = |name| E::Column::iter().find(|column| column.as_str() == name).map(column);
    let (recorded, retracted) = column_named("recorded_at").zip(column_named("retracted_at"))?;
    Some(match dates.known_at {
        None => Condition::all().add(retracted.is_null()),
        Some(moment) => Condition::all()
            .add(recorded.lte(moment))
            .add(Cond::any().add(retracted.clone().is_null()).add(retracted.gt(moment))),
    })
}

/// Selects the rows of a noun that are in force and had been published by the day that is asked about, without
/// columns yet.
pub fn visible<N: Noun>(dates: &Dates) -> SelectStatement {
    let mut select = in_force::<N::Entity>(dates);
    for condition in [N::known(dates), stated::<N>(dates)].into_iter().flatten() {
        select.cond_where(condition);
    }
    select
}

/// Selects the visible rows of a noun that were so on the day that is asked about and match a filter, without columns yet.
pub fn matching<N: Noun>(filter: Option<&N::Filter>, dates: &Dates) -> SelectStatement {
    let mut select = visible::<N>(dates);
    for condition in [dates.as_of.map(N::on_day), filter.map(|filter| filter.condition(dates))] {
        if let Some(condition) = condition.filter(|condition| !condition.is_empty()) {
            select.cond_where(condition);
        }
    }
    select
}

/// The condition that rows of a noun had been published by the day that is asked about.
pub fn stated<N: Noun>(dates: &Dates) -> Option<Condition> {
    dates.stated_by.map(|day| N::stated_by(day, dates)).filter(|condition| !condition.is_empty())
}

/// The rows in force of a table, with all columns.
pub fn rows<E: EntityTrait>(dates: &Dates) -> SelectStatement {
    let mut select = in_force::<E>(dates);
    select_columns::<E>(&mut select);
    select
}

/// Selects all columns of a table.
pub fn select_columns<E: EntityTrait>(select: &mut SelectStatement) {
    select_only::<E>(select, ColumnSet::ALL);
}

/// Selects these columns of a table and no others.
pub fn select_only<E: EntityTrait>(select: &mut SelectStatement, columns: ColumnSet) {
    select.columns(columns_in::<E>(columns).map(|column| column.as_column_ref()));
}

/// Those columns of a table that are in a set.
pub fn columns_in<E: EntityTrait>(columns: ColumnSet) -> impl Iterator<Item = E::Column> {
    E::Column::iter().enumerate().filter(move |(place, _)| columns.has(*place)).map(|(_, column)| column)
}

/// The row numbers that a statement without columns selects.
pub fn ids<N: Noun>(mut select: SelectStatement) -> SelectStatement {
    select.exprs(id_columns::<N::Entity>().map(|column| column.into_expr()));
    select
}

/// The column of the row number. Every table has exactly one.
pub fn id_columns<E: EntityTrait>() -> impl Iterator<Item = E::Column> {
    E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column)
}

/// The row number of a noun's rows.
pub fn id_of<N: Noun>() -> Expr {
    id_columns::<N::Entity>().next().map_or_else(|| Expr::Constant(false.into()), column)
}

/// How many rows a statement without columns selects.
pub async fn count_of(snapshot: &Snapshot, mut select: SelectStatement) -> Result<i64, DbErr> {
    select.expr_as(Func::count(Expr::col(Asterisk)), "count");
    let counted = snapshot.first::<Counted>(&select).await?;
    Ok(counted.map_or(0, |counted| counted.count))
}

record! {
    struct Counted {
        count: i64,
    }
}

/// How many values a list of a statement takes as parameters. Databases take so many only, SQLite 32,766.
const PARAMETERS: usize = 1000;

/// The condition that an expression is one of some values, of which there may be any number.
pub fn one_of<V: Into<Value>>(of: Expr, values: impl IntoIterator<Item = V>) -> Expr {
    let mut values: Vec<Value> = values.into_iter().map(Into::into).collect();
    if values.len() <= PARAMETERS {
        pad(&mut values);
        return of.is_in(values);
    }
    let texts = values.iter().map(|value| match value {
        Value::String(Some(text)) => Some((text.as_str(), 0)),
        _ => None,
    });
    let listed = texts.collect::<Option<BTreeMap<&str, u8>>>();
    match listed.and_then(|listed| serde_json::to_string(&listed).ok()) {
        // An expression for each of many texts would take more memory than all else that is asked.
        Some(listed) => {
            let listed = Func::cust("json_each").arg(Expr::Constant(listed.into()));
            of.in_subquery(Query::select().column("key").from_function(listed, "listed").to_owned())
        }
        // Written out in the statement itself.
        None => of.is_in(values.into_iter().map(Expr::Constant)),
    }
}

/// Repeats the last of some values until they are of a number that is met again and again. Databases know a statement by its
/// text, and would prepare and plan it for each number of values anew.
fn pad(values: &mut Vec<Value>) {
    // An eighth of the next power of two: no more than a quarter is added.
    let step = (values.len().next_power_of_two() / 8).max(1);
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_multiple_of(step), last);
    }
}

/// A column, with its table.
pub fn column<C: ColumnTrait>(column: C) -> Expr {
    column.into_expr()
}
