//! How the CCG of a row is found, and what is never guessed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::HashMap;

use common::{Said, adoption, bundled_register, classes, day, judge, ods, rows};
use entities::domain::{FinancialYear, MatchMethod, OnsCode};
use importer::{
    issue::IssueCode,
    transform::{Adoption, Located},
    validate::{CcgMatch, Identity, Judge, KnownCcg, Register},
};

fn found(code: &str, method: MatchMethod) -> Option<CcgMatch> {
    Some(CcgMatch { ods_code: ods(code), method })
}

/// Two CCGs of one name and ONS code, the second of which took over from the first within a financial year.
fn twins() -> Register {
    let twin = |opened: &str, closed: Option<&str>| KnownCcg {
        name: "NHS Ambridge CCG".into(),
        opened_on: Some(day(opened)),
        closed_on: closed.map(day),
        identities: vec![Identity {
            name: "NHS Ambridge CCG".into(),
            ons_code: OnsCode::parse("E38999999").ok(),
            valid_from: day(opened),
            valid_to: closed.map(day),
        }],
        ..KnownCcg::default()
    };
    let (older, newer) = (twin("2013-04-01", Some("2017-09-30")), twin("2017-10-01", None));
    Register::new(HashMap::from([(ods("9X1"), older), (ods("9X2"), newer)]))
}

#[test]
fn no_published_spelling_is_taken_for_another_ccg() {
    let register = bundled_register();
    let mut right: HashMap<String, u32> = HashMap::new();
    let mut unresolved: HashMap<IssueCode, u32> = HashMap::new();
    for row in rows("tests/fixtures/ccg_name_variants.csv") {
        let said = Said { name: &row["variant"], ..Said::default() };
        match judge(said, &register) {
            (Some(found), issues) => {
                assert_eq!(found.ods_code, ods(&row["ods_code"]), "{}", row["variant"]);
                assert_eq!(classes(&issues), []);
                *right.entry(row["kind"].clone()).or_default() += 1;
            }
            (None, issues) => *unresolved.entry(issues[0].code).or_default() += 1,
        }
        for year in ["2013/14", "2014/15", "2015/16", "2016/17", "2017/18", "2018/19", "2020/21", "2021/22"] {
            let (found, issues) = judge(Said { year, ..said }, &register);
            assert!(found.is_some() || issues.len() == 1);
            assert!(
                found.is_none_or(|found| found.ods_code == ods(&row["ods_code"])),
                "{} {year}",
                row["variant"]
            );
        }
    }
    // The one that is unknown is "Cumbria CCG (South)", which belonged to two CCGs one after the other.
    assert_eq!(unresolved, HashMap::from([(IssueCode::NotACcg, 106), (IssueCode::UnknownCcg, 1)]));
    let count = |kind: &str, count| (kind.to_owned(), count);
    assert_eq!(
        right,
        HashMap::from([count("same", 427), count("normalises", 997), count("needs alias", 19)]),
        "1,443 of 1,550"
    );
}

#[test]
fn every_alias_is_of_one_ccg_and_no_name_that_any_ccg_bore() {
    let register = bundled_register();
    for row in rows("aliases.csv") {
        let (matched, issues) = judge(Said { name: &row["alias"], ..Said::default() }, &register);
        assert_eq!((matched, classes(&issues)), (found(&row["ods_code"], MatchMethod::Alias), vec![]));
    }
}

#[test]
fn a_ccg_is_found_by_its_code_then_its_ons_code_then_its_name_then_an_alias() {
    let register = bundled_register();
    let (code, ons_code, name) = ("01K", "E38000228", "NHS Morecambe Bay CCG");
    let year = "2018/19";
    for (said, method) in [
        (Said { code, ons_code, name, year, ..Said::default() }, MatchMethod::OdsCode),
        (Said { ons_code, name, year, ..Said::default() }, MatchMethod::OnsCode),
        (Said { ons_code: "E38000093", year, ..Said::default() }, MatchMethod::OnsCode),
        (Said { name, year, ..Said::default() }, MatchMethod::Name),
        (Said { name: "Morecambe Bay (01K)", year, ..Said::default() }, MatchMethod::Name),
        (Said { name: "Morecombe Bay CCG", year, ..Said::default() }, MatchMethod::Alias),
        (Said { code, name: "Morecombe Bay CCG", year, ..Said::default() }, MatchMethod::OdsCode),
    ] {
        let (matched, issues) = judge(said, &register);
        assert_eq!((matched, classes(&issues)), (found(code, method), vec![]), "{}", said.name);
    }
}

#[test]
fn what_a_row_says_of_its_ccg_must_agree() {
    let register = bundled_register();
    let year = "2018/19";
    let said = Said { code: "08F", year, ..Said::default() };
    for contradiction in [
        Said { name: "NHS Darlington CCG", ..said },
        Said { name: "West Lancs", ..said },
        Said { name: "NHS Havering CCG (00C)", ..said },
        Said { name: "NHS NORTH EAST LONDON ICB - 00C", ..said },
        Said { ons_code: "E38000042", ..said },
        Said { code: "", ons_code: "E38000042", name: "NHS Havering CCG", ..said },
        Said { code: "", name: "NHS Havering CCG (00C)", ..said },
    ] {
        let (matched, issues) = judge(contradiction, &register);
        assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::NameCodeMismatch]));
    }
    for (variant, class) in [
        (Said { name: "Havering and friends", ..said }, IssueCode::NameVariant),
        (Said { name: "NHS NORTH EAST LONDON ICB - 08F", ..said }, IssueCode::NameVariant),
        (Said { ons_code: "E38999999", ..said }, IssueCode::OnsCodeVariant),
    ] {
        let (matched, issues) = judge(variant, &register);
        assert_eq!((matched, classes(&issues)), (found("08F", MatchMethod::OdsCode), vec![class]));
    }
}

#[test]
fn a_name_counts_as_it_held_at_the_time() {
    let register = bundled_register();
    let named = |name, year| judge(Said { name, year, ..Said::default() }, &register);
    assert_eq!(named("NHS Cumbria", "2015/16").0, found("01H", MatchMethod::Name));
    assert_eq!(named("NHS Cumbria", "").0, found("01H", MatchMethod::Name));
    assert_eq!(named("NHS North Cumbria CCG", "2015/16").0, found("01H", MatchMethod::Name));

    let (matched, issues) = named("NHS Cumbria", "2019/20");
    assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::UnknownCcg]));
    assert_eq!(issues[0].suggestion.as_deref(), Some("NHS North Cumbria CCG"));
    let (matched, issues) = named("NHS Gateshead CCG", "2016/17");
    assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::CcgClosed]));
    assert_eq!(issues[0].suggestion.as_deref(), Some("13T"));
    let (matched, issues) = named("NHS Leeds CCG", "2016/17");
    assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::CcgNotOpen]));
}

#[test]
fn a_name_or_ons_code_of_two_ccgs_is_never_guessed_at() {
    let register = twins();
    for (name, ons_code) in [("Ambridge", ""), ("", "E38999999")] {
        let said = Said { name, ons_code, ..Said::default() };
        for year in ["", "2017/18"] {
            let (matched, issues) = judge(Said { year, ..said }, &register);
            assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::AmbiguousCcg]));
            assert!(issues[0].message.contains("9X1 NHS Ambridge CCG or 9X2 NHS Ambridge CCG"));
            assert_eq!(issues[0].suggestion, None);
        }
        let then = |year, from| judge(Said { year, from, ..said }, &register).0.map(|found| found.ods_code);
        assert_eq!(then("2016/17", ""), Some(ods("9X1")));
        assert_eq!(then("2017/18", "2017-09-30"), Some(ods("9X1")));
        assert_eq!(then("2017/18", "2017-10-01"), Some(ods("9X2")));
    }
    let coded = Said { code: "9X2", name: "Ambridge", year: "2018/19", ..Said::default() };
    assert_eq!(judge(coded, &register), (found("9X2", MatchMethod::OdsCode), vec![]));
}

#[test]
fn hubs_and_boards_are_not_ccgs() {
    let register = bundled_register();
    for (code, name) in [
        ("", "LONDON COMMISSIONING HUB"),
        ("13R", "LONDON COMMISSIONING HUB"),
        ("08F", "NATIONAL COMMISSIONING HUB 1"),
        ("", "NHS SUSSEX ICB - 09D"),
        ("09D", "NHS Sussex Integrated Care Board"),
    ] {
        let (matched, issues) = judge(Said { code, name, ..Said::default() }, &register);
        assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::NotACcg]), "{name}");
    }
}

#[test]
fn what_is_like_a_name_is_suggested_and_not_stored() {
    let register = bundled_register();
    let page = "Havering ".repeat(4000);
    let unknown = |said| {
        let (matched, issues) = judge(said, &register);
        assert_eq!((matched, classes(&issues)), (None, vec![IssueCode::UnknownCcg]));
        issues[0].suggestion.clone()
    };
    let named = |name| unknown(Said { name, ..Said::default() });
    assert_eq!(named("NHS Haverring CCG").as_deref(), Some("NHS Havering CCG"));
    assert_eq!(named("NHS Leeds Something or Other CCG"), None);
    assert_eq!(named("Newcastle"), None, "a beginning is no name");
    assert_eq!(named(&page), None);
    assert_eq!(
        named("Hastings").as_deref(),
        Some("NHS Hastings and Rother CCG"),
        "the only one with the word"
    );
    assert_eq!(
        unknown(Said { code: "0ZZ", name: "NHS Havering", ..Said::default() }).as_deref(),
        Some("08F")
    );
    assert_eq!(
        unknown(Said { ons_code: "E08000016", name: "Barnsley", ..Said::default() }).as_deref(),
        Some("02P")
    );
}

#[test]
fn what_is_wrong_with_the_ccg_of_a_wide_row_is_told_once() {
    let register = bundled_register();
    let waves = HashMap::from([
        (FinancialYear::parse("2015/16").unwrap(), 1),
        (FinancialYear::parse("2016/17").unwrap(), 2),
    ]);
    let statement = |row, year| {
        let mut statement = adoption(Said { code: "0ZZ", name: "NHS Havering CCG", year, ..Said::default() });
        statement.place.row = row;
        statement
    };
    let rows = [(2, "2015/16"), (2, "2016/17"), (3, "2016/17")].map(|(row, year)| statement(row, year));
    let mut judge = Judge::new(register, waves);
    let mut told = |statement: Located<Adoption>| {
        let verdict = judge.judge(statement);
        (verdict.is_rejected, classes(&verdict.issues))
    };
    let unknown = vec![IssueCode::UnknownCcg];
    assert_eq!(rows.map(&mut told), [(true, unknown.clone()), (true, vec![]), (true, unknown)]);

    let variant = |row| {
        let mut statement =
            adoption(Said { code: "08F", name: "Haverings", year: "2015/16", ..Said::default() });
        statement.place.row = row;
        statement
    };
    let rows = [variant(2), variant(2)];
    assert_eq!(rows.map(told), [(false, vec![IssueCode::NameVariant]), (false, vec![])]);
}

#[test]
fn a_day_outside_its_year_says_nothing_of_when_the_ccg_existed() {
    // Counted from 1904 by mistake: four years too late, when this CCG had closed.
    let said = Said { code: "08F", year: "2016/17", from: "2020-04-02", ..Said::default() };
    let (found, issues) = judge(said, &bundled_register());
    assert_eq!((found, classes(&issues)), (None, vec![IssueCode::DateOutsideFy]));
}

#[test]
fn every_name_of_the_register_is_known_to_be_one_of_places() {
    let connecting = ["nhs", "ccg", "and", "of", "the", "on", "upon", "in", "with", "st", "for"];
    let places = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/places.txt")).unwrap();
    let places: std::collections::HashSet<&str> = places.lines().collect();
    for row in rows("../data/facts/ccgs.csv") {
        let name = entities::domain::normalise(&row["name"]);
        let strange: Vec<&str> =
            name.split(' ').filter(|word| !places.contains(word) && !connecting.contains(word)).collect();
        assert!(strange.is_empty(), "{name}: {strange:?}");
    }
}

#[test]
fn a_region_that_is_not_the_registers_is_told_and_the_row_is_stored() {
    let known = |regions: &[&str]| KnownCcg {
        name: "NHS Ambridge CCG".into(),
        opened_on: Some(day("2013-04-01")),
        regions: regions.iter().map(|region| (*region).to_owned()).collect(),
        ..KnownCcg::default()
    };
    for (regions, said, expected) in [
        (&["South"][..], "London", vec![IssueCode::RegionVariant]),
        (&["South"], "SOUTH", vec![]),
        (&["Midlands and East", "East of England"], "Midlands & East", vec![]),
        (&["South"], "Wessex", vec![]),
        (&[], "London", vec![]),
    ] {
        let register = Register::new(HashMap::from([(ods("9X1"), known(regions))]));
        let mut row = adoption(Said { code: "9X1", ..Said::default() });
        row.record.region = Some(said.to_owned());
        let verdict = Judge::new(register, HashMap::new()).judge(row);
        assert!(!verdict.is_rejected);
        assert_eq!(classes(&verdict.issues), expected, "{said} {regions:?}");
    }
}

#[test]
fn of_ccgs_whose_names_have_the_word_all_of_the_time_are_named() {
    let told = |name, year| {
        let (found, issues) = judge(Said { name, year, ..Said::default() }, &bundled_register());
        assert_eq!((found, classes(&issues)), (None, vec![IssueCode::UnknownCcg]), "{name}");
        issues[0].message.clone()
    };
    let bradford = told("Bradford", "2016/17");
    assert!(
        bradford.ends_with("did you mean 02R NHS Bradford Districts CCG or 02W NHS Bradford City CCG?"),
        "{bradford}"
    );
    assert!(told("Bradford", "2021/22").ends_with("did you mean 36J NHS Bradford District and Craven CCG?"));
    assert!(told("West", "2016/17").ends_with("no CCG called \"West\""), "too many have the word");
}

#[test]
fn an_end_after_the_ccg_closed_is_a_warning_that_names_the_day_and_the_successor() {
    for (code, end, expected) in [
        ("02R", "2021-03-31", Some("; its successor is 36J")),
        ("02R", "2020-03-31", None),
        ("36J", "2023-03-31", Some("; all CCGs ended on that day, when integrated care boards took over")),
    ] {
        let mut row = adoption(Said { code, year: "", ..Said::default() });
        row.record.effective_to = Some(day(end));
        let verdict = Judge::new(bundled_register(), HashMap::new()).judge(row);
        assert!(!verdict.is_rejected, "{code}");
        let told: Vec<&str> = verdict.issues.iter().map(|issue| issue.message.as_str()).collect();
        match expected {
            None => assert_eq!(told, [""; 0]),
            Some(after) => {
                assert_eq!(classes(&verdict.issues), [IssueCode::EndsAfterClosing]);
                assert!(told[0].ends_with(after), "{told:?}");
            }
        }
    }
}

#[test]
fn a_year_without_ccgs_is_told_as_such() {
    let (_, issues) = judge(Said { code: "36J", year: "2024/25", ..Said::default() }, &bundled_register());
    let wave = issues.iter().find(|issue| issue.code == IssueCode::UnknownWave).unwrap();
    assert!(wave.message.contains("CCGs ended on 2022-06-30"), "{}", wave.message);
}
