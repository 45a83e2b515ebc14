//! Filters: input objects that become conditions.
//!
//! `operand` is what every field of a filter holds; `equality`, `ordered` and `text` compare a column;
//! `relation` asks a related row, `absence` whether there is one, and `list` related rows. The filter of a noun stands beside the noun, in `types`.

mod absence;
mod equality;
mod list;
mod operand;
mod ordered;
mod relation;
mod text;

use std::hash::Hash;

use async_graphql::InputType;
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use crate::dates::Dates;

pub(crate) use absence::may_be_absent;
pub use absence::{absence, of_presence};
pub use equality::EqualityFilter;
pub use list::ListFilter;
pub use operand::Operand;
pub use ordered::{OrderedFilter, Range};
pub use relation::{refers_to, refers_to_code};
pub use text::StringFilter;

/// The filter of a noun.
pub trait Filter: InputType + Clone + Eq + Hash + Send + Sync + 'static {
    /// The condition that a row of the noun's table must meet.
    fn condition(&self, dates: &Dates) -> Condition;

    /// Whether one row at most can match, because it asks for the one with a code or the like. (A database knows that of a
    /// comparison, and does not have to reckon with more.)
    fn names_one(&self) -> bool {
        false
    }

    /// Whether it matches where there is no row: none where it asks something of the row.
    fn admits_absence(&self) -> Option<bool> {
        None
    }
}

/// All of the conditions that are given. An empty one asks nothing and is left out.
pub fn all<const N: usize>(conditions: [Option<Condition>; N]) -> Condition {
    let asking = conditions.into_iter().flatten().filter(|condition| !condition.is_empty());
    asking.fold(Condition::all(), Condition::add)
}

/// The condition of `and`, `or` and `not`, which every noun's filter has.
///
/// Nothing matches an empty `or`, as nothing matches an empty `in`. `not` is the exact complement: a row that
/// lacks the value which is asked for matches it too, though SQL's own NOT would drop such a row.
pub fn combined<F: Filter>(
    and: &Operand<Vec<F>>,
    or: &Operand<Vec<F>>,
    not: &Operand<F>,
    dates: &Dates,
) -> Option<Condition> {
    let add = |condition: Condition, filter: &F| condition.add(Expr::from(filter.condition(dates)));
    let every = |filters: &Vec<F>| filters.iter().fold(Condition::all(), add);
    let some = |filters: &Vec<F>| Expr::from(filters.iter().fold(Condition::any(), add)).into();
    let other = |filter: &F| does_not_hold(filter.condition(dates)).into();
    Some(all([and.given().map(every), or.given().map(some), not.given().map(other)]))
}

/// The exact complement of a condition: true where it is false, and where it is neither.
fn does_not_hold(condition: Condition) -> Expr {
    Expr::from(condition).is_not(Expr::Constant(true.into()))
}
