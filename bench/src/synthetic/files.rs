//! Writes made-up lists as the files that the importer reads.

use std::path::Path;

use chrono::{Datelike, NaiveDate};
use clap::ValueEnum;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, XlsxError};

use super::{Edition, List, Organisation, Statement};
use crate::failure::Outcome;

/// What stands above every table.
const TITLE: &str = "Synthetic data, made up for a benchmark: these organisations do not exist";

/// The name of a workbook's only sheet.
pub(crate) const SHEET: &str = "Synthetic adoptions";

/// The headings of a list of adoptions.
pub(crate) const COLUMNS: [&str; 8] = [
    "CCG code",
    "CCG name",
    "Financial year",
    "Co-commissioning model",
    "Status",
    "Effective from",
    "Date of statement",
    "Source",
];

/// The number of the first row beneath the header, as a spreadsheet program shows it.
pub(crate) const FIRST_ROW: u32 = 3;

/// How a list is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A workbook with shared strings and real dates, as spreadsheet programs write them.
    Xlsx,
    /// Comma-separated text.
    Csv,
}

impl Format {
    /// What a file's name ends in.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Writes the organisations as a register.
pub(crate) fn write_register(list: &List, path: &Path) -> Outcome<()> {
    let mut file = titled(path)?;
    file.write_record(["ODS code", "CCG name", "Open date", "NHS region"])?;
    for Organisation { ods_code, name, region } in &list.organisations {
        file.write_record([ods_code, name, "1999-04-01", region])?;
    }
    Ok(file.flush()?)
}

/// Writes the rounds.
pub(crate) fn write_waves(list: &List, path: &Path) -> Outcome<()> {
    let mut file = titled(path)?;
    file.write_record(["Financial year", "Number", "Title", "Live from"])?;
    for round in &list.rounds {
        let title = format!("Synthetic round {}", round.number);
        file.write_record([&round.year, &round.number.to_string(), &title, &round.live_from.to_string()])?;
    }
    Ok(file.flush()?)
}

/// Writes the adoptions.
pub(crate) fn write_adoptions(list: &List, edition: Edition, format: Format, path: &Path) -> Outcome<()> {
    match format {
        Format::Csv => write_text(list, edition, path),
        Format::Xlsx => write_workbook(list, edition, path),
    }
}

fn titled(path: &Path) -> Outcome<csv::Writer<std::fs::File>> {
    let mut file = csv::WriterBuilder::new().flexible(true).from_path(path)?;
    file.write_record([TITLE])?;
    Ok(file)
}

fn write_text(list: &List, edition: Edition, path: &Path) -> Outcome<()> {
    let mut file = titled(path)?;
    file.write_record(COLUMNS)?;
    for row in list.statements(edition) {
        let [code, name, year, model, stage] = texts(&row);
        let effective_from = row.effective_from.map_or_else(String::new, |day| day.to_string());
        let (stated_on, source) = (row.stated_on.to_string(), row.round.source());
        file.write_record([code, name, year, model, stage, &effective_from, &stated_on, &source])?;
    }
    Ok(file.flush()?)
}

fn texts<'a>(row: &'a Statement<'_>) -> [&'a str; 5] {
    [&row.organisation.ods_code, &row.organisation.name, &row.round.year, row.model, row.stage]
}

fn write_workbook(list: &List, edition: Edition, path: &Path) -> Outcome<()> {
    let mut workbook = Workbook::new();
    // A million rows are written as they come, instead of being kept.
    if let Some(folder) = path.parent() {
        workbook.set_tempdir(folder)?;
    }
    // Else the moment of writing, and no two files would be the same.
    let created = ExcelDateTime::from_ymd(2001, 4, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(TITLE).set_creation_datetime(&created));
    let day = CellFormat::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet_with_low_memory()?.set_name(SHEET)?;
    sheet.write(0, 0, TITLE)?;
    sheet.write_row(1, 0, COLUMNS)?;
    for (number, row) in (FIRST_ROW - 1..).zip(list.statements(edition)) {
        for (column, text) in (0..).zip(texts(&row)) {
            sheet.write_string(number, column, text)?;
        }
        if let Some(effective_from) = row.effective_from {
            sheet.write_with_format(number, 5, &date(effective_from)?, &day)?;
        }
        sheet.write_with_format(number, 6, &date(row.stated_on)?, &day)?;
        sheet.write_string(number, 7, row.round.source())?;
    }
    Ok(workbook.save(path)?)
}

fn date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: u32| u8::try_from(part).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(u16::MAX), part(day.month()), part(day.day()))
}
