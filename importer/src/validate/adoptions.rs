//! The rules that an adoption must meet before it is a fact.

use std::collections::{HashMap, HashSet};

use chrono::{Months, NaiveDate};
use entities::domain::{FinancialYear, Stage};

use super::{CcgMatch, Register, matching::Matcher};
use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
    transform::{Adoption, Dates, Located, Place},
};

/// What came of the adoptions of a file.
pub struct Judged {
    /// Those that meet all rules.
    pub kept: Vec<Located<Adoption<CcgMatch>>>,
    /// The facts that only rejected rows speak of. Such a row neither states a fact nor withdraws it.
    pub disputed: HashSet<String>,
    /// Problems of the rejected rows, and warnings.
    pub issues: Vec<Issue>,
    /// How many rows were rejected.
    pub rejected: u64,
}

/// Holds adoptions against the rules.
#[must_use]
pub fn adoptions(
    records: Vec<Located<Adoption>>,
    register: &Register,
    waves: &HashMap<FinancialYear, i64>,
) -> Judged {
    let read = records.len();
    let mut matcher = Matcher::new(register);
    let mut conflicts = Conflicts::default();
    let mut issues = Vec::new();
    let mut kept: Vec<Located<Adoption<CcgMatch>>> = records
        .into_iter()
        .filter_map(|Located { place, record }| {
            let (found, mut problems) = matcher.find(&place, &record, window(&record));
            problems.extend(
                [unknown_wave(&place, &record, waves), date_outside_year(&place, &record)]
                    .into_iter()
                    .flatten(),
            );
            problems.extend(found.as_ref().and_then(|found| not_open(&place, &record, found, register)));
            let is_rejected = problems.iter().any(Issue::is_error);
            issues.extend(problems);
            let record = record.about(found?);
            conflicts.look_at(&record);
            (!is_rejected).then_some(Located { place, record })
        })
        .collect();
    kept.retain(|adoption| {
        let conflict = conflicts.issue(adoption);
        let agrees = conflict.is_none();
        issues.extend(conflict);
        agrees
    });
    let rejected = (read - kept.len()) as u64;
    let disputed = if rejected == 0 { HashSet::new() } else { conflicts.disputed(&kept) };
    Judged { kept, disputed, issues, rejected }
}

/// Facts that rows of the file state with different dates. None of them is taken: the last row is not the truest.
#[derive(Default)]
struct Conflicts {
    said: HashMap<String, Dates>,
    conflicting: HashSet<String>,
}

impl Conflicts {
    /// A row that is rejected for another reason counts too: nobody knows which of its cells is wrong.
    fn look_at(&mut self, record: &Adoption<CcgMatch>) {
        let key = record.natural_key();
        let said = self.said.entry(key.clone()).or_default();
        if said.contradicts(record.dates()) {
            self.conflicting.insert(key);
        }
        *said = said.or(record.dates());
    }

    fn disputed(self, kept: &[Located<Adoption<CcgMatch>>]) -> HashSet<String> {
        let stated: HashSet<String> = kept.iter().map(|adoption| adoption.record.natural_key()).collect();
        self.said.into_keys().filter(|key| !stated.contains(key)).collect()
    }

    fn issue(&self, Located { place, record }: &Located<Adoption<CcgMatch>>) -> Option<Issue> {
        // Most files have none, and a key is a text to be made.
        if self.conflicting.is_empty() || !self.conflicting.contains(&record.natural_key()) {
            return None;
        }
        let message =
            format!("other rows of this file state the same for {} with other dates", record.ccg.ods_code);
        Some(place.issue(IssueCode::DuplicateConflict, Field::EffectiveFrom, message))
    }
}

fn unknown_wave(place: &Place, record: &Adoption, waves: &HashMap<FinancialYear, i64>) -> Option<Issue> {
    let year = record.year?;
    (!waves.contains_key(&year)).then(|| {
        let message = format!("there is no wave for {year} in the database; import the waves first");
        place.issue(IssueCode::UnknownWave, Field::FinancialYear, message)
    })
}

fn date_outside_year(place: &Place, record: &Adoption) -> Option<Issue> {
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

/// A CCG must have existed at some time in which the statement can have been true.
fn not_open(place: &Place, record: &Adoption, found: &CcgMatch, register: &Register) -> Option<Issue> {
    let (from, to) = window(record)?;
    let (code, field) = (&found.ods_code, found.field());
    let ccg = register.get(code)?;
    if let Some(closed) = ccg.closed_on.filter(|closed| *closed < from) {
        let successors: Vec<String> = ccg.successors.iter().map(ToString::to_string).collect();
        let suggestion = (!successors.is_empty()).then(|| successors.join(", "));
        let after =
            suggestion.as_deref().map_or_else(String::new, |codes| format!("; its successor is {codes}"));
        let message = format!("{code} {} had closed on {closed}{after}", ccg.name);
        return Some(place.issue(IssueCode::CcgClosed, field, message).suggesting(suggestion));
    }
    let opened = ccg.opened_on.filter(|opened| *opened > to)?;
    let message = format!("{code} {} opened only on {opened}", ccg.name);
    Some(place.issue(IssueCode::CcgNotOpen, field, message))
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
