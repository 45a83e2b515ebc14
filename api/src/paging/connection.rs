use std::borrow::Cow;

use async_graphql::{
    Context, Object, ObjectType, OutputType, TypeName,
    connection::{EmptyFields, PageInfo},
};

use super::{
    cursor::Cursor,
    echo::Echo,
    fetch::{Found, list_name},
    page::{Page, Slice},
};
use crate::{
    dates::Dates,
    edition::Edition,
    error::Answer,
    loading::{ListOf, loaders},
    rendering::{Leaf, List, Render, Way, within, within_each},
    sorting::Key,
    table::Noun,
};

/// What an edge says besides its cursor and node.
pub trait EdgeFields: ObjectType + Clone + Send + Sync + 'static {
    /// Stands in the names of the types, between the noun and `Connection` or `Edge`.
    const NAME: &'static str;
}

impl EdgeFields for EmptyFields {
    const NAME: &'static str = "";
}

/// A page of a list of `N`, whose edges say `E` besides.
pub struct Connection<N, E = EmptyFields> {
    edges: Vec<Edge<N, E>>,
    has_previous_page: bool,
    has_next_page: bool,
    /// Zero unless it was selected.
    total_count: i64,
    dates: Dates,
    cursors: Cursors,
}

impl<N, E> Connection<N, E> {
    /// Of the rows of a page, listed as a noun's; with the dates that reach the list.
    pub(super) fn new<L: Noun>(
        list: &ListOf<L>,
        page: &Page,
        pinned: Option<Edition>,
        dates: Dates,
        slice: Slice<Found<N, E>>,
        total_count: i64,
    ) -> Self {
        let (has_previous_page, has_next_page) = page.neighbours(slice.more);
        let edge = |Found { row, keys, edge }| Edge { node: row, keys, says: edge };
        let edges = slice.rows.into_iter().map(edge).collect();
        let cursors = Cursors { list: list_name::<L>(&list.sorting), pinned };
        Self { edges, has_previous_page, has_next_page, total_count, dates, cursors }
    }

    fn listed(&self) -> impl Iterator<Item = EdgeOf<'_, N, E>> {
        self.edges.iter().map(|edge| EdgeOf { edge, cursors: &self.cursors })
    }

    fn rows(&self) -> impl Iterator<Item = &N> {
        self.edges.iter().map(|edge| &edge.node)
    }
}

impl<N> Connection<N> {
    /// Of the rows of a page that were worked out, each with its keys.
    pub(super) fn worked_out(
        list: String,
        page: &Page,
        pinned: Option<Edition>,
        dates: Dates,
        slice: Slice<(Vec<Key>, N)>,
        total_count: i64,
    ) -> Self {
        let (has_previous_page, has_next_page) = page.neighbours(slice.more);
        let edge = |(keys, node)| Edge { node, keys, says: EmptyFields };
        let edges = slice.rows.into_iter().map(edge).collect();
        let cursors = Cursors { list, pinned };
        Self { edges, has_previous_page, has_next_page, total_count, dates, cursors }
    }
}

/// What the cursors of a list have in common.
struct Cursors {
    list: String,
    /// The edition that the list was begun in, when it is not the current one.
    pinned: Option<Edition>,
}

impl Cursors {
    async fn of(&self, context: &Context<'_>, keys: &[Key]) -> Answer<String> {
        let edition = match self.pinned {
            Some(edition) => Some(edition),
            None => loaders(context).loader().snapshot().edition().await?,
        };
        Ok(Cursor::new(self.list.clone(), edition, keys.to_vec()).encode())
    }
}

/// A page of a list, and the size of the whole.
#[Object(name_type)]
impl<N: Render, E: EdgeFields> Connection<N, E> {
    /// The rows of the page, each with its cursor and what there is to say of it in this list.
    async fn edges(&self) -> List<EdgeOf<'_, N, E>> {
        self.listed().collect()
    }

    /// The rows of the page.
    async fn nodes(&self) -> List<N, &N> {
        self.rows().collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self, context: &Context<'_>) -> Answer<PageInfo> {
        let cursor = async |edge: Option<&Edge<N, E>>| match edge {
            // No keys were fetched when nobody asked for a cursor.
            Some(edge) if !edge.keys.is_empty() => self.cursors.of(context, &edge.keys).await.map(Some),
            _ => Ok(None),
        };
        Ok(PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: cursor(self.edges.first()).await?,
            end_cursor: cursor(self.edges.last()).await?,
        })
    }

    /// How many rows the list has in all pages together, with the filter applied. It costs a statement of its
    /// own, which runs only when this field is selected.
    async fn total_count(&self) -> i64 {
        self.total_count
    }

    #[graphql(flatten)]
    async fn echo(&self) -> Echo {
        Echo(self.dates)
    }
}

impl<N: Render, E: EdgeFields> Render for Connection<N, E> {
    fn way(field: &str) -> Option<Way<Self>> {
        match field {
            "edges" => Some(Way::ahead(|context, lists| {
                Box::pin(within_each::<_, EdgeOf<'_, N, E>, _>(context, lists, |list| {
                    list.listed().collect()
                }))
            })),
            "nodes" => Some(Way::ahead(|context, lists| {
                Box::pin(within_each::<_, N, _>(context, lists, |list| list.rows().collect()))
            })),
            "totalCount" => Some(Way::at(|list, to| list.total_count.write(to))),
            _ => None,
        }
    }
}

impl<N: OutputType, E: EdgeFields> TypeName for Connection<N, E> {
    fn type_name() -> Cow<'static, str> {
        format!("{}{}Connection", N::type_name(), E::NAME).into()
    }
}

/// A row of a list.
struct Edge<N, E> {
    node: N,
    keys: Vec<Key>,
    says: E,
}

/// A row of a list, as an answer shows it.
struct EdgeOf<'a, N, E> {
    edge: &'a Edge<N, E>,
    cursors: &'a Cursors,
}

/// A row of a list, and what there is to say of it in this list.
#[Object(name_type)]
impl<N: Render, E: EdgeFields> EdgeOf<'_, N, E> {
    /// Where the row stands in the list: give it as `after` or `before` to continue from here. Opaque, and good
    /// for the same list in the same order only. Pages that continue from it show the data as they were when the
    /// list was begun, whatever is imported meanwhile.
    async fn cursor(&self, context: &Context<'_>) -> Answer<String> {
        self.cursors.of(context, &self.edge.keys).await
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.edge.node
    }

    #[graphql(flatten)]
    async fn says(&self) -> &E {
        &self.edge.says
    }
}

impl<N: Render, E: EdgeFields> Render for EdgeOf<'_, N, E> {
    fn way(field: &str) -> Option<Way<Self>> {
        (field == "node").then_some(Way::ahead(|context, edges| {
            Box::pin(within::<_, N, _>(context, edges, |edge| Some(&edge.edge.node)))
        }))
    }
}

impl<N: OutputType, E: EdgeFields> TypeName for EdgeOf<'_, N, E> {
    fn type_name() -> Cow<'static, str> {
        format!("{}{}Edge", N::type_name(), E::NAME).into()
    }
}
