//! What is made of the rows of a file, before any database is asked.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use entities::domain::{DatasetKind, ModelCode, Stage};
use importer::{
    extract::{FileBytes, Limits, visit},
    issue::IssueCode,
    transform::{Adoption, CcgReference, Located, Parsed, Records, parse},
};
use rust_xlsxwriter::{Format, Workbook};

fn csv(text: &str) -> FileBytes {
    FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: text.into() }
}

fn read(text: &str) -> Parsed {
    parse(&csv(text), None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn adoptions(parsed: Parsed) -> Vec<Located<Adoption>> {
    match parsed.records {
        Records::Adoptions(adoptions) => adoptions,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_header_is_found_beneath_titles_and_what_is_no_record_is_skipped_with_its_row() {
    let parsed = read(
        "\u{feff}Delegated commissioning,,,\n\
         ,,,\n\
         CCG code,CCG name,Model,Status,Year\n\
         08F,NHS Havering CCG,Model C,approved,2015-16\n\
         CCG code,CCG name,Model,Status,Year\n\
         Total,,1,,\n\
         99A,\"NHS Liverpool\nCCG\",Joint committee,LIVE,FY16\n\
         1. Subject to approval,,,,\n",
    );
    let skipped: Vec<(u32, &str)> = parsed.skipped.iter().map(|skip| (skip.row, skip.because)).collect();
    assert_eq!(skipped, [(5, "repeated header"), (6, "total"), (8, "note")]);
    assert_eq!((parsed.issues.len(), parsed.rejected), (0, 0));
    assert_eq!(parsed.sheets[0].rows, 5);
    let records = adoptions(parsed);
    let found: Vec<_> =
        records.iter().map(|row| (row.place.row, row.record.model, row.record.stage)).collect();
    assert_eq!(
        found,
        [(4, Some(ModelCode::Delegated), Stage::Approved), (7, Some(ModelCode::Joint), Stage::Live)],
        "a line break within quotes begins no row"
    );
}

#[test]
fn all_problems_of_all_rows_are_found_in_one_pass() {
    let parsed = read(
        "CCG code,Model,Status,Year,Effective from\n\
         8F,Not delegated,Aproved,2015/17,31/02/2015\n\
         ,Delegated,Live,2015/16,\n\
         08F,,Live,2015/16,\n\
         5E1,Delegated,Live,not stated,April 2015\n",
    );
    let found: Vec<(IssueCode, &str)> =
        parsed.issues.iter().map(|issue| (issue.code, issue.cell.as_str())).collect();
    assert_eq!(
        found,
        [
            (IssueCode::MalformedCode, "A2"),
            (IssueCode::FyUnparseable, "D2"),
            (IssueCode::UnknownModel, "B2"),
            (IssueCode::UnknownValue, "C2"),
            (IssueCode::BadDate, "E2"),
            (IssueCode::MissingCode, "A3"),
            (IssueCode::MissingModel, "B4"),
            (IssueCode::BadDate, "E5"),
        ]
    );
    assert_eq!((parsed.rejected, parsed.records.places().len()), (4, 0));
    assert_eq!(parsed.issues[3].suggestion.as_deref(), Some("approved"));
}

#[test]
fn not_stated_is_a_statement_and_blank_is_a_gap() {
    let parsed = read("CCG code,Model,Status,Year\n05C,Not stated,Expressed interest,Not stated\n");
    let record = adoptions(parsed).remove(0);
    assert_eq!((record.record.model, record.record.year), (None, None));
    let rule = &record.place.cells.iter().find(|cell| cell.field == "model").unwrap().rule;
    assert_eq!(rule, "as it stands, not stated");
}

#[test]
fn a_list_of_adoptions_says_by_any_of_three_columns_which_ccgs_it_is_about() {
    let parsed = read(
        "CCG name,ONS code,Model,Status,Year\n\
         NHS Havering CCG,,Delegated,Live,2015/16\n\
         ,E38000077,Delegated,Live,2015/16\n\
         ,,Delegated,Live,2015/16\n\
         NHS Havering CCG,Havering,Delegated,Live,2015/16\n\
         Total,,2,,\n",
    );
    let found: Vec<_> = parsed.issues.iter().map(|issue| (issue.code, issue.cell.as_str())).collect();
    assert_eq!(found, [(IssueCode::MissingCode, "B4"), (IssueCode::MalformedCode, "B5")]);
    assert_eq!(parsed.skipped.iter().map(|skip| skip.because).collect::<Vec<_>>(), ["total"]);
    let ccgs: Vec<_> = adoptions(parsed).into_iter().map(|row| row.record.ccg).collect();
    assert_eq!(ccgs[0], CcgReference { name: Some("NHS Havering CCG".into()), ..CcgReference::default() });
    assert_eq!(ccgs[1].ons_code.as_ref().map(ToString::to_string).as_deref(), Some("E38000077"));
    assert_eq!(ccgs.len(), 2);

    let none =
        parse(&csv("Region,Model,Status,Year\nLondon,C,Live,2015/16\n"), None, &Limits::default(), visit);
    assert_eq!(none.unwrap_err().code.as_str(), "no_header");
}

#[test]
fn names_and_codes_are_read_in_the_layout_of_the_statistics_office() {
    let parsed = read("CCG13CD,CCG13CDH,CCG13NM\nE38000077,08F,NHS Havering\n");
    assert_eq!(parsed.sheets[0].layout.as_ref().map(|layout| layout.kind), Some(DatasetKind::CcgRegister));
    let Records::Ccgs(ccgs) = parsed.records else { panic!() };
    assert_eq!(ccgs[0].record.name, "NHS Havering CCG");
    assert_eq!(ccgs[0].record.ons_code.as_ref().map(ToString::to_string).as_deref(), Some("E38000077"));
}

/// A workbook with a hidden sheet, a merged region, a date cell, a number where a code belongs and an error.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("2015-16").unwrap();
    sheet.write_row(0, 0, ["Region", "CCG code", "Model", "Status", "Effective from"]).unwrap();
    sheet.merge_range(1, 0, 4, 0, "London", &Format::new()).unwrap();
    for (row, code) in [(1, "08F"), (2, "07P"), (3, "07W")] {
        sheet.write_row(row, 1, [code, "Delegated", "Live"]).unwrap();
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number_with_format(1, 4, 42095, &date).unwrap();
    sheet.write_number_with_format(2, 4, 1e11, &date).unwrap();
    sheet.write_number(4, 1, 500).unwrap();
    sheet.write_row(4, 2, ["Delegated", "Live"]).unwrap();
    let hidden = workbook.add_worksheet().set_name("2016-17").unwrap();
    hidden.write_row(0, 0, ["CCG code", "Model", "Status"]).unwrap();
    hidden.write_row(1, 0, ["08F", "Delegated", "Live"]).unwrap();
    hidden.set_hidden(true);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_gives_each_cell_its_address_its_merged_text_and_its_date() {
    let file = FileBytes { name: "list.xlsx".into(), sha256: String::new(), bytes: workbook().into() };
    let parsed = parse(&file, None, &Limits::default(), visit).unwrap();
    assert_eq!(parsed.sheets[1].skipped_because, Some("the sheet is hidden"));
    let issues: Vec<_> = parsed.issues.iter().map(|issue| (issue.code, issue.cell.clone())).collect();
    assert_eq!(
        issues,
        [
            (IssueCode::BadDate, "E3".into()),
            (IssueCode::MalformedCode, "B5".into()),
            (IssueCode::HiddenSheetSkipped, "A1".into()),
        ]
    );

    let records = adoptions(parsed);
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].record.effective_from.map(|day| day.to_string()).as_deref(), Some("2015-04-01"));
    let region = |record: &Located<Adoption>| {
        let cell = record.place.cells.iter().find(|cell| cell.field == "region").unwrap().clone();
        (cell.address.unwrap(), cell.raw, cell.rule)
    };
    assert_eq!(region(&records[0]), ("A2".into(), "London".into(), "as it stands".into()));
    assert_eq!(region(&records[1]), ("A2".into(), "London".into(), "merged cell, as it stands".into()));
    let year = records[0].place.cells.iter().find(|cell| cell.field == "financial_year").unwrap();
    assert_eq!((year.address.as_deref(), year.rule.as_ref()), (None, "sheet name"));
}

#[test]
fn a_cell_in_the_last_corner_of_a_sheet_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["CCG code", "Model", "Status", "Year"]).unwrap();
    sheet.write_row(1, 0, ["08F", "C", "Live", "2015/16"]).unwrap();
    sheet.write_string(1_048_575, 511, "x").unwrap();
    let file = FileBytes {
        name: "corner.xlsx".into(),
        sha256: String::new(),
        bytes: workbook.save_to_buffer().unwrap().into(),
    };
    let parsed = parse(&file, None, &Limits::default(), visit).unwrap();
    assert_eq!((parsed.records.places().len(), parsed.skipped.len()), (1, 1));

    let narrow = Limits { columns: 100, ..Limits::default() };
    let refusal = parse(&file, None, &narrow, visit).unwrap_err();
    assert_eq!(refusal.code.as_str(), "too_many_columns");
    let few = Limits { cells: 5, ..Limits::default() };
    assert_eq!(parse(&file, None, &few, visit).unwrap_err().code.as_str(), "too_many_cells");
}

/// The same two synthetic rows in the formats that this workspace cannot write.
#[test]
fn workbooks_of_other_programs_give_the_same_records() {
    for name in ["synthetic.xls", "synthetic.ods"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let file = FileBytes::read(&path, &Limits::default()).unwrap();
        let parsed = parse(&file, None, &Limits::default(), visit).unwrap();
        assert!(parsed.issues.is_empty(), "{name}");
        let records = adoptions(parsed);
        let found: Vec<_> = records
            .iter()
            .map(|row| (row.place.row, row.record.model, row.record.effective_from.unwrap().to_string()))
            .collect();
        assert_eq!(
            found,
            [
                (4, Some(ModelCode::Delegated), "2016-04-01".to_owned()),
                (5, Some(ModelCode::Joint), "2016-04-01".to_owned()),
            ],
            "{name}"
        );
        let region = records[1].place.cells.iter().find(|cell| cell.field == "region").unwrap();
        assert_eq!(region.value, "London", "{name}");
    }
}

#[test]
fn a_wave_is_the_year_that_it_was_for() {
    let parsed = read("CCG code,Model,Status,Wave\n08F,C,Live,Wave 2\n08G,C,Live,wave 9\n");
    assert_eq!(parsed.issues.iter().map(|issue| issue.cell.as_str()).collect::<Vec<_>>(), ["D3"]);
    let record = adoptions(parsed).remove(0);
    assert_eq!(record.record.year.map(|year| year.to_string()).as_deref(), Some("2016/17"));
    let cell = record.place.cells.iter().find(|cell| cell.field == "financial_year").unwrap();
    assert_eq!(cell.rule, "as it stands");
}

#[test]
fn a_first_line_that_names_a_separator_which_no_line_has_is_refused_with_the_remedy() {
    let wrong = csv("sep=,\nCCG code;Model;Status;Year\n08F;C;Live;2015/16\n");
    let refused = parse(&wrong, None, &Limits::default(), visit).unwrap_err();
    assert_eq!(refused.code.as_str(), "csv_malformed");
    assert!(refused.message.contains("make it sep=;, or take that line away"), "{refused}");
    let quote = csv("CCG code,Model,Status,Year\n\"08F,C,Live,2015/16\n");
    let refused = parse(&quote, None, &Limits::default(), visit).unwrap_err();
    assert!(refused.message.contains("line 2") && refused.message.contains("close them"), "{refused}");
    // A list of one column needs no separator.
    assert_eq!(
        adoptions(read("sep=;\nCCGs approved for delegated commissioning 2015/16\nCCG code\n08F\n")).len(),
        1
    );
}

#[test]
fn a_percentage_is_a_figure_whose_unit_must_be_one_too() {
    let figures = |rows: &str| {
        let parsed = read(&format!("Measure,Value,Unit,Publisher\n{rows}"));
        let Records::Figures(figures) = parsed.records else { panic!("{:?}", parsed.records) };
        let codes: Vec<&str> = parsed.issues.iter().map(|issue| issue.cell.as_str()).collect();
        let figures = figures.into_iter().map(|row| (row.record.value, row.record.unit));
        (figures.collect::<Vec<_>>(), codes.join(" "))
    };
    let (read, issues) = figures(
        "share,36.4%,percent of CCGs,A\nshare,36.4 %,,B\nshare,36.4%,CCGs,C\nshare,0.364,per cent of CCGs,D\nshare,36.4,% of CCGs,E\n",
    );
    let of = |unit: &str| (Some(36.4), unit.to_owned());
    assert_eq!(read, [of("percent of CCGs"), of("percent"), of("% of CCGs")]);
    assert_eq!(issues, "B4 B5");
}
