//! What every closed vocabulary shares: its published spellings, and one way to read them.

use std::fmt;

use super::clean;

/// A text that is not a value of its type. It says what was looked for and what would have been accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What was looked for, with its article: "a model", "an ODS code".
    pub what: &'static str,
    /// The text as it was found.
    pub found: String,
    /// What would have been accepted, for people.
    pub expected: String,
    /// Accepted spellings, from which a nearest one may be suggested. Empty where the type is open.
    pub candidates: Vec<&'static str>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not {}; expected {}", self.found, self.what, self.expected)
    }
}

impl std::error::Error for ParseError {}

/// A closed set of values that publishers spell in several ways.
pub trait Vocabulary: Copy + 'static {
    /// What a value is called in messages, with its article.
    const WHAT: &'static str;
    /// Accepted spellings, already normalised (see [`normalise`]); the first of each value is the preferred one.
    const SPELLINGS: &'static [(&'static str, Self)];

    /// Reads a published spelling.
    ///
    /// The whole text must match: a substring never does, or "Not delegated" would be read as "delegated".
    ///
    /// # Errors
    /// When no spelling matches; the error lists the accepted ones.
    fn parse(text: &str) -> Result<Self, ParseError> {
        parse_spelling(text)
    }
}

/// Reads a text that is one of the spellings of a vocabulary as a whole.
pub(super) fn parse_spelling<T: Vocabulary>(text: &str) -> Result<T, ParseError> {
    // What is doubted or denied by a mark is not stated, whatever the words are.
    let wanted = if is_doubted(text) { String::new() } else { normalise(text) };
    T::SPELLINGS.iter().find(|(spelling, _)| *spelling == wanted).map(|(_, value)| *value).ok_or_else(|| {
        ParseError {
            what: T::WHAT,
            found: text.to_owned(),
            expected: "one of the published spellings".to_owned(),
            candidates: T::SPELLINGS.iter().map(|(spelling, _)| *spelling).collect(),
        }
    })
}

/// Whether a text bears a mark of doubt or denial, as in "Joint?", "!Joint" or "Delegated/".
fn is_doubted(text: &str) -> bool {
    let text = text.trim();
    text.contains(['?', '!', '\u{2260}', '\u{ac}', '<', '>', '~'])
        || text.starts_with(['-', '/'])
        || text.ends_with('/')
}

/// Folds the differences that carry no meaning: case, punctuation, `&` for "and", runs of spaces, what is not seen.
///
/// ```
/// assert_eq!(entities::domain::normalise("  Co-commissioning &\u{a0}Joint "), "co commissioning and joint");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    // One pass and one allocation: an import normalises several texts a row.
    let mut folded = String::with_capacity(text.len());
    let mut begins_word = false;
    for c in clean(text).chars() {
        match c {
            '\u{2019}' | '\'' | '`' => {}
            '&' => {
                folded.push_str(if folded.is_empty() { "and" } else { " and" });
                begins_word = true;
            }
            c if c.is_alphanumeric() => {
                if begins_word && !folded.is_empty() {
                    folded.push(' ');
                }
                begins_word = false;
                // The general way makes up to three characters of one, and takes its time over each.
                match c.is_ascii() {
                    true => folded.push(c.to_ascii_lowercase()),
                    false => folded.extend(c.to_lowercase()),
                }
            }
            _ => begins_word = true,
        }
    }
    folded
}
