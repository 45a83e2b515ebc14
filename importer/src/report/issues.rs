//! The problems of a run as a table for spreadsheet programs.

use std::io;

use super::Report;
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

/// A text from a foreign file must not become a formula in whoever opens the table.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_raw_text_never_becomes_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-1"), "'-1");
        assert_eq!(harmless("08F"), "08F");
    }
}
