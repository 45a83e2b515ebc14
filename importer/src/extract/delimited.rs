//! Reads delimited text. Every field is text: a code is never taken for a number.

use super::{Budget, Cell, Limits, Row, Value, Visitor, text};
use crate::error::{Refusal, RefusalCode};

/// Shows the records of a delimited file as the rows of one sheet, named after the file.
pub(super) fn visit(
    bytes: &[u8],
    name: &str,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let decoded = text::decode(bytes)?;
    let (delimiter, text, skipped) = text::delimiter(&decoded.text);
    visitor.text(decoded.encoding, char::from(delimiter));
    if !visitor.sheet(name, true) {
        return Ok(());
    }
    text::check_quotes(text, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = skipped;
    let mut budget = Budget::new(limits);
    while reader.read_record(&mut record).map_err(|error| malformed(&error))? {
        number += 1 + blank_lines_before(text, &record);
        let begin = record.position().map_or(0, csv::Position::byte);
        within(reader.position().byte().saturating_sub(begin), number, limits)?;
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

/// A spreadsheet program shows blank lines as rows, and lines within quotes as one. The reader passes over the
/// former, so they are counted here.
fn blank_lines_before(text: &str, record: &csv::StringRecord) -> u32 {
    let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
    let bytes = text.as_bytes();
    let mut at = start;
    // The second half of the line end of the record before.
    if at > 0 && bytes.get(at - 1..=at) == Some(b"\r\n") {
        at += 1;
    }
    let mut lines = 0;
    loop {
        match bytes.get(at..) {
            Some([b'\r', b'\n', ..]) => at += 2,
            Some([b'\r' | b'\n', ..]) => at += 1,
            _ => return lines,
        }
        lines += 1;
    }
}

fn row(record: &csv::StringRecord, number: u32) -> Row {
    let cells = (0..)
        .zip(record)
        .map(|(column, text)| Cell { column, value: Value::Text(text.to_owned()), anchor: None })
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
        "the record in row {row} has {bytes} bytes; at most {} are read. Are there quotes that should not be?",
        limits.line_bytes
    );
    Err(Refusal::new(RefusalCode::CsvMalformed, message))
}

fn malformed(error: &csv::Error) -> Refusal {
    Refusal::new(RefusalCode::CsvMalformed, error.to_string())
}
