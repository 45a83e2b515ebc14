use std::{collections::HashMap, future::Future};

use async_graphql::{
    Context, InputType, ServerResult,
    connection::EmptyFields,
    indexmap::{IndexMap, IndexSet},
};
use chrono::NaiveDate;
use futures_util::future::try_join;

use super::{
    connection::Connection,
    echo::Echo,
    item::{Item, listed},
    keyset::{begin_with_first_key, between, read_keys, select_keys, sort},
    page::{Page, PageArguments, PageSize, Slice},
};
use crate::{
    dates::Dates,
    edition::Edition,
    error::Answer,
    judging::{answerable, day_left_open},
    loading::{ListOf, Relation, RowsWanted, children, count, counts, dates_of, loaders, pages},
    reader::{ResultRow, Snapshot},
    rendering::{Column, FieldContext, columns_of, given_up},
    sorting::{Key, OrderBy, Sorting},
    table::{Noun, Row, count_of, matching},
};

/// A list of the rows that are related to another row.
pub type Related<R> = Connection<<R as Relation>::Node, <R as Relation>::Edge>;

/// What a client asks of a list.
#[derive(Clone)]
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

impl<N: Noun> ListArguments<N> {
    /// As they are given for a field.
    fn given(context: FieldContext<'_>) -> ServerResult<Self>
    where
        OrderBy<N::Sort>: InputType,
    {
        fn argument<T: InputType>(context: FieldContext<'_>, name: &str) -> ServerResult<T> {
            Ok(context.param_value(name, None)?.1)
        }
        let page = PageArguments {
            first: argument(context, "first")?,
            after: argument(context, "after")?,
            last: argument(context, "last")?,
            before: argument(context, "before")?,
        };
        let dates = Dates::read(
            argument(context, "asOf")?,
            argument(context, "statedBy")?,
            argument(context, "knownAt")?,
        );
        let (filter, order_by) = (argument(context, "filter")?, argument(context, "orderBy")?);
        Ok(Self { filter, order_by, page, dates })
    }
}

/// The rows of a noun that match a filter, each as an item.
pub async fn list<I: Item>(context: &Context<'_>, arguments: ListArguments<I::Of>) -> Answer<Connection<I>> {
    let snapshot = loaders(context).loader().snapshot();
    let asked = Asked::read(context, snapshot, arguments, Dates::default()).await?;
    let RowsWanted { filter, sorting, dates } = &asked.list;
    let page = &asked.page;
    let selection = I::selection(context);
    let statement = |dates: &Dates| {
        let mut keys = sorting.keys::<I::Of>(dates, page.from_end);
        let mut select = matching::<I::Of>(filter.as_ref(), dates);
        // What a filter leaves of a list may be few rows, which are found sooner by themselves.
        if filter.is_none() {
            begin_with_first_key::<<I::Of as Noun>::Entity>(&mut select, &mut keys);
        }
        select.cond_where(between(page, &keys)).limit(page.fetch());
        if page.with_cursors || I::IS_WIDE {
            select_keys(&mut select, &keys);
        }
        sort(&mut select, &keys);
        I::statement(select, &keys, &selection, dates)
    };
    let fetch = async {
        let keys = sorting.keys::<I::Of>(dates, page.from_end);
        let read = |row: ResultRow<'_>| {
            let values = if page.with_cursors { read_keys(row, &keys)? } else { Vec::new() };
            Ok(Found { row: I::read(row, &selection, *dates)?, keys: values, edge: EmptyFields })
        };
        Ok(Slice::cut(snapshot.read(&statement(dates), read).await?, page))
    };
    let total = async { Ok(count_of(snapshot, matching::<I::Of>(filter.as_ref(), dates)).await?) };
    let (slice, total) = selected(context, fetch, total).await?;
    let echo = Echo::dates(context, *dates, || asked.echo(dates.that_reach(statement)));
    Ok(Connection::new::<I::Of>(&asked.list, page, asked.pinned, echo, slice, total))
}

/// The rows that are related to a row and match a filter.
pub async fn related<R: Relation>(
    context: &Context<'_>,
    parent: i64,
    around: Dates,
    arguments: ListArguments<R::Node>,
) -> Answer<Related<R>> {
    let snapshot = loaders(context).loader().snapshot();
    let asked = Asked::read(context, snapshot, arguments, around).await?.only_selected(context);
    let Asked { list, page, .. } = &asked;
    let fetch = children::<R>(context, parent, list.clone(), page.clone());
    let total = count::<R>(context, parent, list.clone());
    let (slice, total) = selected(context, fetch, total).await?;
    Ok(asked.related::<R>(asked.echo_of::<R>(context), slice, total))
}

/// As [`related`], of each of many rows that stand in one list, by the arguments of the field.
pub async fn related_of_each<R: Relation, T>(
    context: FieldContext<'_>,
    rows: &[&T],
    parent: impl Fn(&T) -> (i64, Dates),
) -> ServerResult<Column>
where
    OrderBy<<R::Node as Noun>::Sort>: InputType,
{
    let arguments = ListArguments::<R::Node>::given(context)?;
    let mut parents: IndexMap<Dates, IndexSet<i64>> = IndexMap::new();
    for (parent, dates) in rows.iter().map(|row| parent(row)) {
        parents.entry(dates).or_default().insert(parent);
    }
    let (mut lists, mut places) = (Vec::new(), HashMap::new());
    for (dates, parents) in parents {
        let parents: Vec<i64> = parents.into_iter().collect();
        let found = related_of_all::<R>(context, &parents, dates, arguments.clone()).await;
        for (parent, list) in parents.into_iter().zip(found.map_err(|_| given_up())?) {
            places.insert((parent, dates), lists.len());
            lists.push(list);
        }
    }
    let lists: Vec<&Related<R>> = lists.iter().collect();
    let of = rows.iter().map(|row| places.get(&parent(row)).copied()).collect();
    Column::among(context, &lists, of).await
}

/// As [`related`], of many rows that are seen with the same dates, in their order.
async fn related_of_all<R: Relation>(
    context: &Context<'_>,
    parents: &[i64],
    around: Dates,
    arguments: ListArguments<R::Node>,
) -> Answer<Vec<Related<R>>> {
    let batches = loaders(context).loader();
    let snapshot = batches.snapshot();
    let asked = Asked::read(context, snapshot, arguments, around).await?.only_selected(context);
    let Asked { list, page, .. } = &asked;
    let fetch = pages::<R>(batches, parents, list, page);
    let (mut slices, totals) = selected(context, fetch, counts::<R>(snapshot, parents, list)).await?;
    let echo = asked.echo_of::<R>(context);
    let lists = parents.iter().map(|parent| {
        let total = totals.get(parent).copied().unwrap_or_default();
        asked.related::<R>(echo, slices.remove(parent).unwrap_or_default(), total)
    });
    Ok(lists.collect())
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
    /// Whether the filter asks what followed from what had been published by a day.
    is_judged: bool,
    /// The day of the positions that the filter asks for, where it was left to the service.
    judged_on: Option<NaiveDate>,
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
        let (mut dates, sorting) = (dates.within(around), Sorting::read::<N>(order_by));
        let judged_on = day_left_open(context, filter.as_ref(), &dates).await?;
        page.check(&list_name::<N>(&sorting), &sorting.keys::<N>(&dates, false))?;
        N::check(&dates)?;
        let pinned = page.pin(snapshot, &mut dates).await?;
        let answered = match filter.clone() {
            Some(filter) => Some(answerable(context, filter, &dates).await?),
            None => None,
        };
        let is_judged = answered != filter;
        Ok(Self { list: RowsWanted { filter: answered, sorting, dates }, page, pinned, is_judged, judged_on })
    }

    /// It, with no more to be read of each related row than is selected.
    fn only_selected(mut self, context: &Context<'_>) -> Self {
        self.page.with_edges = is_selected(context, "edges");
        self.page.columns = columns_of::<N>(context, &listed(context));
        self
    }

    /// A page of the rows that are related to a row, which are asked for so, with the dates that it tells again.
    fn related<R: Relation<Node = N>>(
        &self,
        echo: Dates,
        slice: Slice<Found<Row<N>, R::Edge>>,
        total: i64,
    ) -> Related<R> {
        let dates = self.list.dates;
        let slice = slice.map(|Found { row, keys, edge }| Found { row: N::new(row, dates), keys, edge });
        Connection::new::<N>(&self.list, &self.page, self.pinned, echo, slice, total)
    }

    /// The dates that a list of related rows tells again.
    fn echo_of<R: Relation<Node = N>>(&self, context: &Context<'_>) -> Dates {
        Echo::dates(context, self.list.dates, || self.echo(dates_of::<R>(&self.list)))
    }

    /// The dates that the answer tells again: those that reach the list.
    fn echo(&self, reaching: Dates) -> Dates {
        let dates = self.list.dates;
        let reaching = Dates { as_of: reaching.as_of.or(self.judged_on), ..reaching };
        match N::SHOWS_WHAT_WAS_STATED || self.is_judged {
            true => Dates { stated_by: dates.stated_by, ..reaching },
            false => reaching,
        }
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
async fn selected<T: Default, C: Default>(
    context: &Context<'_>,
    fetch: impl Future<Output = Answer<T>>,
    total: impl Future<Output = Answer<C>>,
) -> Answer<(T, C)> {
    let rows_wanted = ["nodes", "edges", "pageInfo"].into_iter().any(|field| is_selected(context, field));
    let total_wanted = is_selected(context, "totalCount");
    try_join(async { if rows_wanted { fetch.await } else { Ok(T::default()) } }, async {
        if total_wanted { total.await } else { Ok(C::default()) }
    })
    .await
}
