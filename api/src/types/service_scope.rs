use async_graphql::{Context, ID, InputObject, Object};
use entities::service_scope::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{ScopeRule, ScopeRuleFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, all, combined},
    loading::Direct,
    paging::{PageArguments, Related, nested_cost, related},
    table::{Noun, column},
    vocabulary::Service,
};

/// A primary care service.
#[derive(Clone)]
pub struct ServiceScope(Model);

impl From<Model> for ServiceScope {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for ServiceScope {
    type Entity = Entity;
    type Filter = ServiceScopeFilter;
    const ORDER: &'static [Column] = &[Column::Title];
}

/// Narrows services. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ServiceScopeFilter {
    /// By code.
    code: Operand<EqualityFilter<Service>>,
    /// All of these hold.
    and: Operand<Vec<ServiceScopeFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ServiceScopeFilter>>,
    /// This does not hold.
    not: Operand<ServiceScopeFilter>,
}

impl Filter for ServiceScopeFilter {
    fn condition(&self) -> Condition {
        all([
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// A primary care service, and whether it was in scope of co-commissioning.
#[Object]
impl ServiceScope {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// Which service.
    async fn code(&self) -> Service {
        self.0.code.into()
    }

    /// Its usual name.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What publications of other years call it, separated by semicolons.
    async fn also_called(&self) -> &str {
        &self.0.also_called
    }

    /// Whether it was in scope, by commissioner, model and year.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only rules that match.")] filter: Option<ScopeRuleFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<ScopeRule, Self>>> {
        related::<Direct<ScopeRule, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
