use async_graphql::Enum;

use super::{figure::Figure, finding::Outcome, row::difference};
use crate::sorting::{Key, RowField};

/// What reconciliations can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ReconciliationSort {
    /// By what was counted, in the publisher's terms.
    Measure,
    /// By model, A to C.
    Model,
    /// By stage, from interest to end.
    Stage,
    /// By financial year.
    FinancialYear,
    /// By the area as published.
    AreaAsPublished,
    /// By who published the figure.
    Publisher,
    /// By the latest day that the figure may speak of.
    AsOfTo,
    /// By the number that it gives.
    Published,
    /// By the number that comes out.
    Actual,
    /// By `actual` less `published`.
    Difference,
    /// By whether it matches: what matches, what differs, what cannot be compared.
    Status,
}

impl ReconciliationSort {
    /// Whether it takes what comes of a figure, and not the figure alone.
    pub(super) fn is_of_outcomes(self) -> bool {
        matches!(self, Self::Actual | Self::Difference | Self::Status)
    }
}

/// A figure, and what comes of it where that is asked for before the page is cut.
pub(super) struct Listed<'a> {
    pub(super) figure: &'a Figure,
    pub(super) outcome: Option<&'a Outcome>,
}

impl RowField<Listed<'_>> for ReconciliationSort {
    fn value(self, Listed { figure, outcome }: &Listed<'_>) -> Key {
        let row = &figure.row;
        let actual = outcome.and_then(|outcome| outcome.actual);
        match self {
            Self::Measure => row.measure.clone().into(),
            Self::Model => figure.says.model().map(|model| model as i64).into(),
            Self::Stage => row.stage.map(|stage| stage as i64).into(),
            Self::FinancialYear => row.financial_year.map(|year| year.to_string()).into(),
            Self::AreaAsPublished => row.area_as_published.clone().into(),
            Self::Publisher => row.publisher.clone().into(),
            Self::AsOfTo => row.as_of_to.into(),
            Self::Published => figure.value.into(),
            Self::Actual => actual.into(),
            Self::Difference => difference(actual, figure.value).into(),
            Self::Status => outcome.map(|outcome| outcome.status as i64).into(),
        }
    }
}
