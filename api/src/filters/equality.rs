use std::hash::Hash;

use async_graphql::{InputObject, InputType};
use sea_orm::{
    ExprTrait, Value,
    sea_query::{Condition, Expr},
};

use super::Operand;
use crate::{coverage, reconciliation, scalars, table::one_of, vocabulary};

/// Compares for equality. All operators that are given must hold; an empty object matches everything. A row
/// without a value meets only `isNull: true`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, InputObject)]
#[graphql(
    concrete(name = "StringEqualityFilter", params(String)),
    concrete(name = "OdsCodeFilter", params(scalars::OdsCode)),
    concrete(name = "OnsCodeFilter", params(scalars::OnsCode)),
    concrete(name = "AreaKindFilter", params(vocabulary::AreaKind)),
    concrete(name = "BasisFilter", params(vocabulary::Basis)),
    concrete(name = "CommissionerFilter", params(vocabulary::Commissioner)),
    concrete(name = "ComparedWithFilter", params(reconciliation::ComparedWith)),
    concrete(name = "ConfidenceFilter", params(vocabulary::Confidence)),
    concrete(name = "CoverageStatusFilter", params(coverage::CoverageStatus)),
    concrete(name = "DatasetKindFilter", params(vocabulary::DatasetKind)),
    concrete(name = "MatchMethodFilter", params(vocabulary::MatchMethod)),
    concrete(name = "ModelCodeFilter", params(vocabulary::ModelCode)),
    concrete(name = "PositionStatusFilter", params(vocabulary::PositionStatus)),
    concrete(name = "ReconciliationReasonFilter", params(reconciliation::ReconciliationReason)),
    concrete(name = "ReconciliationStatusFilter", params(reconciliation::ReconciliationStatus)),
    concrete(name = "RunStatusFilter", params(vocabulary::RunStatus)),
    concrete(name = "ScopeStatusFilter", params(vocabulary::ScopeStatus)),
    concrete(name = "ServiceFilter", params(vocabulary::Service)),
    concrete(name = "SeverityFilter", params(vocabulary::Severity)),
    concrete(name = "SourceKindFilter", params(vocabulary::SourceKind)),
    concrete(name = "StageFilter", params(vocabulary::Stage))
)]
pub struct EqualityFilter<T: InputType> {
    /// Equal to this value.
    pub eq: Operand<T>,
    /// Another value than this one. A row without a value does not match.
    pub ne: Operand<T>,
    /// Equal to one of these values; an empty list matches nothing.
    #[graphql(name = "in")]
    pub is_in: Operand<Vec<T>>,
    /// Equal to none of these values; an empty list matches everything.
    pub not_in: Operand<Vec<T>>,
    /// True: there is no value. False: there is one.
    pub is_null: Operand<bool>,
}

// Derived, it would ask for a default of the values too.
impl<T: InputType> Default for EqualityFilter<T> {
    fn default() -> Self {
        Self {
            eq: Operand::default(),
            ne: Operand::default(),
            is_in: Operand::default(),
            not_in: Operand::default(),
            is_null: Operand::default(),
        }
    }
}

impl<T: InputType> EqualityFilter<T> {
    /// Whether it asks for one value.
    pub fn names_one(&self) -> bool {
        self.eq.given().is_some()
    }

    /// Equal to one of these values.
    pub fn among(values: Vec<T>) -> Self {
        Self { is_in: Operand::from(values), ..Self::default() }
    }
}

impl<T: InputType + Clone + Into<Value>> EqualityFilter<T> {
    /// Equal to one value.
    pub fn to(value: T) -> Self {
        Self { eq: Operand::from(value), ..Self::default() }
    }

    /// The condition on a column or another expression.
    pub fn condition(&self, of: &Expr) -> Condition {
        let values = |values: &Vec<T>| values.iter().cloned().map(Into::into).collect::<Vec<Value>>();
        Condition::all()
            .add_option(self.eq.given().map(|value| of.clone().eq(value.clone().into())))
            .add_option(self.ne.given().map(|value| of.clone().ne(value.clone().into())))
            .add_option(self.is_in.given().map(|list| one_of(of.clone(), values(list))))
            .add_option(self.not_in.given().map(|list| of.clone().is_not_in(values(list))))
            .add_option(
                self.is_null
                    .given()
                    .map(|absent| if *absent { of.clone().is_null() } else { of.clone().is_not_null() }),
            )
    }
}

impl<T: InputType + PartialEq> EqualityFilter<T> {
    /// Whether a value that is not in the database meets it. As in the database, an absent one meets only
    /// `isNull: true`.
    pub fn admits(&self, value: Option<&T>) -> bool {
        let none_but = |operand: &Operand<Vec<T>>, meets: fn(&Vec<T>, &T) -> bool| {
            operand.given().is_none_or(|list| value.is_some_and(|value| meets(list, value)))
        };
        self.eq.given().is_none_or(|wanted| value == Some(wanted))
            && self.ne.given().is_none_or(|other| value.is_some_and(|value| value != other))
            && none_but(&self.is_in, |list, value| list.contains(value))
            && (self.not_in.given().is_some_and(Vec::is_empty)
                || none_but(&self.not_in, |list, value| !list.contains(value)))
            && self.is_null.given().is_none_or(|absent| *absent == value.is_none())
    }
}
