use std::fmt;

use sea_orm::entity::prelude::*;

use super::ParseError;

/// A nine-character code of the Office for National Statistics (`E38000077`).
///
/// It names a boundary: when a CCG's boundary changes it gets a new ONS code and keeps its ODS code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
pub struct OnsCode(String);

impl OnsCode {
    /// Reads a code of an area in England, forgiving lower case and surrounding space.
    ///
    /// # Errors
    /// When the text is not `E` and eight digits.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let code = text.trim().to_ascii_uppercase();
        match code.strip_prefix('E') {
            Some(digits) if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(code)),
            _ => Err(ParseError {
                what: "an ONS code",
                found: text.to_owned(),
                expected: "E and eight digits, such as E38000077".to_owned(),
                candidates: Vec::new(),
            }),
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OnsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
