//! Learns what the columns of a sheet mean.
//!
//! `vocabulary` lists the published spellings of the headings of each `field` of each kind of dataset, and `headings` reads
//! a row by them. `prose` reads titles by the lists of `words` and `places`: `wording` is what a sheet's titles and name say
//! of all its rows, and `group` what a heading within a list says of those beneath it. `layouts` are the ways in which rows
//! are laid out, `marks` the marks of footnotes, and `header` finds the row that bears the headings, or the two `lines` of
//! it; `candidates` keeps those that nearly do, and `sideways` knows tables that lie on their side. `profile` is what a
//! person knows of a layout that all these do not.

mod candidates;
mod field;
mod group;
mod header;
mod headings;
mod layouts;
mod lines;
mod marks;
mod names;
mod places;
mod profile;
mod prose;
mod sideways;
mod vocabulary;
mod wording;
mod words;
mod years;

pub(crate) use candidates::nearness;
pub use field::Field;
pub(crate) use group::{GroupHeading, Note};
pub use header::{Ambiguity, Found, HeaderSearch};
pub use layouts::{HeadingMark, Layout, Shape, WideColumn};
pub(crate) use marks::{begins_with_symbol, marks, notes, without_marks, without_number};
pub(crate) use names::{Body, StatedName, distinctive};
pub(crate) use places::is_like_name;
pub(crate) use profile::{BUILT_IN, built_in, is_value_of};
pub use profile::{Profile, Profiles};
pub(crate) use prose::{Held, may_turn};
pub use wording::Constant;
pub(crate) use years::{year_of_numbered_wave, year_or_wave};
