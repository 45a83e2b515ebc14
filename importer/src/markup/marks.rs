//! What is wrong where.

use std::collections::{BTreeMap, HashMap};

use crate::{
    extract::Address,
    issue::Issue,
    report::{FileReport, SkippedRow},
};

/// Longest comment, in characters: far below what a cell's comment may hold, and enough for several problems.
const LONGEST_COMMENT: usize = 4000;

/// How a cell is marked; of several ways the gravest.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mark {
    /// There is nothing to say of it.
    #[default]
    Plain,
    /// It was not read as a record, and not meant to be.
    Skipped,
    /// Its row was stored, but somebody should look at it.
    Warning,
    /// Its row was not stored.
    Error,
}

/// A mark and the comment on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) mark: Mark,
    pub(super) comment: String,
}

/// The marks of one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetMarks {
    /// By row, then by column, both from 0.
    pub(super) cells: BTreeMap<u32, BTreeMap<u32, Marked>>,
    /// Rows that were skipped as a whole, by number from 0, and why.
    pub(super) rows: HashMap<u32, &'static str>,
}

/// The marks of a file, by sheet.
#[derive(Debug, Default)]
pub(super) struct Marks(HashMap<String, SheetMarks>);

impl Marks {
    pub(super) fn of(report: &FileReport) -> Self {
        let mut marks = Self::default();
        for issue in &report.issues {
            if let Some(address) = Address::parse(&issue.cell) {
                let mark = if issue.is_error() { Mark::Error } else { Mark::Warning };
                marks.sheet(&issue.sheet).add(address, mark, &comment(issue));
            }
        }
        for SkippedRow { sheet, row, cell, because } in &report.skipped {
            match cell.as_deref().and_then(Address::parse) {
                Some(address) => marks.sheet(sheet).add(address, Mark::Skipped, &skipped(because)),
                None => {
                    marks.sheet(sheet).rows.insert(row.saturating_sub(1), because);
                }
            }
        }
        marks
    }

    pub(super) fn on(&self, sheet: &str) -> Option<&SheetMarks> {
        self.0.get(sheet)
    }

    fn sheet(&mut self, name: &str) -> &mut SheetMarks {
        self.0.entry(name.to_owned()).or_default()
    }
}

impl SheetMarks {
    fn add(&mut self, address: Address, mark: Mark, comment: &str) {
        let row = self.cells.entry(address.row.saturating_sub(1)).or_default();
        let marked = row.entry(address.column).or_default();
        marked.mark = marked.mark.max(mark);
        if !marked.comment.is_empty() {
            marked.comment.push_str("\n\n");
        }
        marked.comment.push_str(comment);
        if let Some((end, _)) = marked.comment.char_indices().nth(LONGEST_COMMENT) {
            marked.comment.truncate(end);
        }
    }
}

/// A problem as a comment: class, sentence, suggestion.
fn comment(issue: &Issue) -> String {
    let mut comment = format!("{}: {}", issue.code.as_str(), issue.message);
    if let Some(suggestion) = &issue.suggestion {
        comment.push_str("\nSuggestion: ");
        comment.push_str(suggestion);
    }
    comment
}

/// The comment on what was skipped.
pub(super) fn skipped(because: &str) -> String {
    format!("skipped: {because}")
}
