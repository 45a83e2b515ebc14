//! What published figures say, and the facts that they are held against.
//!
//! `facts` loads, with a fixed number of statements; `reading` makes of a figure what it counts, where and when.

mod facts;
mod reading;

pub use facts::{Facts, Said, ccgs_of, count};
pub use reading::{Choice, Extent, Place, Reading, Unit, in_words};
