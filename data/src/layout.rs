//! The look of a published list: a title, a sentence, a table and its notes.

use std::ops::Range;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::LICENCE;

/// A blank row separates the sentence from the header, as in the published lists.
const HEADER_ROW: u32 = 3;

/// What stands in one cell of a table.
#[derive(Debug, PartialEq)]
pub(crate) enum Cell {
    /// One line of text; a blank cell when empty.
    Text(String),
    /// Text that a spreadsheet must not take for a number, a time or a date.
    Code(String),
    /// Text that may need several lines.
    Prose(String),
    /// A real date: year, month, day.
    Date(u16, u8, u8),
}

impl Cell {
    pub(crate) fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    pub(crate) fn code(text: &str) -> Cell {
        Cell::Code(text.to_owned())
    }

    pub(crate) fn prose(text: &str) -> Cell {
        Cell::Prose(text.to_owned())
    }
}

/// One column of a table of `T`.
pub(crate) struct Column<T> {
    pub(crate) heading: &'static str,
    pub(crate) width: f64,
    pub(crate) cell: fn(&T) -> Cell,
}

/// Everything on a sheet but the table.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) title: String,
    pub(crate) subtitle: &'static str,
    pub(crate) notes: Vec<String>,
    /// Whether equal values in the first column share one merged cell.
    pub(crate) grouped: bool,
}

/// The bytes of a workbook with these sheets.
pub(crate) fn save(title: &str, sheets: Vec<Worksheet>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would write the present time, and no two runs would give the same bytes. The day is the one on
    // which CCGs had ceased to exist, but any fixed day would do.
    let made_on = ExcelDateTime::from_ymd(2022, 7, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made_on));
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// A sheet with a table.
pub(crate) fn table<T>(page: &Page, columns: &[Column<T>], rows: &[&T]) -> Result<Worksheet, XlsxError> {
    let mut sheet = titled(page.name, &page.title, page.subtitle)?;
    write_header(&mut sheet, columns)?;
    let mut row = HEADER_ROW;
    for fact in rows {
        row += 1;
        for (index, column) in (0..).zip(columns) {
            write_cell(&mut sheet, row, index, &(column.cell)(fact))?;
        }
    }
    if page.grouped
        && let Some(column) = columns.first()
    {
        merge_groups(&mut sheet, column, rows)?;
    }
    write_notes(&mut sheet, row + 2, &page.notes)?;
    Ok(sheet)
}

/// A sheet with text only: one line in each row.
pub(crate) fn text(
    name: &str,
    title: &str,
    subtitle: &str,
    lines: &[String],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = titled(name, title, subtitle)?;
    for (row, line) in (HEADER_ROW..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(sheet)
}

fn titled(name: &str, title: &str, subtitle: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_landscape();
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(1, 0, subtitle)?;
    Ok(sheet)
}

fn write_header<T>(sheet: &mut Worksheet, columns: &[Column<T>]) -> Result<(), XlsxError> {
    let format = top()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00_D9_E2_EC));
    for (index, column) in (0..).zip(columns) {
        sheet.write_string_with_format(HEADER_ROW, index, column.heading, &format)?;
        sheet.set_column_width(index, column.width)?;
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) | Cell::Code(text) | Cell::Prose(text) if text.is_empty() => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, text, &top())?;
        }
        Cell::Code(text) => {
            sheet.write_string_with_format(row, column, text, &top().set_num_format("@"))?;
        }
        Cell::Prose(text) => {
            sheet.write_string_with_format(row, column, text, &top().set_text_wrap())?;
        }
        Cell::Date(year, month, day) => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            let format = top().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left);
            sheet.write_datetime_with_format(row, column, &date, &format)?;
        }
    }
    Ok(())
}

fn merge_groups<T>(sheet: &mut Worksheet, column: &Column<T>, rows: &[&T]) -> Result<(), XlsxError> {
    let cells: Vec<Cell> = rows.iter().map(|fact| (column.cell)(fact)).collect();
    let mut row = HEADER_ROW + 1;
    for group in cells.chunk_by(|one, next| one == next) {
        let rows = row..row + u32::try_from(group.len()).unwrap_or(u32::MAX);
        row = rows.end;
        if let [Cell::Text(text), _, ..] = group {
            merge(sheet, rows, text)?;
        }
    }
    Ok(())
}

fn merge(sheet: &mut Worksheet, rows: Range<u32>, text: &str) -> Result<(), XlsxError> {
    sheet.merge_range(rows.start, 0, rows.end - 1, 0, text, &top())?;
    Ok(())
}

fn write_notes(sheet: &mut Worksheet, first: u32, notes: &[String]) -> Result<(), XlsxError> {
    sheet.write_string_with_format(first, 0, "Notes", &Format::new().set_bold())?;
    let mut row = first;
    for (number, note) in (1..).zip(notes) {
        row += 1;
        sheet.write_string(row, 0, format!("{number}. {note}"))?;
    }
    sheet.write_string(row + 1, 0, LICENCE)?;
    Ok(())
}

fn top() -> Format {
    Format::new().set_align(FormatAlign::Top)
}
