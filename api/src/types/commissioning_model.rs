use async_graphql::{Context, ID, InputObject, Object};
use entities::commissioning_model::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{Adoption, AdoptionFilter, ScopeRule, ScopeRuleFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, all, combined},
    loading::Direct,
    paging::{PageArguments, Related, nested_cost, related},
    table::{Noun, column},
    vocabulary::ModelCode,
};

/// A co-commissioning model.
#[derive(Clone)]
pub struct CommissioningModel(Model);

impl From<Model> for CommissioningModel {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for CommissioningModel {
    type Entity = Entity;
    type Filter = CommissioningModelFilter;
    const ORDER: &'static [Column] = &[Column::Letter];
}

/// Narrows models. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CommissioningModelFilter {
    /// By code.
    code: Operand<EqualityFilter<ModelCode>>,
    /// All of these hold.
    and: Operand<Vec<CommissioningModelFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CommissioningModelFilter>>,
    /// This does not hold.
    not: Operand<CommissioningModelFilter>,
}

impl Filter for CommissioningModelFilter {
    fn condition(&self) -> Condition {
        all([
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// One of the three models of primary care co-commissioning, and what it meant in law and in practice.
#[Object]
impl CommissioningModel {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// Which of the three.
    async fn code(&self) -> ModelCode {
        self.0.code.into()
    }

    /// `A`, `B` or `C`, as many lists call it.
    async fn letter(&self) -> &str {
        &self.0.letter
    }

    /// Its usual name.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Other names that publishers use, separated by semicolons.
    async fn also_called(&self) -> &str {
        &self.0.also_called
    }

    /// Who takes the decisions.
    async fn who_decides(&self) -> &str {
        &self.0.who_decides
    }

    /// What a CCG had to change to take it on.
    async fn governance(&self) -> &str {
        &self.0.governance
    }

    /// The law that it rests on.
    async fn legal_basis(&self) -> &str {
        &self.0.legal_basis
    }

    /// Adoptions of it, every stage of each: filter by stage before you count.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn adoptions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only adoptions that match.")] filter: Option<AdoptionFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<Adoption, Self>>> {
        related::<Direct<Adoption, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }

    /// Which services were in its scope, by year.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn scope_rules(
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
