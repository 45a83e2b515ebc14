//! Positions judged from the facts as they were known and stated by the dates of a question.
//!
//! The importer keeps positions as rows, by the same rule of `entities`; those follow from all that was ever stated, so
//! whoever asks by `statedBy`, or which facts a position rests on, asks here. `facts` is the one place that selects facts
//! for it, `known` what is known of a CCG and what follows, `judged` the positions of all CCGs and no more of them, `loaded`
//! loads what is known once for the fields of a request, and `asked` answers filters by position.

mod asked;
mod facts;
mod judged;
mod known;
mod loaded;

pub use asked::{answerable, day_left_open};
pub use facts::{Fact, facts};
pub use judged::{Judged, JudgedCcg};
pub use known::{Known, holds, known_of};
pub use loaded::{judged, known_of_one};
