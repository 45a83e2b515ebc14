//! Learns what the columns of a sheet mean.
//!
//! `vocabulary` lists the published spellings of each column of each kind of dataset, and `headings` reads a row
//! by them. `wording` is what a sheet's titles and name say of all its rows, `layouts` the ways in which rows are
//! laid out, and `header` finds the row that bears the headings; `candidates` keeps those that nearly do. `profile` is
//! what a person knows of a layout that all these do not.

mod candidates;
mod header;
mod headings;
mod layouts;
mod names;
mod profile;
mod vocabulary;
mod wording;
mod years;

pub(crate) use candidates::nearness;
pub use header::{Ambiguity, Found, HeaderSearch};
pub use layouts::{Layout, Shape, WideColumn};
pub(crate) use names::{Body, StatedName, distinctive};
pub(crate) use profile::{BUILT_IN, built_in, is_value_of};
pub use profile::{Profile, Profiles};
pub use vocabulary::Field;
pub use wording::Constant;
pub(crate) use wording::group;
pub(crate) use years::year_or_wave;
