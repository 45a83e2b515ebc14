//! A CCG comes again with every model and year, and each time the same is said of it.

use std::collections::HashMap;

use entities::domain::MatchMethod;

use super::CcgMatch;
use crate::transform::CcgReference;

/// How many are kept: some times as many as there ever were CCGs.
const KEPT: usize = 50_000;

/// What rows said of their CCGs, and whom they meant.
#[derive(Debug, Default)]
pub(super) struct Remembered(HashMap<CcgReference, CcgMatch>);

impl Remembered {
    /// Whom a row means that says what another one said.
    pub(super) fn recall(&self, said: &CcgReference) -> Option<CcgMatch> {
        self.0.get(said).cloned()
    }

    /// Remembers a row that had nothing wrong with it. A name and an ONS code may mean somebody else at another time.
    pub(super) fn remember(&mut self, said: &CcgReference, found: &CcgMatch) {
        if found.method == MatchMethod::OdsCode && self.0.len() < KEPT {
            self.0.insert(said.clone(), found.clone());
        }
    }
}
