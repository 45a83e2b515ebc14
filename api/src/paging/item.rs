use async_graphql::{Context, Lookahead};
use sea_orm::{DbErr, sea_query::SelectStatement};

use crate::{
    dates::Dates,
    reader::{ColumnSet, ResultRow, TableRow},
    rendering::{Render, columns_of},
    sorting::OrderedKey,
    table::{Noun, Row, select_only},
};

/// Where the rows of a list are selected.
pub fn listed<'a>(context: &'a Context<'a>) -> [Lookahead<'a>; 2] {
    let list = context.look_ahead();
    [list.field("nodes"), list.field("edges").field("node")]
}

/// What a list at the root shows of each row of a noun: the noun itself, or a flat row.
pub trait Item: Render + Sized + 'static {
    /// The noun whose rows are listed: it says what there is to filter and to sort by.
    type Of: Noun;
    /// What is selected of an item.
    type Selection: Send + Sync;
    /// Whether the statement that finds the rows of a page is only a part of the one that gives them.
    const IS_WIDE: bool;

    /// What is selected of the items of a list.
    fn selection(context: &Context<'_>) -> Self::Selection;

    /// The statement that gives the items of a page, made of the one that finds its rows and selects no columns yet but keys.
    fn statement(
        page: SelectStatement,
        keys: &[OrderedKey],
        selection: &Self::Selection,
        dates: &Dates,
    ) -> SelectStatement;

    /// Reads an item.
    fn read(row: ResultRow<'_>, selection: &Self::Selection, dates: Dates) -> Result<Self, DbErr>;
}

impl<N: Noun> Item for N {
    type Of = N;
    type Selection = ColumnSet;
    const IS_WIDE: bool = false;

    fn selection(context: &Context<'_>) -> ColumnSet {
        columns_of::<N>(context, &listed(context))
    }

    fn statement(
        mut page: SelectStatement,
        _: &[OrderedKey],
        columns: &ColumnSet,
        _: &Dates,
    ) -> SelectStatement {
        select_only::<N::Entity>(&mut page, *columns);
        page
    }

    fn read(row: ResultRow<'_>, columns: &ColumnSet, dates: Dates) -> Result<Self, DbErr> {
        Row::<N>::read_columns(row, *columns).map(|row| N::new(row, dates))
    }
}
