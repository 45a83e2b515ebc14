//! Pages: arguments in, connections out.
//!
//! `page` reads the arguments, `cursor` the opaque cursors, `keyset` turns both into SQL: a page begins behind
//! the keys of a row, never at an offset, so that it costs the same at any depth and stays put while rows are
//! added before it. `fetch` gets what was selected of a list, and `connection` is the shape in which it goes out.

mod connection;
mod cursor;
mod fetch;
mod keyset;
mod page;

pub use connection::{Connection, EdgeFields};
pub use fetch::{Related, list, related};
pub use keyset::{SortKey, between, sort_keys};
pub use page::{Page, PageArguments, Slice, nested_cost, root_cost};
