//! A marked-up copy of a file: what is wrong with it, at the cells where it is wrong.
//!
//! The copy is written from the rows as they are read, for every format alike: the same sheets, cells and values,
//! but neither formulas nor looks. `marks` says what is wrong where, `copy` writes the sheets, `listing` adds one
//! that lists all problems, `naming` gives sheets names that a workbook may have, and `place` says where copies go.

mod copy;
mod formats;
mod listing;
mod marks;
mod naming;
mod place;

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Workbook, XlsxError};

pub use place::places;

use self::{copy::Copy, formats::Formats, marks::Marks};
use crate::{
    error::Refusal,
    extract::{FileBytes, Limits, Visit},
    report::FileReport,
};

/// How many cells of a file get a comment: spreadsheet programs become slow with more. The others are coloured, and
/// listed as all are.
const COMMENTS: usize = 10_000;

/// Why there is no copy.
#[derive(Debug)]
pub enum NoCopy {
    /// The file cannot be read.
    Unreadable(Refusal),
    /// The copy cannot be written.
    Unwritable(io::Error),
}

/// Writes the copy of a file, marked with what its report says.
///
/// # Errors
/// When the file cannot be read again, or the copy not be written.
pub fn mark_up<W: Write + Seek + Send>(
    file: &FileBytes,
    report: &FileReport,
    limits: &Limits,
    visit: Visit,
    out: W,
) -> Result<(), NoCopy> {
    let formats = Formats::new();
    let marks = Marks::of(report);
    let mut copy = Copy::new(&formats, &marks);
    // Hidden sheets are part of the copy, whether or not they were read.
    let limits = Limits { include_hidden: true, ..*limits };
    visit(file, &limits, &mut copy).map_err(NoCopy::Unreadable)?;
    let mut copied = copy.finish().map_err(unwritable)?;
    listing::add(&mut copied, report, &formats).map_err(unwritable)?;
    save(copied.workbook, out).map_err(unwritable)
}

fn save<W: Write + Seek + Send>(mut workbook: Workbook, out: W) -> Result<(), XlsxError> {
    workbook.save_to_writer(out)
}

fn unwritable(error: XlsxError) -> NoCopy {
    NoCopy::Unwritable(match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::ZipError(error) => error.into(),
        other => io::Error::other(other),
    })
}
