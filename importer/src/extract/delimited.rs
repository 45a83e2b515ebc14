//! Reads delimited text. Every field is text: a code is never taken for a number.

use std::io::{self, Read};

use encoding_rs::Encoding;

use super::{
    Budget, Cell, Limits, Row, Source, Value, Visitor,
    lines::{self, BlankLines, Separation},
    text::{self, Decoded, unread},
};
use crate::error::{Refusal, RefusalCode};

/// Shows the records of a delimited file as the rows of one sheet, named after the file. The file is read several
/// times, a piece at a time, and never held whole.
pub(super) fn visit(
    source: &mut dyn Source,
    name: &str,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let encoding = text::encoding(source)?;
    let Separation { delimiter, begins_at, lines_before } = Separation::of(&mut from(source, encoding, 0)?)?;
    visitor.text(encoding.name(), char::from(delimiter));
    if !visitor.sheet(name, true) {
        return Ok(());
    }
    lines::check(&mut from(source, encoding, begins_at)?, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(BlankLines::new(from(source, encoding, begins_at)?, delimiter));
    let mut record = csv::StringRecord::new();
    // A spreadsheet program shows blank lines as rows, and lines within quotes as one.
    let mut number = lines_before;
    let mut budget = Budget::new(limits);
    while reader.read_record(&mut record).map_err(|error| malformed(&error))? {
        let (begin, end) = (record.position().map_or(0, csv::Position::byte), reader.position().byte());
        number += 1 + reader.get_mut().before(end);
        within(end.saturating_sub(begin), number, limits)?;
        let row = row(&record, number);
        for cell in &row.cells {
            budget.cell(cell.column, limits)?;
        }
        if !row.cells.is_empty() {
            budget.row(limits)?;
            visitor.row(row);
        }
    }
    Ok(())
}

/// The text from one of its bytes on.
fn from<'a>(
    source: &'a mut dyn Source,
    encoding: &'static Encoding,
    begins_at: u64,
) -> Result<Decoded<'a>, Refusal> {
    let mut text = Decoded::new(source, encoding).map_err(|error| unread(&error))?;
    io::copy(&mut text.by_ref().take(begins_at), &mut io::sink()).map_err(|error| unread(&error))?;
    Ok(text)
}

fn row(record: &csv::StringRecord, number: u32) -> Row {
    let cells = (0..)
        .zip(record)
        .map(|(column, text)| Cell { column, value: Value::Text(text.into()), anchor: None })
        .filter(|cell| !cell.value.is_blank())
        .collect();
    Row { number, fields: u32::try_from(record.len()).unwrap_or(u32::MAX), hidden: false, cells }
}

/// Quotes that are opened by mistake make a single record of all that follows.
fn within(bytes: u64, row: u32, limits: &Limits) -> Result<(), Refusal> {
    if bytes <= limits.line_bytes {
        return Ok(());
    }
    let message = format!(
        "the record in row {row} has {bytes} bytes; at most {} are read. Quotes that open there and should not, or are not closed, make one record of many lines",
        limits.line_bytes
    );
    Err(Refusal::new(RefusalCode::CsvMalformed, message))
}

fn malformed(error: &csv::Error) -> Refusal {
    Refusal::new(RefusalCode::CsvMalformed, error.to_string())
}
