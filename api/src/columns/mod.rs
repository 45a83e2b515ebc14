//! Columns that a row and its references give: what flat rows show and aggregates group by.
//!
//! `column` is an expression and the references that it needs, `wide` the statement that follows these references,
//! each to one row at most, so that no row is ever multiplied; `places` has the references that are more than a
//! number in a column, and `held` reads what the statement gives.

mod column;
mod held;
mod places;
mod wide;

pub use column::{Column, Place};
pub use held::{Held, read};
pub use places::{area, area_among_all, best_evidence, last_ons_code};
pub use wide::Wide;
