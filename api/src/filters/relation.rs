use async_graphql::InputType;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, Value,
    sea_query::{Condition, Expr, Query, SelectStatement},
};

use super::{EqualityFilter, Filter, Operand};
use crate::{
    dates::Dates,
    table::{Noun, column, id_columns, ids, in_force},
};

/// The condition that a reference leads to a row which the filter of that noun matches.
///
/// A sub-select never multiplies rows as a join would, so counts stay true; and IN, unlike EXISTS, lets SQLite
/// begin at the referring table's index.
pub fn refers_to<N: Noun>(reference: impl ColumnTrait, filter: &N::Filter, dates: &Dates) -> Condition {
    let rows = ids::<N>(in_force::<N::Entity>(dates));
    let leads_to = leads_to(reference, rows, filter.condition(dates), filter.names_one());
    match filter.admits_absence() {
        Some(true) if !leads_to.is_empty() => Condition::any().add(column(reference).is_null()).add(leads_to),
        _ => leads_to,
    }
}

/// As [`refers_to`], for a reference to a row which stands for a code: a model or a service.
pub fn refers_to_code<E, T>(
    reference: impl ColumnTrait,
    code: E::Column,
    filter: &EqualityFilter<T>,
) -> Condition
where
    E: EntityTrait,
    T: InputType + Clone + Into<Value>,
{
    let absence = EqualityFilter::<T> { is_null: filter.is_null.clone(), ..EqualityFilter::default() };
    let comparison = EqualityFilter { is_null: Operand::default(), ..filter.clone() };
    let mut rows = Query::select();
    rows.from(E::default().table_ref()).exprs(id_columns::<E>().map(column));
    let leads_to = leads_to(reference, rows, comparison.condition(&column(code)), comparison.names_one());
    absence.condition(&column(reference)).add(leads_to)
}

/// No condition on the row to which a reference leads is no condition on the reference either.
fn leads_to(
    reference: impl ColumnTrait,
    mut rows: SelectStatement,
    condition: Condition,
    of_one: bool,
) -> Condition {
    if condition.is_empty() {
        return Condition::all();
    }
    rows.cond_where(condition);
    let reference = column(reference);
    Condition::all().add(if of_one { reference.eq(Expr::from(rows)) } else { reference.in_subquery(rows) })
}
