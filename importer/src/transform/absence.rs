//! Tells apart the ways in which a cell gives no value.

use entities::domain::normalise;

use crate::extract::Value;

/// Whether a publisher says that a value is not known; a blank cell says nothing at all.
pub(crate) fn is_not_stated(text: &str) -> bool {
    const NOT_STATED: [&str; 7] =
        ["not stated", "not known", "unknown", "tbc", "to be confirmed", "tbd", "to be decided"];
    NOT_STATED.contains(&normalise(text).as_str())
}

/// Whether a publisher says that there can be no value.
pub(super) fn is_inapplicable(text: &str) -> bool {
    means_inapplicable(&normalise(text))
}

fn means_inapplicable(normalised: &str) -> bool {
    matches!(normalised, "n a" | "na" | "not applicable")
}

/// Why a cell where a model belongs states no adoption, though it says something.
pub(super) fn no_model(value: &Value) -> Option<&'static str> {
    let Value::Text(text) = value else { return None };
    match normalise(text).as_str() {
        "none" | "no model" | "no formal model" => Some("says that there is no model"),
        text => means_inapplicable(text).then_some("says that it does not apply"),
    }
}

/// Publishers put a dash where there is nothing to say.
pub(super) fn is_dash(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
}
