//! Counts by group, as flat rows: one row a group, with its key and its measures.
//!
//! What can be counted stands a file each, `adoption` and `ccg`; `keys` makes the types of a declaration of keys,
//! `grouping` the one statement that counts, `measure` what it works out, `answer` the shape in which it goes out, and `fields` the fields at the
//! root. Keys are columns of `columns`: no row is ever multiplied, so counts are those of the list.

mod adoption;
mod answer;
mod ccg;
mod fields;
mod grouping;
mod keys;
mod measure;

use async_graphql::{InputType, OutputType};
use sea_orm::{
    DbErr,
    sea_query::{Condition, Expr},
};

use crate::{
    columns::Column, dates::Dates, reader::ResultRow, rendering::Render, sorting::OrderField, table::Noun,
};

pub use adoption::{AdoptionGroup, AdoptionStatsHaving, AdoptionStatsRow, AdoptionStatsSort};
pub use answer::Stats;
pub use ccg::{CcgGroup, CcgStatsHaving, CcgStatsRow, CcgStatsSort};
pub(crate) use fields::stats_fields;
pub use grouping::{StatsArguments, cost, group_limit, named_once, stats};
pub use measure::{Measure, Wanted};

/// A group of rows of a noun: its key, and what was measured of it.
pub trait Group: Render + Sized + 'static {
    /// What the whole answer is called.
    const NAME: &'static str;
    /// The noun whose rows are counted.
    type Of: Noun;
    /// What they can be grouped by.
    type By: GroupKey;
    /// What groups can be sorted by.
    type Sort: GroupSort<By = Self::By>;
    /// Which groups are wanted.
    type Having: Having;

    /// What is measured of a group, each under its name.
    fn measures() -> Vec<(&'static str, Measure)>;

    /// Reads a group.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(row: ResultRow<'_>, by: &[Self::By], wanted: &Wanted) -> Result<Self, DbErr>;
}

/// What rows can be grouped by.
pub trait GroupKey: InputType + OutputType + Copy + Eq + Send + Sync + 'static {
    /// The columns that make up the key, each under its name; the first decides where groups stand.
    fn columns(self, dates: &Dates) -> Vec<(&'static str, Column)>;
}

/// What groups can be sorted by: what rows are grouped by, or what is measured of a group.
pub trait GroupSort: OrderField {
    /// What rows are grouped by.
    type By: GroupKey;

    /// The key, when it is one.
    fn group(self) -> Option<Self::By>;

    /// The name of the measure, when it is one.
    fn measure(self) -> Option<&'static str>;
}

/// A condition on what is measured of a group.
pub trait Having: InputType {
    /// The condition, given each measure by its name.
    fn condition(&self, measured: &dyn Fn(&'static str) -> Expr) -> Condition;
}
