use async_graphql::Enum;
use entities::service_scope::Column;

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{ScopeRule, ServiceScope},
};

/// What services can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ServiceScopeSort {
    /// By its usual name.
    Title,
    /// By how many rules speak of it.
    RuleCount,
}

impl SortField for ServiceScopeSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::Title => by(Column::Title),
            Self::RuleCount => count_of::<Direct<ScopeRule, ServiceScope>>(id_of::<ServiceScope>(), dates),
        }
    }
}
