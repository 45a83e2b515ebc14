//! CCGs over time: who took over from whom, and what was counted on the boundaries of another day.
//!
//! `graph` holds all successions, of which there are few; `lineage` walks it from one CCG; `positions` tells the position of
//! every CCG on a day; `projection` restates them for the CCGs of another day; `stats` counts.

mod graph;
mod lineage;
mod positions;
mod projection;
mod stats;

pub(crate) use graph::{Direction, Graph};
pub use lineage::{LineageStep, ancestry, lineage};
pub(crate) use positions::{Held, of_all as positions_of_all};
pub(crate) use stats::count as count_positions;
pub use stats::{PartedCcg, PositionGroup, PositionStats, PositionStatsKey, PositionStatsRow};
