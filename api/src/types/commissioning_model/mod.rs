mod filter;
mod sort;

use async_graphql::{ID, Object};
use entities::commissioning_model::{Entity, Model};

use super::{Adoption, Position, PublishedFigure, ScopeRule, node::identity};
use crate::{dates::Dates, loading::Direct, paging::related_fields, table::Noun, vocabulary::ModelCode};

pub use filter::CommissioningModelFilter;
pub use sort::CommissioningModelSort;

/// A co-commissioning model.
#[derive(Clone)]
pub struct CommissioningModel {
    row: Model,
    dates: Dates,
}

impl Noun for CommissioningModel {
    type Entity = Entity;
    type Filter = CommissioningModelFilter;
    type Sort = CommissioningModelSort;
    const ORDER: &'static [CommissioningModelSort] = &[CommissioningModelSort::Letter];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

/// One of the three models of primary care co-commissioning, and what it meant in law and in practice.
#[Object]
impl CommissioningModel {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// Which of the three.
    async fn code(&self) -> ModelCode {
        self.row.code.into()
    }

    /// `A`, `B` or `C`, as many lists call it.
    async fn letter(&self) -> &str {
        &self.row.letter
    }

    /// Its usual name.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Other names that publishers use, separated by semicolons.
    async fn also_called(&self) -> &str {
        &self.row.also_called
    }

    /// Who takes the decisions.
    async fn who_decides(&self) -> &str {
        &self.row.who_decides
    }

    /// What a CCG had to change to take it on.
    async fn governance(&self) -> &str {
        &self.row.governance
    }

    /// The law that it rests on.
    async fn legal_basis(&self) -> &str {
        &self.row.legal_basis
    }

    #[graphql(flatten)]
    async fn lists(&self) -> CommissioningModelLists {
        CommissioningModelLists { parent: self.row.id, dates: self.dates }
    }
}

related_fields! {
    CommissioningModelLists of CommissioningModel {
        /// Adoptions of it, every stage of each: filter by stage before you count.
        adoptions: Direct<Adoption, CommissioningModel>,
        /// Which CCGs had it, from when to when. With `asOf` only those that had it on that day.
        positions: Direct<Position, CommissioningModel>,
        /// Which services were in its scope, by year.
        scope_rules: Direct<ScopeRule, CommissioningModel>,
        /// The totals that were published about it.
        published_figures: Direct<PublishedFigure, CommissioningModel>,
    }
}
