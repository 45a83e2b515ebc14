//! Finds CCGs and areas by what somebody remembers of a name or code.
//!
//! `text` folds the differences that carry no meaning, `index` holds what can be found, `likeness` compares, and
//! `find` ranks. `cache` keeps the index of the current edition of the data, and `hit` is what goes out.

mod cache;
mod find;
mod hit;
mod index;
mod likeness;
mod text;

pub use cache::Indexes;
pub use hit::{Asked, MatchQuality, MatchedOn, SearchHit, SearchKind, search};
pub(crate) use text::key as name_key;
