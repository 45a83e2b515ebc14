use std::future::Future;

use async_graphql::{Context, connection::EmptyFields};
use futures_util::future::try_join;

use super::{
    connection::Connection,
    keyset::page_of,
    page::{Page, PageArguments, Slice},
};
use crate::{
    error::Answer,
    loading::{Relation, children, count, loaders},
    table::{Noun, Row, count_of, in_force, matching, rows},
};

/// A list of the rows that are related to another row.
pub type Related<R> = Connection<<R as Relation>::Node, <R as Relation>::Edge>;

/// The rows of a noun that match a filter.
pub async fn list<N: Noun>(
    context: &Context<'_>,
    filter: Option<N::Filter>,
    arguments: PageArguments,
) -> Answer<Connection<N>> {
    let page = Page::read::<N>(&arguments)?;
    let snapshot = loaders(context).loader().snapshot();
    let fetch = async {
        let select = page_of::<N>(matching::<N>(rows::<N::Entity>(), filter.as_ref()), &page);
        let found = snapshot.rows::<Row<N>>(&select).await?;
        Ok(Slice::cut(found, &page).map(|row| (row, EmptyFields)))
    };
    let total = async {
        let select = matching::<N>(in_force::<N::Entity>(), filter.as_ref());
        Ok(count_of(snapshot, select).await?)
    };
    let (slice, total) = selected(context, fetch, total).await?;
    Ok(Connection::new(&page, slice, total))
}

/// The rows that are related to a row and match a filter.
pub async fn related<R: Relation>(
    context: &Context<'_>,
    parent: i64,
    filter: Option<<R::Node as Noun>::Filter>,
    arguments: PageArguments,
) -> Answer<Related<R>> {
    let page = Page::read::<R::Node>(&arguments)?;
    let fetch = async {
        let slice = children::<R>(context, parent, filter.clone(), page.clone()).await?;
        Ok(slice.map(|child| (child.node, child.edge)))
    };
    let total = count::<R>(context, parent, filter.clone());
    let (slice, total) = selected(context, fetch, total).await?;
    Ok(Connection::new(&page, slice, total))
}

/// Fetches what is selected of a connection, and nothing else.
async fn selected<T>(
    context: &Context<'_>,
    fetch: impl Future<Output = Answer<Slice<T>>>,
    total: impl Future<Output = Answer<i64>>,
) -> Answer<(Slice<T>, i64)> {
    let selected = |field| context.look_ahead().field(field).exists();
    let rows_wanted = ["nodes", "edges", "pageInfo"].into_iter().any(selected);
    let total_wanted = selected("totalCount");
    try_join(async { if rows_wanted { fetch.await } else { Ok(Slice::default()) } }, async {
        if total_wanted { total.await } else { Ok(0) }
    })
    .await
}
