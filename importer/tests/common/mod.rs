//! Registers and rows for the tests of matching.

use std::{collections::HashMap, path::PathBuf};

use chrono::{Days, NaiveDate};
use entities::domain::{Confidence, FinancialYear, ModelCode, OdsCode, OnsCode, Stage};
use importer::{
    issue::{Issue, IssueCode},
    transform::{Adoption, CcgReference, Located, Place},
    validate::{CcgMatch, Identity, Judge, KnownCcg, Register, Verdict},
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn ods(text: &str) -> OdsCode {
    OdsCode::parse(text).unwrap()
}

/// The rows of a CSV file in the repository, by heading.
pub(crate) fn rows(path: &str) -> Vec<HashMap<String, String>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// The register that the bundled facts make, with the names of the lists of 2013, 2018 and 2021.
pub(crate) fn bundled_register() -> Register {
    let mut ccgs: HashMap<OdsCode, KnownCcg> = HashMap::new();
    for row in rows("../data/facts/ccgs.csv") {
        let ccg = KnownCcg {
            name: row["name"].clone(),
            opened_on: row["opened_on"].parse().ok(),
            closed_on: row["closed_on"].parse().ok(),
            ..KnownCcg::default()
        };
        ccgs.insert(ods(&row["ods_code"]), ccg);
    }
    for row in rows("../data/facts/successions.csv") {
        let predecessor = ccgs.get_mut(&ods(&row["predecessor_code"])).unwrap();
        predecessor.successors.push(ods(&row["successor_code"]));
    }
    for year in ["13", "18", "21"] {
        for row in rows(&format!("../data/facts/ons/ccg_names_and_codes_20{year}-04.csv")) {
            let ccg = ccgs.get_mut(&ods(&row[&format!("CCG{year}CDH")])).unwrap();
            let valid_from = day(&format!("20{year}-04-01"));
            if let Some(last) = ccg.identities.last_mut() {
                last.valid_to = valid_from.checked_sub_days(Days::new(1));
            }
            ccg.identities.push(Identity {
                name: row[&format!("CCG{year}NM")].clone(),
                ons_code: Some(OnsCode::parse(&row[&format!("CCG{year}CD")]).unwrap()),
                valid_from,
                valid_to: ccg.closed_on,
            });
        }
    }
    Register::new(ccgs)
}

/// What a row says: of its CCG, and of the time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    pub(crate) code: &'a str,
    pub(crate) ons_code: &'a str,
    pub(crate) name: &'a str,
    pub(crate) year: &'a str,
    pub(crate) from: &'a str,
}

/// What a row says, as a record.
pub(crate) fn adoption(said: Said) -> Located<Adoption> {
    let ccg = CcgReference {
        ods_code: OdsCode::parse(said.code).ok(),
        ons_code: OnsCode::parse(said.ons_code).ok(),
        name: Some(said.name.to_owned()).filter(|name| !name.is_empty()),
    };
    let record = Adoption {
        ccg,
        region: None,
        model: Some(ModelCode::Delegated),
        year: FinancialYear::parse(said.year).ok(),
        stage: Stage::Live,
        effective_from: said.from.parse().ok(),
        effective_to: None,
        stated_on: None,
        basis: None,
        confidence: Confidence::Published,
        citation: None,
    };
    Located { place: Place { sheet: "list".into(), row: 2, cells: Vec::new() }, record }
}

/// What becomes of a row: how its CCG was found, if it is stored, and its issues.
pub(crate) fn judge(said: Said, register: &Register) -> (Option<CcgMatch>, Vec<Issue>) {
    let waves = (2013..=2023).map(|year| {
        let year = FinancialYear::parse(&format!("{year}/{}", (year + 1) % 100)).unwrap();
        (year, 1)
    });
    let mut judge = Judge::new(register.clone(), waves.collect());
    let Verdict { adoption, is_rejected, issues } = judge.judge(adoption(said));
    (adoption.filter(|_| !is_rejected).map(|row| row.record.ccg), issues)
}

/// The classes of issues.
pub(crate) fn classes(issues: &[Issue]) -> Vec<IssueCode> {
    issues.iter().map(|issue| issue.code).collect()
}
