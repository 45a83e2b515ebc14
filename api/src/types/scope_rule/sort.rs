use async_graphql::Enum;
use entities::{commissioning_model, domain, scope_rule::Column, service_scope};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, ranked, through},
    types::{CommissioningModel, ServiceScope},
};

/// What scope rules can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ScopeRuleSort {
    /// By financial year.
    FinancialYear,
    /// By the usual name of the service.
    Service,
    /// By the letter of the model.
    Model,
    /// By the answer, in the order in which `ScopeStatus` lists them.
    Status,
}

impl SortField for ScopeRuleSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::FinancialYear => by(Column::FinancialYear),
            Self::Service => through::<ServiceScope, _>(Column::ServiceScopeId, service_scope::Column::Title),
            Self::Model => {
                through::<CommissioningModel, _>(Column::ModelId, commissioning_model::Column::Letter)
            }
            Self::Status => ranked::<domain::ScopeStatus>(Column::Status),
        }
    }
}
