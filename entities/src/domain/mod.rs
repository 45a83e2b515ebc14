//! Newtypes and closed vocabularies. Parse, do not validate: `parse` is the only way in.

mod check_outcome;
mod confidence;
mod financial_year;
mod freshness;
mod kinds;
mod model;
mod ods_code;
mod ons_code;
mod partial_date;
mod position;
mod scope;
mod stage;
mod text;
mod vocabulary;

pub use check_outcome::CheckOutcome;
pub use confidence::{Basis, Confidence};
pub use financial_year::FinancialYear;
pub use freshness::Freshness;
pub use kinds::{AreaKind, DatasetKind, MatchMethod, RunStatus, Severity, SourceKind};
pub use model::ModelCode;
pub use ods_code::OdsCode;
pub use ons_code::OnsCode;
pub use partial_date::{PartialDate, month_of_name};
pub use position::{
    Beginning, Circumstances, Judgement, Position, PositionFact, PositionStatus, Role, Spell, position_on,
    spells,
};
pub use scope::{Commissioner, ScopeStatus, Service};
pub use stage::Stage;
pub use text::{clean, is_control, is_invisible, printable};
pub use vocabulary::{ParseError, Vocabulary, normalise};
