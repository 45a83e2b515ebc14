//! Published figures, worked out again.
//!
//! `figure` is what a published figure says, `world` all that figures are held against, `finding` what comes of it, and
//! `rules` the ways to come to it, one a file. The first rule that has something to say of a figure decides; no rule knows a
//! figure by its place. `row` is what goes out, `flat` the same as flat rows, `filter` narrows it, and `sort` puts it in order.
//! `cache` keeps what was worked out of an edition of the data.

mod cache;
mod figure;
mod filter;
mod finding;
mod flat;
mod row;
mod rules;
mod sort;
mod world;

pub use cache::Worlds;
pub use filter::ReconciliationFilter;
pub use finding::{ComparedWith, ReconciliationReason, ReconciliationStatus};
pub use flat::{ReconciliationRow, reconciliation_rows};
pub use row::{Asked, Denominator, Reconciliation, reconciliations};
pub use sort::ReconciliationSort;
