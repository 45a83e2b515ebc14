//! What changed between two points: two rounds, two days, two versions of the data, or any two of these.
//!
//! `point` is one of the two, `state` what is known of every CCG there, `compare` tells the changes, and `object` is the
//! shape in which they go out, the same for all.

mod compare;
mod object;
mod point;
mod state;

pub use compare::ChangeKind;
pub(crate) use object::changes;
pub use object::{Change, ChangeCount, ChangeSort, Changes};
pub use point::ChangePoint;
