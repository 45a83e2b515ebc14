mod filter;
mod sort;

use async_graphql::{ID, Object};
use entities::service_scope::{Entity, Model};

use super::{ScopeRule, node::identity};
use crate::{dates::Dates, loading::Direct, paging::related_fields, table::Noun, vocabulary::Service};

pub use filter::ServiceScopeFilter;
pub use sort::ServiceScopeSort;

/// A primary care service.
#[derive(Clone)]
pub struct ServiceScope {
    row: Model,
    dates: Dates,
}

impl Noun for ServiceScope {
    type Entity = Entity;
    type Filter = ServiceScopeFilter;
    type Sort = ServiceScopeSort;
    const ORDER: &'static [ServiceScopeSort] = &[ServiceScopeSort::Title];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

/// A primary care service, and whether it was in scope of co-commissioning.
#[Object]
impl ServiceScope {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// Which service.
    async fn code(&self) -> Service {
        self.row.code.into()
    }

    /// Its usual name.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// What publications of other years call it, separated by semicolons.
    async fn also_called(&self) -> &str {
        &self.row.also_called
    }

    #[graphql(flatten)]
    async fn lists(&self) -> ServiceScopeLists {
        ServiceScopeLists { parent: self.row.id, dates: self.dates }
    }
}

related_fields! {
    ServiceScopeLists of ServiceScope {
        /// Whether it was in scope, by commissioner, model and year.
        rules: Direct<ScopeRule, ServiceScope>,
    }
}
