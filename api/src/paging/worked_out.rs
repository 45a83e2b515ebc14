use async_graphql::Context;

use super::{
    connection::Connection,
    cursor::Cursor,
    page::{Page, PageArguments, PageSize, Slice, not_a_cursor},
};
use crate::{
    dates::Dates,
    edition::Edition,
    error::Answer,
    loading::loaders,
    sorting::{Key, OrderBy, OrderField, RowOrder},
};

/// What a client asks of a list at the root that is worked out and not a table.
pub struct WorkedOutArguments<F, S: OrderField> {
    /// Only rows that match.
    pub filter: Option<F>,
    /// In which order; the natural one when empty.
    pub order_by: Vec<OrderBy<S>>,
    /// Which part of it.
    pub page: PageArguments,
    /// The dates of the question.
    pub dates: Dates,
}

/// A list that is worked out and not a table. Its rows stand by what the client asks for and by a text that tells each from
/// all others, so that a page continues behind a row and never at an offset.
pub struct WorkedOut {
    list: String,
    order: RowOrder,
    page: Page,
    /// The dates of the question. A list that is continued is worked out from the data that it was begun with.
    pub dates: Dates,
    pinned: Option<Edition>,
}

impl WorkedOut {
    /// Reads the arguments of a list, of which no other has the name.
    pub async fn read(
        context: &Context<'_>,
        name: &str,
        page: &PageArguments,
        order: RowOrder,
        mut dates: Dates,
    ) -> Answer<Self> {
        let page = Page::read(page, PageSize::usual(context))?;
        let list = match order.name.as_str() {
            "" => name.to_owned(),
            order => format!("{name} by {order}"),
        };
        for (argument, cursor) in [("after", &page.after), ("before", &page.before)] {
            let fits = |cursor: &Cursor| cursor.is_of(&list) && cursor.keys().len() == order.keys();
            if cursor.as_ref().is_some_and(|cursor| !fits(cursor)) {
                return Err(not_a_cursor(argument));
            }
        }
        let pinned = page.pin(loaders(context).loader().snapshot(), &mut dates).await?;
        Ok(Self { list, order, page, dates, pinned })
    }

    /// The page, given all rows with their keys, and what makes of a row what the page shows.
    pub fn cut<R, N>(self, mut rows: Vec<(Vec<Key>, R)>, mut finish: impl FnMut(R) -> N) -> Connection<N> {
        let Self { list, order, page, dates, pinned } = self;
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        rows.sort_by(|(one, _), (other, _)| order.compare(one, other));
        let behind = |keys: &[Key], cursor: &Option<Cursor>| {
            cursor.as_ref().is_none_or(|cursor| order.compare(keys, cursor.keys()).is_gt())
        };
        let ahead = |keys: &[Key], cursor: &Option<Cursor>| {
            cursor.as_ref().is_none_or(|cursor| order.compare(keys, cursor.keys()).is_lt())
        };
        let within =
            rows.into_iter().filter(|(keys, _)| behind(keys, &page.after) && ahead(keys, &page.before));
        let rows = if page.from_end { within.rev().collect() } else { within.collect() };
        let slice = Slice::cut(rows, &page).map(|(keys, row)| (keys, finish(row)));
        Connection::worked_out(list, &page, pinned, dates, slice, total)
    }
}
