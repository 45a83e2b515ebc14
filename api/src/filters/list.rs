use async_graphql::InputObject;
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr, SelectStatement},
};

use super::{Filter, Operand, does_not_hold};
use crate::{dates::Dates, loading::Kin, types};

/// Asks the rows that are related to a row. All that is given must hold; an empty object matches everything. Within
/// each, an empty filter matches every related row: `some: {}` asks for rows that have any, `none: {}` for rows
/// that have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, InputObject)]
#[graphql(
    concrete(name = "AdoptionListFilter", params(types::AdoptionFilter)),
    concrete(name = "AreaListFilter", params(types::AreaFilter)),
    concrete(name = "CcgListFilter", params(types::CcgFilter)),
    concrete(name = "CcgIdentityListFilter", params(types::CcgIdentityFilter)),
    concrete(name = "EvidenceListFilter", params(types::EvidenceFilter)),
    concrete(name = "ImportIssueListFilter", params(types::ImportIssueFilter)),
    concrete(name = "ImportRunListFilter", params(types::ImportRunFilter)),
    concrete(name = "MembershipListFilter", params(types::MembershipFilter)),
    concrete(name = "PositionListFilter", params(types::PositionFilter)),
    concrete(name = "PublishedFigureListFilter", params(types::PublishedFigureFilter)),
    concrete(name = "ScopeRuleListFilter", params(types::ScopeRuleFilter)),
    concrete(name = "SuccessionListFilter", params(types::SuccessionFilter)),
    concrete(name = "WaveListFilter", params(types::WaveFilter))
)]
pub struct ListFilter<F: Filter> {
    /// At least one related row matches.
    some: Operand<F>,
    /// Every related row matches. It holds, too, where there is no related row.
    every: Operand<F>,
    /// No related row matches.
    none: Operand<F>,
}

// Derived, it would ask for a default of the filters too.
impl<F: Filter> Default for ListFilter<F> {
    fn default() -> Self {
        Self { some: Operand::default(), every: Operand::default(), none: Operand::default() }
    }
}

impl<F: Filter> ListFilter<F> {
    /// The condition that the related rows of a row meet, given the row's number.
    ///
    /// A sub-select never multiplies rows as a join would, so counts stay true.
    pub fn condition<R: Kin>(&self, row: &Expr, dates: &Dates) -> Condition {
        let parents = |condition: Option<Expr>| -> SelectStatement {
            let mut parents = R::candidates(dates);
            // A row that belongs to nobody would make NOT IN unknown for everybody.
            parents.expr(R::parent()).and_where(R::parent().is_not_null()).and_where_option(condition);
            parents
        };
        let that_match = |filter: &F| {
            let condition = filter.condition(dates);
            parents((!condition.is_empty()).then(|| condition.into()))
        };
        let that_do_not = |filter: &F| parents(Some(does_not_hold(filter.condition(dates))));
        Condition::all()
            .add_option(self.some.given().map(|filter| row.clone().in_subquery(that_match(filter))))
            .add_option(self.every.given().map(|filter| row.clone().not_in_subquery(that_do_not(filter))))
            .add_option(self.none.given().map(|filter| row.clone().not_in_subquery(that_match(filter))))
    }
}
