//! The problems of a file: so many in full, the others counted.

use std::{collections::BTreeMap, ops::Deref};

use serde::Serialize;

use super::{Issue, IssueCode};

/// How many problems, and how many skipped rows, of a file are kept in full if nobody says otherwise.
pub const KEPT: usize = 10_000;

/// Problems, of which the first are kept in full and the others counted by class: a file may have a million.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Issues {
    #[serde(skip)]
    limit: usize,
    /// Those that are kept.
    issues: Vec<Issue>,
    /// How many more there are of each class.
    issues_not_listed: BTreeMap<IssueCode, u64>,
}

/// None, and all that come are kept.
impl Default for Issues {
    fn default() -> Self {
        Self::keeping(usize::MAX)
    }
}

impl Issues {
    /// None yet, of which so many will be kept.
    #[must_use]
    pub fn keeping(limit: usize) -> Self {
        Self { limit, issues: Vec::new(), issues_not_listed: BTreeMap::new() }
    }

    /// Keeps a problem, or counts it.
    pub fn push(&mut self, issue: Issue) {
        if self.issues.len() < self.limit {
            self.issues.push(issue);
        } else {
            *self.issues_not_listed.entry(issue.code).or_default() += 1;
        }
    }

    /// Counts problems that were never looked at one by one.
    pub fn count(&mut self, code: IssueCode, more: u64) {
        if more > 0 {
            *self.issues_not_listed.entry(code).or_default() += more;
        }
    }

    /// Adds others, of which some may only have been counted.
    pub fn append(&mut self, others: Self) {
        self.extend(others.issues);
        for (code, number) in others.issues_not_listed {
            *self.issues_not_listed.entry(code).or_default() += number;
        }
    }

    /// How many there are of each class beside those that are kept.
    #[must_use]
    pub fn not_listed(&self) -> &BTreeMap<IssueCode, u64> {
        &self.issues_not_listed
    }

    /// How many there are, kept or not.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.issues.len() as u64 + self.issues_not_listed.values().sum::<u64>()
    }

    /// Whether any of them, kept or not, is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.issues.iter().any(Issue::is_error) || self.issues_not_listed.keys().any(|code| code.is_error())
    }

    /// Puts those that are kept into an order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl FnMut(&Issue) -> K) {
        self.issues.sort_by_key(key);
    }
}

impl Extend<Issue> for Issues {
    fn extend<T: IntoIterator<Item = Issue>>(&mut self, issues: T) {
        issues.into_iter().for_each(|issue| self.push(issue));
    }
}

/// Those that are kept.
impl Deref for Issues {
    type Target = [Issue];

    fn deref(&self) -> &[Issue] {
        &self.issues
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = &'a Issue;
    type IntoIter = std::slice::Iter<'a, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.issues.iter()
    }
}

/// What is said in place of problems that are only counted.
#[must_use]
pub fn not_listed(number: u64) -> String {
    format!(
        "{number} more problems of this class are counted, but not listed; --max-issues says how many are"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_the_limit_is_counted_by_class() {
        let mut issues = Issues::keeping(2);
        let codes =
            [IssueCode::NameVariant, IssueCode::NameVariant, IssueCode::UnknownModel, IssueCode::BadDate];
        issues.extend(codes.map(|code| Issue::new(code, "list", "A1", "", String::new())));
        issues.push(Issue::new(IssueCode::BadDate, "list", "A1", "", String::new()));
        assert_eq!((issues.len(), issues.total()), (2, 5));
        assert_eq!(
            issues.not_listed(),
            &BTreeMap::from([(IssueCode::UnknownModel, 1), (IssueCode::BadDate, 2)])
        );
        assert!(issues.has_errors(), "an error counts, listed or not");
    }
}
