//! Mapping profiles: what they read, and that a drafted one reads what it was drafted from. All rows are synthetic but
//! those of the bundled facts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod drafting;
mod reading;
mod recognising;
#[path = "../records/mod.rs"]
mod records;
mod writing;

use std::path::Path;

use importer::{
    error::Refusal,
    extract::{FileBytes, Limits, visit},
    infer,
    issue::Issue,
    recognise::{Profile, Profiles},
    transform::{Adoption, Located, Parsed, Records, parse, parse_by},
};
use records::{adoptions, balanced, facts};

/// A file of text.
fn csv(text: &str) -> FileBytes {
    FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: text.into() }
}

/// A file in the repository.
fn file(path: &str) -> FileBytes {
    FileBytes::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path), &Limits::default()).unwrap()
}

fn plainly(file: &FileBytes) -> Result<Parsed, Refusal> {
    parse(file, None, &Limits::default(), visit)
}

/// Reads a file by a profile, of which each row must become something.
fn by(profile: &str, file: &FileBytes) -> Result<Parsed, Refusal> {
    let profile = Profile::parse(profile).unwrap_or_else(|message| panic!("{message}\n{profile}"));
    parse_by(&Profiles::named(profile), file, None, &Limits::default(), visit).map(balanced)
}

fn draft(file: &FileBytes) -> String {
    infer::profile(file, None, None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// What the records say, wherever and however it stands in the file.
fn records(parsed: &Parsed) -> Vec<String> {
    fn of<T: std::fmt::Debug>(records: &[Located<T>]) -> Vec<String> {
        records.iter().map(|located| format!("{:?}", located.record)).collect()
    }
    match &parsed.records {
        Records::Waves(records) => of(records),
        Records::Ccgs(records) => of(records),
        Records::Successions(records) => of(records),
        Records::ScopeRules(records) => of(records),
        Records::Figures(records) => of(records),
        Records::Adoptions(records) => of(records),
    }
}

/// The rule that made a field of a record.
fn rule<'a>(row: &'a Located<Adoption>, field: &str) -> &'a str {
    &row.place.cells.iter().find(|cell| cell.field == field).unwrap().rule
}

fn codes(issues: &[Issue]) -> Vec<(&str, &str)> {
    issues.iter().map(|issue| (issue.code.as_str(), issue.cell.as_str())).collect()
}
