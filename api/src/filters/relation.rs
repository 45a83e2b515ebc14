use async_graphql::InputType;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, Value,
    sea_query::{Condition, Expr},
};

use super::{EqualityFilter, Filter, Operand};
use crate::table::{Noun, column, ids};

/// The condition that a reference leads to a row which the filter of that noun matches.
///
/// A sub-select never multiplies rows as a join would, so counts stay true; and IN, unlike EXISTS, lets SQLite
/// begin at the referring table's index.
pub fn refers_to<N: Noun>(reference: impl ColumnTrait, filter: &N::Filter) -> Condition {
    leads_to::<N::Entity>(column(reference), filter.condition())
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
    let reference = column(reference);
    let absence = EqualityFilter::<T> { is_null: filter.is_null.clone(), ..EqualityFilter::default() };
    let comparison = EqualityFilter { is_null: Operand::default(), ..filter.clone() };
    absence.condition(&reference).add(leads_to::<E>(reference, comparison.condition(&column(code))))
}

/// No condition on the row to which a reference leads is no condition on the reference either.
fn leads_to<E: EntityTrait>(reference: Expr, condition: Condition) -> Condition {
    if condition.is_empty() {
        return Condition::all();
    }
    let mut matching = ids::<E>();
    matching.and_where(Expr::from(condition));
    Condition::all().add(reference.in_subquery(matching))
}
