use async_graphql::Context;
use sea_orm::{DbErr, sea_query::SelectStatement};

use crate::{
    dates::Dates,
    reader::{Record, ResultRow},
    rendering::Render,
    sorting::OrderedKey,
    table::{Noun, Row},
};

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

    /// The statement that gives the items of a page, made of the one that finds its rows.
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
    type Selection = ();
    const IS_WIDE: bool = false;

    fn selection(_: &Context<'_>) {}

    fn statement(page: SelectStatement, _: &[OrderedKey], (): &(), _: &Dates) -> SelectStatement {
        page
    }

    fn read(row: ResultRow<'_>, (): &(), dates: Dates) -> Result<Self, DbErr> {
        Row::<N>::read(row).map(|row| N::new(row, dates))
    }
}
