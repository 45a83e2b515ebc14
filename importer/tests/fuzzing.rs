//! Lists that nobody made: rows, headers and names put together at random. `PROPTEST_CASES` says how many.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::sync::LazyLock;

use common::{Said, bundled_register, classes, judge, rows};
use entities::domain::OdsCode;
use importer::{
    extract::{FileBytes, Limits, visit},
    transform::{Parsed, Records, parse},
    validate::Register,
};
use proptest::prelude::*;

/// What lists are made of, and what spoils them.
const PIECES: &[&str] = &[
    "CCG code",
    "ODS code",
    "CCG name",
    "CCG",
    "ONS code",
    "Model",
    "Status",
    "Year",
    "Region",
    "Effective from",
    "Notes",
    "2015/16",
    "2016-17",
    "Wave 2",
    "Model 2015/16",
    "Status 2015/16",
    "Delegated commissioning",
    "Joint commissioning",
    "08F",
    "07P",
    "0ZZ",
    "8F",
    "500",
    "E38000077",
    "NHS Havering CCG",
    "London",
    "London total",
    "Total",
    "Region",
    "Delegated",
    "Joint",
    "C",
    "Not delegated",
    "None",
    "n/a",
    "TBC",
    "-",
    "Yes",
    "No",
    "x",
    "Live",
    "Approved",
    "Declined",
    "01/04/2015",
    "1-Apr-15",
    "04/13/2015",
    "42095",
    "(A/B/C)",
    "dd/mm/yyyy",
    "Yes/No",
    "CCGs approved for 2016/17",
    "Delegated commissioning, approved 2016/17",
    "* a note",
    "* declined",
    "Delegated*",
    "Not approved",
    "Other CCGs",
    "Joint commissioning 2015/16",
    "Lancashire area team",
    "Wave 1",
    "03/04/2015",
    "Source: made up",
    "\u{0}",
    "\u{1}",
    "\u{200b}",
    "\u{a0}",
    "\"",
    "",
    "",
    "",
    "",
];

/// A line of the parts of a list.
fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..7).prop_map(|pieces| pieces.join(","))
}

/// Lines that are mostly a list of adoptions.
fn list() -> impl Strategy<Value = String> {
    let header = prop::sample::select(vec![
        "CCG code,CCG name,Model,Status,Year,Effective from",
        "CCG code,Status,2015/16,Wave 2",
        "CCG code,2015/16,,2016/17,\n,Model,Status,Model,Status",
        "CCGs approved for 2016/17\nCCG name,Joint commissioning,Delegated commissioning",
        "Delegated commissioning, approved 2016/17\nCCG code,CCG name",
        "ODS code,CCG name,Open date,Close date",
        "",
    ]);
    let lines = || prop::collection::vec(line(), 0..6);
    (lines(), header, lines())
        .prop_map(|(above, header, beneath)| [above, vec![header.to_owned()], beneath].concat().join("\n"))
}

fn read(bytes: Vec<u8>) -> Option<Parsed> {
    let file = FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: bytes.into() };
    parse(&file, None, &Limits::default(), visit).ok()
}

/// Every row is accounted for, every record comes from its own row, and no code is made up.
fn check(parsed: &Parsed, text: &str) -> Result<(), TestCaseError> {
    let places = parsed.records.places();
    let read: u64 = parsed.sheets.iter().map(|sheet| sheet.rows).sum();
    let told = places.len() as u64 + parsed.skipped.len() as u64 + parsed.rejected;
    prop_assert_eq!(read, told);
    prop_assert_eq!(parsed.issues.iter().any(importer::issue::Issue::is_error), parsed.rejected > 0);
    for cell in places.iter().flat_map(|place| &place.cells) {
        prop_assert!(!cell.raw.contains('\0') && !cell.value.contains('\0'));
    }
    if let Records::Adoptions(adoptions) = &parsed.records {
        for code in adoptions.iter().filter_map(|row| row.record.ccg.ods_code.as_ref()) {
            prop_assert!(text.to_uppercase().replace('\u{200b}', "").contains(code.as_str()), "{}", code);
        }
    }
    Ok(())
}

static REGISTER: LazyLock<Register> = LazyLock::new(bundled_register);
static NAMES: LazyLock<Vec<(String, OdsCode)>> = LazyLock::new(|| {
    let facts = rows("../data/facts/ccgs.csv");
    facts.iter().map(|row| (row["name"].clone(), common::ods(&row["ods_code"]))).collect()
});

/// The CCG that a name is found to be. One that is none is told of, once.
fn found(name: &str) -> Option<OdsCode> {
    let (found, issues) = judge(Said { name, ..Said::default() }, &REGISTER);
    assert_eq!(classes(&issues).len(), usize::from(found.is_none()), "{name}");
    found.map(|found| found.ods_code)
}

proptest! {
    #[test]
    fn any_bytes_are_a_list_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Some(parsed) = read(bytes.clone()) {
            check(&parsed, &String::from_utf8_lossy(&bytes))?;
        }
    }

    #[test]
    fn every_row_of_any_list_is_accounted_for(text in list()) {
        if let Some(parsed) = read(text.clone().into_bytes()) {
            check(&parsed, &text)?;
        }
    }

    #[test]
    fn a_list_says_the_same_with_any_delimiter_line_end_and_encoding(text in list()) {
        let text = text.replace(['"', '\0'], "");
        let records = |text: String| read(text.into_bytes()).map(|parsed| (parsed.records, parsed.rejected));
        let plain = records(text.clone());
        prop_assert_eq!(&records(format!("\u{feff}{text}")), &plain);
        prop_assert_eq!(&records(text.replace('\n', "\r\n")), &plain);
        prop_assert_eq!(&records(format!("sep=,\n{text}")).map(|(records, _)| records.places().len()), &plain.as_ref().map(|(records, _)| records.places().len()));
    }

    #[test]
    fn a_name_with_noise_is_no_other_ccg(place in any::<prop::sample::Index>(), noise in "[ \u{a0}\u{200b}\u{ad}.,*`]{0,3}", upper in any::<bool>()) {
        let (name, code) = place.get(&NAMES);
        let name = if upper { name.to_uppercase() } else { name.to_lowercase() };
        let names_alike = NAMES.iter().filter(|(other, _)| other.eq_ignore_ascii_case(&name)).count();
        let found = found(&format!("{noise}{name}{noise}"));
        prop_assert!(found.as_ref() == Some(code) || names_alike > 1, "{} {:?}", name, found);
    }

    #[test]
    fn a_misspelt_name_is_no_other_ccg(place in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), letter in "[a-z]{0,2}") {
        let (name, code) = place.get(&NAMES);
        let mut letters: Vec<String> = name.chars().map(String::from).collect();
        let at = at.index(letters.len());
        letters[at] = letter;
        let misspelt = letters.concat();
        let found = found(&misspelt);
        prop_assert!(found.as_ref().is_none_or(|found| found == code), "{} {:?}", misspelt, found);
    }

    #[test]
    fn any_text_is_the_name_of_no_ccg(name in "\\PC{1,40}") {
        prop_assert_eq!(found(&name), None);
    }
}
