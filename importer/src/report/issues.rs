//! The problems of a run as a table for spreadsheet programs.

use std::io;

use super::{Report, style::shown};
use crate::issue::not_listed;

/// Writes all problems of all files as CSV.
///
/// # Errors
/// When it cannot be written.
pub fn write_issues(out: impl io::Write, report: &Report) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record([
        "file",
        "severity",
        "code",
        "sheet",
        "cell",
        "raw",
        "message",
        "expected",
        "suggestion",
    ])?;
    for file in &report.files {
        for issue in &file.issues {
            let severity = if issue.is_error() { "error" } else { "warning" };
            let texts = [
                file.file.as_str(),
                severity,
                issue.code.as_str(),
                &issue.sheet,
                &issue.cell,
                &issue.raw,
                &issue.message,
                issue.expected.as_deref().unwrap_or_default(),
                issue.suggestion.as_deref().unwrap_or_default(),
            ];
            out.write_record(texts.map(harmless))?;
        }
        for (code, number) in file.issues.not_listed() {
            let severity = if code.is_error() { "error" } else { "warning" };
            let told = not_listed(*number);
            let texts = [file.file.as_str(), severity, code.as_str(), "", "", "", &told, "", ""];
            out.write_record(texts.map(harmless))?;
        }
    }
    out.flush()
}

/// A text from a foreign file must not become a formula in whoever opens the table, nor steer the terminal of whoever
/// looks at it there. Line breaks and tabs within it are kept.
fn harmless(text: &str) -> String {
    const FORMULA: [char; 12] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '|', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let pieces: Vec<String> = text.split_inclusive(['\n', '\t']).map(kept_break).collect();
    let escaped = pieces.concat();
    if text.starts_with(FORMULA) { format!("'{escaped}") } else { escaped }
}

fn kept_break(piece: &str) -> String {
    let end = piece.len() - piece.ends_with(['\n', '\t']) as usize;
    format!("{}{}", shown(&piece[..end]), &piece[end..])
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_raw_text_never_becomes_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-1"), "'-1");
        assert_eq!(harmless("\u{ff1d}1+1"), "'\u{ff1d}1+1");
        assert_eq!(harmless("\t=1"), "'\t=1");
        assert_eq!(harmless("08F"), "08F");
        assert_eq!(harmless("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\nc");
    }
}
