//! What may be in a text besides what a person reads.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Whether a character is not seen and takes no space: soft hyphens, marks of width zero and of direction, as
/// programs leave them behind.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Whether a character is a control that no text needs. PostgreSQL takes no text with the first of them.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// A text as a person reads it: characters composed, nothing invisible, every kind of space a space, none around.
///
/// ```
/// assert_eq!(entities::domain::clean("\u{feff} Queen\u{ad}s\u{a0}Park "), "Queens Park");
/// ```
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text.trim());
    }
    let is_space = |c: char| c.is_whitespace() && !c.is_ascii();
    if is_nfc(text) && !text.contains(|c| is_invisible(c) || is_space(c)) {
        return Cow::Borrowed(text.trim());
    }
    let seen = text.nfc().filter(|c| !is_invisible(*c));
    let spaced: String = seen.map(|c| if is_space(c) { ' ' } else { c }).collect();
    Cow::Owned(spaced.trim().to_owned())
}

/// A text with its controls written out, as in `\u{0}`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_control(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cleaned_of_what_is_not_seen_and_of_nothing_else() {
        for (text, cleaned) in [
            ("  Model C\n", "Model C"),
            ("0\u{200b}8F\u{feff}", "08F"),
            ("1\u{a0}April\u{202f}2015", "1 April 2015"),
            ("A\u{30a} CCG", "\u{c5} CCG"),
            ("two\nlines", "two\nlines"),
            ("\u{2713}\u{fe0f}", "\u{2713}"),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    #[test]
    fn controls_are_written_out() {
        assert_eq!(printable("a\u{0}b\u{1b}[31m\tc"), "a\\u{0}b\\u{1b}[31m\tc");
        assert_eq!(printable("\u{c5} CCG"), "\u{c5} CCG");
    }
}
