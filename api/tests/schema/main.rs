//! The schema over a small database of its own: what it says, what it refuses and what it costs.

mod changes;
mod coverage;
mod dates;
mod descriptions;
mod each_row;
mod errors;
mod filters;
mod fixture;
mod geography;
mod http;
mod memberships;
mod order;
#[cfg(feature = "pages")]
mod pages;
mod paging;
mod positions;
mod reconciliation;
mod relations;
mod rendering;
mod rows;
mod scope;
mod search;
mod snapshots;
mod sorting;
mod statements;
mod stats;
mod variables;
mod worked_out;
