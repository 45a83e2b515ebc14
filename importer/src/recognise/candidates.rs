//! Rows that come near to a header, for whoever has to say what a refused sheet means.

use std::cmp::Reverse;

use entities::domain::{DatasetKind, OdsCode, OnsCode};

use super::{Layout, headings::Heading, layouts::attempts, wording::Wording};

/// How many are kept.
const KEPT: usize = 3;

/// The rows of a sheet that come nearest to a header, the best first.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates(Vec<Layout>);

impl Candidates {
    /// Holds the headings of a row against each kind.
    pub(super) fn consider(&mut self, kinds: &[DatasetKind], headings: &[Heading], wording: &Wording) {
        // A code is no heading: what stands beside it is data.
        let is_code = |text: &String| OdsCode::parse(text).is_ok() || OnsCode::parse(text).is_ok();
        let is_data = |heading: &Heading| heading.texts.iter().any(is_code);
        if headings.is_empty() || headings.iter().any(is_data) {
            return;
        }
        // Of one row only the best reading counts, or one row would fill the list.
        let attempts = kinds.iter().flat_map(|kind| attempts(*kind, headings, wording));
        let best = attempts.filter(|layout| !layout.columns.is_empty()).min_by_key(nearness);
        self.0.extend(best);
        self.0.sort_by_key(nearness);
        self.0.truncate(KEPT);
    }

    pub(super) fn best(&self) -> &[Layout] {
        &self.0
    }
}

/// By how near a row comes to a header: what understands more of it comes first. Most lists are about adoptions, and
/// what lacks less is the likelier of two.
pub(crate) fn nearness(layout: &Layout) -> (Reverse<usize>, bool, usize, u32) {
    let is_other = layout.kind != DatasetKind::Adoptions;
    (Reverse(layout.columns.len()), is_other, layout.lacks().len(), layout.header_row)
}
