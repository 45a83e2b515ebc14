//! Learns what the columns of a sheet mean.
//!
//! `vocabulary` lists the published spellings of each column of each kind of dataset; `header` finds the row
//! that bears them.

mod header;
mod vocabulary;

pub use header::{HeaderSearch, Layout, SheetValue};
pub use vocabulary::Field;
