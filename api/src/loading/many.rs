use std::{collections::HashMap, hash::Hash};

use async_graphql::{Context, dataloader::Loader};
use futures_util::future::try_join_all;
use sea_orm::{
    DbErr, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Func, Order, OverStatement, Query, SelectStatement, WindowStatement},
};

use super::{Batches, Key, Relation, loaders};
use crate::{
    error::{Answer, Failure},
    paging::{Page, Slice, SortKey, between, sort_keys},
    table::{Noun, Row, matching, select_columns},
};

/// What the nodes of a relation can be narrowed by.
type FilterOf<R> = Option<<<R as Relation>::Node as Noun>::Filter>;

/// A parent, and what of its related rows is asked for.
type Asked<A> = (i64, A);

/// A page of the rows that are related to a row.
pub async fn children<R: Relation>(
    context: &Context<'_>,
    parent: i64,
    filter: FilterOf<R>,
    page: Page,
) -> Answer<Slice<Child<R>>> {
    let key = Key::<Pages<R>, _>::new((parent, (filter, page)));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// How many rows are related to a row.
pub async fn count<R: Relation>(context: &Context<'_>, parent: i64, filter: FilterOf<R>) -> Answer<i64> {
    let key = Key::<Counts<R>, _>::new((parent, filter));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// Marks the loader of pages.
pub struct Pages<R>(R);

/// Marks the loader of counts.
pub struct Counts<R>(R);

impl<R: Relation> Loader<Key<Pages<R>, Asked<(FilterOf<R>, Page)>>> for Batches {
    type Value = Slice<Child<R>>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Pages<R>, Asked<(FilterOf<R>, Page)>>],
    ) -> Answer<HashMap<Key<Pages<R>, Asked<(FilterOf<R>, Page)>>, Self::Value>> {
        let batches = by_argument(keys).into_iter().map(async |(argument, parents)| {
            let (filter, page) = argument;
            let select = pages_of::<R>(parents, filter.as_ref(), page);
            let mut rows: HashMap<i64, Vec<Child<R>>> = HashMap::new();
            for child in self.snapshot.rows::<Child<R>>(&select).await? {
                rows.entry(child.parent).or_default().push(child);
            }
            let slices = rows
                .into_iter()
                .map(|(parent, rows)| (Key::new((parent, argument.clone())), Slice::cut(rows, page)));
            Ok::<_, Failure>(slices.collect::<Vec<_>>())
        });
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }
}

impl<R: Relation> Loader<Key<Counts<R>, Asked<FilterOf<R>>>> for Batches {
    type Value = i64;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Counts<R>, Asked<FilterOf<R>>>],
    ) -> Answer<HashMap<Key<Counts<R>, Asked<FilterOf<R>>>, i64>> {
        let batches = by_argument(keys).into_iter().map(async |(filter, parents)| {
            let rows = self.snapshot.rows::<Counted>(&counts_of::<R>(parents, filter.as_ref())).await?;
            let counts = rows.into_iter().map(|row| (Key::new((row.parent, filter.clone())), row.count));
            Ok::<_, Failure>(counts.collect::<Vec<_>>())
        });
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }
}

/// One statement serves the parents of which the same is asked.
fn by_argument<M, A: Eq + Hash>(keys: &[Key<M, Asked<A>>]) -> HashMap<&A, Vec<i64>> {
    let mut groups: HashMap<&A, Vec<i64>> = HashMap::new();
    for Key { of: (parent, argument), .. } in keys {
        groups.entry(argument).or_default().push(*parent);
    }
    groups
}

/// A related row.
pub struct Child<R: Relation> {
    parent: i64,
    /// The row.
    pub node: Row<R::Node>,
    /// What its edge says.
    pub edge: R::Edge,
}

// Derived, it would ask it of the mark too.
impl<R: Relation> Clone for Child<R> {
    fn clone(&self) -> Self {
        Self { parent: self.parent, node: self.node.clone(), edge: self.edge.clone() }
    }
}

impl<R: Relation> FromQueryResult for Child<R> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            parent: row.try_get(prefix, PARENT)?,
            node: Row::<R::Node>::from_query_result(row, prefix)?,
            edge: R::edge(row)?,
        })
    }
}

/// How many rows a parent has.
#[derive(FromQueryResult)]
struct Counted {
    parent: i64,
    count: i64,
}

const PARENT: &str = "parent";
const PLACE: &str = "place";
const COUNT: &str = "count";

/// The same page for many parents: rows are numbered within their parent, and those beyond the page left out.
fn pages_of<R: Relation>(
    parents: Vec<i64>,
    filter: Option<&<R::Node as Noun>::Filter>,
    page: &Page,
) -> SelectStatement {
    let keys = sort_keys::<R::Node>(page);
    let mut numbered = related::<R>(parents, filter);
    numbered.cond_where(between(page, &keys));
    select_columns::<<R::Node as Noun>::Entity>(&mut numbered);
    R::select_edge(&mut numbered);
    let mut window = WindowStatement::new();
    window.add_partition_by(R::parent());
    for SortKey { by, order } in keys {
        window.order_by_expr(by, order);
    }
    numbered.expr_window_as(Func::cust("ROW_NUMBER"), window, PLACE);
    Query::select()
        .column(Asterisk)
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col(PLACE).lte(page.fetch()))
        .order_by(PARENT, Order::Asc)
        .order_by(PLACE, Order::Asc)
        .to_owned()
}

/// The counts for many parents. A parent without rows has no count.
fn counts_of<R: Relation>(parents: Vec<i64>, filter: Option<&<R::Node as Noun>::Filter>) -> SelectStatement {
    let mut counted = related::<R>(parents, filter);
    counted.expr_as(Func::count(Expr::col(Asterisk)), COUNT);
    counted.add_group_by([R::parent()]);
    counted
}

/// The rows that are related to one of many parents.
fn related<R: Relation>(parents: Vec<i64>, filter: Option<&<R::Node as Noun>::Filter>) -> SelectStatement {
    let mut select = matching::<R::Node>(R::candidates(), filter);
    select.expr_as(R::parent(), PARENT);
    select.and_where(R::parent().is_in(parents));
    select
}
