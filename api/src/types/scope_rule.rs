use async_graphql::{Context, ID, InputObject, Object};
use entities::{
    commissioning_model,
    scope_rule::{Column, Entity, Model},
    service_scope,
};
use sea_orm::sea_query::Condition;

use super::{CommissioningModel, ServiceScope, Source, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to_code},
    loading::{BelongsTo, one, one_if},
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Commissioner, ModelCode, ScopeStatus, Service},
};

/// Whether a service was in scope of a model in a year.
#[derive(Clone)]
pub struct ScopeRule(Model);

impl From<Model> for ScopeRule {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for ScopeRule {
    type Entity = Entity;
    type Filter = ScopeRuleFilter;
    const ORDER: &'static [Column] = &[Column::FinancialYear];
}

impl BelongsTo<ServiceScope> for ScopeRule {
    const PARENT: Column = Column::ServiceScopeId;
}

impl BelongsTo<CommissioningModel> for ScopeRule {
    const PARENT: Column = Column::ModelId;
}

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
    /// All of these hold.
    and: Operand<Vec<ScopeRuleFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ScopeRuleFilter>>,
    /// This does not hold.
    not: Operand<ScopeRuleFilter>,
}

impl Filter for ScopeRuleFilter {
    fn condition(&self) -> Condition {
        all([
            self.service.given().map(|filter| {
                let code = service_scope::Column::Code;
                refers_to_code::<service_scope::Entity, _>(Column::ServiceScopeId, code, filter)
            }),
            self.model.given().map(|filter| {
                let code = commissioning_model::Column::Code;
                refers_to_code::<commissioning_model::Entity, _>(Column::ModelId, code, filter)
            }),
            self.commissioner.given().map(|filter| filter.condition(&column(Column::Commissioner))),
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.status.given().map(|filter| filter.condition(&column(Column::Status))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// Whether a service was in scope of a model in a year. An "out" is an answer too: only a missing rule means
/// that nothing is known.
#[Object]
impl ScopeRule {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The service.
    async fn service(&self, context: &Context<'_>) -> Answer<ServiceScope> {
        one(context, self.0.service_scope_id).await
    }

    /// The kind of body that the rule speaks of.
    async fn commissioner(&self) -> Commissioner {
        self.0.commissioner.into()
    }

    /// The model; none for bodies that have no model, such as integrated care boards.
    async fn model(&self, context: &Context<'_>) -> Answer<Option<CommissioningModel>> {
        one_if(context, self.0.model_id).await
    }

    /// The financial year.
    async fn financial_year(&self) -> FinancialYear {
        FinancialYear(self.0.financial_year)
    }

    /// The answer.
    async fn status(&self) -> ScopeStatus {
        self.0.status.into()
    }

    /// The service as the publication names it: one service had three names over the years.
    async fn service_as_published(&self) -> &str {
        &self.0.service_as_published
    }

    /// The answer as the publication words it.
    async fn status_as_published(&self) -> Option<&str> {
        self.0.status_as_published.as_deref()
    }

    /// What there is to know besides, such as what a CCG could do all the same.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The publication that says it.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.cited_source_id).await
    }
}
