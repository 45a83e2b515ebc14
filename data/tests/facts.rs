//! The facts are whole, and use no code that the importer could not know.

use std::collections::{BTreeMap, BTreeSet};

use bundled_data::facts::{adoptions, ccgs};
use bundled_data::folder;

const REGIONS: [&str; 4] = ["North", "Midlands and East", "South", "London"];

fn rows(file: &str) -> usize {
    csv::Reader::from_path(folder().join("facts").join(file))
        .expect("the file is there")
        .into_records()
        .map(|row| assert!(row.is_ok(), "{file}: {row:?}"))
        .count()
}

fn open_on(day: &str) -> usize {
    ccgs()
        .expect("the facts can be read")
        .iter()
        .filter(|ccg| *ccg.opened_on <= *day && *day <= *ccg.closed_on)
        .count()
}

#[test]
fn every_file_has_as_many_rows_as_the_readme_says() {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for (file, expected) in [
        ("ccgs.csv", 248),
        ("ons/ccg_names_and_codes_2013-04.csv", 211),
        ("ons/ccg_names_and_codes_2018-04.csv", 195),
        ("ons/ccg_names_and_codes_2021-04.csv", 106),
        ("successions.csv", 142),
        ("adoptions.csv", 207),
        ("published_figures.csv", 74),
        ("scope_rules.csv", 21),
        ("waves.csv", 7),
    ] {
        assert_eq!(rows(file), expected, "{file}");
        let line = readme.lines().find(|line| line.contains(&format!("`facts/{file}`"))).unwrap();
        assert!(line.contains(&format!("| {expected} |")), "README.md: {line}");
    }
}

#[test]
fn as_many_ccgs_were_open_as_the_nhs_has_published() {
    for (day, expected) in [
        ("2013-04-01", 211),
        ("2015-04-01", 209),
        ("2017-04-01", 207),
        ("2018-04-01", 195),
        ("2019-04-01", 191),
        ("2020-04-01", 135),
        ("2021-04-01", 106),
        ("2022-07-01", 0),
    ] {
        assert_eq!(open_on(day), expected, "{day}");
    }
}

#[test]
fn the_regions_of_2013_are_the_denominators_behind_the_published_percentages() {
    let all = ccgs().unwrap();
    let counts = REGIONS.map(|region| {
        all.iter().filter(|ccg| ccg.opened_on == "2013-04-01" && ccg.region_2015 == region).count()
    });
    assert_eq!(counts, [68, 61, 50, 32]);
}

#[test]
fn adoptions_use_only_known_codes_and_known_ccgs() {
    let known: BTreeSet<String> = ccgs().unwrap().into_iter().map(|ccg| ccg.ods_code).collect();
    for fact in adoptions().unwrap() {
        assert!(known.contains(&fact.ods_code), "{fact:?}");
        assert!(REGIONS.contains(&fact.region.as_str()), "{fact:?}");
        assert!(["", "A", "B", "C"].contains(&fact.model.as_str()), "{fact:?}");
        let stages = ["expressed_interest", "applied", "approved", "live", "declined"];
        assert!(stages.contains(&fact.stage.as_str()), "{fact:?}");
        let confidences =
            ["published", "collective", "start_unknown", "undated", "implied", "completed", "title_only"];
        assert!(confidences.contains(&fact.confidence.as_str()), "{fact:?}");
    }
}

#[test]
fn the_statements_of_one_year_stand_together_by_region() {
    let mut groups: BTreeMap<(String, String), usize> = BTreeMap::new();
    for group in adoptions().unwrap().chunk_by(|one, next| key(one) == key(next)) {
        *groups.entry(key(&group[0])).or_default() += 1;
    }
    assert!(groups.values().all(|&runs| runs == 1), "{groups:?}");
}

fn key(fact: &bundled_data::facts::AdoptionFact) -> (String, String) {
    (fact.financial_year.clone(), fact.region.clone())
}

#[test]
fn the_list_of_sources_names_every_workbook_and_every_other_file_once() {
    let text = std::fs::read_to_string(folder().join("sources.toml")).unwrap();
    let sources: toml::Table = text.parse().unwrap();
    let mut datasets = BTreeSet::new();
    for source in sources["source"].as_array().unwrap() {
        let path = source["path"].as_str().unwrap();
        assert!(folder().join(path).is_file(), "{path}");
        assert!(datasets.insert(source["dataset"].as_str().unwrap()), "{path}");
    }
    assert_eq!(datasets.len(), 9);
}
