//! Holds records against what is known: the register, the waves, and each other.
//!
//! `matching` finds the CCG of a row, with `aliases`, and `agreement` holds against it what else the row
//! says of it; `adoptions` has the rules that a row must meet.

mod adoptions;
mod agreement;
mod aliases;
mod matching;
mod register;
mod remembered;
mod told_once;

pub use adoptions::{Judge, Verdict};
pub(crate) use aliases::alias;
pub use matching::CcgMatch;
pub use register::{Identity, KnownCcg, Register};
