use async_graphql::InputObject;
use entities::commissioning_model::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, ListFilter, Operand, all, combined},
    loading::Direct,
    table::{column, id_of},
    types::{
        Adoption, AdoptionFilter, CommissioningModel, Position, PositionFilter, PublishedFigure,
        PublishedFigureFilter, ScopeRule, ScopeRuleFilter,
    },
    vocabulary::ModelCode,
};

/// Narrows models. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CommissioningModelFilter {
    /// By code.
    code: Operand<EqualityFilter<ModelCode>>,
    /// By its adoptions.
    adoptions: Operand<ListFilter<AdoptionFilter>>,
    /// By what was in its scope.
    scope_rules: Operand<ListFilter<ScopeRuleFilter>>,
    /// By the totals that were published about it.
    published_figures: Operand<ListFilter<PublishedFigureFilter>>,
    /// By the positions of CCGs that had it, as they follow from all that was ever published: not with `statedBy`.
    positions: Operand<ListFilter<PositionFilter>>,
    /// All of these hold.
    and: Operand<Vec<CommissioningModelFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CommissioningModelFilter>>,
    /// This does not hold.
    not: Operand<CommissioningModelFilter>,
}

impl Filter for CommissioningModelFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            self.adoptions.given().map(|filter| {
                filter
                    .condition::<Direct<Adoption, CommissioningModel>>(&id_of::<CommissioningModel>(), dates)
            }),
            self.scope_rules.given().map(|filter| {
                filter
                    .condition::<Direct<ScopeRule, CommissioningModel>>(&id_of::<CommissioningModel>(), dates)
            }),
            self.published_figures.given().map(|filter| {
                filter.condition::<Direct<PublishedFigure, CommissioningModel>>(
                    &id_of::<CommissioningModel>(),
                    dates,
                )
            }),
            self.positions.given().map(|filter| {
                filter
                    .condition::<Direct<Position, CommissioningModel>>(&id_of::<CommissioningModel>(), dates)
            }),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
