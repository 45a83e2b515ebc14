//! A marked-up copy has what the file has, and says what is wrong where.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io::{Cursor, Read},
    path::Path,
};

use calamine::{Data, Reader, SheetVisible, Xlsx};
use importer::{
    catalogue::SourceEntry,
    extract::{FileBytes, Limits, visit},
    issue::{Issue, IssueCode},
    markup::mark_up,
    report::{FileReport, SkippedRow},
};
use rust_xlsxwriter::{Format, Workbook};

type Copy = Xlsx<Cursor<Vec<u8>>>;

fn file(name: &str, bytes: Vec<u8>) -> FileBytes {
    FileBytes { name: name.to_owned(), sha256: String::new(), bytes: bytes.into() }
}

fn copy(file: &FileBytes, issues: Vec<Issue>, skipped: Vec<SkippedRow>) -> Vec<u8> {
    let mut report = FileReport::new(&SourceEntry::of_file(Path::new(&file.name)));
    report.issues.extend(issues);
    report.skipped.extend(skipped);
    let mut bytes = Cursor::new(Vec::new());
    mark_up(file, &report, &Limits::default(), visit, &mut bytes).unwrap();
    bytes.into_inner()
}

fn open(bytes: &[u8]) -> Copy {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("2016-17").unwrap();
    sheet.write_string(0, 0, "CCG code").unwrap();
    sheet.write_string(2, 1, "=1+1").unwrap();
    sheet.write_number(2, 2, 0.1 + 0.2).unwrap();
    sheet.write_boolean(2, 3, true).unwrap();
    sheet.write_number_with_format(2, 4, 42_461, &day).unwrap();
    sheet.write_number_with_format(2, 5, 42_461.75, &day).unwrap();
    sheet.write_formula(2, 6, rust_xlsxwriter::Formula::new("40+2").set_result("42")).unwrap();
    sheet.merge_range(4, 0, 5, 0, "London", &Format::new()).unwrap();
    sheet.write_string(5, 1, "-").unwrap();
    book.add_worksheet().set_name("Look-ups").unwrap().set_hidden(true).write_string(9, 3, "kept").unwrap();
    book.add_worksheet().set_name("Issues").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_copy_has_the_sheets_cells_and_values_of_the_file() {
    let mut copy = open(&copy(&file("list.xlsx", workbook()), Vec::new(), Vec::new()));
    let sheets: Vec<_> =
        copy.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.visible)).collect();
    let visible = SheetVisible::Visible;
    let expected = [
        ("2016-17", visible),
        ("Look-ups", SheetVisible::Hidden),
        ("Issues", visible),
        ("Issues (2)", visible),
    ];
    assert_eq!(sheets, expected.map(|(name, visible)| (name.to_owned(), visible)));

    let original = Xlsx::new(Cursor::new(workbook())).unwrap().worksheet_range("2016-17").unwrap();
    let copied = copy.worksheet_range("2016-17").unwrap();
    for (row, column, value) in original.used_cells() {
        let copied = copied.get((row, column)).unwrap_or(&Data::Empty);
        match (value, copied) {
            (Data::DateTime(a), Data::DateTime(b)) => assert_eq!(a.as_f64().to_bits(), b.as_f64().to_bits()),
            (value, copied) => assert_eq!(value, copied, "row {row}, column {column}"),
        }
    }
    assert_eq!(copied.used_cells().count(), original.used_cells().count());
    let merged = copy.merge_cells_by_sheet_name("2016-17").unwrap();
    assert_eq!(
        merged.iter().map(|region| (region.start, region.end)).collect::<Vec<_>>(),
        [((4, 0), (5, 0))]
    );
    assert_eq!(copy.worksheet_formula("2016-17").unwrap().used_cells().count(), 0);
    assert_eq!(
        copy.worksheet_range("Look-ups").unwrap().get_value((9, 3)),
        Some(&Data::String("kept".into()))
    );
}

#[test]
fn bad_cells_are_coloured_commented_and_listed() {
    let issue = |code, cell: &str| {
        Issue::new(code, "2016-17", cell, "=1+1", format!("wrong at {cell}")).suggesting(Some("Joint".into()))
    };
    let skip = |row, cell: Option<&str>| SkippedRow {
        sheet: "2016-17".into(),
        row,
        cell: cell.map(str::to_owned),
        because: "total",
    };
    let issues = vec![
        issue(IssueCode::UnknownModel, "B3"),
        issue(IssueCode::NameVariant, "H3"),
        issue(IssueCode::BadDate, "B3"),
    ];
    let bytes = copy(&file("list.xlsx", workbook()), issues, vec![skip(6, None), skip(3, Some("C3"))]);
    let comments = part(&bytes, "xl/comments1.xml");
    for (cell, text) in [
        ("B3", "unknown_model: wrong at B3\nSuggestion: Joint\n\nbad_date: wrong at B3\nSuggestion: Joint"),
        ("H3", "name_variant: wrong at H3\nSuggestion: Joint"),
        ("B6", "skipped: total"),
        ("C3", "skipped: total"),
    ] {
        let comment =
            comments.split("<comment ").find(|comment| comment.contains(&format!("ref=\"{cell}\""))).unwrap();
        assert!(comment.contains(&format!(">{text}</t>")), "{comment}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    for colour in ["FFFFC7CE", "FFFFEB9C", "FFD9D9D9"] {
        assert!(styles.contains(colour), "{styles}");
    }
    let list = open(&bytes).worksheet_range("Issues (2)").unwrap();
    let rows: Vec<Vec<String>> =
        list.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0][0], "list.xlsx: 3 problems, 2 skipped");
    assert_eq!(rows[3][..6], ["error", "unknown_model", "2016-17", "B3", "=1+1", "wrong at B3"]);
    assert_eq!(rows[6][..6], ["skipped", "", "2016-17", "A6", "", "skipped: total"]);
    assert!(part(&bytes, "xl/worksheets/sheet4.xml").contains("location=\"'2016-17'!B3\""));
}

#[test]
fn text_files_become_workbooks_within_the_limits_of_one() {
    let long = "x".repeat(40_000);
    let text = format!("code,note\n\n08F,\"{long}\"\n@sum,+1\n");
    let name = "list of CCGs [final]: approved for 2016.csv";
    let issue = Issue::new(IssueCode::UnknownCcg, name, "A4", "@sum", "no such CCG".into());
    let bytes = copy(&file(name, text.into_bytes()), vec![issue], Vec::new());
    let mut book = open(&bytes);
    let sheet = book.sheet_names()[0].clone();
    assert_eq!(sheet, "list of CCGs _final__ approved ");
    let range = book.worksheet_range(&sheet).unwrap();
    assert_eq!(range.get_value((2, 1)).map(|cell| cell.to_string().len()), Some(32_767));
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("@sum".into())));
    assert_eq!(range.get_value((3, 1)), Some(&Data::String("+1".into())));
    let list = book.worksheet_range("Issues").unwrap();
    let told: Vec<String> = list.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(told[1], "1 texts are cut to the 32,767 characters that a cell can hold");
}
