//! What was recognised in a file, for whoever wonders how it would be read.

use std::fmt::Write;

use entities::evidence::Cell;
use serde::Serialize;

use super::{
    Detail, FileReport,
    style::{ERROR, shown, styled},
    text::{counted, list_issues, list_skipped},
};
use crate::{
    error::Refusal,
    transform::{Parsed, Place, Records},
};

/// How many records are shown.
const RECORDS_SHOWN: usize = 5;
/// How many problems are shown to people.
const ISSUES_SHOWN: usize = 20;

/// What was recognised in a file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// The file, its sheets and its problems.
    #[serde(flatten)]
    pub file: FileReport,
    /// How many rows could be read.
    pub records: usize,
    /// The first of them, cell by cell.
    pub first_records: Vec<InspectedRecord>,
}

/// A record, cell by cell.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedRecord {
    /// Its sheet.
    pub sheet: String,
    /// Its row.
    pub row: u32,
    /// Its cells: field, address, what stands there, what was read and how.
    pub cells: Vec<Cell>,
}

impl Inspection {
    /// Of a file before it is read.
    #[must_use]
    pub fn new(file: FileReport) -> Self {
        Self { file, records: 0, first_records: Vec::new() }
    }

    /// Looks at records as they come.
    pub fn look_at(&mut self, records: &Records) {
        self.records += records.len();
        let wanted = RECORDS_SHOWN - self.first_records.len();
        let places = records.places();
        self.first_records.extend(places.into_iter().take(wanted).map(InspectedRecord::from));
    }

    /// Says what was found in the file, once all of it was read.
    pub fn finish(&mut self, parsed: &Parsed) {
        self.look_at(&parsed.records);
        for doubted in &parsed.doubted {
            self.records -= usize::try_from(doubted.records).unwrap_or_default().min(self.records);
            self.first_records
                .retain(|shown| *shown.sheet != *doubted.sheet || !doubted.rows.contains(&shown.row));
        }
        self.file.describe(parsed);
    }

    /// Says why the file is refused; what was seen of it before counts for nothing.
    pub fn refused(&mut self, refusal: Refusal) {
        self.records = 0;
        self.first_records.clear();
        self.file.refused(None, refusal);
    }
}

impl From<&Place> for InspectedRecord {
    fn from(place: &Place) -> Self {
        Self { sheet: place.sheet.to_string(), row: place.row, cells: place.cells.clone() }
    }
}

/// The inspection for people.
#[must_use]
pub fn inspection(inspected: &Inspection, detail: Detail) -> String {
    let file = &inspected.file;
    if let (Some(reason), Some(message)) = (file.reason, &file.message) {
        let refused = styled(ERROR, "refused");
        return format!("{}: {refused}: {} ({})\n", shown(&file.file), shown(message), reason.as_str());
    }
    let kind = file.kind.map_or("nothing that is known", entities::domain::DatasetKind::title);
    let mut text = format!(
        "{}: {kind}; {} can be read, {}\n",
        shown(&file.file),
        counted(inspected.records as u64, "row"),
        counted(file.issues.total(), "problem")
    );
    if let Some(profile) = &file.profile {
        let _ = writeln!(text, "read by profile {}", profile.name);
    }
    for sheet in &file.sheets {
        let name = shown(&sheet.name);
        let read = match (sheet.skipped_because, sheet.header_row) {
            (Some(because), _) => format!("not read: {because}"),
            (None, Some(row)) => format!("header in row {row}, {} rows beneath it", sheet.rows),
            (None, None) => format!("no header, {} rows", sheet.rows),
        };
        let hidden = if sheet.hidden && sheet.skipped_because.is_none() { ", hidden" } else { "" };
        let _ = writeln!(text, "\nsheet \"{name}\"{hidden}: {read}");
        for column in &sheet.columns {
            let _ = writeln!(text, "  {:<5} {}", column.cell, column.field);
        }
        for heading in &sheet.unknown_headings {
            let _ = writeln!(text, "  {:<5} not read: {}", "", shown(heading));
        }
    }
    for record in &inspected.first_records {
        let _ = writeln!(text, "\n{} row {}", shown(&record.sheet), record.row);
        for cell in &record.cells {
            let _ = writeln!(text, "  {}", shown_cell(cell));
        }
    }
    if file.issues.total() > 0 {
        text.push('\n');
    }
    let is_all = detail == Detail::All;
    list_issues(&mut text, &file.file, &file.issues, if is_all { usize::MAX } else { ISSUES_SHOWN });
    if is_all && !file.skipped.is_empty() {
        text.push('\n');
        list_skipped(&mut text, file);
    }
    text
}

/// A cell in a line: where it stands, what it was read as, what stands there if that is something else, and the rule.
pub(crate) fn shown_cell(cell: &Cell) -> String {
    let address = cell.address.as_deref().unwrap_or("-");
    let value = shown(&cell.value);
    let read = if cell.value == cell.raw { value } else { format!("\"{}\" -> {value}", shown(&cell.raw)) };
    format!("{address:<5} {:<16} {read}  ({})", cell.field, shown(&cell.rule))
}
