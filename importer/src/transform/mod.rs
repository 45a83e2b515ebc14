//! Makes one record, or one issue, of each row.
//!
//! A file of records for each kind of dataset; `fields` reads a row's cells for all of them. `parse` walks the rows of
//! a file, `skipping` tells which of them are none of its records, and `unpivot` which statements a wide row makes.

mod absence;
mod adoption;
mod ccg;
mod explaining;
mod fields;
mod figure;
mod found;
mod parse;
mod parsed;
mod place;
mod ragged;
mod records;
mod refusing;
mod scope_rule;
mod skipping;
mod succession;
mod unpivot;
mod unseen;
mod wave;

pub(crate) use absence::is_not_stated;
pub use adoption::{Adoption, CcgReference};
pub use ccg::{CcgEntry, Life, Membership};
pub use fields::Fields;
pub use figure::Figure;
pub use parse::{parse, parse_by, parse_in_batches};
pub use parsed::{Parsed, SheetSummary, Skip};
pub use place::Place;
pub use records::{Located, Records};
pub use scope_rule::Scope;
pub use succession::Merger;
pub use wave::Round;
