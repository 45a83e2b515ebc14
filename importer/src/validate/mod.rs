//! Holds records against what is known: the register, the waves, and each other.

mod adoptions;
mod register;

pub use adoptions::adoptions;
pub(crate) use register::distinctive;
pub use register::{KnownCcg, Register};
