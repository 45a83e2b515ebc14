use async_graphql::Enum;
use entities::{
    commissioning_model,
    domain::{FinancialYear, ScopeStatus},
    scope_rule,
};

/// Who could commission a service.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Enum)]
pub enum ScopeVerdict {
    /// The service was in scope: all commissioners of the kinds and models in `whoCould`.
    Somebody,
    /// The service was in scope, but only for some commissioners of the kinds in `whoCould`.
    SomeOfThem,
    /// There are rules, and by all of them the service was out of scope. That is an answer, not an absence.
    Nobody,
    /// There is no rule about that service in that year. Rules of other years are not carried over.
    NotKnown,
}

/// A rule, and the model that it speaks of.
#[derive(Clone)]
pub(super) struct Rule {
    pub(super) row: scope_rule::Model,
    /// None for bodies that have no model.
    pub(super) model: Option<commissioning_model::Model>,
}

impl Rule {
    /// Whether by this rule the service was in scope, of some commissioners at least.
    pub(super) fn is_in(&self) -> bool {
        matches!(self.row.status, ScopeStatus::In | ScopeStatus::PartlyIn)
    }
}

/// What the rules of a year come to.
pub(super) fn verdict(rules: &[Rule]) -> ScopeVerdict {
    let any = |status| rules.iter().any(|rule| rule.row.status == status);
    if rules.is_empty() {
        ScopeVerdict::NotKnown
    } else if any(ScopeStatus::In) {
        ScopeVerdict::Somebody
    } else if any(ScopeStatus::PartlyIn) {
        ScopeVerdict::SomeOfThem
    } else {
        ScopeVerdict::Nobody
    }
}

/// The last year with a rule before a year, and the first one after it.
pub(super) fn nearest(year: FinancialYear, years: &[FinancialYear]) -> Vec<FinancialYear> {
    let before = years.iter().filter(|other| **other < year).max();
    let after = years.iter().filter(|other| **other > year).min();
    before.into_iter().chain(after).copied().collect()
}
