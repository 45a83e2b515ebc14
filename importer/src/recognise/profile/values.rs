//! What each field may hold, for the constants and spellings of a profile.

use entities::domain::{
    Basis, Commissioner, Confidence, ModelCode, OdsCode, OnsCode, ParseError, PartialDate, ScopeStatus,
    Service, Stage, Vocabulary, normalise,
};

use crate::{
    recognise::{Field, year_or_wave},
    transform::is_not_stated,
};

/// Whether a text is a value of a field; of a field that takes any text every one is.
///
/// # Errors
/// When it is none; the error says what would be one.
pub(crate) fn is_value_of(field: Field, text: &str) -> Result<(), ParseError> {
    use Field as F;
    if is_not_stated(text) {
        return Ok(());
    }
    match field {
        F::OdsCode | F::PredecessorCode | F::SuccessorCode => OdsCode::parse(text).map(drop),
        F::OnsCode => OnsCode::parse(text).map(drop),
        F::Model => ModelCode::parse(text).map(drop),
        F::Stage => Stage::parse(text).map(drop),
        F::FinancialYear => year_or_wave(text).map(drop),
        F::Confidence => Confidence::parse(text).map(drop),
        F::Basis | F::RegionBasis => Basis::parse(text).map(drop),
        F::Service => Service::parse(text).map(drop),
        F::ScopeStatus => ScopeStatus::parse(text).map(drop),
        F::Commissioner => Commissioner::parse(text).map(drop),
        F::StatedOn | F::AnnouncedOn | F::AsOf => PartialDate::parse(text).map(drop),
        F::OpenedOn
        | F::ClosedOn
        | F::EffectiveOn
        | F::EffectiveFrom
        | F::EffectiveTo
        | F::DelegatedDeadline
        | F::JointDeadline
        | F::LiveFrom => day(text),
        _ => Ok(()),
    }
}

fn day(text: &str) -> Result<(), ParseError> {
    let error = || ParseError {
        what: "a day",
        found: text.to_owned(),
        expected: "a date such as 2015-04-01".to_owned(),
        candidates: Vec::new(),
    };
    PartialDate::parse(text)?.exact().map(drop).ok_or_else(error)
}

/// Whether a text says yes or no, as cells in the column of a model do.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    matches!(normalise(text).as_str(), "yes" | "no")
}
