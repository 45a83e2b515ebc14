//! How much of what was published as a total is known by name. `count` works it out, `row` is what goes out, and
//! `filter` narrows it.

mod count;
mod filter;
mod row;

pub use filter::CoverageFilter;
pub use row::{Asked, ConfidenceCount, Coverage, CoverageStatus, CoverageTotal, coverage};
