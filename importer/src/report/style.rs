//! Colours, for terminals only, and what must never reach one.
//!
//! The styles are always written; the stream that a text is printed to leaves them out where they are not wanted.

use std::fmt;

use anstyle::{AnsiColor, Style};

/// What stops something from being stored.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What somebody should look at.
pub const WARNING: Style = AnsiColor::Yellow.on_default();
/// What was asked for.
pub const ANSWER: Style = Style::new().bold();

/// A text in a style.
pub(super) fn styled(style: Style, text: impl fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A text from a file, a name or a message without what would steer a terminal: control characters, and those that
/// turn the direction of what follows, are spelt out.
pub(crate) fn shown(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, c| {
        if steers(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
        shown
    })
}

/// A message of several lines, each of them as `shown`.
#[must_use]
pub fn shown_lines(text: &str) -> String {
    text.lines().map(shown).collect::<Vec<_>>().join("\n")
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_file_steers_the_terminal() {
        assert_eq!(shown("a\u{1b}]0;b\u{7}\r\n\u{202e}c\u{9b}"), "a\\u{1b}]0;b\\u{7}\\r\\n\\u{202e}c\\u{9b}");
        assert_eq!(shown("Ynys Môn ✓"), "Ynys Môn ✓");
        assert_eq!(shown_lines("a\tb\nc"), "a\\tb\nc");
    }
}
