//! Sheets, rows and columns that a spreadsheet program would not show. All rows are synthetic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::Command;

use importer::{
    error::Refusal,
    extract::{FileBytes, Limits, visit},
    transform::{Parsed, parse},
};
use rust_xlsxwriter::{Workbook, Worksheet};

fn try_read(bytes: Vec<u8>, include_hidden: bool) -> Result<Parsed, Refusal> {
    let file = FileBytes { name: "list".into(), sha256: String::new(), bytes: bytes.into() };
    parse(&file, None, &Limits { include_hidden, ..Limits::default() }, visit)
}

fn read(bytes: Vec<u8>, include_hidden: bool) -> Parsed {
    try_read(bytes, include_hidden).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn issues(parsed: &Parsed) -> Vec<(&str, &str, &str)> {
    parsed
        .issues
        .iter()
        .map(|issue| (issue.code.as_str(), issue.sheet.as_str(), issue.cell.as_str()))
        .collect()
}

fn rows(parsed: &Parsed) -> Vec<(String, u32)> {
    parsed.records.places().iter().map(|place| (place.sheet.to_string(), place.row)).collect()
}

fn fill(sheet: &mut Worksheet, name: &str) {
    sheet.set_name(name).unwrap();
    sheet.write_row(0, 0, ["CCG code", "Region", "Model", "Status"]).unwrap();
    for (row, code) in [(1, "08F"), (2, "07P"), (3, "07W"), (4, "08C")] {
        sheet.write_row(row, 0, [code, "London", "Delegated", "Live"]).unwrap();
    }
}

fn workbook(change: fn(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for name in ["2015-16", "2016-17", "2017-18"] {
        fill(workbook.add_worksheet(), name);
    }
    change(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn hidden_sheets_are_skipped_with_a_warning_and_read_when_asked_for() {
    let bytes = workbook(|workbook| {
        workbook.worksheet_from_name("2016-17").unwrap().set_hidden(true);
        workbook.worksheet_from_name("2017-18").unwrap().set_very_hidden(true);
    });
    let parsed = read(bytes.clone(), false);
    assert_eq!(rows(&parsed).len(), 4);
    let warnings = [("hidden_sheet_skipped", "2016-17", "A1"), ("hidden_sheet_skipped", "2017-18", "A1")];
    assert_eq!(issues(&parsed), warnings);
    assert!(parsed.issues.iter().all(|issue| !issue.is_error()));
    assert_eq!(parsed.sheets[2].skipped_because, Some("the sheet is hidden"));

    let all = read(bytes, true);
    assert_eq!((rows(&all).len(), issues(&all)), (12, vec![]));
    assert_eq!(all.sheets.iter().map(|sheet| sheet.hidden).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn a_workbook_whose_only_list_is_hidden_is_refused_with_the_remedy() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Contents").unwrap();
    fill(workbook.add_worksheet(), "2016-17");
    workbook.worksheet_from_name("2016-17").unwrap().set_hidden(true);
    let bytes = workbook.save_to_buffer().unwrap();
    let refusal = try_read(bytes.clone(), false).unwrap_err();
    assert_eq!(refusal.code.as_str(), "no_header");
    assert!(
        refusal.message.ends_with("hidden sheets that were not looked at: 1, which --include-hidden reads"),
        "{refusal}"
    );
    assert_eq!(rows(&read(bytes, true)).len(), 4);
}

#[test]
fn hidden_rows_and_columns_are_read_and_told_once_a_sheet() {
    let parsed = read(
        workbook(|workbook| {
            let sheet = workbook.worksheet_from_name("2016-17").unwrap();
            for row in [2, 3, 400] {
                sheet.set_row_hidden(row).unwrap();
            }
            for column in [1, 9] {
                sheet.set_column_hidden(column).unwrap();
            }
        }),
        false,
    );
    assert_eq!(rows(&parsed).len(), 12);
    assert_eq!(issues(&parsed), [("hidden_columns", "2016-17", "B1"), ("hidden_rows", "2016-17", "A3")]);
    assert!(parsed.issues[1].message.contains(": 2;"), "{}", parsed.issues[1].message);
}

#[test]
fn rows_that_a_filter_hides_are_rows_of_the_list() {
    let parsed = read(
        workbook(|workbook| {
            let sheet = workbook.worksheet_from_name("2015-16").unwrap();
            sheet.autofilter(0, 0, 4, 3).unwrap();
            sheet.filter_column(0, &rust_xlsxwriter::FilterCondition::new().add_list_filter("07P")).unwrap();
        }),
        false,
    );
    assert_eq!(rows(&parsed).len(), 12);
    assert_eq!(issues(&parsed), [("hidden_rows", "2015-16", "A2")]);
    assert!(parsed.issues[0].message.contains(": 3;"), "{}", parsed.issues[0].message);
}

/// What the program says of a file.
fn told(arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_importer")).args(arguments).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (String::from_utf8(told).unwrap(), output.status.code())
}

#[test]
fn a_profile_is_drafted_and_tried_for_a_hidden_sheet_too() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Contents").unwrap();
    fill(workbook.add_worksheet(), "2016-17");
    workbook.worksheet_from_name("2016-17").unwrap().set_hidden(true);
    let folder = tempfile::tempdir().unwrap();
    let (list, profile) = (folder.path().join("list.xlsx"), folder.path().join("list.toml"));
    workbook.save(&list).unwrap();
    let (list, profile) = (list.to_str().unwrap(), profile.to_str().unwrap());
    let (refused, code) = told(&["profile", "infer", list]);
    assert!(code == Some(65) && refused.contains("--include-hidden looks at hidden ones too"), "{refused}");
    let (draft, code) = told(&["profile", "infer", list, "--include-hidden"]);
    assert!(
        code == Some(0) && draft.contains("# Its sheet is hidden, and read only with --include-hidden"),
        "{draft}"
    );
    std::fs::write(profile, draft).unwrap();
    let (refused, code) = told(&["profile", "check", profile, list]);
    assert!(code == Some(65) && refused.contains("(profile_mismatch)"), "{refused}");
    let (read, code) = told(&["profile", "check", profile, list, "--include-hidden"]);
    assert!(code == Some(0) && read.contains("4 rows can be read, 0 problems"), "{read}");
}

#[test]
fn an_inspection_shows_the_first_problems_or_all_that_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    let rows = "08F,Deligated,Live,2016/17\n".repeat(30);
    std::fs::write(&list, format!("CCG code,Model,Status,Year\n{rows}Total,30,,\n")).unwrap();
    let list = list.to_str().unwrap();
    let shown = |told: &str| told.lines().filter(|line| line.ends_with("(unknown_model)")).count();
    let (few, _) = told(&["inspect", list]);
    assert!(shown(&few) == 20 && few.contains("and 10 more; --verbose or --format json shows them"), "{few}");
    let (all, _) = told(&["inspect", list, "-v"]);
    assert!(shown(&all) == 30 && all.contains("row 32 was skipped: total"), "{all}");
    let (kept, _) = told(&["inspect", list, "-v", "--max-issues", "5"]);
    assert!(shown(&kept) == 5 && kept.contains("unknown_model: 25 more problems of this class"), "{kept}");
}
