//! Holds against each other what a row says of its CCG.

use entities::domain::OdsCode;

use super::matching::Row;
use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
};

impl Row<'_> {
    /// What else the row says must be of the same CCG.
    pub(super) fn contradictions(&self, code: &OdsCode) -> Vec<Issue> {
        let name = self.other_code_in_name(code).or_else(|| self.other_name(code));
        [self.other_ons_code(code), name].into_iter().flatten().collect()
    }

    fn other_ons_code(&self, code: &OdsCode) -> Option<Issue> {
        let ons_code = self.said.ons_code.as_ref()?;
        let holders = self.coded(ons_code);
        if holders.contains(&code) {
            return None;
        }
        let Some(other) = holders.first() else {
            let message = format!("the register knows no ONS code {ons_code}; taken by its code {code}");
            return Some(self.place.issue(IssueCode::OnsCodeVariant, Field::OnsCode, message));
        };
        let message =
            format!("the ONS code {ons_code} is that of {}, not {code}", self.register.title(other));
        let issue = self.place.issue(IssueCode::NameCodeMismatch, Field::OnsCode, message);
        Some(issue.suggesting(Some(other.to_string())))
    }

    fn other_code_in_name(&self, code: &OdsCode) -> Option<Issue> {
        let other = self.name.as_ref()?.code.as_ref().filter(|other| *other != code)?;
        let message = format!("\"{}\" ends in {other}, but the row is about {code}", self.name_said());
        Some(self.place.issue(IssueCode::NameCodeMismatch, Field::CcgName, message))
    }

    fn other_name(&self, code: &OdsCode) -> Option<Issue> {
        self.name.as_ref()?;
        let (name, named) = (self.name_said(), self.named());
        if named.contains(&code) {
            return None;
        }
        let known = self.register.get(code).map_or("", |ccg| ccg.name.as_str());
        Some(match named.first() {
            Some(other) => {
                let message = format!("{code} is \"{known}\", but \"{name}\" is {other}");
                let issue = self.place.issue(IssueCode::NameCodeMismatch, Field::CcgName, message);
                issue.suggesting(Some(other.to_string()))
            }
            None => {
                let message =
                    format!("\"{name}\" is no name that the register knows for {code}; taken by its code");
                let issue = self.place.issue(IssueCode::NameVariant, Field::CcgName, message);
                issue.suggesting(Some(known.to_owned()))
            }
        })
    }
}
