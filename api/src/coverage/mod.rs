//! How much of what was published as a total is known by name. `count` works it out, `row` is what goes out,
//! `flat` the same as flat rows, `filter` narrows it, and `sort` puts it in order.

mod count;
mod filter;
mod flat;
mod row;
mod sort;

pub use filter::CoverageFilter;
pub use flat::{CoverageRow, coverage_rows};
pub use row::{Asked, ConfidenceCount, Coverage, CoverageStatus, CoverageTotal, coverage};
pub use sort::CoverageSort;
