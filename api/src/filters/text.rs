use async_graphql::InputObject;
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr, Func},
};

use super::{EqualityFilter, Operand};

/// Compares text. Upper and lower case differ unless the operator says otherwise, and no character is a
/// wildcard. All operators that are given must hold; an empty object matches everything. A row without a
/// value meets only `isNull: true`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct StringFilter {
    /// The operators of equality.
    #[graphql(flatten)]
    pub equality: EqualityFilter<String>,
    /// Has this text somewhere in it.
    pub contains: Operand<String>,
    /// Begins with this text.
    pub starts_with: Operand<String>,
    /// Ends with this text.
    pub ends_with: Operand<String>,
    /// Equal to this text, whatever the case of the letters A to Z.
    pub eq_ignore_case: Operand<String>,
    /// Another text than this one, whatever the case of the letters A to Z.
    pub ne_ignore_case: Operand<String>,
    /// Has this text somewhere in it, whatever the case of the letters A to Z.
    pub contains_ignore_case: Operand<String>,
    /// Begins with this text, whatever the case of the letters A to Z.
    pub starts_with_ignore_case: Operand<String>,
    /// Ends with this text, whatever the case of the letters A to Z.
    pub ends_with_ignore_case: Operand<String>,
}

impl StringFilter {
    /// The condition on a column or another expression.
    pub fn condition(&self, of: &Expr) -> Condition {
        let lower = || Expr::from(Func::lower(of.clone()));
        let small = |text: &String| text.to_ascii_lowercase();
        self.equality
            .condition(of)
            .add_option(self.contains.given().map(|part| contains(of.clone(), part)))
            .add_option(self.starts_with.given().map(|part| starts_with(of, part)))
            .add_option(self.ends_with.given().map(|part| ends_with(of, part)))
            .add_option(self.eq_ignore_case.given().map(|text| lower().eq(small(text))))
            .add_option(self.ne_ignore_case.given().map(|text| lower().ne(small(text))))
            .add_option(self.contains_ignore_case.given().map(|part| contains(lower(), &small(part))))
            .add_option(self.starts_with_ignore_case.given().map(|part| starts_with(&lower(), &small(part))))
            .add_option(self.ends_with_ignore_case.given().map(|part| ends_with(&lower(), &small(part))))
    }
}

// LIKE has wildcards, and on SQLite it ignores case. What follows has neither fault and is the same SQL on
// SQLite and PostgreSQL, which name their search functions differently.

fn contains(of: Expr, part: &str) -> Expr {
    if part.is_empty() {
        return of.is_not_null();
    }
    let without = Func::cust("REPLACE").args([of.clone(), Expr::val(part), Expr::val("")]);
    of.ne(without)
}

fn starts_with(of: &Expr, part: &str) -> Expr {
    let start = Func::cust("SUBSTR").args([of.clone(), Expr::val(1), length(part)]);
    Expr::from(start).eq(part)
}

fn ends_with(of: &Expr, part: &str) -> Expr {
    let before = Expr::from(Func::cust("LENGTH").arg(of.clone())).sub(length(part));
    let end = Func::cust("SUBSTR").args([of.clone(), before.add(1)]);
    Expr::from(end).eq(part)
}

/// The number of characters, as both databases count them.
fn length(part: &str) -> Expr {
    Expr::val(i32::try_from(part.chars().count()).unwrap_or(i32::MAX))
}
