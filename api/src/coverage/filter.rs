use async_graphql::InputObject;

use super::{CoverageStatus, count::Count};
use crate::{
    filters::{EqualityFilter, Operand, OrderedFilter},
    scalars::FinancialYear,
    vocabulary::{ModelCode, Stage},
};

/// Narrows coverage. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CoverageFilter {
    /// By the year of the round, in any usual spelling; `isNull: true` where the sources give no year.
    financial_year: Operand<OrderedFilter<FinancialYear>>,
    /// By model; `isNull: true` where the sources do not say which.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By stage.
    stage: Operand<EqualityFilter<Stage>>,
    /// By how much is known.
    status: Operand<EqualityFilter<CoverageStatus>>,
    /// All of these hold.
    and: Operand<Vec<CoverageFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CoverageFilter>>,
    /// This does not hold.
    not: Operand<CoverageFilter>,
}

impl CoverageFilter {
    /// Whether a row matches.
    pub(super) fn admits(&self, row: &Count) -> bool {
        let (year, model) = (row.year.map(FinancialYear), row.model.map(ModelCode::from));
        self.financial_year.given().is_none_or(|filter| filter.admits(year.as_ref()))
            && self.model.given().is_none_or(|filter| filter.admits(model.as_ref()))
            && self.stage.given().is_none_or(|filter| filter.admits(Some(&row.stage.into())))
            && self.status.given().is_none_or(|filter| filter.admits(Some(&row.status())))
            && self.and.given().is_none_or(|filters| filters.iter().all(|filter| filter.admits(row)))
            && self.or.given().is_none_or(|filters| filters.iter().any(|filter| filter.admits(row)))
            && self.not.given().is_none_or(|filter| !filter.admits(row))
    }
}
