//! CCGs over time: who took over from whom, and what was counted on the boundaries of another day.
//!
//! `graph` holds all successions, of which there are few; `lineage` walks it from one CCG; `positions` tells the position of
//! every CCG on a day; `projection` restates them for the CCGs of another day; `count` counts them, by what `group` names, and
//! `stats` is what goes out. `lives` knows on which days there were CCGs.

mod count;
mod graph;
mod group;
mod lineage;
mod lives;
mod positions;
mod projection;
mod stats;

pub use count::PositionStatsArguments;
pub(crate) use count::count as count_positions;
pub(crate) use graph::{Direction, Graph};
pub use group::{PositionGroup, PositionStatsHaving, PositionStatsKey, PositionStatsRow, PositionStatsSort};
pub use lineage::{LineageStep, ancestry, lineage};
pub(crate) use lives::check_filter as check_day_of_filter;
pub(crate) use positions::{Held, of_all as positions_of_all};
pub use stats::{PartedCcg, PositionStats, Restatement};
