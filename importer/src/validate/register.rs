//! What the database knows of CCGs.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::domain::{OdsCode, OnsCode};

use crate::recognise::distinctive;

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
    /// What published lists called it.
    pub identities: Vec<Identity>,
    /// Codes of those that took over from it.
    pub successors: Vec<OdsCode>,
    /// Its regions, be they of the map of 2015 or a later one.
    pub regions: Vec<String>,
}

/// What a published list called a CCG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The ONS code.
    pub ons_code: Option<OnsCode>,
    /// The list's day.
    pub valid_from: NaiveDate,
    /// The day before the next list; none while there is none.
    pub valid_to: Option<NaiveDate>,
}

/// Days from the first to the last; none where there is no bound.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
}

impl Span {
    /// Whether it has a day in common with a window; any has when no window is known.
    pub(super) fn meets(self, window: Option<(NaiveDate, NaiveDate)>) -> bool {
        let Some((first, last)) = window else { return true };
        self.from.is_none_or(|from| from <= last) && self.to.is_none_or(|to| to >= first)
    }
}

/// A CCG that bore a name or had a code, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) code: OdsCode,
    pub(super) span: Span,
}

/// All CCGs that the database knows, by code and by what they were called.
#[derive(Clone, Debug, Default)]
pub struct Register {
    ccgs: HashMap<OdsCode, KnownCcg>,
    names: HashMap<String, Vec<Holder>>,
    ons_codes: HashMap<OnsCode, Vec<Holder>>,
}

impl Register {
    /// A register of these CCGs.
    #[must_use]
    pub fn new(ccgs: HashMap<OdsCode, KnownCcg>) -> Self {
        let mut register = Self::default();
        let mut codes: Vec<&OdsCode> = ccgs.keys().collect();
        codes.sort();
        for code in codes {
            register.index(code, &ccgs[code]);
        }
        Self { ccgs, ..register }
    }

    /// Lists are snapshots: a name may have come on any day after the list before, so it counts from that day on
    /// and the first one from the opening. The last name has no day, and counts throughout. An ONS code too, for
    /// later lists look back with the codes of their own day.
    fn index(&mut self, code: &OdsCode, ccg: &KnownCcg) {
        let holder = |span| Holder { code: code.clone(), span };
        let mut named = |name: &str, span| {
            let key = distinctive(name);
            if !key.is_empty() {
                self.names.entry(key).or_default().push(holder(span));
            }
        };
        named(&ccg.name, ccg.life());
        let mut lists: Vec<&Identity> = ccg.identities.iter().collect();
        lists.sort_by_key(|list| list.valid_from);
        let mut from = ccg.opened_on;
        for list in lists {
            named(&list.name, Span { from, to: list.valid_to.or(ccg.closed_on) });
            from = list.valid_from.succ_opt();
        }
        for ons_code in ccg.identities.iter().filter_map(|list| list.ons_code.as_ref()) {
            self.ons_codes.entry(ons_code.clone()).or_default().push(holder(ccg.life()));
        }
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

    /// Those that ever bore a name, given by its distinctive words.
    pub(super) fn named(&self, key: &str) -> &[Holder] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }

    /// Those that ever had an ONS code.
    pub(super) fn coded(&self, code: &OnsCode) -> &[Holder] {
        self.ons_codes.get(code).map_or(&[], Vec::as_slice)
    }

    /// The distinctive words of all names.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Those whose names have all the words of a key and more, of those at the time if there are any: "Bradford" is a part of
    /// "Bradford City".
    pub(super) fn fuller(&self, key: &str, window: Option<(NaiveDate, NaiveDate)>) -> Vec<&OdsCode> {
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let has_all = |name: &str| {
            let is_longer = name.split(' ').count() > words.len();
            is_longer && words.iter().all(|word| name.split(' ').any(|other| other == *word))
        };
        let of = |window| {
            let names = self.names.iter().filter(|(name, _)| !words.is_empty() && has_all(name));
            let found: BTreeSet<&OdsCode> = names.flat_map(|(_, holders)| codes(holders, window)).collect();
            found.into_iter().collect::<Vec<_>>()
        };
        let then = of(window);
        if then.is_empty() { of(None) } else { then }
    }

    /// The code and the last name of a CCG, as in "08F NHS Havering CCG".
    pub(super) fn title(&self, code: &OdsCode) -> String {
        self.get(code).map_or_else(|| code.to_string(), |ccg| format!("{code} {}", ccg.name))
    }
}

impl KnownCcg {
    /// From its first day to its last.
    pub(super) fn life(&self) -> Span {
        Span { from: self.opened_on, to: self.closed_on }
    }
}

/// The codes of those who held something within a window, each once.
pub(super) fn codes(holders: &[Holder], window: Option<(NaiveDate, NaiveDate)>) -> Vec<&OdsCode> {
    let mut codes: Vec<&OdsCode> =
        holders.iter().filter(|holder| holder.span.meets(window)).map(|holder| &holder.code).collect();
    codes.dedup();
    codes
}
