use async_graphql::InputObject;

use super::{ComparedWith, ReconciliationReason, ReconciliationStatus, finding::Finding};
use crate::{
    filters::{EqualityFilter, Operand},
    types::PublishedFigureFilter,
};

/// Narrows reconciliations. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ReconciliationFilter {
    /// By the figure.
    pub(super) figure: Operand<PublishedFigureFilter>,
    /// By whether it matches.
    status: Operand<EqualityFilter<ReconciliationStatus>>,
    /// By why it does not; `isNull: true` for those that match.
    reason: Operand<EqualityFilter<ReconciliationReason>>,
    /// By what it was worked out from; `isNull: true` where it was not.
    compared_with: Operand<EqualityFilter<ComparedWith>>,
}

impl ReconciliationFilter {
    /// Whether what came of a figure matches.
    pub(super) fn admits(&self, finding: &Finding<'_>) -> bool {
        self.status.given().is_none_or(|filter| filter.admits(Some(&finding.status)))
            && self.reason.given().is_none_or(|filter| filter.admits(finding.reason.as_ref()))
            && self.compared_with.given().is_none_or(|filter| filter.admits(finding.compared_with.as_ref()))
    }
}
