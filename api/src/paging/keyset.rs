use sea_orm::{
    DbErr, EntityTrait, ExprTrait, Value,
    sea_query::{Cond, Condition, Expr, OrderedStatement, SelectStatement},
};

use super::{cursor::Cursor, page::Page};
use crate::{
    reader::ResultRow,
    sorting::{Key, OrderedKey, Reference, SortKey},
};

/// Sorts rows, or those of a window.
pub fn sort(statement: &mut impl OrderedStatement, keys: &[OrderedKey]) {
    for key in keys {
        let by = key.key.by.clone();
        match key.order() {
            (order, Some(nulls)) => statement.order_by_expr_with_nulls(by, order, nulls),
            (order, None) => statement.order_by_expr(by, order),
        };
    }
}

/// Has a statement begin with the rows that it is sorted by, where each row of a list refers to one: an index of theirs gives
/// the order, so that a page is read and no more. Of the list's own rows all would have to be sorted. (The planner of SQLite keeps
/// to the order of a cross join, and that of PostgreSQL finds one of its own.)
pub(super) fn begin_with_first_key<E: EntityTrait>(select: &mut SelectStatement, keys: &mut [OrderedKey]) {
    let Some(first) = keys.first_mut() else { return };
    let Some(Reference { table, name, leads_there, value }) = first.key.of.clone() else { return };
    first.key.by = value;
    select.from_clear().from_as(table, name).cross_join(E::default().table_ref()).and_where(leads_there);
}

fn name(place: usize) -> String {
    format!("key_{place}")
}

/// Selects the keys of rows, for their cursors.
pub fn select_keys(select: &mut SelectStatement, keys: &[OrderedKey]) {
    for (place, key) in keys.iter().enumerate() {
        select.expr_as(key.key.by.clone(), name(place));
    }
}

/// The same keys, of rows that were selected with them: what these are compared by has a name now.
pub fn by_name(keys: &[OrderedKey], value: impl Fn(&str) -> Expr) -> Vec<OrderedKey> {
    let again = |(place, key): (usize, &OrderedKey)| {
        let by = value(&name(place));
        OrderedKey { key: SortKey { by, ..key.key.clone() }, ..key.clone() }
    };
    keys.iter().enumerate().map(again).collect()
}

/// Reads the keys of a row.
pub fn read_keys(row: ResultRow<'_>, keys: &[OrderedKey]) -> Result<Vec<Key>, DbErr> {
    keys.iter().enumerate().map(|(place, key)| key.key.kind.read(row, &name(place))).collect()
}

/// The rows between the cursors of a page, whose keys these are.
pub fn between(page: &Page, keys: &[OrderedKey]) -> Condition {
    let (start, stop) = if page.from_end { (&page.before, &page.after) } else { (&page.after, &page.before) };
    let beside =
        |cursor: &Option<Cursor>, side| cursor.as_ref().map(|cursor| compare(keys, cursor.keys(), side));
    Condition::all().add_option(beside(start, Side::Behind)).add_option(beside(stop, Side::Ahead))
}

/// On which side of a cursor, seen in the direction of the sort.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Side {
    Ahead,
    Behind,
}

/// Lexicographic comparison, written out because keys may run in different directions: the first key differs,
/// or it is equal and the second differs, and so on.
fn compare(keys: &[OrderedKey], values: &[Key], side: Side) -> Condition {
    let ([key, keys @ ..], [value, values @ ..]) = (keys, values) else {
        return never();
    };
    let differs = differs(key, value, side);
    if keys.is_empty() {
        return differs;
    }
    let equal = match value.value() {
        Some(value) => key.key.by.clone().eq(value),
        None => key.key.by.clone().is_null(),
    };
    let rest = Cond::all().add(equal).add(compare(keys, values, side));
    let either = Cond::any().add(differs).add(rest);
    match value.value().filter(|_| !key.key.is_nullable) {
        // The bound says nothing new, but it is what an index can start from.
        Some(value) => Cond::all().add(beyond(key, value, side, true)).add(either),
        None => either,
    }
}

/// The rows on that side of a value, by one key.
fn differs(key: &OrderedKey, value: &Key, side: Side) -> Condition {
    let by = || key.key.by.clone();
    let nulls_are_there = key.nulls_first == (side == Side::Ahead);
    match value.value() {
        Some(value) => {
            let beyond = Cond::any().add(beyond(key, value, side, false));
            beyond.add_option((key.key.is_nullable && nulls_are_there).then(|| by().is_null()))
        }
        None if nulls_are_there => never(),
        None => Cond::all().add(by().is_not_null()),
    }
}

fn beyond(key: &OrderedKey, value: Value, side: Side, or_equal: bool) -> Expr {
    let (by, upwards) = (key.key.by.clone(), key.descends == (side == Side::Ahead));
    match (upwards, or_equal) {
        (true, false) => by.gt(value),
        (true, true) => by.gte(value),
        (false, false) => by.lt(value),
        (false, true) => by.lte(value),
    }
}

fn never() -> Condition {
    Cond::all().add(Expr::Constant(false.into()))
}
