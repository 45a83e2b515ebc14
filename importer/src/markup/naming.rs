//! Names that the sheets of a workbook may have.

use std::collections::HashSet;

/// The longest name, in the units of UTF-16 in which spreadsheet programs count.
const LONGEST: usize = 31;

/// Names of sheets, each of which may be used once, whatever its capitals.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name that is allowed and not taken, as near as can be to the one that is wanted. Text files and OpenDocument
    /// spreadsheets have names that a workbook must not have.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let replaced: String = wanted.chars().map(|c| if is_forbidden(c) { '_' } else { c }).collect();
        let trimmed = replaced.trim_matches('\'');
        let base = if trimmed.trim().is_empty() { "Sheet" } else { trimmed };
        let mut name = cut(base, LONGEST).to_owned();
        let mut number = 1;
        // "History" is a name that Excel keeps for itself.
        while name.eq_ignore_ascii_case("history") || !self.0.insert(name.to_lowercase()) {
            number += 1;
            let suffix = format!(" ({number})");
            name = format!("{}{suffix}", cut(base, LONGEST - suffix.len()));
        }
        name
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control()
}

/// The beginning of a text that has at most so many units of UTF-16.
pub(super) fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > units
    });
    end.map_or(text, |(end, _)| text[..end].trim_end_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_such_as_a_workbook_may_have_and_each_once() {
        let mut names = Names::default();
        let long = "co-commissioning-adoptions-of-all-ccgs.csv";
        for (wanted, taken) in [
            ("2015-16", "2015-16"),
            ("Issues", "Issues"),
            ("issues", "issues (2)"),
            ("North/South: [all]", "North_South_ _all_"),
            ("'quoted'", "quoted"),
            (long, "co-commissioning-adoptions-of-a"),
            (long, "co-commissioning-adoptions- (2)"),
            ("", "Sheet"),
            ("History", "History (2)"),
        ] {
            assert_eq!(names.take(wanted), taken);
        }
    }
}
