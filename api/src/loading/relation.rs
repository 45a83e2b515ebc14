use std::marker::PhantomData;

use async_graphql::connection::EmptyFields;
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, DbErr, EntityName, EntityTrait, ExprTrait, IdenStatic,
    sea_query::{Condition, Expr, SelectStatement},
};

use crate::{
    dates::Dates,
    paging::EdgeFields,
    reader::{ColumnSet, ResultRow, TableRow},
    table::{Noun, column, columns_in, id_columns, in_force, visible},
};

/// How the rows that are related to a row are found.
pub trait Kin: Send + Sync + 'static {
    /// The column that holds the row number of the parent.
    fn parent() -> Expr;

    /// The rows that may be related, to any parent, without columns.
    fn candidates(dates: &Dates) -> SelectStatement;
}

/// How the rows of a list within a row are found, and what there is to say of each.
pub trait Relation: Kin {
    /// The noun that is listed.
    type Node: Noun;
    /// What an edge says besides its cursor and node.
    type Edge: EdgeFields;
    /// The table whose rows hold the number of a parent.
    type Holder: EntityTrait;
    /// Whether a parent may have very many of them, however few the others have.
    const IS_LONG: bool;

    /// The row number in that table, which tells the rows of a list apart.
    fn number() -> Expr {
        id_columns::<Self::Holder>().next().map_or_else(|| Expr::Constant(false.into()), column)
    }

    /// Which of them were so on a day.
    fn on_day(day: NaiveDate) -> Condition {
        Self::Node::on_day(day)
    }

    /// Selects what [`Relation::edge`] reads.
    fn select_edge(select: &mut SelectStatement, is_asked: bool);

    /// What the edge of a row says; something, where that is not asked for.
    fn edge(row: ResultRow<'_>, is_asked: bool) -> Result<Self::Edge, DbErr>;
}

/// A noun whose rows refer to a parent.
pub trait BelongsTo<P>: Noun {
    /// The column that holds the row number of the parent.
    const PARENT: <Self::Entity as EntityTrait>::Column;
    /// Whether a parent may have very many of them: see [`Relation::IS_LONG`].
    const IS_LONG: bool = false;
}

/// The rows of `N` that refer to a `P`.
pub struct Direct<N, P>(PhantomData<fn() -> (N, P)>);

impl<N: BelongsTo<P>, P: 'static> Kin for Direct<N, P> {
    fn parent() -> Expr {
        column(N::PARENT)
    }

    fn candidates(dates: &Dates) -> SelectStatement {
        visible::<N>(dates)
    }
}

impl<N: BelongsTo<P>, P: 'static> Relation for Direct<N, P> {
    type Node = N;
    type Edge = EmptyFields;
    type Holder = N::Entity;
    const IS_LONG: bool = N::IS_LONG;

    fn select_edge(_: &mut SelectStatement, _: bool) {}

    fn edge(_: ResultRow<'_>, _: bool) -> Result<EmptyFields, DbErr> {
        Ok(EmptyFields)
    }
}

/// A table of rows that link a parent with a node, seen from the parent.
pub trait Link: Send + Sync + 'static {
    /// The table.
    type Entity: EntityTrait<Model: TableRow>;
    /// The noun at the other end.
    type Node: Noun;
    /// What the link says of itself.
    type Edge: From<<Self::Entity as EntityTrait>::Model> + EdgeFields;
    /// The column that holds the row number of the parent.
    const PARENT: <Self::Entity as EntityTrait>::Column;
    /// The column that holds the row number of the node.
    const NODE: <Self::Entity as EntityTrait>::Column;
    /// Whether a parent may have very many of them: see [`Relation::IS_LONG`].
    const IS_LONG: bool = false;

    /// Which links, and which nodes behind them, were so on a day.
    fn on_day(day: NaiveDate) -> Condition;
}

/// The rows at the other end of a link.
pub struct Via<L>(PhantomData<fn() -> L>);

/// What the columns of a link are called beside those of its node.
const LINK: &str = "link_";

impl<L: Link> Kin for Via<L> {
    fn parent() -> Expr {
        column(L::PARENT)
    }

    fn candidates(dates: &Dates) -> SelectStatement {
        let mut select = in_force::<L::Entity>(dates);
        for id in id_columns::<<L::Node as Noun>::Entity>() {
            let node = <L::Node as Noun>::Entity::default().table_ref();
            select.inner_join(node, column(id).equals(L::NODE.as_column_ref()));
        }
        select
    }
}

impl<L: Link> Relation for Via<L> {
    type Node = L::Node;
    type Edge = L::Edge;
    type Holder = L::Entity;
    const IS_LONG: bool = L::IS_LONG;

    fn on_day(day: NaiveDate) -> Condition {
        L::on_day(day)
    }

    fn select_edge(select: &mut SelectStatement, is_asked: bool) {
        for link in columns_in::<L::Entity>(link_columns::<L>(is_asked)) {
            select.expr_as(column(link), format!("{LINK}{}", link.as_str()));
        }
    }

    fn edge(row: ResultRow<'_>, is_asked: bool) -> Result<L::Edge, DbErr> {
        let link =
            <L::Entity as EntityTrait>::Model::read_columns(row.behind(LINK), link_columns::<L>(is_asked));
        link.map(L::Edge::from)
    }
}

/// The columns of a link that are read.
fn link_columns<L: Link>(is_asked: bool) -> ColumnSet {
    match is_asked {
        true => ColumnSet::ALL,
        false => ColumnSet::of::<<L::Entity as EntityTrait>::Model>(&[]),
    }
}
