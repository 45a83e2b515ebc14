//! What was done with a file.

use std::sync::Arc;

use entities::domain::{DatasetKind, RunStatus};
use serde::Serialize;

use super::code;
use crate::{
    catalogue::SourceEntry,
    error::{Refusal, RefusalCode},
    extract::{Address, FileBytes},
    issue::{Issue, Issues},
    load::{Changes, Diff, runs::RowCounts},
    recognise::{Field, Profile},
    transform::{Parsed, SheetSummary, Skip},
};

/// What was done with a file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// The path as it was given.
    pub path: String,
    /// The file's name.
    pub file: String,
    /// The logical dataset.
    pub dataset: String,
    /// What its rows state.
    #[serde(serialize_with = "code")]
    pub kind: Option<DatasetKind>,
    /// How it ended.
    #[serde(serialize_with = "code")]
    pub status: Option<RunStatus>,
    /// The run's number. In a dry run it is taken back with everything else.
    pub run_id: Option<i64>,
    /// The version of the data that it made, which the API tells too; none when nothing is stored by it.
    pub data_version: Option<i64>,
    /// The mapping profile that it was read by; none when the headings alone decided.
    pub profile: Option<ProfileReport>,
    /// SHA-256 of the bytes.
    pub sha256: Option<String>,
    /// The file's size.
    pub size_bytes: Option<u64>,
    /// The dataset as which its very bytes are in force already, if so.
    pub in_force_as: Option<String>,
    /// Why it was refused: a code.
    pub reason: Option<RefusalCode>,
    /// Why it was refused, or why nothing was done: a sentence.
    pub message: Option<String>,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
    /// Its rows.
    pub rows: RowCounts,
    /// Statements that it changed in the database. A register's row makes several: the CCG, its name and its areas.
    pub diff: Diff,
    /// The same one by one, those of older statements first; as many as problems are kept.
    pub changes: Changes,
    /// Its problems.
    #[serde(flatten)]
    pub issues: Issues,
    /// Rows that are no records: footnotes, totals, repeated headers.
    pub skipped: Vec<SkippedRow>,
    /// How many more of these there are.
    pub skipped_not_listed: u64,
}

/// The mapping profile that a file was read by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileReport {
    /// Its name and version: `ods-extract@1`.
    pub name: String,
    /// SHA-256 of its text.
    pub sha256: String,
}

/// What was made of a sheet.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetReport {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Why it was not read.
    pub skipped_because: Option<&'static str>,
    /// The header's row.
    pub header_row: Option<u32>,
    /// Its columns.
    pub columns: Vec<ColumnReport>,
    /// Headings that mean nothing to the importer.
    pub unknown_headings: Vec<String>,
    /// Rows beneath the header that have a value.
    pub rows: u64,
}

/// What a column was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnReport {
    /// The cell of its heading.
    pub cell: String,
    /// Its field.
    pub field: &'static str,
}

/// A row that is no record.
#[derive(Clone, Debug, Serialize)]
pub struct SkippedRow {
    /// Its sheet.
    pub sheet: String,
    /// Its number.
    pub row: u32,
    /// The cell, where only this cell of the row is no record.
    pub cell: Option<String>,
    /// Why.
    pub because: &'static str,
}

impl FileReport {
    /// A report of a file before it is read.
    #[must_use]
    pub fn new(entry: &SourceEntry) -> Self {
        Self {
            path: entry.called().display().to_string(),
            file: crate::extract::file_name(&entry.path),
            dataset: entry.dataset.clone(),
            kind: entry.kind,
            status: None,
            run_id: None,
            data_version: None,
            profile: None,
            sha256: None,
            size_bytes: None,
            in_force_as: None,
            reason: None,
            message: None,
            sheets: Vec::new(),
            rows: RowCounts::default(),
            diff: Diff::default(),
            changes: Changes::default(),
            issues: Issues::default(),
            skipped: Vec::new(),
            skipped_not_listed: 0,
        }
    }

    /// Whether its facts are stored, now or before.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        matches!(self.status, Some(RunStatus::Committed | RunStatus::Unchanged))
    }

    /// Says which bytes it is about.
    pub fn identify(&mut self, file: &FileBytes) {
        self.sha256 = Some(file.sha256.clone());
        self.size_bytes = file.bytes.len().ok();
    }

    /// Says which profile is in charge of the file.
    pub fn read_by(&mut self, profile: Option<&Arc<Profile>>) {
        self.profile = profile.map(|profile| ProfileReport::from(profile.as_ref()));
    }

    /// Says what was found in the file.
    pub fn describe(&mut self, parsed: &Parsed) {
        self.read_by(parsed.sheets.iter().find_map(|sheet| sheet.layout.as_ref()?.profile.as_ref()));
        let layouts = parsed.sheets.iter().filter_map(|sheet| sheet.layout.as_ref());
        self.kind = layouts.map(|layout| layout.kind).next().or(self.kind);
        self.sheets = parsed.sheets.iter().map(SheetReport::from).collect();
        self.skipped = parsed.skipped.iter().map(SkippedRow::from).collect();
        self.skipped_not_listed = parsed.skips - parsed.skipped.len() as u64;
        self.issues.clone_from(&parsed.issues);
    }

    /// Adds problems, and puts all of them in the order in which they stand in the file.
    pub fn add(&mut self, issues: Issues) {
        self.issues.append(issues);
        let sheets: Vec<&str> = self.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let sheet = |issue: &Issue| sheets.iter().position(|name| *name == issue.sheet);
        self.issues.sort_by_key(|issue| (sheet(issue), issue.row()));
    }

    /// Says what was stored.
    pub fn finish(&mut self, run_id: i64, data_version: Option<i64>, diff: Diff, changes: Changes) {
        self.status = Some(RunStatus::Committed);
        (self.run_id, self.data_version) = (Some(run_id), data_version);
        (self.diff, self.changes) = (diff, changes);
    }

    /// Says that nothing had to be done.
    pub fn unchanged(&mut self, dataset: &str) {
        self.status = Some(RunStatus::Unchanged);
        self.in_force_as = Some(dataset.to_owned());
        let mut message = format!("these very bytes are in force as dataset {dataset}; nothing was changed");
        if dataset != self.dataset {
            message.push_str("; to store them as another dataset too, give its name with --dataset");
        }
        self.message = Some(message);
    }

    /// Says that nothing was done, because the file was taken back before.
    pub fn stays_reverted(&mut self, run: i64) {
        self.status = Some(RunStatus::Reverted);
        self.message = Some(format!(
            "run {run} over these very bytes was taken back; name the file to `importer run` to import it again"
        ));
    }

    /// Says why nothing is stored.
    pub fn refused(&mut self, run_id: Option<i64>, refusal: Refusal) {
        self.status = Some(RunStatus::Rejected);
        self.run_id = run_id;
        self.reason = Some(refusal.code);
        self.message = Some(refusal.message);
    }
}

impl From<&Profile> for ProfileReport {
    fn from(profile: &Profile) -> Self {
        Self { name: profile.stamp(), sha256: profile.sha256.clone() }
    }
}

impl From<&SheetSummary> for SheetReport {
    fn from(sheet: &SheetSummary) -> Self {
        let layout = sheet.layout.as_ref();
        let columns = layout.map(|layout| {
            let column = |&(column, field): &(u32, Field)| ColumnReport {
                cell: Address { row: layout.header_row.max(1), column }.to_string(),
                field: field.name(),
            };
            layout.columns.iter().map(column).collect()
        });
        Self {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            skipped_because: sheet.skipped_because,
            header_row: layout.map(|layout| layout.header_row).filter(|row| *row > 0),
            columns: columns.unwrap_or_default(),
            unknown_headings: layout.map(|layout| layout.unknown.clone()).unwrap_or_default(),
            rows: sheet.rows,
        }
    }
}

impl From<&Skip> for SkippedRow {
    fn from(skip: &Skip) -> Self {
        let cell = skip.column.map(|column| Address { row: skip.row, column }.to_string());
        Self { sheet: skip.sheet.clone(), row: skip.row, cell, because: skip.because }
    }
}
