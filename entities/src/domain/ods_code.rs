use std::fmt;

use sea_orm::entity::prelude::*;

use super::ParseError;

/// A code of the Organisation Data Service, which stays with a CCG for life: CCGs that merge get a new one.
///
/// Three characters (`08F`), five for CCGs formed in 2021 (`W2U3Z`); capital letters and digits, at least one
/// of each. Always text: `01E` is not a number in scientific notation, nor `05D` a double.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
pub struct OdsCode(String);

impl OdsCode {
    /// Reads a code, forgiving lower case and surrounding space.
    ///
    /// # Errors
    /// When the text has another length or other characters.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let code = text.trim().to_ascii_uppercase();
        let well_formed = matches!(code.len(), 3 | 5)
            && code.bytes().all(|b| b.is_ascii_alphanumeric())
            && code.bytes().any(|b| b.is_ascii_digit())
            && code.bytes().any(|b| b.is_ascii_alphabetic());
        if well_formed {
            Ok(Self(code))
        } else {
            Err(ParseError {
                what: "an ODS code",
                found: text.to_owned(),
                expected: "three characters such as 08F, or five such as W2U3Z".to_owned(),
                candidates: Vec::new(),
            })
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_look_like_numbers_or_times_stay_text() {
        for code in ["01E", "05D", "08F", "12A", "07P", "W2U3Z"] {
            assert_eq!(OdsCode::parse(code).map(|c| c.to_string()), Ok(code.to_owned()));
        }
        assert_eq!(OdsCode::parse(" 08f ").map(|c| c.to_string()), Ok("08F".to_owned()));
    }

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        for text in ["", "8F", "1", "012", "QHM", "08FF", "08-", "5E+01", "E38000077", "é1A"] {
            assert!(OdsCode::parse(text).is_err(), "{text}");
        }
    }
}
