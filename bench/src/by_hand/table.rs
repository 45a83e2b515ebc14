//! Streams the rows of a made-up list, whose columns are known.

use std::{borrow::Cow, fs::File, io::BufReader, path::Path};

use calamine::{DataRef, Reader, Xlsx};

use crate::{
    failure::Outcome,
    synthetic::{COLUMNS, FIRST_ROW, SHEET},
};

/// What stands in a cell.
#[derive(Debug, Default)]
pub(super) enum Cell<'a> {
    #[default]
    Blank,
    Text(Cow<'a, str>),
    /// The number of a day, as workbooks hold it.
    Day(f64),
}

impl Cell<'_> {
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    pub(super) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }
}

/// A row beneath the header.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// As a spreadsheet program shows it.
    pub(super) number: u32,
    pub(super) cells: [Cell<'a>; COLUMNS.len()],
}

/// Takes one row after the other.
pub(super) type Take<'t> = dyn FnMut(&Row<'_>) -> Outcome<()> + 't;

/// The sheet that evidence from a file names.
pub(super) fn sheet(file: &Path) -> String {
    if is_workbook(file) {
        SHEET.to_owned()
    } else {
        file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Shows all rows beneath the header.
pub(super) fn rows(file: &Path, take: &mut Take<'_>) -> Outcome<()> {
    if is_workbook(file) { of_workbook(file, take) } else { of_text(file, take) }
}

fn is_workbook(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "xlsx")
}

fn of_workbook(file: &Path, take: &mut Take<'_>) -> Outcome<()> {
    let mut workbook = Xlsx::new(BufReader::new(File::open(file)?))?;
    let mut cells = workbook.worksheet_cells_reader(SHEET)?;
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell()? {
        let (place, column) = cell.get_position();
        let number = place + 1;
        if number < FIRST_ROW {
            continue;
        }
        if number != row.number {
            if row.number > 0 {
                take(&row)?;
            }
            row = Row { number, ..Row::default() };
        }
        let value = match cell.get_value() {
            DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
            DataRef::String(text) => Cell::Text(Cow::Owned(text.clone())),
            DataRef::DateTime(day) => Cell::Day(day.as_f64()),
            DataRef::Empty => Cell::Blank,
            other => return Err(format!("row {number}: {other:?} is not in a made-up list").into()),
        };
        if let Some(cell) = row.cells.get_mut(usize::try_from(column)?) {
            *cell = value;
        }
    }
    take(&row)
}

fn of_text(file: &Path, take: &mut Take<'_>) -> Outcome<()> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file)?;
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record)? {
        number += 1;
        if number < FIRST_ROW {
            continue;
        }
        let mut row = Row { number, ..Row::default() };
        for (cell, text) in row.cells.iter_mut().zip(&record) {
            if !text.is_empty() {
                *cell = Cell::Text(Cow::Borrowed(text));
            }
        }
        take(&row)?;
    }
    Ok(())
}
