//! The report for people.

use std::fmt::Write;

use entities::domain::{RunStatus, Severity};

use super::{
    FileReport, Report, SkippedRow,
    style::{ERROR, WARNING, shown, styled},
};
use crate::{
    error::RefusalCode,
    issue::{Issue, IssueCode, Issues, not_listed},
    load::{Became, Changes, Diff},
};

/// How many issues of a file are shown; the JSON report and the database have all.
const ISSUES_SHOWN: usize = 50;

/// How many changes of what was stored before are shown; the JSON report has all that are kept.
const CHANGES_SHOWN: usize = 20;

/// How much the report says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Only files that were refused or have problems.
    Problems,
    /// All files, and the first problems of each.
    Usual,
    /// All problems that are kept, the columns that were found and the rows that were skipped.
    All,
}

/// The report of an import.
#[must_use]
pub fn report(report: &Report, detail: Detail) -> String {
    let mut text = String::new();
    let is_told = |file: &&FileReport| {
        detail != Detail::Problems || file.issues.total() > 0 || file.status == Some(RunStatus::Rejected)
    };
    for file in report.files.iter().filter(is_told) {
        describe(&mut text, file, detail);
    }
    if report.dry_run && report.error.is_none() && detail != Detail::Problems {
        text.push_str("This was a check: everything was rolled back.\n");
    }
    text
}

fn describe(text: &mut String, file: &FileReport, detail: Detail) {
    let name = shown(&file.file);
    let _ = match file.status {
        Some(RunStatus::Unchanged) if file.in_force_as.as_ref() == Some(&file.dataset) => {
            writeln!(text, "{name}: unchanged")
        }
        Some(RunStatus::Unchanged) => {
            writeln!(text, "{name}: unchanged: {}", shown(file.message.as_deref().unwrap_or_default()))
        }
        Some(RunStatus::Reverted) => {
            let because = shown(file.message.as_deref().unwrap_or_default());
            writeln!(text, "{name}: {}: {because}", styled(WARNING, "not imported"))
        }
        Some(RunStatus::Rejected) => {
            let reason = file.reason.map_or("", RefusalCode::as_str);
            writeln!(
                text,
                "{name}: {}: {} ({reason})",
                styled(ERROR, "refused, nothing is stored"),
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
    let (removed, absent) = (file.diff.removed, file.diff.absent);
    if removed > 0 {
        let _ = writeln!(
            text,
            "  {} of the dataset's older file {} withdrawn",
            counted(removed, "statement"),
            are(removed)
        );
    }
    if absent > 0 {
        let _ = writeln!(
            text,
            "  {} of the dataset's older file {} not in this one; {}, unless it is imported with --replace",
            counted(absent, "statement"),
            are(absent),
            if absent == 1 { "it stays" } else { "they stay" }
        );
    }
    list_changes(text, &file.diff, &file.changes);
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
    if detail == Detail::All {
        everything(text, file);
    }
    let most = if detail == Detail::All { usize::MAX } else { ISSUES_SHOWN };
    list_issues(text, &file.file, &file.issues, most);
}

/// The first changes of what was stored before: `~` for what says otherwise now, `-` for what is withdrawn, `?` for what
/// the file does not mention. What is new is only counted.
pub(super) fn list_changes(text: &mut String, diff: &Diff, changes: &Changes) {
    let told = || changes.iter().filter(|change| change.change != Became::Added).take(CHANGES_SHOWN);
    for change in told() {
        let sign = match change.change {
            Became::Changed => '~',
            Became::Removed => '-',
            Became::Absent => '?',
            Became::Added => '+',
        };
        let columns = change
            .columns
            .iter()
            .map(|altered| format!("{} {} -> {}", altered.column, value(&altered.old), value(&altered.new)));
        let columns = columns.collect::<Vec<_>>().join("; ");
        let colon = if columns.is_empty() { "" } else { ": " };
        let line = format!("{sign} {} {}{colon}{columns}", change.statement, change.natural_key);
        let _ = writeln!(text, "  {}", shown(&line));
    }
    let more = (diff.changed + diff.removed + diff.absent).saturating_sub(told().count() as u64);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more changes; --format json lists them");
    }
}

/// A value as a person writes it.
fn value(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A number of things: "1 statement", "2 statements".
pub(super) fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn are(number: u64) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// The first problems of a file, and how many more there are.
pub(super) fn list_issues(text: &mut String, file: &str, issues: &Issues, most: usize) {
    for issue in issues.iter().take(most) {
        let _ = writeln!(text, "  {}", place(file, issue));
    }
    if let Some(more) = issues.len().checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(text, "  and {more} more; --verbose or --format json shows them");
    }
    for (code, number) in issues.not_listed() {
        let _ = writeln!(text, "  {}: {}", code.as_str(), not_listed(*number));
    }
}

/// What is usually left out: the columns that were found, and the rows that were skipped.
fn everything(text: &mut String, file: &FileReport) {
    for sheet in &file.sheets {
        for column in &sheet.columns {
            let _ = writeln!(text, "  sheet \"{}\": {} is {}", shown(&sheet.name), column.cell, column.field);
        }
    }
    list_skipped(text, file);
}

/// The rows that were skipped, as many as are kept.
pub(super) fn list_skipped(text: &mut String, file: &FileReport) {
    for SkippedRow { sheet, row, cell, because } in &file.skipped {
        let place = cell.clone().unwrap_or_else(|| format!("row {row}"));
        let _ = writeln!(text, "  sheet \"{}\": {place} was skipped: {because}", shown(sheet));
    }
    if file.skipped_not_listed > 0 {
        let _ = writeln!(text, "  and {} more skipped rows", file.skipped_not_listed);
    }
}

/// A problem in the words of a spreadsheet: `waves.xlsx > 2015-16!C7: "Deligated" is not a model ...`
fn place(file: &str, issue: &Issue) -> String {
    let (style, warning) =
        if issue.code.severity() == Severity::Warning { (WARNING, "warning: ") } else { (ERROR, "") };
    let sheet = if issue.sheet == file { String::new() } else { format!("{}!", issue.sheet) };
    let place = shown(&format!("{file} > {sheet}{}", issue.cell));
    format!("{}: {warning}{} ({})", styled(style, place), shown(&issue.message), issue.code.as_str())
}
