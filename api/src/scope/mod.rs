//! Who could commission a service in a year. `answer` weighs the rules of the year, `sentence` says the outcome in
//! words, and `naming` knows the names that a service had.

mod answer;
mod naming;
mod object;
mod sentence;

pub use answer::ScopeVerdict;
pub use object::{Asked, ScopeAnswer, ScopeCommissioner};
