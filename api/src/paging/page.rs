use async_graphql::Context;

use super::cursor::Cursor;
use crate::{
    dates::Dates,
    edition::Edition,
    error::{Answer, Failure},
    reader::{ColumnSet, Snapshot},
    sorting::OrderedKey,
};

/// The size of a page unless the client says otherwise.
pub const DEFAULT_SIZE: i32 = 50;

/// The largest page.
const MAXIMUM_SIZE: i32 = 200;

/// How many rows a list within a list is reckoned to have unless the client says otherwise. Such lists are
/// short in fact, and reckoning each as a full page would forbid ordinary questions.
pub const USUAL_NESTED_SIZE: i32 = 5;

/// What no list is reckoned to cost more than, so that the sum of many lists is a number too: the library adds them
/// up without a look at what a number can hold.
const BEYOND_REASON: usize = 1 << 40;

/// The size of pages that the service asks itself for, to write a whole list. It goes with a request, beside what a client
/// may say.
#[derive(Copy, Clone, Debug)]
pub struct PageSize(pub usize);

impl PageSize {
    /// The size of a page whose client names none.
    pub(super) fn usual(context: &Context<'_>) -> Self {
        context.data_opt().copied().unwrap_or(Self(DEFAULT_SIZE as usize))
    }
}

/// The arguments of a list, as a client gives them.
#[derive(Clone, Debug, Default)]
pub struct PageArguments {
    /// Size, from the front.
    pub first: Option<i32>,
    /// Continue behind this cursor.
    pub after: Option<String>,
    /// Size, from the back.
    pub last: Option<i32>,
    /// Continue before this cursor.
    pub before: Option<String>,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// How many rows at most.
    pub size: usize,
    /// Whether they are the last ones rather than the first.
    pub from_end: bool,
    /// Only rows behind this one.
    pub after: Option<Cursor>,
    /// Only rows before this one.
    pub before: Option<Cursor>,
    /// Whether cursors are asked for.
    pub with_cursors: bool,
    /// Whether more is asked for than the rows: what their edges say.
    pub with_edges: bool,
    /// The columns of the rows that are read.
    pub columns: ColumnSet,
}

impl Page {
    /// Reads the arguments of a list, given the size of a page whose client names none.
    pub fn read(arguments: &PageArguments, usual: PageSize) -> Answer<Self> {
        let (size, from_end) = match (arguments.first, arguments.last) {
            (Some(_), Some(_)) => {
                return Err(Failure::bad_input(
                    "last",
                    "last stands beside first; expected one of them: first counts from the front, last from the back.",
                ));
            }
            (None, None) => (usual.0, false),
            (Some(first), None) => (size("first", first)?, false),
            (None, Some(last)) => (size("last", last)?, true),
        };
        Ok(Self {
            from_end,
            after: cursor("after", arguments.after.as_deref())?,
            before: cursor("before", arguments.before.as_deref())?,
            ..Self::of_first(size)
        })
    }

    /// So many rows from the front, and nothing beside them.
    pub fn of_first(size: usize) -> Self {
        Self {
            size,
            from_end: false,
            after: None,
            before: None,
            with_cursors: false,
            with_edges: false,
            columns: ColumnSet::ALL,
        }
    }

    /// Sees to it that a list is read to its end as it was begun, whatever is imported meanwhile. Gives the edition in
    /// which it was begun, when that is not the current one and the client names no moment.
    pub(super) async fn pin(&self, snapshot: &Snapshot, dates: &mut Dates) -> Answer<Option<Edition>> {
        let begun = self.after.iter().chain(&self.before).find_map(Cursor::edition);
        if let Some(begun) = begun.filter(|_| dates.known_at.is_none())
            && snapshot.edition().await? != Some(begun)
        {
            dates.known_at = Some(begun.recorded_at);
            return Ok(Some(begun));
        }
        Ok(None)
    }

    /// Refuses cursors of other lists, and of this list in another order.
    pub fn check(&self, list: &str, keys: &[OrderedKey]) -> Answer<()> {
        for (argument, cursor) in [("after", &self.after), ("before", &self.before)] {
            let fits = |cursor: &Cursor| {
                let (values, mut pairs) = (cursor.keys(), cursor.keys().iter().zip(keys));
                cursor.is_of(list) && values.len() == keys.len() && pairs.all(|(value, key)| key.takes(value))
            };
            if cursor.as_ref().is_some_and(|cursor| !fits(cursor)) {
                return Err(not_a_cursor(argument));
            }
        }
        Ok(())
    }

    /// How many rows to fetch: one more than the page has, which tells whether there are more.
    pub fn fetch(&self) -> u64 {
        self.size as u64 + 1
    }

    /// Whether there are rows before and behind the page, given whether there are more in its direction. On
    /// the other side there is at least the row of the cursor from which it continues.
    pub fn neighbours(&self, more: bool) -> (bool, bool) {
        if self.from_end { (more, self.before.is_some()) } else { (self.after.is_some(), more) }
    }
}

/// The rows of a page.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// Whether there are more in the direction in which the page was read.
    pub more: bool,
}

impl<T> Slice<T> {
    /// Cuts the rows that were fetched, in the order in which they were read, to the page.
    pub fn cut(mut rows: Vec<T>, page: &Page) -> Self {
        let more = rows.len() > page.size;
        rows.truncate(page.size);
        if page.from_end {
            rows.reverse();
        }
        Self { rows, more }
    }

    /// The same page of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Slice<U> {
        Slice { rows: self.rows.into_iter().map(change).collect(), more: self.more }
    }
}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: false }
    }
}

/// What a list is reckoned to cost: what a row costs, times the rows of its page, which are so many unless the client says
/// otherwise.
pub fn cost(first: Option<i32>, last: Option<i32>, usual_size: i32, row: usize) -> usize {
    let size = first.or(last).unwrap_or(usual_size);
    let rows = usize::try_from(size.clamp(1, MAXIMUM_SIZE)).unwrap_or(1);
    rows.saturating_mul(row).min(BEYOND_REASON).saturating_add(1)
}

fn size(argument: &'static str, size: i32) -> Answer<usize> {
    usize::try_from(size).ok().filter(|_| size <= MAXIMUM_SIZE).ok_or_else(|| {
        let message =
            format!("{argument} is {size}; a page has 0 to {MAXIMUM_SIZE} rows. Use the cursors for more.");
        Failure::bad_input(argument, message)
    })
}

fn cursor(argument: &'static str, text: Option<&str>) -> Answer<Option<Cursor>> {
    text.map(|text| Cursor::decode(text).ok_or_else(|| not_a_cursor(argument))).transpose()
}

pub(super) fn not_a_cursor(argument: &'static str) -> Failure {
    let message = format!(
        "{argument} is not a cursor of this list in this order; give one that an earlier page of it gave."
    );
    Failure::bad_input(argument, message)
}
