use std::{collections::HashMap, hash::Hash};

use async_graphql::{Context, dataloader::Loader};
use futures_util::future::try_join_all;

use super::{
    Batches, Key, Relation, loaders,
    statement::{PARENT, counts_of, cut_pages_of, page_of, related, whole_lists_of},
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    filters::Filter,
    paging::{Found, Page, Slice, read_keys, sort},
    reader::{ResultRow, Snapshot, TableRow, record},
    sorting::{SortField, Sorting},
    table::{Noun, Row},
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
        let mut select = related::<R>(&[], &list);
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
            let slices = pages::<R>(self, &parents, list, page).await?;
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
    batches: &Batches,
    parents: &[i64],
    list: &ListOf<R::Node>,
    page: &Page,
) -> Answer<HashMap<i64, Slice<Child<R>>>> {
    let sorted_by = list.sorting.keys::<R::Node>(&list.dates, page.from_end);
    let read = |row: ResultRow<'_>| {
        let keys = if page.with_cursors { read_keys(row, &sorted_by)? } else { Vec::new() };
        let node = Row::<R::Node>::read_columns(row, page.columns)?;
        let child = Child::<R> { row: node, keys, edge: R::edge(row, page.with_edges)? };
        Ok((row.get::<i64>(PARENT)?, child))
    };
    let select = match parents {
        [parent] => page_of::<R>(*parent, list, page, &sorted_by),
        _ if batches.have_long::<R>(page).await? => cut_pages_of::<R>(parents, list, page, &sorted_by),
        _ => whole_lists_of::<R>(parents, list, page, &sorted_by),
    };
    let mut rows: HashMap<i64, Vec<Child<R>>> = HashMap::new();
    for (parent, child) in batches.snapshot.read(&select, read).await? {
        rows.entry(parent).or_default().push(child);
    }
    Ok(rows.into_iter().map(|(parent, rows)| (parent, Slice::cut(rows, page))).collect())
}

impl Batches {
    /// Whether parents have so many rows beyond a page that they had better not be read.
    async fn have_long<R: Relation>(&self, page: &Page) -> Answer<bool> {
        // To find out first which rows stand on a page costs as much as to read a quarter of the page in vain.
        Ok(R::IS_LONG || self.lengths.mean::<R>(&self.snapshot).await? > page.fetch() * 5 / 4)
    }
}

/// How many rows are related to each of many rows. Those to which none are related are not there.
pub async fn counts<R: Relation>(
    snapshot: &Snapshot,
    parents: &[i64],
    list: &ListOf<R::Node>,
) -> Answer<HashMap<i64, i64>> {
    let rows = snapshot.rows::<Counted>(&counts_of::<R>(parents, list)).await?;
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
