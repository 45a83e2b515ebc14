//! Positions judged from the facts as they were known and stated by the dates of a question.
//!
//! The importer keeps positions as rows, by the same rule of `entities`; those follow from all that was ever stated, so
//! whoever asks by `statedBy`, or which facts a position rests on, asks here. `facts` is the one place that loads facts
//! for it, `known` what is known of a CCG and what follows, and `one` loads it for single CCGs.

mod facts;
mod known;
mod one;

pub use facts::Fact;
pub use known::{Known, known_of};
pub use one::known_of_one;
