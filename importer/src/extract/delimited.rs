//! Reads delimited text. Every field is text: a code is never taken for a number.

use super::{Cell, Limits, Row, Value, Visitor};
use crate::error::{Refusal, RefusalCode};

/// Shows the records of a comma-separated file as the rows of one sheet, named after the file.
pub(super) fn visit(
    bytes: &[u8],
    name: &str,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    if bytes.contains(&0) {
        return Err(Refusal::new(
            RefusalCode::UnsupportedFormat,
            "this is neither a workbook nor a text file",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("line {line} is not UTF-8; save the file as \"CSV UTF-8\"");
        Refusal::new(RefusalCode::EncodingUndetected, message)
    })?;
    if !visitor.sheet(name, true) {
        return Ok(());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| malformed(&error))? {
        if record.len() > limits.columns as usize {
            let message = format!("a row has {} columns; at most {} are read", record.len(), limits.columns);
            return Err(Refusal::new(RefusalCode::TooManyColumns, message));
        }
        let row = row(&record);
        if !row.cells.is_empty() {
            visitor.row(row);
        }
    }
    Ok(())
}

fn row(record: &csv::StringRecord) -> Row {
    let line = record.position().map_or(0, csv::Position::line);
    let cells = (0..)
        .zip(record)
        .map(|(column, text)| Cell { column, value: Value::Text(text.to_owned()), anchor: None })
        .filter(|cell| !cell.value.is_blank())
        .collect();
    Row { number: u32::try_from(line).unwrap_or(u32::MAX), cells }
}

fn malformed(error: &csv::Error) -> Refusal {
    Refusal::new(RefusalCode::CsvMalformed, error.to_string())
}
