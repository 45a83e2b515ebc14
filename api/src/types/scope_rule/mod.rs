mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use entities::{
    domain,
    scope_rule::{Column, Entity, Model},
};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{CommissioningModel, ServiceScope, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, one, one_if},
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Commissioner, ScopeStatus},
};

pub use filter::ScopeRuleFilter;
pub use sort::ScopeRuleSort;

/// Whether a service was in scope of a model in a year.
#[derive(Clone)]
pub struct ScopeRule {
    row: Model,
    dates: Dates,
}

impl Noun for ScopeRule {
    type Entity = Entity;
    type Filter = ScopeRuleFilter;
    type Sort = ScopeRuleSort;
    const ORDER: &'static [ScopeRuleSort] = &[ScopeRuleSort::FinancialYear];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }

    /// It is about the financial year of the day.
    fn on_day(day: NaiveDate) -> Condition {
        Condition::all().add(column(Column::FinancialYear).eq(domain::FinancialYear::of(day)))
    }
}

impl BelongsTo<ServiceScope> for ScopeRule {
    const PARENT: Column = Column::ServiceScopeId;
}

impl BelongsTo<CommissioningModel> for ScopeRule {
    const PARENT: Column = Column::ModelId;
}

impl BelongsTo<Cited> for ScopeRule {
    const PARENT: Column = Column::CitedSourceId;
}

/// Whether a service was in scope of a model in a year. An "out" is an answer too: only a missing rule means
/// that nothing is known.
#[Object]
impl ScopeRule {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// The service.
    async fn service(&self, context: &Context<'_>) -> Answer<ServiceScope> {
        one(context, self.row.service_scope_id, self.dates).await
    }

    /// The kind of body that the rule speaks of.
    async fn commissioner(&self) -> Commissioner {
        self.row.commissioner.into()
    }

    /// The model; none for bodies that have no model, such as integrated care boards.
    async fn model(&self, context: &Context<'_>) -> Answer<Option<CommissioningModel>> {
        one_if(context, self.row.model_id, self.dates).await
    }

    /// The financial year.
    async fn financial_year(&self) -> FinancialYear {
        FinancialYear(self.row.financial_year)
    }

    /// The answer.
    async fn status(&self) -> ScopeStatus {
        self.row.status.into()
    }

    /// The service as the publication names it: one service had three names over the years.
    async fn service_as_published(&self) -> &str {
        &self.row.service_as_published
    }

    /// The answer as the publication words it; none where its words are not recorded.
    async fn status_as_published(&self) -> Option<&str> {
        self.row.status_as_published.as_deref()
    }

    /// What there is to know besides, such as what a CCG could do all the same; none where there is nothing.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The publication that says it; none where none is cited.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.row.cited_source_id, self.dates).await
    }
}
