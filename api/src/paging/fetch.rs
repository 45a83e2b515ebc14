use std::future::Future;

use async_graphql::{Context, connection::EmptyFields};
use futures_util::future::try_join;

use super::{
    connection::Connection,
    item::Item,
    keyset::{between, read_keys, select_keys, sort},
    page::{Page, PageArguments, PageSize, Slice},
};
use crate::{
    dates::Dates,
    edition::Edition,
    error::Answer,
    judging::answerable,
    loading::{ListOf, Relation, RowsWanted, children, count, loaders},
    reader::Snapshot,
    sorting::{Key, OrderBy, Sorting},
    table::{Noun, count_of, matching, select_columns},
};

/// A list of the rows that are related to another row.
pub type Related<R> = Connection<<R as Relation>::Node, <R as Relation>::Edge>;

/// What a client asks of a list.
pub struct ListArguments<N: Noun> {
    /// Only rows that match.
    pub filter: Option<N::Filter>,
    /// In which order.
    pub order_by: Option<Vec<OrderBy<N::Sort>>>,
    /// Which part of it.
    pub page: PageArguments,
    /// The dates that are given for this list.
    pub dates: Dates,
}

/// The rows of a noun that match a filter, each as an item.
pub async fn list<I: Item>(context: &Context<'_>, arguments: ListArguments<I::Of>) -> Answer<Connection<I>> {
    let snapshot = loaders(context).loader().snapshot();
    let asked = Asked::read(context, snapshot, arguments, Dates::default()).await?;
    let RowsWanted { filter, sorting, day, dates } = &asked.list;
    let select = matching::<I::Of>(filter.as_ref(), *day, dates);
    let fetch = async {
        let page = &asked.page;
        let keys = sorting.keys::<I::Of>(dates, page.from_end);
        let mut select = select.clone();
        select_columns::<<I::Of as Noun>::Entity>(&mut select);
        select.cond_where(between(page, &keys)).limit(page.fetch());
        if page.with_cursors || I::IS_WIDE {
            select_keys(&mut select, &keys);
        }
        sort(&mut select, &keys);
        let selection = I::selection(context);
        let read = |row: &_| {
            let values = if page.with_cursors { read_keys(row, &keys)? } else { Vec::new() };
            Ok(Found { row: I::read(row, &selection, *dates)?, keys: values, edge: EmptyFields })
        };
        let statement = I::statement(select, &keys, &selection, dates);
        Ok(Slice::cut(snapshot.read(&statement, read).await?, page))
    };
    let total = async { Ok(count_of(snapshot, select.clone()).await?) };
    let (slice, total) = selected(context, fetch, total).await?;
    Ok(Connection::new::<I::Of>(&asked.list, &asked.page, asked.pinned, slice, total))
}

/// The rows that are related to a row and match a filter.
pub async fn related<R: Relation>(
    context: &Context<'_>,
    parent: i64,
    around: Dates,
    arguments: ListArguments<R::Node>,
) -> Answer<Related<R>> {
    let snapshot = loaders(context).loader().snapshot();
    let Asked { list, page, pinned } = Asked::read(context, snapshot, arguments, around).await?;
    let fetch = children::<R>(context, parent, list.clone(), page.clone());
    let total = count::<R>(context, parent, list.clone());
    let (slice, total) = selected(context, fetch, total).await?;
    let node = |Found { row, keys, edge }| Found { row: R::Node::new(row, list.dates), keys, edge };
    Ok(Connection::new::<R::Node>(&list, &page, pinned, slice.map(node), total))
}

/// A row of a list.
#[derive(Clone)]
pub struct Found<M, E> {
    /// The row.
    pub row: M,
    /// Its keys, when cursors are asked for.
    pub keys: Vec<Key>,
    /// What its edge says.
    pub edge: E,
}

/// What is asked of a list, once it is understood.
struct Asked<N: Noun> {
    list: ListOf<N>,
    page: Page,
    /// The edition that the list was begun in, when it is not the current one.
    pinned: Option<Edition>,
}

impl<N: Noun> Asked<N> {
    async fn read(
        context: &Context<'_>,
        snapshot: &Snapshot,
        arguments: ListArguments<N>,
        around: Dates,
    ) -> Answer<Self> {
        let ListArguments { filter, order_by, page, dates } = arguments;
        let page =
            Page { with_cursors: with_cursors(context), ..Page::read(&page, PageSize::usual(context))? };
        let (day, mut dates, sorting) = (dates.as_of, dates.within(around), Sorting::read::<N>(order_by));
        page.check(&list_name::<N>(&sorting), &sorting.keys::<N>(&dates, false))?;
        N::check(&dates)?;
        let pinned = page.pin(snapshot, &mut dates).await?;
        let filter = match filter {
            Some(filter) => Some(answerable(context, filter, &dates).await?),
            None => None,
        };
        Ok(Self { list: RowsWanted { filter, sorting, day, dates }, page, pinned })
    }
}

/// The name by which a cursor knows its list.
pub(super) fn list_name<N: Noun>(sorting: &Sorting<N::Sort>) -> String {
    format!("{} by {}", N::type_name(), sorting.name())
}

fn is_selected(context: &Context<'_>, field: &str) -> bool {
    context.look_ahead().field(field).exists()
}

fn with_cursors(context: &Context<'_>) -> bool {
    let look = context.look_ahead();
    let page_info = look.field("pageInfo");
    [look.field("edges").field("cursor"), page_info.field("startCursor"), page_info.field("endCursor")]
        .iter()
        .any(async_graphql::Lookahead::exists)
}

/// Fetches what is selected of a connection, and nothing else.
async fn selected<T>(
    context: &Context<'_>,
    fetch: impl Future<Output = Answer<Slice<T>>>,
    total: impl Future<Output = Answer<i64>>,
) -> Answer<(Slice<T>, i64)> {
    let rows_wanted = ["nodes", "edges", "pageInfo"].into_iter().any(|field| is_selected(context, field));
    let total_wanted = is_selected(context, "totalCount");
    try_join(async { if rows_wanted { fetch.await } else { Ok(Slice::default()) } }, async {
        if total_wanted { total.await } else { Ok(0) }
    })
    .await
}
