use sea_orm::{
    ColumnTrait, ExprTrait, Value,
    sea_query::{Condition, Expr, Order, SelectStatement},
};

use super::page::Page;
use crate::table::{Column, Noun, id_columns};

/// A column or expression that a list is sorted by, and in which direction.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// What is compared.
    pub by: Expr,
    /// In which direction.
    pub order: Order,
}

/// The columns that a noun's lists are sorted by: the natural order, then the row number for ties.
pub(super) fn key_columns<N: Noun>() -> impl Iterator<Item = Column<N>> {
    N::ORDER.iter().copied().chain(id_columns::<N::Entity>())
}

/// The sort keys of a page. A page from the end is read backwards.
pub fn sort_keys<N: Noun>(page: &Page) -> Vec<SortKey> {
    let order = if page.from_end { Order::Desc } else { Order::Asc };
    key_columns::<N>().map(|column| SortKey { by: column.into_expr(), order: order.clone() }).collect()
}

/// Narrows the rows of a noun to a page.
pub(super) fn page_of<N: Noun>(mut select: SelectStatement, page: &Page) -> SelectStatement {
    let keys = sort_keys::<N>(page);
    select.cond_where(between(page, &keys)).limit(page.fetch());
    for SortKey { by, order } in keys {
        select.order_by_expr(by, order);
    }
    select
}

/// The rows between the cursors of a page.
pub fn between(page: &Page, keys: &[SortKey]) -> Condition {
    let (start, stop) = if page.from_end { (&page.before, &page.after) } else { (&page.after, &page.before) };
    Condition::all()
        .add_option(start.as_ref().map(|cursor| compare(keys, &cursor.values(), Side::Behind)))
        .add_option(stop.as_ref().map(|cursor| compare(keys, &cursor.values(), Side::Ahead)))
}

/// On which side of a cursor, seen in the direction of the sort.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Side {
    Ahead,
    Behind,
}

type Comparison = fn(Expr, Value) -> Expr;

/// Lexicographic comparison, written out because keys may run in different directions: the first key differs,
/// or it is equal and the second differs, and so on.
fn compare(keys: &[SortKey], values: &[Value], side: Side) -> Expr {
    let ([key, keys @ ..], [value, values @ ..]) = (keys, values) else {
        return Expr::Constant(false.into());
    };
    let upwards = (key.order == Order::Asc) == (side == Side::Behind);
    let (differs, bound): (Comparison, Comparison) =
        if upwards { (Expr::gt, Expr::gte) } else { (Expr::lt, Expr::lte) };
    let with_value = |comparison: Comparison| comparison(key.by.clone(), value.clone());
    if keys.is_empty() {
        return with_value(differs);
    }
    // The bound says nothing new, but it is what an index can start from.
    with_value(bound).and(with_value(differs).or(with_value(ExprTrait::eq).and(compare(keys, values, side))))
}
