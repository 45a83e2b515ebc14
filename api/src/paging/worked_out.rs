use async_graphql::Context;

use super::{
    connection::Connection,
    cursor::Cursor,
    page::{Page, PageArguments, PageSize, Slice, not_a_cursor},
};
use crate::{dates::Dates, edition::Edition, error::Answer, loading::loaders, sorting::Key};

/// What a client asks of a list that is worked out and not a table. Its rows stand by a text that tells each from all
/// others, so that a page continues behind a row and never at an offset.
pub struct WorkedOut {
    list: String,
    page: Page,
    /// The dates of the question. A list that is continued is worked out from the data that it was begun with.
    pub dates: Dates,
    pinned: Option<Edition>,
}

impl WorkedOut {
    /// Reads the arguments of a list, of which no other has the name.
    pub async fn read(
        context: &Context<'_>,
        list: impl Into<String>,
        page: &PageArguments,
        mut dates: Dates,
    ) -> Answer<Self> {
        let (list, page) = (list.into(), Page::read(page, PageSize::usual(context))?);
        for (argument, cursor) in [("after", &page.after), ("before", &page.before)] {
            let fits = |cursor: &Cursor| cursor.is_of(&list) && matches!(cursor.keys(), [Key::Text(_)]);
            if cursor.as_ref().is_some_and(|cursor| !fits(cursor)) {
                return Err(not_a_cursor(argument));
            }
        }
        let pinned = page.pin(loaders(context).loader().snapshot(), &mut dates).await?;
        Ok(Self { list, page, dates, pinned })
    }

    /// The page, given all rows in the order of their texts.
    pub fn cut<N>(self, rows: Vec<(String, N)>) -> Connection<N> {
        let Self { list, page, dates, pinned } = self;
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let key = |cursor: &Option<Cursor>| match cursor.as_ref().map(Cursor::keys) {
            Some([Key::Text(key)]) => Some(key.clone()),
            _ => None,
        };
        let (after, before) = (key(&page.after), key(&page.before));
        let beyond = |key: &String| after.as_ref().is_none_or(|after| key > after);
        let ahead = |key: &String| before.as_ref().is_none_or(|before| key < before);
        let within = rows.into_iter().filter(|(key, _)| beyond(key) && ahead(key));
        let rows = if page.from_end { within.rev().collect() } else { within.collect() };
        let slice = Slice::cut(rows, &page);
        Connection::worked_out(list, &page, pinned, dates, slice, total)
    }
}
