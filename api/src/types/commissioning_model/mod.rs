mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::commissioning_model::{Entity, Model};

use super::{Adoption, Position, PublishedFigure, ScopeRule, node::identity};
use crate::{
    dates::Dates, loading::Direct, paging::related_fields, rendering::object, table::Noun,
    vocabulary::ModelCode,
};

pub use filter::CommissioningModelFilter;
pub use sort::CommissioningModelSort;

/// A co-commissioning model.
#[derive(Clone)]
pub struct CommissioningModel {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for CommissioningModel {
    type Entity = Entity;
    type Filter = CommissioningModelFilter;
    type Sort = CommissioningModelSort;
    const ORDER: &'static [CommissioningModelSort] = &[CommissioningModelSort::Letter];
    const IS_SMALL: bool = true;

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

object! {
    /// One of the three models of primary care co-commissioning, and what it meant in law and in practice.
    CommissioningModel
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// Which of the three.
        code: ModelCode = |code| (*code).into();
        /// `A`, `B` or `C`, as many lists call it.
        letter: &str = |letter| letter;
        /// Its usual name.
        title: &str = |title| title;
        /// Other names that publishers use, separated by semicolons.
        also_called: &str = |also_called| also_called;
        /// Who takes the decisions.
        who_decides: &str = |who_decides| who_decides;
        /// What a CCG had to change to take it on.
        governance: &str = |governance| governance;
        /// The law that it rests on.
        legal_basis: &str = |legal_basis| legal_basis;
    }
    lists CommissioningModelLists;
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
