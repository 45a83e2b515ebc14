//! What published figures say, and the facts that they are held against.
//!
//! `facts` loads them, a fixed number of statements and one for each so many facts: of facts it keeps which CCGs they have `named`,
//! and of positions which models were `in_force` on the days that count, as sets of places in the `register`. `reading` makes of a
//! figure what it counts, where and when.

mod facts;
mod in_force;
mod named;
mod reading;
mod register;

pub use facts::{Facts, all_facts, ccgs_of, count};
pub use named::{Named, Said};
pub use reading::{Choice, Extent, Place, Reading, Unit, in_words};
pub use register::{CcgSet, Register};
