//! Streams the cells of a workbook.
//!
//! Never a dense range: one cell in the last corner of a sheet would ask for 550 GB.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};

use super::{Address, Cell, Limits, Row, Value, Visitor};
use crate::error::{Refusal, RefusalCode};

/// Shows the rows of every sheet of an .xlsx or .xlsm workbook.
pub(super) fn visit(bytes: &[u8], limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Refusal> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut budget = limits.cells;
    for (name, visible) in sheets {
        if visitor.sheet(&name, visible) {
            sheet(&mut workbook, &name, limits, &mut budget, visitor)?;
        }
    }
    Ok(())
}

fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
    budget: &mut u64,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let since_1904 = workbook.has_1904_epoch();
    let mut merges = Merges::new(workbook.merge_cells_by_sheet_name(name).map_err(|error| corrupt(&error))?);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| corrupt(&error))?;
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell().map_err(|error| corrupt(&error))? {
        let (number, column) = cell.get_position();
        let Some(value) = value(cell.get_value(), since_1904) else {
            continue;
        };
        within(limits, column, budget)?;
        if number + 1 != row.number {
            finish(&mut row, &mut merges, limits, visitor);
            row.number = number + 1;
        }
        row.cells.push(Cell { column, value, anchor: None });
    }
    finish(&mut row, &mut merges, limits, visitor);
    Ok(())
}

fn within(limits: &Limits, column: u32, budget: &mut u64) -> Result<(), Refusal> {
    if column >= limits.columns {
        let message = format!("a cell stands in column {}; at most {} are read", column + 1, limits.columns);
        return Err(Refusal::new(RefusalCode::TooManyColumns, message));
    }
    *budget = budget.checked_sub(1).ok_or_else(|| {
        Refusal::new(RefusalCode::TooManyCells, format!("the file has more than {} cells", limits.cells))
    })?;
    Ok(())
}

fn finish(row: &mut Row, merges: &mut Merges, limits: &Limits, visitor: &mut dyn Visitor) {
    if !row.cells.is_empty() {
        let mut finished = std::mem::take(row);
        merges.fill(&mut finished, limits);
        visitor.row(finished);
    }
}

/// None for a cell that a person would see as empty.
fn value(data: &DataRef<'_>, since_1904: bool) -> Option<Value> {
    #[expect(clippy::cast_precision_loss, reason = "spreadsheets hold doubles")]
    let value = match data {
        DataRef::Empty => return None,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Value::Text(text.clone())
        }
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::DateTime(date) => Value::Serial { days: date.as_f64(), since_1904 },
        DataRef::Error(error) => Value::Error(error.to_string()),
    };
    (!value.is_blank()).then_some(value)
}

/// Publishers merge the cells of a region, so that only its first row has a value; the others get it from here.
struct Merges {
    /// Those that begin further down, the nearest last.
    ahead: Vec<Dimensions>,
    /// Those that the current row lies in, with the value of their anchor.
    open: Vec<(Dimensions, Value)>,
}

impl Merges {
    fn new(mut ranges: Vec<Dimensions>) -> Self {
        ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
        Self { ahead: ranges, open: Vec::new() }
    }

    fn fill(&mut self, row: &mut Row, limits: &Limits) {
        let number = row.number - 1;
        self.open.retain(|(range, _)| range.end.0 >= number);
        while let Some(range) = self.ahead.pop_if(|range| range.start.0 <= number) {
            // A range whose first row has no value is empty: there is nothing to fill it with.
            if let Some(anchor) = row.cell(range.start.1).filter(|_| range.start.0 == number) {
                self.open.push((range, anchor.value.clone()));
            }
        }
        for (range, value) in &self.open {
            let anchor = Address { row: range.start.0 + 1, column: range.start.1 };
            for column in range.start.1..=range.end.1.min(limits.columns) {
                if row.cell(column).is_none() {
                    row.cells.push(Cell { column, value: value.clone(), anchor: Some(anchor) });
                }
            }
        }
        row.cells.sort_by_key(|cell| cell.column);
    }
}

fn corrupt(error: &XlsxError) -> Refusal {
    let (code, message) = match error {
        XlsxError::Password => (RefusalCode::Encrypted, "the workbook is protected by a password".to_owned()),
        other => (RefusalCode::CorruptContainer, format!("the workbook cannot be read: {other}")),
    };
    Refusal::new(code, message)
}
