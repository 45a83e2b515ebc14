//! Reads files: bytes in, rows of cells out.
//!
//! The format is decided by the content, never by the name. `workbook` is the only file that knows calamine's
//! readers, `delimited` the only one that knows csv, with `text` for encodings and `lines` for lines; `container` looks
//! before the first of them does. `hidden` and `open_document` ask a sheet's XML for what calamine leaves out. `child` runs all of
//! this in a process of its own, which talks to this one over `wire`.

mod bytes;
mod cell;
pub mod child;
mod container;
mod delimited;
mod file;
mod format;
#[cfg(test)]
mod fuzzing;
mod hidden;
mod limits;
mod lines;
mod mentions;
mod merges;
mod open_document;
mod runs;
mod text;
mod wire;
mod workbook;
mod xml;

pub use bytes::Bytes;
pub use cell::{Address, Cell, Region, Row, Value, column_of, day_of_serial, letters_of};
pub(crate) use file::file_name;
pub use file::{FileBytes, Unread};
pub use format::Format;
use limits::Budget;
pub use limits::Limits;
use mentions::Mentions;

use std::io::{Read, Seek};

use crate::error::Refusal;

/// Receives what a file holds, in its order.
pub trait Visitor {
    /// The file is text, in this encoding and with this delimiter.
    fn text(&mut self, _encoding: &str, _delimiter: char) {}
    /// A sheet begins. Answers whether its rows are wanted.
    fn sheet(&mut self, name: &str, visible: bool) -> bool;
    /// The sheet hides these columns: the first and the last, from 0, of each run of them.
    fn hidden_columns(&mut self, _runs: Vec<(u32, u32)>) {}
    /// The sheet merges the cells of these regions; not all formats tell of them.
    fn merged(&mut self, _regions: Vec<Region>) {}
    /// A row that has at least one value.
    fn row(&mut self, row: Row);
}

/// A way to show the rows of a file to a visitor: [`visit`] in this process, [`child::visit_apart`] in one of its own.
pub type Visit = fn(&FileBytes, &Limits, &mut dyn Visitor) -> Result<(), Refusal>;

/// Shows the rows of a file to a visitor, for files that are trusted.
///
/// # Errors
/// When the file is of no known format, damaged, or over a limit.
pub fn visit(file: &FileBytes, limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Refusal> {
    let mut source = file.bytes.open().map_err(|error| file::unreadable(&error))?;
    show(&mut *source, &file.name, limits, visitor)
}

/// Where bytes are read from, as often as need be.
trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// Workbooks are read from memory, for their parts are anywhere in them; text is not, and may be much longer.
fn show(
    source: &mut dyn Source,
    name: &str,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let mut bytes = Vec::new();
    let mut head = source.take(Format::HEAD);
    head.read_to_end(&mut bytes).map_err(|error| file::unreadable(&error))?;
    if !Format::is_container(&bytes) {
        Format::of(&bytes)?;
        return delimited::visit(source, name, limits, visitor);
    }
    source.read_to_end(&mut bytes).map_err(|error| file::unreadable(&error))?;
    let format = Format::of(&bytes)?;
    let mentions =
        if format == Format::Xls { Mentions::default() } else { container::check(&bytes, limits)? };
    workbook::visit(format, &bytes, &mentions, limits, visitor)
}
