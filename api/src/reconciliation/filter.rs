use std::collections::{HashMap, HashSet};

use async_graphql::InputObject;

use super::{ComparedWith, ReconciliationReason, ReconciliationStatus, finding::Outcome};
use crate::{
    filters::{EqualityFilter, Operand},
    types::PublishedFigureFilter,
};

/// Narrows reconciliations. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ReconciliationFilter {
    /// By the figure.
    figure: Operand<PublishedFigureFilter>,
    /// By whether it matches.
    status: Operand<EqualityFilter<ReconciliationStatus>>,
    /// By why it does not; `isNull: true` for those that match.
    reason: Operand<EqualityFilter<ReconciliationReason>>,
    /// By what it was worked out from; `isNull: true` where it was not.
    compared_with: Operand<EqualityFilter<ComparedWith>>,
    /// All of these hold.
    and: Operand<Vec<ReconciliationFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ReconciliationFilter>>,
    /// This does not hold.
    not: Operand<ReconciliationFilter>,
}

/// The row numbers of the figures that match a filter, which the database knows.
pub(super) type Figures = HashMap<PublishedFigureFilter, HashSet<i64>>;

impl ReconciliationFilter {
    /// What is asked of figures, anywhere in the filter.
    pub(super) fn of_figures(&self) -> Vec<&PublishedFigureFilter> {
        let lists = [self.and.given(), self.or.given()].into_iter().flatten().flatten();
        let within = lists.chain(self.not.given()).flat_map(Self::of_figures);
        self.figure.given().into_iter().chain(within).collect()
    }

    /// Whether a figure cannot match, whatever comes of it.
    fn rules_out(&self, figure: i64, figures: &Figures) -> bool {
        self.figure.given().is_some_and(|filter| !is_among(figure, filter, figures))
    }

    /// Whether it asks for what comes of figures, and not for figures alone.
    pub(super) fn asks_of_outcomes(&self) -> bool {
        let Self { status, reason, compared_with, and, or, not, .. } = self;
        let lists = [and.given(), or.given()].into_iter().flatten().flatten();
        status.given().is_some()
            || reason.given().is_some()
            || compared_with.given().is_some()
            || lists.chain(not.given()).any(Self::asks_of_outcomes)
    }

    /// Whether a figure and what came of it match. What came of it is needed where the filter asks for that.
    pub(super) fn admits(&self, figure: i64, outcome: Option<&Outcome>, figures: &Figures) -> bool {
        let admits = |filter: &Self| filter.admits(figure, outcome, figures);
        let (status, reason, compared_with) = (
            outcome.map(|outcome| outcome.status),
            outcome.and_then(|outcome| outcome.reason),
            outcome.and_then(|outcome| outcome.compared_with),
        );
        !self.rules_out(figure, figures)
            && self.status.given().is_none_or(|filter| filter.admits(status.as_ref()))
            && self.reason.given().is_none_or(|filter| filter.admits(reason.as_ref()))
            && self.compared_with.given().is_none_or(|filter| filter.admits(compared_with.as_ref()))
            && self.and.given().is_none_or(|filters| filters.iter().all(admits))
            && self.or.given().is_none_or(|filters| filters.iter().any(admits))
            && self.not.given().is_none_or(|filter| !admits(filter))
    }
}

fn is_among(figure: i64, filter: &PublishedFigureFilter, figures: &Figures) -> bool {
    figures.get(filter).is_some_and(|known| known.contains(&figure))
}
