use async_graphql::{InputObject, InputType};
use sea_orm::{
    ExprTrait, Value,
    sea_query::{Condition, Expr},
};

use super::{EqualityFilter, Operand};
use crate::scalars;

/// Compares values that have an order. All operators that are given must hold; an empty object matches
/// everything. A row without a value meets only `isNull: true`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, InputObject)]
#[graphql(
    concrete(name = "IntFilter", params(i64)),
    concrete(name = "FloatFilter", params(scalars::Number)),
    concrete(name = "DateFilter", params(scalars::Date)),
    concrete(name = "DateTimeFilter", params(scalars::DateTime)),
    concrete(name = "FinancialYearFilter", params(scalars::FinancialYear))
)]
pub struct OrderedFilter<T: InputType>
where
    Range<T>: InputType,
{
    /// Equal to this value.
    eq: Operand<T>,
    /// Another value than this one. A row without a value does not match.
    ne: Operand<T>,
    /// Equal to one of these values; an empty list matches nothing.
    #[graphql(name = "in")]
    is_in: Operand<Vec<T>>,
    /// Equal to none of these values; an empty list matches everything.
    not_in: Operand<Vec<T>>,
    /// True: there is no value. False: there is one.
    is_null: Operand<bool>,
    /// Less than, or before, this value.
    lt: Operand<T>,
    /// Less than, or before, this value, or equal to it.
    lte: Operand<T>,
    /// Greater than, or after, this value.
    gt: Operand<T>,
    /// Greater than, or after, this value, or equal to it.
    gte: Operand<T>,
    /// Neither less than the one value nor greater than the other.
    between: Operand<Range<T>>,
}

/// The values from one to another, both of them included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, InputObject)]
#[graphql(
    concrete(name = "IntRange", params(i64)),
    concrete(name = "FloatRange", params(scalars::Number)),
    concrete(name = "DateRange", params(scalars::Date)),
    concrete(name = "DateTimeRange", params(scalars::DateTime)),
    concrete(name = "FinancialYearRange", params(scalars::FinancialYear))
)]
pub struct Range<T: InputType> {
    /// The least value, or the first.
    from: T,
    /// The greatest value, or the last.
    to: T,
}

impl<T: InputType + Clone + Into<Value>> Range<T> {
    fn condition(&self, of: &Expr) -> Expr {
        of.clone().between(self.from.clone().into(), self.to.clone().into())
    }
}

impl<T: InputType + Clone + Into<Value>> OrderedFilter<T>
where
    Range<T>: InputType,
{
    /// The condition on a column or another expression.
    pub fn condition(&self, of: &Expr) -> Condition {
        let bound = |operand: &Operand<T>, compare: fn(Expr, Value) -> Expr| {
            operand.given().map(|value| compare(of.clone(), value.clone().into()))
        };
        self.equality()
            .condition(of)
            .add_option(bound(&self.lt, Expr::lt))
            .add_option(bound(&self.lte, Expr::lte))
            .add_option(bound(&self.gt, Expr::gt))
            .add_option(bound(&self.gte, Expr::gte))
            .add_option(self.between.given().map(|range| range.condition(of)))
    }

    /// Whether it asks for one value.
    pub fn names_one(&self) -> bool {
        self.eq.given().is_some()
    }

    /// Whether a value that is not in the database meets it.
    pub fn admits(&self, value: Option<&T>) -> bool
    where
        T: PartialOrd,
    {
        let bound = |operand: &Operand<T>, meets: fn(&T, &T) -> bool| {
            operand.given().is_none_or(|bound| value.is_some_and(|value| meets(value, bound)))
        };
        let within = |range: &Range<T>| value.is_some_and(|value| *value >= range.from && *value <= range.to);
        self.equality().admits(value)
            && bound(&self.lt, PartialOrd::lt)
            && bound(&self.lte, PartialOrd::le)
            && bound(&self.gt, PartialOrd::gt)
            && bound(&self.gte, PartialOrd::ge)
            && self.between.given().is_none_or(within)
    }

    fn equality(&self) -> EqualityFilter<T> {
        EqualityFilter {
            eq: self.eq.clone(),
            ne: self.ne.clone(),
            is_in: self.is_in.clone(),
            not_in: self.not_in.clone(),
            is_null: self.is_null.clone(),
        }
    }
}
