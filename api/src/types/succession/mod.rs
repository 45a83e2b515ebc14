mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::NaiveDate;
use entities::succession::{Column, Entity, Model};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Ccg, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    loading::{BelongsTo, Link},
    paging::EdgeFields,
    rendering::object,
    scalars::Date,
    table::{Noun, column},
    vocabulary::Basis,
};

pub use filter::SuccessionFilter;
pub use sort::SuccessionSort;

/// A CCG that took over from another.
#[derive(Clone)]
pub struct Succession {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Succession {
    type Entity = Entity;
    type Filter = SuccessionFilter;
    type Sort = SuccessionSort;
    const ORDER: &'static [SuccessionSort] = &[SuccessionSort::EffectiveOn];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
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

object! {
    /// One CCG that took over from one other. A merger of eight CCGs is eight successions.
    Succession
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The successor's first day. It is a legal date; work may have moved earlier.
        effective_on: Date = |effective_on| Date(*effective_on);
        /// Whether a published mapping states it.
        basis: Basis = |basis| (*basis).into();
        /// What the basis is, in words; none where it is not said.
        note: Option<&str> = |note| note.as_deref();
    }
    leads to {
        /// The CCG that closed.
        predecessor: Ccg = predecessor_id;
        /// The CCG that took over.
        successor: Ccg = successor_id;
        /// The publication that says it; none where none is cited.
        cited_source: Option<Source> = cited_source_id;
    }
}
