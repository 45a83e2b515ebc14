mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::service_scope::{Entity, Model};

use super::{ScopeRule, node::identity};
use crate::{
    dates::Dates, loading::Direct, paging::related_fields, rendering::object, table::Noun,
    vocabulary::Service,
};

pub use filter::ServiceScopeFilter;
pub use sort::ServiceScopeSort;

/// A primary care service.
#[derive(Clone)]
pub struct ServiceScope {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for ServiceScope {
    type Entity = Entity;
    type Filter = ServiceScopeFilter;
    type Sort = ServiceScopeSort;
    const ORDER: &'static [ServiceScopeSort] = &[ServiceScopeSort::Title];
    const IS_SMALL: bool = true;

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

object! {
    /// A primary care service, and whether it was in scope of co-commissioning.
    ServiceScope
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// Which service.
        code: Service = |code| (*code).into();
        /// Its usual name.
        title: &str = |title| title;
        /// What publications of other years call it, separated by semicolons.
        also_called: &str = |also_called| also_called;
    }
    lists ServiceScopeLists;
}

related_fields! {
    ServiceScopeLists of ServiceScope {
        /// Whether it was in scope, by commissioner, model and year.
        rules: Direct<ScopeRule, ServiceScope>,
    }
}
