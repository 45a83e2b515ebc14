//! What an OpenDocument spreadsheet says of its sheets besides their cells. All rows are synthetic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod records;

use std::io::{Cursor, Write};

use importer::{
    extract::{FileBytes, Limits, visit},
    transform::{Parsed, parse},
};
use records::{balanced, facts};
use zip::{ZipWriter, write::SimpleFileOptions};

fn read(bytes: Vec<u8>) -> Parsed {
    let file = FileBytes { name: "list".into(), sha256: String::new(), bytes: bytes.into() };
    balanced(parse(&file, None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}")))
}

fn issues(parsed: &Parsed) -> Vec<(&str, &str)> {
    parsed.issues.iter().map(|issue| (issue.code.as_str(), issue.cell.as_str())).collect()
}

fn cell(attributes: &str, text: &str) -> String {
    format!(
        r#"<table:table-cell {attributes} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

fn row(attributes: &str, cells: &[String]) -> String {
    format!("<table:table-row {attributes}>{}</table:table-row>", cells.concat())
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(|text| cell("", text)).to_vec()
}

/// An OpenDocument spreadsheet of one sheet.
fn ods(columns: &str, rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="2016-17">{columns}{rows}</table:table>
        </office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn hidden_rows_and_columns_are_told() {
    let rows = [
        row("", &texts(["CCG code", "Model", "Status"])),
        r#"<table:table-row table:number-rows-repeated="2" table:visibility="collapse"/>"#.to_owned(),
        row(r#"table:visibility="filter""#, &texts(["08F", "Delegated", "Live"])),
        row("", &texts(["07P", "Delegated", "Live"])),
    ];
    let columns = r#"<table:table-column table:number-columns-repeated="2"/>
        <table:table-column table:visibility="collapse"/>"#;
    let parsed = read(ods(columns, &rows.concat()));
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live", "07P Delegated 2016/17 Live"]);
    assert_eq!(issues(&parsed), [("hidden_columns", "C1"), ("hidden_rows", "A4")]);
    assert!(parsed.issues[1].message.contains(": 1;"), "{}", parsed.issues[1].message);
}

#[test]
fn merged_cells_count_for_every_row_that_they_cover() {
    let covered = r#"<table:covered-table-cell/>"#;
    let empty = |times: u32| format!(r#"<table:table-cell table:number-columns-repeated="{times}"/>"#);
    let down = r#"table:number-columns-spanned="1" table:number-rows-spanned="3""#;
    let rows = [
        row(
            "",
            &[
                empty(2),
                cell(r#"table:number-columns-spanned="2" table:number-rows-spanned="1""#, "Co-commissioning"),
                covered.to_owned(),
            ],
        ),
        row("", &texts(["Region", "CCG code", "Model", "Status"])),
        row("", &[cell(down, "London"), cell("", "08F"), cell(down, "Delegated"), cell("", "Live")]),
        row("", &[covered.to_owned(), cell("", "07P"), covered.to_owned(), cell("", "Approved")]),
        // What a program keeps beneath a merged cell is seen by nobody.
        row(
            "",
            &[
                covered.to_owned(),
                cell("", "07W"),
                covered.replace("/>", "><text:p>Joint</text:p></table:covered-table-cell>"),
                cell("", "Live"),
            ],
        ),
        row("", &texts(["North", "00C", "Joint", "Live"])),
    ];
    let parsed = read(ods("", &rows.concat()));
    let expected = [
        "08F Delegated 2016/17 Live",
        "07P Delegated 2016/17 Approved",
        "07W Delegated 2016/17 Live",
        "00C Joint 2016/17 Live",
    ];
    assert_eq!((facts(&parsed), issues(&parsed)), (expected.map(str::to_owned).to_vec(), vec![]));
}
