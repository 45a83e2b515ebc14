mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use chrono::NaiveDate;
use entities::{
    domain,
    scope_rule::{Column, Entity, Model},
};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{CommissioningModel, ServiceScope, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    loading::BelongsTo,
    rendering::object,
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Commissioner, ScopeStatus},
};

pub use filter::ScopeRuleFilter;
pub use sort::ScopeRuleSort;

/// Whether a service was in scope of a model in a year.
#[derive(Clone)]
pub struct ScopeRule {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for ScopeRule {
    type Entity = Entity;
    type Filter = ScopeRuleFilter;
    type Sort = ScopeRuleSort;
    const ORDER: &'static [ScopeRuleSort] = &[ScopeRuleSort::FinancialYear];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
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

object! {
    /// Whether a service was in scope of a model in a year. An "out" is an answer too: only a missing rule means
    /// that nothing is known.
    ScopeRule
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The kind of body that the rule speaks of.
        commissioner: Commissioner = |commissioner| (*commissioner).into();
        /// The financial year.
        financial_year: FinancialYear = |financial_year| FinancialYear(*financial_year);
        /// The answer.
        status: ScopeStatus = |status| (*status).into();
        /// The service as the publication names it: one service had three names over the years.
        service_as_published: &str = |service_as_published| service_as_published;
        /// The answer as the publication words it; none where its words are not recorded.
        status_as_published: Option<&str> = |status_as_published| status_as_published.as_deref();
        /// What there is to know besides, such as what a CCG could do all the same; none where there is nothing.
        note: Option<&str> = |note| note.as_deref();
    }
    leads to {
        /// The service.
        service: ServiceScope = service_scope_id;
        /// The model; none for bodies that have no model, such as integrated care boards.
        model: Option<CommissioningModel> = model_id;
        /// The publication that says it; none where none is cited.
        cited_source: Option<Source> = cited_source_id;
    }
}
