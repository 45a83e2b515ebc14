//! What is wrong with the CCG of a wide row is wrong with each of its statements, but told once.

use std::sync::Arc;

use crate::{issue::Issue, transform::Place};

/// What has been told of the row that is being judged.
#[derive(Debug, Default)]
pub(super) struct ToldOnce {
    sheet: Arc<str>,
    row: u32,
    told: Vec<Issue>,
}

impl ToldOnce {
    /// Those problems of a statement that no other statement of its row had.
    pub(super) fn news(&mut self, place: &Place, mut problems: Vec<Issue>) -> Vec<Issue> {
        if problems.is_empty() {
            return problems;
        }
        if self.row != place.row || self.sheet != place.sheet {
            *self = Self { sheet: Arc::clone(&place.sheet), row: place.row, told: Vec::new() };
        }
        problems.retain(|problem| !self.told.contains(problem));
        self.told.extend_from_slice(&problems);
        problems
    }
}
