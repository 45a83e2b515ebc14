use std::borrow::Cow;

use async_graphql::{
    Object, ObjectType, OutputType, TypeName,
    connection::{EmptyFields, PageInfo},
};

use super::{
    cursor::Cursor,
    page::{Page, Slice},
};
use crate::table::{Noun, Row};

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
}

impl<N: Noun, E> Connection<N, E> {
    /// Of the rows of a page.
    pub(super) fn new(page: &Page, slice: Slice<(Row<N>, E)>, total_count: i64) -> Self {
        let (has_previous_page, has_next_page) = page.neighbours(slice.more);
        let edge = |(row, says)| Edge { cursor: Cursor::of::<N>(&row), node: N::from(row), says };
        let edges = slice.rows.into_iter().map(edge).collect();
        Self { edges, has_previous_page, has_next_page, total_count }
    }
}

/// A page of a list, and the size of the whole.
#[Object(name_type)]
impl<N: Noun, E: EdgeFields> Connection<N, E> {
    /// The rows of the page, each with its cursor and what there is to say of it in this list.
    async fn edges(&self) -> &[Edge<N, E>] {
        &self.edges
    }

    /// The rows of the page.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.edges.first().map(|edge| edge.cursor.encode()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.encode()),
        }
    }

    /// How many rows the list has in all pages together, with the filter applied. It costs a statement of its
    /// own, which runs only when this field is selected.
    async fn total_count(&self) -> i64 {
        self.total_count
    }
}

impl<N: OutputType, E: EdgeFields> TypeName for Connection<N, E> {
    fn type_name() -> Cow<'static, str> {
        format!("{}{}Connection", N::type_name(), E::NAME).into()
    }
}

/// A row of a list.
pub(super) struct Edge<N, E> {
    cursor: Cursor,
    node: N,
    says: E,
}

/// A row of a list, and what there is to say of it in this list.
#[Object(name_type)]
impl<N: Noun, E: EdgeFields> Edge<N, E> {
    /// Where the row stands in the list: give it as `after` or `before` to continue from here. Opaque, and good
    /// for the same kind of list only.
    async fn cursor(&self) -> String {
        self.cursor.encode()
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }

    #[graphql(flatten)]
    async fn says(&self) -> &E {
        &self.says
    }
}

impl<N: OutputType, E: EdgeFields> TypeName for Edge<N, E> {
    fn type_name() -> Cow<'static, str> {
        format!("{}{}Edge", N::type_name(), E::NAME).into()
    }
}
