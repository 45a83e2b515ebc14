use std::{collections::HashMap, hash::Hash};

use async_graphql::{Context, dataloader::Loader};
use futures_util::future::try_join_all;
use sea_orm::sea_query::{Asterisk, Expr, Func, Order, Query, SelectStatement, UnionType};

use super::{Batches, Key, Relation, loaders};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    filters::Filter,
    paging::{Found, Page, Slice, between, by_name, read_keys, select_keys, sort},
    reader::{Record, ResultRow, Snapshot, record},
    sorting::{OrderedKey, SortField, Sorting},
    table::{Noun, Row, one_of, select_columns},
};

/// Which rows of a noun a list holds, and in which order.
pub type ListOf<N> = RowsWanted<<N as Noun>::Filter, <N as Noun>::Sort>;

/// Which rows a list holds, and in which order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RowsWanted<F: Filter, S: SortField> {
    /// Only rows that match.
    pub filter: Option<F>,
    /// In which order.
    pub sorting: Sorting<S>,
    /// The dates that hold for the list and for all that it leads to.
    pub dates: Dates,
}

/// A related row.
pub(super) type Child<R> = Found<Row<<R as Relation>::Node>, <R as Relation>::Edge>;

/// A parent, and what of its related rows is asked for.
type Asked<A> = (i64, A);

/// A page of the rows that are related to a row.
pub async fn children<R: Relation>(
    context: &Context<'_>,
    parent: i64,
    list: ListOf<R::Node>,
    page: Page,
) -> Answer<Slice<Child<R>>> {
    let key = Key::<Pages<R>, _>::new((parent, (list, page)));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// How many rows are related to a row.
pub async fn count<R: Relation>(context: &Context<'_>, parent: i64, list: ListOf<R::Node>) -> Answer<i64> {
    let key = Key::<Counts<R>, _>::new((parent, list));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// The dates of a list that make a difference to which rows it has, and in which order.
pub fn dates_of<R: Relation>(list: &ListOf<R::Node>) -> Dates {
    list.dates.that_reach(|dates| {
        let list = ListOf::<R::Node> { dates: *dates, ..list.clone() };
        let mut select = related::<R>(Vec::new(), &list);
        sort(&mut select, &list.sorting.keys::<R::Node>(dates, false));
        select
    })
}

/// Marks the loader of pages.
pub struct Pages<R>(R);

/// Marks the loader of counts.
pub struct Counts<R>(R);

impl<R: Relation> Loader<Key<Pages<R>, Asked<(ListOf<R::Node>, Page)>>> for Batches {
    type Value = Slice<Child<R>>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Pages<R>, Asked<(ListOf<R::Node>, Page)>>],
    ) -> Answer<HashMap<Key<Pages<R>, Asked<(ListOf<R::Node>, Page)>>, Self::Value>> {
        let batches = by_argument(keys).into_iter().map(async |(argument, parents)| {
            let (list, page) = argument;
            let slices = pages::<R>(&self.snapshot, &parents, list, page).await?;
            let keyed = |(parent, slice)| (Key::new((parent, argument.clone())), slice);
            Ok::<_, Failure>(slices.into_iter().map(keyed).collect::<Vec<_>>())
        });
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }
}

impl<R: Relation> Loader<Key<Counts<R>, Asked<ListOf<R::Node>>>> for Batches {
    type Value = i64;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Counts<R>, Asked<ListOf<R::Node>>>],
    ) -> Answer<HashMap<Key<Counts<R>, Asked<ListOf<R::Node>>>, i64>> {
        let batches = by_argument(keys).into_iter().map(async |(list, parents)| {
            let counts = counts::<R>(&self.snapshot, &parents, list).await?;
            let keyed = |(parent, count)| (Key::new((parent, list.clone())), count);
            Ok::<_, Failure>(counts.into_iter().map(keyed).collect::<Vec<_>>())
        });
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }
}

/// The same page of the rows that are related to each of many rows. Those to which none are related are not there.
pub async fn pages<R: Relation>(
    snapshot: &Snapshot,
    parents: &[i64],
    list: &ListOf<R::Node>,
    page: &Page,
) -> Answer<HashMap<i64, Slice<Child<R>>>> {
    let sorted_by = list.sorting.keys::<R::Node>(&list.dates, page.from_end);
    let read = |row: ResultRow<'_>| {
        let keys = if page.with_cursors { read_keys(row, &sorted_by)? } else { Vec::new() };
        let node = Row::<R::Node>::read(row)?;
        let child = Child::<R> { row: node, keys, edge: R::edge(row)? };
        Ok((row.get::<i64>(PARENT)?, child))
    };
    let mut rows: HashMap<i64, Vec<Child<R>>> = HashMap::new();
    for parents in parents.chunks(if R::IS_LONG { MOST_PAGES } else { usize::MAX }) {
        let select = pages_of::<R>(parents, list, page, &sorted_by);
        for (parent, child) in snapshot.read(&select, read).await? {
            rows.entry(parent).or_default().push(child);
        }
    }
    Ok(rows.into_iter().map(|(parent, rows)| (parent, Slice::cut(rows, page))).collect())
}

/// How many rows are related to each of many rows. Those to which none are related are not there.
pub async fn counts<R: Relation>(
    snapshot: &Snapshot,
    parents: &[i64],
    list: &ListOf<R::Node>,
) -> Answer<HashMap<i64, i64>> {
    let rows = snapshot.rows::<Counted>(&counts_of::<R>(parents.to_vec(), list)).await?;
    Ok(rows.into_iter().map(|row| (row.parent, row.count)).collect())
}

/// One statement serves the parents of which the same is asked.
fn by_argument<M, A: Eq + Hash>(keys: &[Key<M, Asked<A>>]) -> HashMap<&A, Vec<i64>> {
    let mut groups: HashMap<&A, Vec<i64>> = HashMap::new();
    for Key { of: (parent, argument), .. } in keys {
        groups.entry(argument).or_default().push(*parent);
    }
    groups
}

record! {
    /// How many rows a parent has.
    struct Counted {
        parent: i64,
        count: i64,
    }
}

const PARENT: &str = "parent";
const COUNT: &str = "count";

/// Of how many parents one statement fetches a page each. SQLite puts 500 queries together at most.
const MOST_PAGES: usize = 200;

/// The same page for many parents, or all that they have: the pages are cut from it. Where parents have few rows, to read them
/// all costs less than to number them; where they may have a million, each page is a query of its own.
fn pages_of<R: Relation>(
    parents: &[i64],
    list: &ListOf<R::Node>,
    page: &Page,
    keys: &[OrderedKey],
) -> SelectStatement {
    let rows = |parents: &[i64]| {
        let mut rows = related::<R>(parents.to_vec(), list);
        rows.cond_where(between(page, keys));
        select_columns::<<R::Node as Noun>::Entity>(&mut rows);
        R::select_edge(&mut rows);
        rows
    };
    let of_one = |parent: i64| {
        let mut rows = rows(&[parent]);
        if page.with_cursors || parents.len() > 1 {
            select_keys(&mut rows, keys);
        }
        sort(&mut rows, keys);
        rows.limit(page.fetch()).to_owned()
    };
    match parents {
        [parent] => of_one(*parent),
        [first, others @ ..] if R::IS_LONG => {
            let whole = |parent: &i64| {
                Query::select().column(Asterisk).from_subquery(of_one(*parent), "page").to_owned()
            };
            let mut pages = whole(first);
            for parent in others {
                pages.union(UnionType::All, whole(parent));
            }
            pages.order_by(PARENT, Order::Asc);
            sort(&mut pages, &by_name(keys, |key| Expr::col(key.to_owned())));
            pages
        }
        _ => {
            let mut rows = rows(parents);
            if page.with_cursors {
                select_keys(&mut rows, keys);
            }
            rows.order_by(PARENT, Order::Asc);
            sort(&mut rows, keys);
            rows
        }
    }
}

/// The counts for many parents. A parent without rows has no count.
fn counts_of<R: Relation>(parents: Vec<i64>, list: &ListOf<R::Node>) -> SelectStatement {
    let mut counted = related::<R>(parents, list);
    counted.expr_as(Func::count(Expr::col(Asterisk)), COUNT);
    counted.add_group_by([R::parent()]);
    counted
}

/// The rows that are related to one of many parents.
fn related<R: Relation>(parents: Vec<i64>, list: &ListOf<R::Node>) -> SelectStatement {
    let RowsWanted { filter, dates, .. } = list;
    let mut select = R::candidates(dates);
    for condition in [dates.as_of.map(R::on_day), filter.as_ref().map(|filter| filter.condition(dates))] {
        if let Some(condition) = condition.filter(|condition| !condition.is_empty()) {
            select.cond_where(condition);
        }
    }
    select.expr_as(R::parent(), PARENT);
    select.and_where(one_of(R::parent(), parents));
    select
}
