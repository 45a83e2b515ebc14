//! Reads files: bytes in, rows of cells out.
//!
//! The format is decided by the content, never by the name. `workbook` is the only file that knows calamine,
//! `delimited` the only one that knows csv.

mod cell;
mod delimited;
mod file;
mod workbook;

pub use cell::{Address, Cell, Row, Value, day_of_serial};
pub(crate) use file::file_name;
pub use file::{FileBytes, Limits};

use crate::error::{Refusal, RefusalCode};

/// Receives what a file holds, in its order.
pub trait Visitor {
    /// A sheet begins. Answers whether its rows are wanted.
    fn sheet(&mut self, name: &str, visible: bool) -> bool;
    /// A row that has at least one value.
    fn row(&mut self, row: Row);
}

/// Shows the rows of a file to a visitor.
///
/// # Errors
/// When the file is of no known format, damaged, or over a limit.
pub fn visit(file: &FileBytes, limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Refusal> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
    match file.bytes.as_slice() {
        [] => Err(Refusal::new(RefusalCode::EmptyFile, "the file is empty")),
        bytes if bytes.starts_with(ZIP) => workbook::visit(bytes, limits, visitor),
        bytes if bytes.starts_with(OLE) => Err(Refusal::new(
            RefusalCode::UnsupportedFormat,
            "this is a workbook of Excel 97-2003 or an encrypted one; save it as .xlsx without a password",
        )),
        bytes => delimited::visit(bytes, &file.name, limits, visitor),
    }
}
