//! Finds the CCG that a row is about, and holds together what the row says of it.
//!
//! The ODS code decides, without one the ONS code, without either the name as it held at the time, and last a
//! listed other spelling. What is like a name is only ever suggested.

use chrono::NaiveDate;
use entities::domain::{MatchMethod, OdsCode, OnsCode};
use sea_orm::ActiveEnum;

use super::{KnownCcg, Register, aliases::alias, register::codes, remembered::Remembered};
use crate::{
    issue::{Issue, IssueCode, cut, nearest},
    recognise::{Body, Field, StatedName},
    transform::{Adoption, CcgReference, Place},
};

/// For how many unknown names of a file a known one is looked for that is like it: each is compared with all, and
/// a million of them would keep the importer busy for minutes.
const SUGGESTIONS: u32 = 1000;

/// How many CCGs may be meant by a part of their names for that to be worth telling.
const SEVERAL: usize = 4;

/// The CCG of a row, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcgMatch {
    /// Its code.
    pub ods_code: OdsCode,
    /// By what it was found.
    pub method: MatchMethod,
}

impl CcgMatch {
    fn new(code: &OdsCode, method: MatchMethod) -> Self {
        Self { ods_code: code.clone(), method }
    }

    /// The field that it was found by.
    pub(super) fn field(&self) -> Field {
        match self.method {
            MatchMethod::OdsCode => Field::OdsCode,
            MatchMethod::OnsCode => Field::OnsCode,
            MatchMethod::Name | MatchMethod::Alias => Field::CcgName,
        }
    }
}

impl Adoption<CcgMatch> {
    /// What makes it this fact and no other: the CCG, the model, the year and the stage.
    #[must_use]
    pub fn natural_key(&self) -> String {
        let model = self.model.map_or_else(String::new, |model| model.to_value());
        let year = self.year.map_or_else(String::new, |year| year.to_string());
        format!("{}|{model}|{year}|{}", self.ccg.ods_code, self.stage.to_value())
    }
}

/// Finds the CCGs of a file's rows.
pub(super) struct Matcher {
    register: Register,
    remembered: Remembered,
    suggestions_left: u32,
}

impl Matcher {
    pub(super) fn new(register: Register) -> Self {
        Self { register, remembered: Remembered::default(), suggestions_left: SUGGESTIONS }
    }

    pub(super) fn register(&self) -> &Register {
        &self.register
    }

    /// The CCG that a row is about, and what is wrong with how the row says so.
    pub(super) fn find(
        &mut self,
        place: &Place,
        adoption: &Adoption,
        window: Option<(NaiveDate, NaiveDate)>,
    ) -> (Option<CcgMatch>, Vec<Issue>) {
        let said = &adoption.ccg;
        if let Some(found) = self.remembered.recall(said) {
            return (Some(found), Vec::new());
        }
        let name = said.name.as_deref().map(StatedName::new);
        let row = Row { register: &self.register, place, said, name, window };
        if let Some(issue) = row.not_a_ccg() {
            return (None, vec![issue]);
        }
        match row.whom(&mut self.suggestions_left) {
            Ok(found) => {
                let issues = row.contradictions(&found.ods_code);
                if issues.is_empty() {
                    self.remembered.remember(said, &found);
                }
                (Some(found), issues)
            }
            Err(issue) => (None, vec![*issue]),
        }
    }

    /// The CCG that a row is about which is not believed for another reason.
    pub(super) fn mentioned(
        &self,
        said: &CcgReference,
        window: Option<(NaiveDate, NaiveDate)>,
    ) -> Option<CcgMatch> {
        let nowhere = Place { sheet: "".into(), row: 0, cells: Vec::new() };
        let name = said.name.as_deref().map(StatedName::new);
        let row = Row { register: &self.register, place: &nowhere, said, name, window };
        // What it is like matters only where it is told.
        row.whom(&mut 0).ok()
    }
}

/// A row on the way to its CCG.
pub(super) struct Row<'a> {
    pub(super) register: &'a Register,
    pub(super) place: &'a Place,
    pub(super) said: &'a CcgReference,
    pub(super) name: Option<StatedName>,
    window: Option<(NaiveDate, NaiveDate)>,
}

impl Row<'_> {
    /// The CCG that the row names, or why none is known by that name.
    fn whom(&self, suggestions_left: &mut u32) -> Result<CcgMatch, Box<Issue>> {
        match (&self.said.ods_code, &self.said.ons_code) {
            (Some(code), _) => self.by_ods_code(code),
            (None, Some(code)) => self.by_ons_code(code),
            (None, None) => self.by_name(suggestions_left),
        }
    }

    /// Hubs are listed among CCGs, and boards took over the codes of CCGs: "... ICB - 00L" beside the code 00L is
    /// the later label of what had been that CCG.
    fn not_a_ccg(&self) -> Option<Issue> {
        let name = self.name.as_ref()?;
        let coded = self.said.ods_code.is_some() || self.said.ons_code.is_some();
        let what = match name.body {
            Body::Ccg => return None,
            Body::Icb if coded && name.code.is_some() => return None,
            Body::Icb => "an integrated care board",
            Body::Hub => "a commissioning hub",
        };
        let former = name.code.as_ref().filter(|code| self.register.get(code).is_some());
        let hint = former.map_or_else(String::new, |code| {
            format!("; if {} is meant, give its code in a column", self.register.title(code))
        });
        let message = format!("\"{}\" is {what} and not a CCG{hint}", self.name_said());
        Some(self.place.issue(IssueCode::NotACcg, Field::CcgName, message))
    }

    fn by_ods_code(&self, code: &OdsCode) -> Result<CcgMatch, Box<Issue>> {
        if self.register.get(code).is_some() {
            return Ok(CcgMatch::new(code, MatchMethod::OdsCode));
        }
        let ons_code = self.said.ons_code.as_ref().map(|code| self.coded(code)).unwrap_or_default();
        let (what, others) =
            if ons_code.is_empty() { ("name", self.named()) } else { ("ONS code", ons_code) };
        Err(Box::new(self.unknown(Field::OdsCode, &format!("the register has no CCG {code}"), what, &others)))
    }

    fn by_ons_code(&self, code: &OnsCode) -> Result<CcgMatch, Box<Issue>> {
        let ever = self.coded(code);
        let then = codes(self.register.coded(code), self.window);
        match (then.as_slice(), ever.as_slice()) {
            ([one], _) | ([], [one]) => Ok(CcgMatch::new(one, MatchMethod::OnsCode)),
            ([], []) => {
                let message = format!("the register has no CCG with the ONS code {code}");
                Err(Box::new(self.unknown(Field::OnsCode, &message, "name", &self.named())))
            }
            ([], several) | (several, _) => {
                Err(Box::new(self.ambiguous(Field::OnsCode, &format!("the ONS code {code}"), several)))
            }
        }
    }

    fn by_name(&self, suggestions_left: &mut u32) -> Result<CcgMatch, Box<Issue>> {
        let holders = self.name.as_ref().map(|name| self.register.named(&name.key)).unwrap_or_default();
        let name = format!("\"{}\"", self.name_said());
        match codes(holders, self.window).as_slice() {
            [one] => Ok(CcgMatch::new(one, MatchMethod::Name)),
            [] if holders.is_empty() => match self.alias() {
                Some(code) => Ok(CcgMatch::new(code, MatchMethod::Alias)),
                None => Err(Box::new(self.unknown_name(suggestions_left))),
            },
            [] => self.by_former_name(&codes(holders, None)),
            several => Err(Box::new(self.ambiguous(Field::CcgName, &name, several))),
        }
    }

    /// The name was nobody's at the time. Of a CCG that did not exist then, that is said instead, by those who
    /// look after its days.
    fn by_former_name(&self, holders: &[&OdsCode]) -> Result<CcgMatch, Box<Issue>> {
        let lived = |code: &OdsCode| {
            self.register.get(code).is_some_and(|ccg: &KnownCcg| ccg.life().meets(self.window))
        };
        if let [one] = holders
            && !lived(one)
        {
            return Ok(CcgMatch::new(one, MatchMethod::Name));
        }
        let message = format!(
            "no CCG was called \"{}\" at the time; at another time it was {}",
            self.name_said(),
            self.titles(holders, " and ")
        );
        let suggestion = match holders {
            [one] => self.register.get(one).map(|ccg| ccg.name.clone()),
            _ => None,
        };
        let issue = self.place.issue(IssueCode::UnknownCcg, Field::CcgName, message);
        Err(Box::new(issue.suggesting(suggestion)))
    }

    /// A code that the register does not have; the row's other statements may tell whose it should be.
    fn unknown(&self, field: Field, what_is_wrong: &str, what_else: &str, others: &[&OdsCode]) -> Issue {
        let (message, suggestion) = match others {
            [other] => {
                (format!("{what_is_wrong}; its {what_else} is that of {other}"), Some(other.to_string()))
            }
            _ if self.register.is_empty() => {
                (format!("{what_is_wrong}: it is empty; import the register first"), None)
            }
            _ => (what_is_wrong.to_owned(), None),
        };
        self.place.issue(IssueCode::UnknownCcg, field, message).suggesting(suggestion)
    }

    fn unknown_name(&self, suggestions_left: &mut u32) -> Issue {
        let wrong = format!("the register has no CCG called \"{}\"", self.name_said());
        let (like, fuller) = match &self.name {
            Some(name) if *suggestions_left > 0 => {
                *suggestions_left -= 1;
                let fuller = self.register.fuller(&name.key, self.window);
                (nearest(&name.key, self.register.keys()), fuller)
            }
            _ => (None, Vec::new()),
        };
        if (1..=SEVERAL).contains(&fuller.len()) {
            let message = format!("{wrong}; did you mean {}?", self.titles(&fuller, " or "));
            let only = fuller.first().filter(|_| fuller.len() == 1);
            let suggestion = only.and_then(|code| self.register.get(code)).map(|ccg| ccg.name.clone());
            return self.place.issue(IssueCode::UnknownCcg, Field::CcgName, message).suggesting(suggestion);
        }
        let like = like.map(|key| codes(self.register.named(key), None)).unwrap_or_default();
        let [code] = like.as_slice() else { return self.unknown(Field::CcgName, &wrong, "name", &[]) };
        let message = format!("{wrong}; did you mean {}?", self.register.title(code));
        let suggestion = self.register.get(code).map(|ccg| ccg.name.clone());
        self.place.issue(IssueCode::UnknownCcg, Field::CcgName, message).suggesting(suggestion)
    }

    fn ambiguous(&self, field: Field, what: &str, candidates: &[&OdsCode]) -> Issue {
        let message = format!("{what} may be {}; give the ODS code", self.titles(candidates, " or "));
        self.place.issue(IssueCode::AmbiguousCcg, field, message)
    }

    fn titles(&self, codes: &[&OdsCode], between: &str) -> String {
        codes.iter().map(|code| self.register.title(code)).collect::<Vec<_>>().join(between)
    }

    /// The row's name, for messages.
    pub(super) fn name_said(&self) -> &str {
        cut(self.said.name.as_deref().unwrap_or_default())
    }

    /// Those that ever had an ONS code.
    pub(super) fn coded(&self, code: &OnsCode) -> Vec<&OdsCode> {
        codes(self.register.coded(code), None)
    }

    /// Those that the row's name ever meant.
    pub(super) fn named(&self) -> Vec<&OdsCode> {
        let Some(name) = &self.name else { return Vec::new() };
        let codes = codes(self.register.named(&name.key), None);
        if codes.is_empty() { self.alias().into_iter().collect() } else { codes }
    }

    /// The CCG that the row's name is a listed other spelling of, if the register has it.
    fn alias(&self) -> Option<&OdsCode> {
        alias(&self.name.as_ref()?.key).filter(|code| self.register.get(code).is_some())
    }
}
