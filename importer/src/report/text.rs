//! The report for people.

use std::fmt::Write;

use entities::domain::{RunStatus, Severity};

use super::{FileReport, Report};
use crate::{
    error::RefusalCode,
    issue::{Issue, IssueCode, not_listed},
};

/// How many issues of a file are shown; the JSON report and the database have all.
const ISSUES_SHOWN: usize = 50;

/// The report of an import.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut text = String::new();
    for file in &report.files {
        describe(&mut text, file);
    }
    if report.dry_run {
        text.push_str("This was a check: everything was rolled back.\n");
    }
    text
}

fn describe(text: &mut String, file: &FileReport) {
    let name = shown(&file.file);
    let _ = match file.status {
        Some(RunStatus::Unchanged) => writeln!(text, "{name}: unchanged"),
        Some(RunStatus::Rejected) => {
            let reason = file.reason.map_or("", RefusalCode::as_str);
            writeln!(
                text,
                "{name}: refused, nothing is stored: {} ({reason})",
                shown(file.message.as_deref().unwrap_or_default())
            )
        }
        _ => {
            let (rows, diff) = (&file.rows, &file.diff);
            writeln!(
                text,
                "{name}: {} facts, {} duplicates, {} skipped and {} rejected of {} rows; +{} ~{} -{} ={}",
                rows.facts,
                rows.duplicates,
                rows.skipped,
                rows.rejected,
                rows.read,
                diff.added,
                diff.changed,
                diff.removed,
                diff.unchanged
            )
        }
    };
    if let Some(profile) = &file.profile {
        let _ = writeln!(text, "  read by profile {}", profile.name);
    }
    if file.diff.removed > 0 {
        let _ =
            writeln!(text, "  {} statements of the dataset's older file are withdrawn", file.diff.removed);
    }
    if file.diff.absent > 0 {
        let _ = writeln!(
            text,
            "  {} statements of the dataset's older file are not in this one; they stay, unless it is imported with --replace",
            file.diff.absent
        );
    }
    for sheet in &file.sheets {
        // That a hidden sheet was skipped is told with the other warnings.
        let is_told =
            |issue: &Issue| issue.code == IssueCode::HiddenSheetSkipped && issue.sheet == sheet.name;
        if let Some(because) = sheet.skipped_because.filter(|_| !file.issues.iter().any(is_told)) {
            let _ = writeln!(text, "  sheet \"{}\" was not read: {because}", shown(&sheet.name));
        }
        if !sheet.unknown_headings.is_empty() {
            let headings = shown(&sheet.unknown_headings.join(", "));
            let _ =
                writeln!(text, "  sheet \"{}\": columns that are not read: {headings}", shown(&sheet.name));
        }
    }
    for issue in file.issues.iter().take(ISSUES_SHOWN) {
        let _ = writeln!(text, "  {}", place(&file.file, issue));
    }
    if let Some(more) = file.issues.len().checked_sub(ISSUES_SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(text, "  and {more} more; --format json shows all");
    }
    for (code, number) in file.issues.not_listed() {
        let _ = writeln!(text, "  {}: {}", code.as_str(), not_listed(*number));
    }
}

/// A problem in the words of a spreadsheet: `waves.xlsx > 2015-16!C7: "Deligated" is not a model ...`
pub(super) fn place(file: &str, issue: &Issue) -> String {
    let warning = if issue.code.severity() == Severity::Warning { "warning: " } else { "" };
    let sheet = if issue.sheet == file { String::new() } else { format!("{}!", issue.sheet) };
    shown(&format!("{file} > {sheet}{}: {warning}{} ({})", issue.cell, issue.message, issue.code.as_str()))
}

/// Control characters in a file must not reach the terminal.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
