//! Headers, rows and layouts as publishers make them. All rows are synthetic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod first_days;
mod groups;
mod headers;
mod lists_by_heading;
mod pairs;
#[path = "../records/mod.rs"]
mod records;
mod rows;
mod sheets_and_lists;
mod texts;
mod twins;
mod values;
mod wide_by_model;
mod wide_by_wave;

use std::io::{Cursor, Read, Write};

use entities::evidence;
use importer::{
    error::Refusal,
    extract::{FileBytes, Limits, visit},
    transform::{Adoption, Located, Parsed, Records, parse},
};
use records::{adoptions, balanced, facts};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn try_csv(text: &str) -> Result<Parsed, Refusal> {
    let file = FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: text.into() };
    parse(&file, None, &Limits::default(), visit)
}

fn csv(text: &str) -> Parsed {
    balanced(try_csv(text).unwrap_or_else(|refusal| panic!("{refusal}")))
}

fn refusal(text: &str) -> Refusal {
    try_csv(text).unwrap_err()
}

type Sheet = (&'static str, fn(&mut Worksheet));

/// A workbook of sheets that are each filled by a function.
fn workbook<const N: usize>(sheets: [Sheet; N]) -> Parsed {
    let mut workbook = Workbook::new();
    for (name, fill) in sheets {
        fill(workbook.add_worksheet().set_name(name).unwrap());
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let file = FileBytes { name: "list.xlsx".into(), sha256: String::new(), bytes: bytes.into() };
    balanced(parse(&file, None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}")))
}

fn skipped(parsed: &Parsed) -> Vec<(u32, &str)> {
    parsed.skipped.iter().map(|skip| (skip.row, skip.because)).collect()
}

fn issues(parsed: &Parsed) -> Vec<(&str, &str)> {
    parsed.issues.iter().map(|issue| (issue.code.as_str(), issue.cell.as_str())).collect()
}

fn cell<'a>(row: &'a Located<Adoption>, field: &str) -> &'a evidence::Cell {
    row.place.cells.iter().find(|cell| cell.field == field).unwrap()
}

/// Address, text, value and rule of a field's evidence.
fn shown(row: &Located<Adoption>, field: &str) -> (Option<String>, String, String, String) {
    let cell = cell(row, field).clone();
    (cell.address.map(Into::into), cell.raw.into(), cell.value.into(), cell.rule.into_owned())
}

fn of(address: &str, raw: &str, value: &str, rule: &str) -> (Option<String>, String, String, String) {
    let address = Some(address.to_owned()).filter(|address| !address.is_empty());
    (address, raw.into(), value.into(), rule.into())
}

/// A workbook with a text replaced in one of its parts.
fn edited(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = Vec::new();
        entry.read_to_end(&mut text).unwrap();
        if name == part {
            let old = String::from_utf8(text).unwrap();
            assert!(old.contains(from), "{old}");
            text = old.replacen(from, to, 1).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&text).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
