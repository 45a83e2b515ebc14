//! Pages: arguments in, connections out.
//!
//! `page` reads the arguments, `cursor` the opaque cursors, `held` of which version they are, `keyset` turns both into SQL: a page begins behind
//! the keys of a row, never at an offset, so that it costs the same at any depth and stays put while rows are
//! added before it. `fetch` gets what was selected of a list, and `connection` is the shape in which it goes out.
//! `worked_out` pages lists that no table holds.
//! `item` is what a list shows of a row, and `echo` tells the dates of a question again.
//! `fields` writes list fields, which all take the same arguments.

mod connection;
mod cursor;
mod echo;
mod fetch;
mod fields;
mod held;
mod item;
mod keyset;
mod page;
mod worked_out;

pub use connection::{Connection, EdgeFields};
pub use echo::Echo;

pub use fetch::{Found, ListArguments, Related, list, related, related_of_each};
pub(crate) use fields::{list_fields, noun_fields, paged_fields, related_fields};
pub(crate) use held::newest_cursor;
pub use item::{Item, listed};
pub use keyset::{between, by_name, read_keys, select_keys, sort};
pub use page::{DEFAULT_SIZE, Page, PageArguments, PageSize, Slice, USUAL_NESTED_SIZE, cost};
pub use worked_out::{WorkedOut, WorkedOutArguments};
