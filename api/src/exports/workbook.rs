use std::{fs::File, io, io::Seek};

use async_graphql::Value;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook as Book, Worksheet, XlsxError,
};

use super::column::Column;

/// The most rows of a sheet, below its header.
pub(crate) const MOST_ROWS: u64 = 1_048_575;

/// The longest text of a cell, in characters.
const LONGEST_TEXT: usize = 32_000;

/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (8, 60);

/// Beyond this a cell's number is no longer exact.
const EXACT: u64 = 1 << 53;

/// A workbook with a table, and a sheet that says what the table is.
pub(crate) struct Workbook {
    book: Book,
    columns: Vec<Column>,
    /// How many characters each needs.
    widths: Vec<usize>,
    /// The row of the sheet that is next.
    row: u32,
    formats: Formats,
}

struct Formats {
    head: Format,
    day: Format,
    moment: Format,
    told: Format,
}

impl Workbook {
    /// With a header, and no rows yet.
    pub(crate) fn new(columns: Vec<Column>) -> Result<Self, XlsxError> {
        let mut book = Book::new();
        let formats = Formats {
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            told: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        };
        // Each row is put away as soon as the next one begins.
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name("Rows")?.set_freeze_panes(1, 0)?;
        for (place, column) in (0..).zip(&columns) {
            sheet.write_string_with_format(0, place, &column.name, &formats.head)?;
        }
        // The arrow of the filter stands in the header too.
        let widths = columns.iter().map(|column| column.name.chars().count() + 3).collect();
        Ok(Self { book, columns, widths, row: 1, formats })
    }

    /// Adds rows.
    pub(crate) fn add(&mut self, rows: &[Value]) -> Result<(), XlsxError> {
        let Self { book, columns, widths, row: at, formats } = self;
        let sheet = book.worksheet_from_index(0)?;
        for row in rows {
            for ((place, column), width) in (0..).zip(columns.iter()).zip(widths.iter_mut()) {
                let value = column.value(row);
                *width = (*width).max(write(sheet, (*at, place), value, &column.kind, formats)?);
            }
            *at += 1;
        }
        Ok(())
    }

    /// Writes it, with what there is to say of it: pairs of a label and what it says.
    pub(crate) fn finish(
        mut self,
        about: &[(&str, String)],
        made: Option<DateTime<Utc>>,
    ) -> Result<File, XlsxError> {
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let sheet = self.book.worksheet_from_index(0)?;
        sheet.autofilter(0, 0, self.row - 1, last_column)?;
        for (place, width) in (0..).zip(&self.widths) {
            sheet.set_column_width(place, (*width).clamp(WIDTHS.0, WIDTHS.1) as f64)?;
        }
        let sheet = self.book.add_worksheet();
        sheet.set_name("About")?.set_column_width(0, 18)?.set_column_width(1, 100)?;
        let mut row = 0;
        for (label, text) in about {
            sheet.write_string_with_format(row, 0, *label, &self.formats.head)?;
            for part in parts(text) {
                sheet.write_string_with_format(row, 1, part, &self.formats.told)?;
                row += 1;
            }
        }
        // The same table is the same file.
        let made = made.and_then(|made| excel_moment(made.naive_utc()).ok());
        let made = made.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
        self.book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&file)?;
        file.seek(io::SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// A text in parts that fit into cells, at least one.
fn parts(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let parts: Vec<_> = characters.chunks(LONGEST_TEXT).map(|part| part.iter().collect()).collect();
    if parts.is_empty() { vec![String::new()] } else { parts }
}

/// Writes a cell. Gives how many characters wide it is.
fn write(
    sheet: &mut Worksheet,
    (row, place): (u32, u16),
    value: &Value,
    kind: &str,
    formats: &Formats,
) -> Result<usize, XlsxError> {
    let width = match value {
        Value::Null => 0,
        Value::Boolean(value) => {
            sheet.write_boolean(row, place, *value)?;
            5
        }
        Value::Number(number) if number.as_i64().is_none_or(|number| number.unsigned_abs() <= EXACT) => {
            sheet.write_number(row, place, number.as_f64().unwrap_or(f64::NAN))?;
            number.to_string().len()
        }
        Value::String(text) => match of_time(kind, text) {
            Some((moment, is_day)) => {
                let format = if is_day { &formats.day } else { &formats.moment };
                sheet.write_datetime_with_format(row, place, &moment, format)?;
                if is_day { 10 } else { 19 }
            }
            None => {
                sheet.write_string(row, place, text)?;
                text.chars().count()
            }
        },
        Value::Enum(name) => {
            sheet.write_string(row, place, name.as_str())?;
            name.len()
        }
        other => {
            let text = other.to_string();
            sheet.write_string(row, place, &text)?;
            text.chars().count()
        }
    };
    Ok(width)
}

/// A day or a moment, if it is one that Excel has; moments are in UTC.
fn of_time(kind: &str, text: &str) -> Option<(ExcelDateTime, bool)> {
    match kind {
        "Date" => {
            let day: NaiveDate = text.parse().ok()?;
            Some((excel_moment(day.and_hms_opt(0, 0, 0)?).ok()?, true))
        }
        "DateTime" => {
            let moment = DateTime::parse_from_rfc3339(text).ok()?.naive_utc();
            Some((excel_moment(moment).ok()?, false))
        }
        _ => None,
    }
}

fn excel_moment(moment: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(moment.year()).unwrap_or(0);
    let (month, day) = (moment.month() as u8, moment.day() as u8);
    let (hour, minute) = (moment.hour() as u16, moment.minute() as u8);
    let second = f64::from(moment.second()) + f64::from(moment.nanosecond() / 1_000_000) / 1000.0;
    ExcelDateTime::from_ymd(year, month, day)?.and_hms(hour, minute, second)
}
