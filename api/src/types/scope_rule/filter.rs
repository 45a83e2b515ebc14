use async_graphql::InputObject;
use entities::{commissioning_model, scope_rule::Column, service_scope};
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined, refers_to,
        refers_to_code,
    },
    scalars::FinancialYear,
    table::column,
    types::{Source, SourceFilter},
    vocabulary::{Commissioner, ModelCode, ScopeStatus, Service},
};

/// Narrows scope rules. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ScopeRuleFilter {
    /// By service.
    service: Operand<EqualityFilter<Service>>,
    /// By model; `isNull: true` for rules about bodies that have no model.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By the kind of body that the rule speaks of.
    commissioner: Operand<EqualityFilter<Commissioner>>,
    /// By financial year, in any usual spelling.
    financial_year: Operand<OrderedFilter<FinancialYear>>,
    /// By the answer.
    status: Operand<EqualityFilter<ScopeStatus>>,
    /// By the service as the publication names it.
    service_as_published: Operand<StringFilter>,
    /// By what there is to know besides.
    note: Operand<StringFilter>,
    /// By the publication that the row cites; `isNull: true` where it cites none.
    cited_source: Operand<SourceFilter>,
    /// All of these hold.
    and: Operand<Vec<ScopeRuleFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ScopeRuleFilter>>,
    /// This does not hold.
    not: Operand<ScopeRuleFilter>,
}

impl Filter for ScopeRuleFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.service.given().map(|filter| {
                refers_to_code::<service_scope::Entity, _>(
                    Column::ServiceScopeId,
                    service_scope::Column::Code,
                    filter,
                )
            }),
            self.model.given().map(|filter| {
                refers_to_code::<commissioning_model::Entity, _>(
                    Column::ModelId,
                    commissioning_model::Column::Code,
                    filter,
                )
            }),
            self.commissioner.given().map(|filter| filter.condition(&column(Column::Commissioner))),
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.status.given().map(|filter| filter.condition(&column(Column::Status))),
            self.service_as_published
                .given()
                .map(|filter| filter.condition(&column(Column::ServiceAsPublished))),
            self.note.given().map(|filter| filter.condition(&column(Column::Note))),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter, dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
