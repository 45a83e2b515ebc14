//! Registers as their publishers give them, with all that is in them besides CCGs. The rows are synthetic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use importer::{
    extract::{FileBytes, Limits, visit},
    transform::{Parsed, Records, parse},
};

fn read(text: &str) -> Parsed {
    let file = FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: text.into() };
    parse(&file, None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn codes(parsed: &Parsed) -> Vec<String> {
    let Records::Ccgs(ccgs) = &parsed.records else { panic!() };
    ccgs.iter().map(|ccg| ccg.record.ods_code.to_string()).collect()
}

fn skipped(parsed: &Parsed) -> Vec<(u32, &str)> {
    parsed.skipped.iter().map(|skip| (skip.row, skip.because)).collect()
}

#[test]
fn an_organisation_file_without_header_is_known_by_its_columns() {
    let row = |code: &str, name: &str, closed: &str| {
        format!(
            "\"{code}\",\"{name}\",\"Y54\",\"Q74\",\"A STREET\",\"\",\"\",\"\",\"\",\"AB1 2CD\",\"20130401\",\"{closed}\",\"\",\"C\"\n"
        )
    };
    let parsed = read(
        &[
            row("9Z1", "NHS FIRST INVENTED CCG", "20200331"),
            row("9Z2", "NHS SECOND INVENTED CCG", ""),
            row("9Z3", "INVENTED COMMISSIONING HUB", ""),
            row("9Z4", "NHS INVENTED ICB - 9Z4", ""),
        ]
        .concat(),
    );
    assert_eq!((codes(&parsed), parsed.issues.len()), (vec!["9Z1".to_owned(), "9Z2".to_owned()], 0));
    assert_eq!(
        skipped(&parsed),
        [(3, "a commissioning hub, no CCG"), (4, "an integrated care board, no CCG")]
    );
    let Records::Ccgs(ccgs) = &parsed.records else { panic!() };
    let days = |place: usize| {
        let life = ccgs[place].record.life.clone().unwrap();
        [life.opened_on, life.closed_on].map(|day| day.map(|day| day.to_string()))
    };
    assert_eq!(days(0), [Some("2013-04-01".to_owned()), Some("2020-03-31".to_owned())]);
    assert_eq!(days(1), [Some("2013-04-01".to_owned()), None]);
    assert_eq!(ccgs[0].place.row, 1, "the first row is data");
}

#[test]
fn names_and_codes_of_other_countries_are_skipped() {
    let parsed = read(
        "CCG18CD,CCG18CDH,CCG18NM,CCG18NMW\n\
         E38999999,9Z1,NHS Invented CCG,\n\
         W11000023,7A1,Invented Health Board,\n\
         ZC010,ZC010,Invented,\n\
         L99999999,,(pseudo) Islands,\n\
         F38000077,9Z2,NHS Misprinted CCG,\n",
    );
    assert_eq!(codes(&parsed), ["9Z1"]);
    assert_eq!(skipped(&parsed), [(3, "not in England"), (4, "not in England"), (5, "not in England")]);
    assert_eq!((parsed.issues.len(), parsed.issues[0].cell.as_str()), (1, "A6"));
}
