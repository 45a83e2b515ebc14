//! Writes the sheets of a copy, row by row as they are read.

use std::collections::HashMap;

use rust_xlsxwriter::{Note, Workbook, Worksheet, XlsxError};

use super::{
    COMMENTS,
    formats::Formats,
    marks::{Mark, Marked, Marks, SheetMarks, skipped},
    naming::{Names, cut},
};
use crate::extract::{Cell, Region, Row, Value, Visitor};

/// What a sheet of a workbook can hold.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
const TEXT: usize = 32_767;
/// How many cells of merged regions are merged in a copy: each of them has to be written.
const MERGED: u64 = 500_000;
/// By how many days dates that count from 1904 are behind the others.
const BETWEEN_EPOCHS: f64 = 1462.0;

/// A copy in the making. What fails is kept, and ends the work.
pub(super) struct Copy<'a> {
    formats: &'a Formats,
    marks: &'a Marks,
    copied: Copied,
    /// The marks of the current sheet.
    sheet: Option<&'a SheetMarks>,
    /// The merged regions of the current sheet, by their first row from 0.
    regions: HashMap<u32, Vec<Region>>,
    /// The next row that can be written: a sheet is written downwards only.
    next_row: u32,
    failed: Option<XlsxError>,
}

/// The sheets that were copied.
#[derive(Default)]
pub(super) struct Copied {
    pub(super) workbook: Workbook,
    pub(super) names: Names,
    /// The name in the file of each sheet, and the name in the copy.
    pub(super) sheets: Vec<(String, String)>,
    comments: usize,
    /// Cells that a sheet of a workbook has no room for.
    pub(super) left_out: u64,
    /// Texts that were too long for a cell.
    pub(super) cut: u64,
    /// Cells of merged regions.
    merged: u64,
    /// Regions that are not merged in the copy.
    pub(super) unmerged: u64,
    /// Marked cells without a comment.
    pub(super) uncommented: u64,
}

impl<'a> Copy<'a> {
    pub(super) fn new(formats: &'a Formats, marks: &'a Marks) -> Self {
        Self {
            formats,
            marks,
            copied: Copied::default(),
            sheet: None,
            regions: HashMap::new(),
            next_row: 0,
            failed: None,
        }
    }

    pub(super) fn finish(self) -> Result<Copied, XlsxError> {
        self.failed.map_or(Ok(self.copied), Err)
    }

    fn begin(&mut self, name: &str, visible: bool) -> Result<(), XlsxError> {
        (self.sheet, self.next_row) = (self.marks.on(name), 0);
        self.regions.clear();
        let shown = self.copied.names.take(name);
        self.copied.workbook.add_worksheet_with_constant_memory()?.set_name(&shown)?.set_hidden(!visible);
        self.copied.sheets.push((name.to_owned(), shown));
        let cells = self.sheet.into_iter().flat_map(|marks| &marks.cells);
        for (row, cells) in cells {
            for (column, marked) in cells {
                self.comment(*row, *column, &marked.comment)?;
            }
        }
        Ok(())
    }

    fn comment(&mut self, row: u32, column: u32, comment: &str) -> Result<(), XlsxError> {
        if row >= ROWS || column >= COLUMNS || self.copied.comments >= COMMENTS {
            self.copied.uncommented += 1;
            return Ok(());
        }
        self.copied.comments += 1;
        let note = Note::new(comment).add_author_prefix(false).set_width(300).set_height(120);
        self.copied.worksheet()?.insert_note(row, narrow(column), &note).map(|_| ())
    }

    fn copy(&mut self, row: &Row) -> Result<(), XlsxError> {
        let number = row.number.saturating_sub(1);
        if number >= ROWS || number < self.next_row {
            self.copied.left_out += row.cells.len() as u64;
            return Ok(());
        }
        self.next_row = number + 1;
        for region in self.regions.remove(&number).unwrap_or_default() {
            self.merge(&region)?;
        }
        let marked = self.sheet.and_then(|marks| marks.cells.get(&number));
        let because = self.sheet.and_then(|marks| marks.rows.get(&number));
        // What a merged cell covers is empty in the file, and in the copy.
        let own = || row.cells.iter().filter(|cell| cell.anchor.is_none());
        if let (Some(because), Some(first)) = (because, own().next())
            && marked.is_none_or(|marked| !marked.contains_key(&first.column))
        {
            self.comment(number, first.column, &skipped(because))?;
        }
        let all = if because.is_some() { Mark::Skipped } else { Mark::Plain };
        for Cell { column, value, .. } in own() {
            let mark = marked.and_then(|marked| marked.get(column)).map_or(all, |marked| marked.mark);
            self.write(number, *column, value, mark)?;
        }
        let blank = |column: &u32| own().all(|cell| cell.column != *column);
        for (column, Marked { mark, .. }) in marked.into_iter().flatten().filter(|(column, _)| blank(column))
        {
            self.write(number, *column, &Value::Uncalculated, *mark)?;
        }
        Ok(())
    }

    /// Merges the cells of a region, which are written all when its first row is.
    fn merge(&mut self, Region { first, last }: &Region) -> Result<(), XlsxError> {
        let rows = u64::from(last.row.saturating_sub(first.row)) + 1;
        let cells = rows * (u64::from(last.column.saturating_sub(first.column)) + 1);
        if last.row > ROWS || last.column >= COLUMNS || self.copied.merged + cells > MERGED {
            self.copied.unmerged += 1;
            return Ok(());
        }
        self.copied.merged += cells;
        let (from, to) = ((first.row - 1, narrow(first.column)), (last.row - 1, narrow(last.column)));
        let plain = self.formats.of(Mark::Plain, None);
        match self.copied.worksheet()?.merge_range(from.0, from.1, to.0, to.1, "", plain) {
            Ok(_) | Err(XlsxError::MergeRangeSingleCell) => Ok(()),
            // A damaged file may say so, but no workbook may.
            Err(XlsxError::MergeRangeOverlaps(..) | XlsxError::RowColumnOrderError) => {
                self.copied.unmerged += 1;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn write(&mut self, row: u32, column: u32, value: &Value, mark: Mark) -> Result<(), XlsxError> {
        if column >= COLUMNS {
            self.copied.left_out += 1;
            return Ok(());
        }
        let format = self.formats.of(mark, Some(value));
        let column = narrow(column);
        if let Value::Text(text) = value {
            self.copied.cut += u64::from(cut(text, TEXT).len() < text.len());
        }
        let sheet = self.copied.worksheet()?;
        match value {
            // Always as text, so that one that begins like a formula is none.
            Value::Text(text) | Value::Error(text) => {
                sheet.write_string_with_format(row, column, cut(text, TEXT), format)
            }
            Value::Number { number, .. } => sheet.write_number_with_format(row, column, *number, format),
            Value::Serial { days, since_1904 } => {
                let days = if *since_1904 { days + BETWEEN_EPOCHS } else { *days };
                sheet.write_number_with_format(row, column, days, format)
            }
            Value::Bool(truth) => sheet.write_boolean_with_format(row, column, *truth, format),
            Value::Uncalculated => sheet.write_blank(row, column, format),
        }
        .map(|_| ())
    }

    fn unless_failed(&mut self, work: impl FnOnce(&mut Self) -> Result<(), XlsxError>) {
        if self.failed.is_none() {
            self.failed = work(self).err();
        }
    }
}

impl Copied {
    /// The sheet that was added last.
    fn worksheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        self.workbook.worksheet_from_index(self.sheets.len().saturating_sub(1))
    }
}

impl Visitor for Copy<'_> {
    fn sheet(&mut self, name: &str, visible: bool) -> bool {
        self.unless_failed(|copy| copy.begin(name, visible));
        self.failed.is_none()
    }

    fn merged(&mut self, regions: Vec<Region>) {
        for region in regions {
            self.regions.entry(region.first.row.saturating_sub(1)).or_default().push(region);
        }
    }

    fn row(&mut self, row: Row) {
        self.unless_failed(|copy| copy.copy(&row));
    }
}

/// A column that a sheet has.
fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
