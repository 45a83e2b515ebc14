//! What the database knows of CCGs.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::domain::{OdsCode, normalise};

/// A CCG as the database knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCcg {
    /// Its row number.
    pub id: i64,
    /// Its last name.
    pub name: String,
    /// Its first day.
    pub opened_on: Option<NaiveDate>,
    /// Its last day.
    pub closed_on: Option<NaiveDate>,
    /// All names that it bore, reduced to their distinctive words.
    pub names: Vec<String>,
    /// Codes of those that took over from it.
    pub successors: Vec<OdsCode>,
}

/// All CCGs that the database knows, by code.
#[derive(Clone, Debug, Default)]
pub struct Register {
    ccgs: HashMap<OdsCode, KnownCcg>,
}

impl Register {
    /// A register of these CCGs.
    #[must_use]
    pub fn new(ccgs: HashMap<OdsCode, KnownCcg>) -> Self {
        Self { ccgs }
    }

    /// The CCG with a code.
    #[must_use]
    pub fn get(&self, code: &OdsCode) -> Option<&KnownCcg> {
        self.ccgs.get(code)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ccgs.is_empty()
    }

    /// The codes of all CCGs that bore a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&OdsCode> {
        let wanted = distinctive(name);
        let mut codes: Vec<&OdsCode> =
            self.ccgs.iter().filter(|(_, ccg)| ccg.names.contains(&wanted)).map(|(code, _)| code).collect();
        codes.sort();
        codes
    }
}

impl KnownCcg {
    /// Whether it bore a name, however it is spelt.
    #[must_use]
    pub fn bore(&self, name: &str) -> bool {
        self.names.contains(&distinctive(name))
    }
}

/// A name without what lists add or leave out: case, punctuation, "&" for "and", leading NHS, trailing CCG.
#[must_use]
pub(crate) fn distinctive(name: &str) -> String {
    let name = normalise(name);
    let name = name.strip_prefix("nhs ").unwrap_or(&name);
    let name = name
        .strip_suffix(" clinical commissioning group")
        .or_else(|| name.strip_suffix(" ccg"))
        .unwrap_or(name);
    name.to_owned()
}
