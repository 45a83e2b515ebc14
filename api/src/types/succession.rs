use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entities::succession::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{Ccg, CcgFilter, Source, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to},
    loading::{Link, one, one_if},
    paging::EdgeFields,
    scalars::Date,
    table::{Noun, column},
    vocabulary::Basis,
};

/// A CCG that took over from another.
#[derive(Clone)]
pub struct Succession(Model);

impl From<Model> for Succession {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Succession {
    type Entity = Entity;
    type Filter = SuccessionFilter;
    const ORDER: &'static [Column] = &[Column::EffectiveOn];
}

/// Narrows successions. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SuccessionFilter {
    /// By the successor's first day.
    effective_on: Operand<OrderedFilter<Date>>,
    /// By whether a published mapping states it.
    basis: Operand<EqualityFilter<Basis>>,
    /// By the CCG that closed.
    predecessor: Operand<CcgFilter>,
    /// By the CCG that took over.
    successor: Operand<CcgFilter>,
    /// All of these hold.
    and: Operand<Vec<SuccessionFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<SuccessionFilter>>,
    /// This does not hold.
    not: Operand<SuccessionFilter>,
}

impl Filter for SuccessionFilter {
    fn condition(&self) -> Condition {
        all([
            self.effective_on.given().map(|filter| filter.condition(&column(Column::EffectiveOn))),
            self.basis.given().map(|filter| filter.condition(&column(Column::Basis))),
            self.predecessor.given().map(|filter| refers_to::<Ccg>(Column::PredecessorId, filter)),
            self.successor.given().map(|filter| refers_to::<Ccg>(Column::SuccessorId, filter)),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// How one CCG took over from another.
#[derive(Clone, SimpleObject)]
pub(super) struct Takeover {
    /// The successor's first day. It is a legal date; work may have moved earlier.
    effective_on: Date,
    /// Whether a published mapping states it.
    basis: Basis,
    /// What the basis is, in words.
    note: Option<String>,
}

impl From<Model> for Takeover {
    fn from(row: Model) -> Self {
        Self { effective_on: Date(row.effective_on), basis: row.basis.into(), note: row.note }
    }
}

impl EdgeFields for Takeover {
    const NAME: &'static str = "Takeover";
}

/// From a CCG to those that it took over from.
pub(super) struct Predecessors;

impl Link for Predecessors {
    type Entity = Entity;
    type Node = Ccg;
    type Edge = Takeover;
    const PARENT: Column = Column::SuccessorId;
    const NODE: Column = Column::PredecessorId;
}

/// From a CCG to those that took over from it.
pub(super) struct Successors;

impl Link for Successors {
    type Entity = Entity;
    type Node = Ccg;
    type Edge = Takeover;
    const PARENT: Column = Column::PredecessorId;
    const NODE: Column = Column::SuccessorId;
}

/// One CCG that took over from one other. A merger of eight CCGs is eight successions.
#[Object]
impl Succession {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The CCG that closed.
    async fn predecessor(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.0.predecessor_id).await
    }

    /// The CCG that took over.
    async fn successor(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.0.successor_id).await
    }

    /// The successor's first day. It is a legal date; work may have moved earlier.
    async fn effective_on(&self) -> Date {
        Date(self.0.effective_on)
    }

    /// Whether a published mapping states it.
    async fn basis(&self) -> Basis {
        self.0.basis.into()
    }

    /// What the basis is, in words.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The publication that says it.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.cited_source_id).await
    }
}
