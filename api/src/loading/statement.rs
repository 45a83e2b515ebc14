//! The statements that find related rows.

use sea_orm::{
    ExprTrait,
    sea_query::{Asterisk, Expr, Func, FunctionCall, Order, Query, SelectStatement},
};

use super::{ListOf, Relation, RowsWanted};
use crate::{
    dates::Dates,
    filters::Filter,
    paging::{Page, between, select_keys, sort},
    sorting::OrderedKey,
    table::{Noun, one_of, select_only},
};

/// What statements call the parent of a row.
pub(super) const PARENT: &str = "parent";
const COUNT: &str = "count";
const NUMBER: &str = "number";
const PARENTS: &str = "parents";
const LISTED: &str = "listed";
const PAGE: &str = "page";

/// The page of one parent.
pub(super) fn page_of<R: Relation>(
    parent: i64,
    list: &ListOf<R::Node>,
    page: &Page,
    keys: &[OrderedKey],
) -> SelectStatement {
    let mut rows = related::<R>(&[parent], list);
    rows.cond_where(between(page, keys)).limit(page.fetch());
    select_rows::<R>(&mut rows, page, keys);
    sort(&mut rows, keys);
    rows
}

/// All that many parents have on that side of cursors, from which pages are cut afterwards: where parents have few rows, to
/// read them all costs less than to find out which stand on a page.
pub(super) fn whole_lists_of<R: Relation>(
    parents: &[i64],
    list: &ListOf<R::Node>,
    page: &Page,
    keys: &[OrderedKey],
) -> SelectStatement {
    let mut rows = related::<R>(parents, list);
    rows.cond_where(between(page, keys));
    select_rows::<R>(&mut rows, page, keys);
    rows.order_by(PARENT, Order::Asc);
    sort(&mut rows, keys);
    rows
}

/// The same page for many parents, of which no more is read than it has: the numbers of the rows on it are found out for each
/// parent, and what else there is to a row is read of these alone.
///
/// SQLite knows no LATERAL. But in both databases a function that stands beside a table may be given what is found out for each
/// of its rows: so the numbers of a page become the names in a JSON object, which a function takes apart again.
pub(super) fn cut_pages_of<R: Relation>(
    parents: &[i64],
    list: &ListOf<R::Node>,
    page: &Page,
    keys: &[OrderedKey],
) -> SelectStatement {
    let mut of_parent = of_any_parent::<R>(list);
    of_parent
        .expr_as(R::number(), NUMBER)
        .and_where(R::parent().eq(Expr::col((PARENTS, NUMBER))))
        .cond_where(between(page, keys))
        .limit(page.fetch());
    sort(&mut of_parent, keys);
    let on_page = Query::select().expr(object_of_numbers()).from_subquery(of_parent, PAGE).to_owned();
    let on_pages = Query::select()
        .expr(listed_number())
        .from_subquery(numbers(parents), PARENTS)
        .from_function(names_in(on_page.into()), LISTED)
        .to_owned();
    // What had been published by a day was asked when they were found.
    let mut rows = R::candidates(&Dates { stated_by: None, ..list.dates });
    rows.expr_as(R::parent(), PARENT).and_where(R::number().in_subquery(on_pages));
    select_rows::<R>(&mut rows, page, keys);
    rows.order_by(PARENT, Order::Asc);
    sort(&mut rows, keys);
    rows
}

/// Numbers, as a table. They are DISTINCT so that PostgreSQL reads them once, and not again for each row that it compares.
fn numbers(numbers: &[i64]) -> SelectStatement {
    let members: Vec<String> = numbers.iter().map(|number| format!("\"{number}\":0")).collect();
    let object = Expr::val(format!("{{{}}}", members.join(",")));
    let (number, names) = (listed_number(), names_in(object));
    Query::select().distinct().expr_as(number, NUMBER).from_function(names, LISTED).to_owned()
}

/// The numbers of rows as the names in a JSON object.
fn object_of_numbers() -> FunctionCall {
    let text = |text: &'static str| Expr::Constant(text.into());
    let member = Func::cust("concat").args([text("\""), Expr::col((PAGE, NUMBER)), text("\":0")]);
    let members = Func::cust("string_agg").args([member.into(), text(",")]);
    Func::cust("concat").args([text("{"), members.into(), text("}")])
}

/// The names in a JSON object, as a table.
fn names_in(object: Expr) -> FunctionCall {
    Func::cust("json_each").arg(Func::cust("json").arg(object))
}

/// The number that such a name is.
fn listed_number() -> Expr {
    Expr::col((LISTED, "key")).cast_as("bigint")
}

/// Selects what is read of rows.
fn select_rows<R: Relation>(rows: &mut SelectStatement, page: &Page, keys: &[OrderedKey]) {
    select_only::<<R::Node as Noun>::Entity>(rows, page.columns);
    R::select_edge(rows, page.with_edges);
    if page.with_cursors {
        select_keys(rows, keys);
    }
}

/// The counts for many parents. A parent without rows has no count.
pub(super) fn counts_of<R: Relation>(parents: &[i64], list: &ListOf<R::Node>) -> SelectStatement {
    let mut counted = related::<R>(parents, list);
    counted.expr_as(Func::count(Expr::col(Asterisk)), COUNT);
    counted.add_group_by([R::parent()]);
    counted
}

/// The rows that are related to one of many parents.
pub(super) fn related<R: Relation>(parents: &[i64], list: &ListOf<R::Node>) -> SelectStatement {
    let mut select = of_any_parent::<R>(list);
    select.expr_as(R::parent(), PARENT);
    select.and_where(one_of(R::parent(), parents.iter().copied()));
    select
}

/// The rows of a list, to whichever parent they are related.
fn of_any_parent<R: Relation>(list: &ListOf<R::Node>) -> SelectStatement {
    let RowsWanted { filter, dates, .. } = list;
    let mut select = R::candidates(dates);
    for condition in [dates.as_of.map(R::on_day), filter.as_ref().map(|filter| filter.condition(dates))] {
        if let Some(condition) = condition.filter(|condition| !condition.is_empty()) {
            select.cond_where(condition);
        }
    }
    select
}
