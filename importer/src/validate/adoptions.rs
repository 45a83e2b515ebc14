//! The rules that an adoption must meet before it is a fact.

use std::collections::{HashMap, HashSet};

use chrono::{Months, NaiveDate};
use entities::domain::{FinancialYear, Stage};

use super::Register;
use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
    transform::{Adoption, Dates, Located},
};

/// Keeps the adoptions that meet all rules; gives back the others' problems, and how many rows they were.
pub fn adoptions(
    records: Vec<Located<Adoption>>,
    register: &Register,
    waves: &HashMap<FinancialYear, i64>,
) -> (Vec<Located<Adoption>>, Vec<Issue>, u64) {
    let conflicting = conflicting(&records);
    let mut issues = Vec::new();
    let mut rejected = 0;
    let kept = records
        .into_iter()
        .filter(|adoption| {
            let found = problems(adoption, register, waves, &conflicting);
            let is_rejected = found.iter().any(Issue::is_error);
            rejected += u64::from(is_rejected);
            issues.extend(found);
            !is_rejected
        })
        .collect();
    (kept, issues, rejected)
}

/// Facts that rows of the file state with different dates. None of them is taken: the last row is not the truest.
fn conflicting(records: &[Located<Adoption>]) -> HashSet<String> {
    let mut seen: HashMap<String, Dates> = HashMap::new();
    let mut conflicting = HashSet::new();
    for Located { record, .. } in records {
        let said = seen.entry(record.natural_key()).or_default();
        if said.contradicts(record.dates()) {
            conflicting.insert(record.natural_key());
        }
        *said = said.or(record.dates());
    }
    conflicting
}

fn problems(
    adoption: &Located<Adoption>,
    register: &Register,
    waves: &HashMap<FinancialYear, i64>,
    conflicting: &HashSet<String>,
) -> Vec<Issue> {
    let Located { place, record } = adoption;
    let mut issues: Vec<Issue> =
        [unknown_wave(adoption, waves), date_outside_year(adoption)].into_iter().flatten().collect();
    if conflicting.contains(&record.natural_key()) {
        let message =
            format!("other rows of this file state the same for {} with other dates", record.ods_code);
        issues.push(place.issue(IssueCode::DuplicateConflict, Field::EffectiveFrom, message));
    }
    match register.get(&record.ods_code) {
        None => issues.push(unknown_ccg(adoption, register)),
        Some(ccg) => {
            issues.extend(name_mismatch(adoption, ccg, register));
            issues.extend(not_open(adoption, ccg));
        }
    }
    issues
}

fn unknown_wave(adoption: &Located<Adoption>, waves: &HashMap<FinancialYear, i64>) -> Option<Issue> {
    let year = adoption.record.year?;
    (!waves.contains_key(&year)).then(|| {
        let message = format!("there is no wave for {year} in the database; import the waves first");
        adoption.place.issue(IssueCode::UnknownWave, Field::FinancialYear, message)
    })
}

fn date_outside_year(adoption: &Located<Adoption>) -> Option<Issue> {
    let Located { place, record } = adoption;
    let (year, day) = (record.year?, record.effective_from?);
    (!year.contains(day)).then(|| {
        let message = format!(
            "{day} is not in the financial year {year}, which runs from {} to {}",
            year.first_day(),
            year.last_day()
        );
        place.issue(IssueCode::DateOutsideFy, Field::EffectiveFrom, message)
    })
}

fn unknown_ccg(adoption: &Located<Adoption>, register: &Register) -> Issue {
    let Located { place, record } = adoption;
    let named = record.name.as_deref().map(|name| register.named(name)).unwrap_or_default();
    let suggestion = match named.as_slice() {
        [code] => Some(code.to_string()),
        _ => None,
    };
    let message = match &suggestion {
        Some(code) => format!("the register has no CCG {}; its name is that of {code}", record.ods_code),
        None if register.is_empty() => {
            format!("the register has no CCG {}: it is empty; import the register first", record.ods_code)
        }
        None => format!("the register has no CCG {}", record.ods_code),
    };
    place.issue(IssueCode::UnknownCcg, Field::OdsCode, message).suggesting(suggestion)
}

fn name_mismatch(adoption: &Located<Adoption>, ccg: &super::KnownCcg, register: &Register) -> Option<Issue> {
    let Located { place, record } = adoption;
    let name = record.name.as_deref()?;
    if ccg.bore(name) {
        return None;
    }
    let code = &record.ods_code;
    Some(match register.named(name).first() {
        Some(other) => {
            let message = format!("{code} is \"{}\", but \"{name}\" is {other}", ccg.name);
            place
                .issue(IssueCode::NameCodeMismatch, Field::CcgName, message)
                .suggesting(Some(other.to_string()))
        }
        None => {
            let message =
                format!("\"{name}\" is no name that the register knows for {code}; taken by its code");
            place.issue(IssueCode::NameVariant, Field::CcgName, message).suggesting(Some(ccg.name.clone()))
        }
    })
}

/// A CCG must have existed at some time in which the statement can have been true.
fn not_open(adoption: &Located<Adoption>, ccg: &super::KnownCcg) -> Option<Issue> {
    let Located { place, record } = adoption;
    let (from, to) = window(record)?;
    let code = &record.ods_code;
    if let Some(closed) = ccg.closed_on.filter(|closed| *closed < from) {
        let successors: Vec<String> = ccg.successors.iter().map(ToString::to_string).collect();
        let suggestion = (!successors.is_empty()).then(|| successors.join(", "));
        let after =
            suggestion.as_deref().map_or_else(String::new, |codes| format!("; its successor is {codes}"));
        let message = format!("{code} {} had closed on {closed}{after}", ccg.name);
        return Some(place.issue(IssueCode::CcgClosed, Field::OdsCode, message).suggesting(suggestion));
    }
    let opened = ccg.opened_on.filter(|opened| *opened > to)?;
    let message = format!("{code} {} opened only on {opened}", ccg.name);
    Some(place.issue(IssueCode::CcgNotOpen, Field::OdsCode, message))
}

/// From when to when the statement can have been true. An approval may come in the year before it takes effect.
fn window(record: &Adoption) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(day) = record.effective_from.filter(|_| matches!(record.stage, Stage::Live)) {
        return Some((day, day));
    }
    let year = record.year?;
    let from = match record.stage {
        Stage::Live | Stage::Ended => year.first_day(),
        _ => year.first_day().checked_sub_months(Months::new(12))?,
    };
    Some((from, year.last_day()))
}
