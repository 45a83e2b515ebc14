//! The sheet that lists all problems, each with a link to its cell.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::{
    copy::Copied,
    formats::Formats,
    marks::{Mark, skipped},
    naming::cut,
};
use crate::{
    error::RefusalCode,
    issue::not_listed,
    report::{FileReport, SkippedRow},
};

/// How many links a sheet may hold.
const LINKS: u32 = 65_000;
/// How many rows.
const ROWS: u32 = 1_000_000;
const TEXT: usize = 32_767;
const HEADINGS: [(&str, f64); 8] = [
    ("Severity", 10.0),
    ("Class", 24.0),
    ("Sheet", 20.0),
    ("Cell", 9.0),
    ("Value", 30.0),
    ("Problem", 90.0),
    ("Expected", 40.0),
    ("Suggestion", 30.0),
];

/// Adds the list behind the sheets of the file, and opens the workbook there.
pub(super) fn add(copied: &mut Copied, report: &FileReport, formats: &Formats) -> Result<(), XlsxError> {
    let name = copied.names.take("Issues");
    let told = told(copied, report);
    let sheets = std::mem::take(&mut copied.sheets);
    let sheet = copied.workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&name)?.set_active(true);
    for (column, (_, width)) in (0..).zip(HEADINGS) {
        sheet.set_column_width(column, width)?;
    }
    let mut list = List { sheet, formats, sheets: &sheets, next_row: 0 };
    let bold = Format::new().set_bold();
    for line in told {
        list.sheet.write_string(list.next_row, 0, cut(&line, TEXT))?;
        list.next_row += 1;
    }
    list.next_row += 1;
    for (column, (heading, _)) in (0..).zip(HEADINGS) {
        list.sheet.write_string_with_format(list.next_row, column, heading, &bold)?;
    }
    list.next_row += 1;
    for issue in &report.issues {
        let (mark, severity) =
            if issue.is_error() { (Mark::Error, "error") } else { (Mark::Warning, "warning") };
        let rest = [
            issue.raw.as_str(),
            &issue.message,
            issue.expected.as_deref().unwrap_or_default(),
            issue.suggestion.as_deref().unwrap_or_default(),
        ];
        list.add(mark, [severity, issue.code.as_str(), &issue.sheet, &issue.cell], rest)?;
    }
    for SkippedRow { sheet, row, cell, because } in &report.skipped {
        let cell = cell.clone().unwrap_or_else(|| format!("A{row}"));
        list.add(Mark::Skipped, ["skipped", "", sheet, &cell], ["", &skipped(because), "", ""])?;
    }
    Ok(())
}

/// What there is to say of the file as a whole.
fn told(copied: &Copied, report: &FileReport) -> Vec<String> {
    let skipped = report.skipped.len() as u64 + report.skipped_not_listed;
    let mut told = vec![format!("{}: {} problems, {skipped} skipped", report.file, report.issues.total())];
    if let Some(message) = &report.message {
        let reason = report.reason.map_or("", RefusalCode::as_str);
        told.push(if reason.is_empty() { message.clone() } else { format!("Refused: {message} ({reason})") });
    }
    let counted = report.issues.not_listed().iter();
    told.extend(counted.map(|(code, number)| format!("{}: {}", code.as_str(), not_listed(*number))));
    let shortcomings = [
        (report.skipped_not_listed, "more skipped rows are not marked"),
        (copied.uncommented, "marked cells are without a comment, for there are too many"),
        (copied.left_out, "cells are left out, for a sheet has no room for them"),
        (copied.unmerged, "merged regions are not merged here"),
        (copied.cut, "texts are cut to the 32,767 characters that a cell can hold"),
    ];
    told.extend(
        shortcomings
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}")),
    );
    told
}

struct List<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    /// The name in the file of each sheet, and the name in the copy.
    sheets: &'a [(String, String)],
    next_row: u32,
}

impl List<'_> {
    fn add(&mut self, mark: Mark, place: [&str; 4], rest: [&str; 4]) -> Result<(), XlsxError> {
        if self.next_row >= ROWS {
            return Ok(());
        }
        let format = self.formats.of(mark, None);
        let [severity, class, sheet, cell] = place;
        for (column, text) in [(0, severity), (1, class), (2, sheet)].into_iter().chain((4..).zip(rest)) {
            if !text.is_empty() {
                self.sheet.write_string_with_format(self.next_row, column, cut(text, TEXT), format)?;
            }
        }
        let copied = self.sheets.iter().find(|(name, _)| name == sheet);
        match copied.filter(|_| self.next_row < LINKS) {
            Some((_, name)) => {
                let address = format!("internal:'{}'!{cell}", name.replace('\'', "''"));
                self.sheet.write_url_with_text(self.next_row, 3, Url::new(address), cell)?;
            }
            None => {
                self.sheet.write_string(self.next_row, 3, cell)?;
            }
        }
        self.next_row += 1;
        Ok(())
    }
}
