//! The rules that an adoption must meet before it is a fact.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use entities::domain::{AreaKind, FinancialYear, Stage, normalise};

use super::{CcgMatch, KnownCcg, Register, matching::Matcher, told_once::ToldOnce};
use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
    transform::{Adoption, Located, Mention, Place},
};

/// Holds adoptions against the rules, one after the other. What only all rows of a file together show, such as two
/// that contradict each other, is not its business.
pub struct Judge {
    matcher: Matcher,
    waves: HashMap<FinancialYear, i64>,
    told: ToldOnce,
}

/// What came of an adoption.
pub struct Verdict {
    /// The adoption, if its CCG was found.
    pub adoption: Option<Located<Adoption<CcgMatch>>>,
    /// Whether it must not be stored.
    pub is_rejected: bool,
    /// Its problems, and warnings.
    pub issues: Vec<Issue>,
}

impl Judge {
    /// A judge who knows these CCGs and waves.
    #[must_use]
    pub fn new(register: Register, waves: HashMap<FinancialYear, i64>) -> Self {
        Self { matcher: Matcher::new(register), waves, told: ToldOnce::default() }
    }

    /// The CCGs that are known.
    #[must_use]
    pub fn register(&self) -> &Register {
        self.matcher.register()
    }

    /// The row number of a wave.
    #[must_use]
    pub fn wave(&self, year: FinancialYear) -> Option<i64> {
        self.waves.get(&year).copied()
    }

    /// Holds an adoption against the rules.
    pub fn judge(&mut self, Located { place, record }: Located<Adoption>) -> Verdict {
        let (found, mut issues) = self.matcher.find(&place, &record, window(&record));
        issues.extend(self.unknown_wave(&place, &record));
        issues.extend(date_outside_year(&place, &record));
        issues.extend(found.as_ref().and_then(|found| not_open(&place, &record, found, self.register())));
        issues.extend(found.as_ref().and_then(|found| outlives(&place, &record, found, self.register())));
        issues.extend(found.as_ref().and_then(|found| other_region(&place, &record, found, self.register())));
        let is_rejected = found.is_none() || issues.iter().any(Issue::is_error);
        let issues = self.told.news(&place, issues);
        let adoption = found.map(|found| Located { place, record: record.about(found) });
        Verdict { adoption, is_rejected, issues }
    }

    /// The CCG that a row speaks of which is not believed.
    #[must_use]
    pub fn mentioned(&self, Mention { ccg, year }: &Mention) -> Option<CcgMatch> {
        let window = year.map(|year| (year.first_day(), year.last_day()));
        self.matcher.mentioned(ccg, window)
    }

    fn unknown_wave(&self, place: &Place, record: &Adoption) -> Option<Issue> {
        let year = record.year?;
        (!self.waves.contains_key(&year)).then(|| {
            let message = if year.last_day() > last_day_of_ccgs() {
                format!(
                    "there is no wave for {year}: CCGs ended on {}, when integrated care boards took over",
                    last_day_of_ccgs()
                )
            } else {
                format!("there is no wave for {year} in the database; import the waves first")
            };
            place.issue(IssueCode::UnknownWave, Field::FinancialYear, message)
        })
    }
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
        let suggestion = successors(ccg);
        let message = format!("{code} {} had closed on {closed}{}", ccg.name, after(ccg, closed));
        return Some(place.issue(IssueCode::CcgClosed, field, message).suggesting(suggestion));
    }
    let opened = ccg.opened_on.filter(|opened| *opened > to)?;
    let message = format!("{code} {} opened only on {opened}", ccg.name);
    Some(place.issue(IssueCode::CcgNotOpen, field, message))
}

/// An adoption ends with its CCG, or before. A later end may be meant for the arrangement of the successor.
fn outlives(place: &Place, record: &Adoption, found: &CcgMatch, register: &Register) -> Option<Issue> {
    let (ccg, end) = (register.get(&found.ods_code)?, record.effective_to?);
    let closed = ccg.closed_on.filter(|closed| *closed < end)?;
    let (code, name) = (&found.ods_code, &ccg.name);
    let message = format!("it ends on {end}, but {code} {name} closed on {closed}{}", after(ccg, closed));
    let issue = place.issue(IssueCode::EndsAfterClosing, Field::EffectiveTo, message);
    Some(issue.suggesting(Some(closed.to_string())))
}

/// The codes of those that took over from a CCG.
fn successors(ccg: &KnownCcg) -> Option<String> {
    let codes: Vec<String> = ccg.successors.iter().map(ToString::to_string).collect();
    (!codes.is_empty()).then(|| codes.join(", "))
}

/// What came after a CCG that closed, for people.
fn after(ccg: &KnownCcg, closed: NaiveDate) -> String {
    match successors(ccg) {
        Some(codes) => format!("; its successor is {codes}"),
        None if closed == last_day_of_ccgs() => {
            "; all CCGs ended on that day, when integrated care boards took over".to_owned()
        }
        None => String::new(),
    }
}

/// The last day on which there were CCGs.
fn last_day_of_ccgs() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 6, 30).unwrap_or(NaiveDate::MAX)
}

/// A region of 2015 that is another one than the register's: the row may have got into the wrong group.
fn other_region(place: &Place, record: &Adoption, found: &CcgMatch, register: &Register) -> Option<Issue> {
    let said = record.region.as_deref()?;
    let ccg = register.get(&found.ods_code)?;
    if ccg.regions.is_empty() || ccg.regions.iter().any(|region| region.eq_ignore_ascii_case(said)) {
        return None;
    }
    let is_region = AreaKind::REGIONS_2015.iter().any(|region| normalise(region) == normalise(said));
    let is_known =
        ccg.regions.is_empty() || ccg.regions.iter().any(|region| normalise(region) == normalise(said));
    (is_region && !is_known).then(|| {
        let message = format!("the register has {} {} in {}", found.ods_code, ccg.name, ccg.regions[0]);
        place.issue(IssueCode::RegionVariant, Field::Region, message).suggesting(ccg.regions.first().cloned())
    })
}

/// From when to when the statement can have been true. An approval may come in the year before it takes effect.
fn window(record: &Adoption) -> Option<(NaiveDate, NaiveDate)> {
    // A day outside its year is wrong, and tells nothing of the CCG.
    let is_of_year = |day: &NaiveDate| record.year.is_none_or(|year| year.contains(*day));
    if let Some(day) = record.effective_from.filter(|day| record.stage == Stage::Live && is_of_year(day)) {
        return Some((day, day));
    }
    let year = record.year?;
    let from = match record.stage {
        Stage::Live | Stage::Ended => year.first_day(),
        _ => year.first_day().checked_sub_months(Months::new(12))?,
    };
    Some((from, year.last_day()))
}
