//! Makes one record, or one issue, of each row.
//!
//! A file of records for each kind of dataset; `fields` reads a row's cells for all of them, which `finding` finds.
//! `parse` begins, `walk` goes through the sheets of a file and `reading` through the rows beneath a header. `skipping`
//! tells which of them are none of its records, by `sums` and `headings`; `groups` knows what the headings say of the rows
//! beneath them, `footnotes` what their marks mean, `remarks` what stands beside them,
//! `day_orders` how days are written, and `unpivot` which statements a wide row makes. `gathered` is what
//! comes of it all.

mod absence;
mod adoption;
mod ccg;
mod day_orders;
mod explaining;
mod fields;
mod figure;
mod finding;
mod footnotes;
mod found;
mod gathered;
mod groups;
mod headings;
mod parse;
mod parsed;
mod place;
mod ragged;
mod reading;
mod records;
mod refusing;
mod remarks;
mod scope_rule;
mod skipping;
mod succession;
mod sums;
mod unpivot;
mod unseen;
mod walk;
mod wave;

pub(crate) use absence::is_not_stated;
pub use adoption::{Adoption, CcgReference, Mention};
pub use ccg::{CcgEntry, Life, Membership};
pub use fields::Fields;
pub use figure::Figure;
pub use gathered::Doubted;
pub use parse::{parse, parse_by, parse_in_batches};
pub use parsed::{Parsed, SheetSummary, Skip};
pub use place::Place;
pub use records::{Located, Records};
pub use scope_rule::Scope;
pub use succession::Merger;
pub use wave::Round;
