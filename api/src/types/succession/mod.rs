mod filter;
mod sort;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::NaiveDate;
use entities::succession::{Column, Entity, Model};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Ccg, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, Link, one, one_if},
    paging::EdgeFields,
    scalars::Date,
    table::{Noun, column},
    vocabulary::Basis,
};

pub use filter::SuccessionFilter;
pub use sort::SuccessionSort;

/// A CCG that took over from another.
#[derive(Clone)]
pub struct Succession {
    row: Model,
    dates: Dates,
}

impl Noun for Succession {
    type Entity = Entity;
    type Filter = SuccessionFilter;
    type Sort = SuccessionSort;
    const ORDER: &'static [SuccessionSort] = &[SuccessionSort::EffectiveOn];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }

    /// It had taken effect by the day.
    fn on_day(day: NaiveDate) -> Condition {
        Condition::all().add(column(Column::EffectiveOn).lte(day))
    }
}

/// Marks the CCG that closed.
pub(crate) struct AsPredecessor;

/// Marks the CCG that took over.
pub(crate) struct AsSuccessor;

impl BelongsTo<AsPredecessor> for Succession {
    const PARENT: Column = Column::PredecessorId;
}

impl BelongsTo<AsSuccessor> for Succession {
    const PARENT: Column = Column::SuccessorId;
}

impl BelongsTo<Cited> for Succession {
    const PARENT: Column = Column::CitedSourceId;
}

/// How one CCG took over from another.
#[derive(Clone, SimpleObject)]
pub(crate) struct Takeover {
    /// The successor's first day. It is a legal date; work may have moved earlier.
    effective_on: Date,
    /// Whether a published mapping states it.
    basis: Basis,
    /// What the basis is, in words; none where it is not said.
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
pub(crate) struct Predecessors;

impl Link for Predecessors {
    type Entity = Entity;
    type Node = Ccg;
    type Edge = Takeover;
    const PARENT: Column = Column::SuccessorId;
    const NODE: Column = Column::PredecessorId;

    fn on_day(day: NaiveDate) -> Condition {
        Succession::on_day(day)
    }
}

/// From a CCG to those that took over from it.
pub(crate) struct Successors;

impl Link for Successors {
    type Entity = Entity;
    type Node = Ccg;
    type Edge = Takeover;
    const PARENT: Column = Column::PredecessorId;
    const NODE: Column = Column::SuccessorId;

    fn on_day(day: NaiveDate) -> Condition {
        Succession::on_day(day)
    }
}

/// One CCG that took over from one other. A merger of eight CCGs is eight successions.
#[Object]
impl Succession {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// The CCG that closed.
    async fn predecessor(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.row.predecessor_id, self.dates).await
    }

    /// The CCG that took over.
    async fn successor(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.row.successor_id, self.dates).await
    }

    /// The successor's first day. It is a legal date; work may have moved earlier.
    async fn effective_on(&self) -> Date {
        Date(self.row.effective_on)
    }

    /// Whether a published mapping states it.
    async fn basis(&self) -> Basis {
        self.row.basis.into()
    }

    /// What the basis is, in words; none where it is not said.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The publication that says it; none where none is cited.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.row.cited_source_id, self.dates).await
    }
}
