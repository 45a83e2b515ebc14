//! What a file may hold, and its parser use, at most.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Refusal, RefusalCode};

/// What of a file is read: what it may hold, and its parser use, at most, and whether hidden sheets count.
/// Published lists stay far below the limits.
#[derive(Copy, Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Columns that hold a value.
    pub columns: u32,
    /// Cells that hold a value, in all sheets.
    pub cells: u64,
    /// Rows that hold a value, in all sheets.
    pub rows: u64,
    /// Bytes of one line of delimited text, with the line breaks within its quotes.
    pub line_bytes: u64,
    /// Entries of a zipped workbook.
    pub zip_entries: usize,
    /// Unpacked bytes of all parts of a zipped workbook. They are read as they come, and not kept.
    pub inflated_bytes: u64,
    /// How many times as large a part may be unpacked ...
    pub ratio: u64,
    /// ... once it has this many bytes.
    pub ratio_from_bytes: u64,
    /// Problems, and skipped rows, that are kept in full.
    pub issues: usize,
    /// Memory of the parsing process, in bytes.
    pub memory: u64,
    /// Processor time of the parsing process.
    pub cpu: Duration,
    /// How long the parsing process may take.
    pub wall: Duration,
    /// Whether hidden sheets are read too.
    pub include_hidden: bool,
}

pub(super) const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 * MIB,
            columns: 512,
            cells: 16_000_000,
            rows: 1_048_576,
            line_bytes: MIB,
            zip_entries: 1000,
            // As many cells as are read, of 64 bytes each.
            inflated_bytes: 1024 * MIB,
            ratio: 100,
            ratio_from_bytes: 64 * MIB,
            issues: crate::issue::KEPT,
            memory: 1024 * MIB,
            cpu: Duration::from_secs(30),
            wall: Duration::from_secs(60),
            include_hidden: false,
        }
    }
}

/// How much of its limits a file has left.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
    rows: u64,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { cells: limits.cells, rows: limits.rows }
    }

    /// Counts a cell that holds a value.
    pub(super) fn cell(&mut self, column: u32, limits: &Limits) -> Result<(), Refusal> {
        let Limits { columns, cells, .. } = limits;
        if column >= *columns {
            let message = format!("a value stands in column {}; at most {columns} are read", column + 1);
            return Err(Refusal::new(RefusalCode::TooManyColumns, message));
        }
        self.cells = self.cells.checked_sub(1).ok_or_else(|| {
            Refusal::new(RefusalCode::TooManyCells, format!("the file has more than {cells} values"))
        })?;
        Ok(())
    }

    /// Counts a row that holds a value.
    pub(super) fn row(&mut self, limits: &Limits) -> Result<(), Refusal> {
        let Limits { rows, .. } = limits;
        self.rows = self.rows.checked_sub(1).ok_or_else(|| {
            Refusal::new(RefusalCode::TooManyRows, format!("the file has more than {rows} rows with a value"))
        })?;
        Ok(())
    }
}
