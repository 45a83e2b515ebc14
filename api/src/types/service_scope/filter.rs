use async_graphql::InputObject;
use entities::service_scope::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, ListFilter, Operand, StringFilter, all, combined},
    loading::Direct,
    table::{column, id_of},
    types::{ScopeRule, ScopeRuleFilter, ServiceScope},
    vocabulary::Service,
};

/// Narrows services. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ServiceScopeFilter {
    /// By code.
    code: Operand<EqualityFilter<Service>>,
    /// By its usual name.
    title: Operand<StringFilter>,
    /// By what publications of other years call it.
    also_called: Operand<StringFilter>,
    /// By whether it was in scope.
    rules: Operand<ListFilter<ScopeRuleFilter>>,
    /// All of these hold.
    and: Operand<Vec<ServiceScopeFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ServiceScopeFilter>>,
    /// This does not hold.
    not: Operand<ServiceScopeFilter>,
}

impl Filter for ServiceScopeFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            self.title.given().map(|filter| filter.condition(&column(Column::Title))),
            self.also_called.given().map(|filter| filter.condition(&column(Column::AlsoCalled))),
            self.rules.given().map(|filter| {
                filter.condition::<Direct<ScopeRule, ServiceScope>>(&id_of::<ServiceScope>(), dates)
            }),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
