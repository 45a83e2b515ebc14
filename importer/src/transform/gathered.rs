//! What has been made of a file's rows so far.

use std::{collections::HashSet, sync::Arc};

use entities::domain::DatasetKind;

use super::{Adoption, Fields, Located, Mention, Records, Skip, records::Read};
use crate::{
    extract::Row,
    issue::{Issue, Issues},
};

/// How many records are handed on at once.
const BATCH: usize = 1000;

/// Rows whose records were handed on before it was seen that they must not be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubted {
    /// Their sheet.
    pub sheet: Arc<str>,
    /// Their numbers.
    pub rows: Vec<u32>,
    /// How many records they gave.
    pub records: u64,
}

/// Records, problems and counts.
pub(super) struct Gathered<'a> {
    hand_on: &'a mut dyn FnMut(Records),
    pub(super) records: Option<Records>,
    pub(super) issues: Issues,
    pub(super) skipped: Vec<Skip>,
    pub(super) skips: u64,
    pub(super) rejected: u64,
    pub(super) doubted: Vec<Doubted>,
    pub(super) mentions: HashSet<Mention>,
    /// Rows of the current sheet.
    pub(super) rows: u64,
    /// How many skipped rows are kept.
    keeps: usize,
}

impl<'a> Gathered<'a> {
    /// Nothing yet; so many problems and skipped rows will be kept in full.
    pub(super) fn new(hand_on: &'a mut dyn FnMut(Records), keeps: usize) -> Self {
        Self {
            hand_on,
            records: None,
            issues: Issues::keeping(keeps),
            skipped: Vec::new(),
            skips: 0,
            rejected: 0,
            doubted: Vec::new(),
            mentions: HashSet::new(),
            rows: 0,
            keeps,
        }
    }

    /// How many problems are kept in full.
    pub(super) fn keeps(&self) -> usize {
        self.keeps
    }

    /// Keeps a record, if it can be read. Says whether, and what its problems are.
    pub(super) fn keep(&mut self, kind: DatasetKind, fields: Fields) -> (bool, Vec<Issue>) {
        self.rows += 1;
        let records = self.records.get_or_insert_with(|| Records::of(kind));
        let Read { kept, issues, mention } = records.read(fields);
        self.mentions.extend(mention);
        self.rejected += u64::from(!kept);
        if records.len() >= BATCH
            && let Some(batch) = self.records.take()
        {
            (self.hand_on)(batch);
        }
        (kept, issues)
    }

    /// Counts a row that is not believed, and remembers what it is about.
    pub(super) fn doubt(&mut self, kind: DatasetKind, fields: Fields) {
        self.reject();
        self.mentions.extend(mentioned(kind, fields));
    }

    /// Counts a record that cannot be read.
    pub(super) fn reject(&mut self) {
        self.rows += 1;
        self.rejected += 1;
    }

    /// Counts a row that is no record.
    pub(super) fn skip(&mut self, sheet: &str, row: &Row, because: &'static str) {
        self.skip_cell(sheet, row, None, because);
    }

    /// Counts a cell that gives no record, or a row.
    pub(super) fn skip_cell(&mut self, sheet: &str, row: &Row, column: Option<u32>, because: &'static str) {
        self.rows += 1;
        self.skips += 1;
        if self.skipped.len() < self.keeps {
            self.skipped.push(Skip { sheet: sheet.to_owned(), row: row.number, column, because });
        }
    }
}

/// What a row is about, whatever it says of it.
fn mentioned(kind: DatasetKind, fields: Fields) -> Option<Mention> {
    let mut records = Records::of(kind);
    let mention = records.read(fields).mention;
    let Records::Adoptions(records) = records else { return mention };
    let read = records.into_iter().next().map(|Located { record, .. }| record);
    mention.or_else(|| read.map(|Adoption { ccg, year, .. }| Mention { ccg, year }))
}
