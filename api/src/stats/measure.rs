use std::collections::HashSet;

use async_graphql::Lookahead;
use sea_orm::{
    DbErr, ExprTrait,
    sea_query::{Asterisk, Expr, Func},
};

use super::Group;
use crate::{
    columns::{Held, Wide, read},
    reader::ResultRow,
    rows::in_camel_case,
};

/// What is measured of the rows of a group. It is measured in two steps: of rows that have the same of the table's own columns,
/// and of these together, beside which stands what they refer to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many they are.
    Count,
    /// How many values they have in a column.
    Distinct(&'static str),
    /// The least value of a column.
    Least(&'static str),
    /// The greatest value of a column.
    Greatest(&'static str),
}

impl Measure {
    /// Of the rows of the first step, given a column of theirs and by which they are put together. None where it is left to the
    /// second.
    pub(super) fn of_rows(self, own: impl Fn(&str) -> Expr, together: &[&str]) -> Option<Expr> {
        match self {
            Self::Count => Some(Func::count(Expr::col(Asterisk)).into()),
            Self::Distinct(column) if together.contains(&column) => None,
            Self::Distinct(column) => Some(Func::count_distinct(own(column)).into()),
            Self::Least(column) => Some(Func::min(own(column)).into()),
            Self::Greatest(column) => Some(Func::max(own(column)).into()),
        }
    }

    /// Of what the first step gave under a name.
    pub(super) fn of_groups(self, name: &str, together: &[&str]) -> Expr {
        let first = Wide::fact(name);
        match self {
            Self::Distinct(column) if together.contains(&column) => {
                Func::count_distinct(Wide::fact(column)).into()
            }
            // PostgreSQL adds whole numbers up to a number of any size.
            Self::Count | Self::Distinct(_) => Expr::from(Func::sum(first)).cast_as("bigint"),
            Self::Least(_) => Func::min(first).into(),
            Self::Greatest(_) => Func::max(first).into(),
        }
    }
}

/// The measures that are wanted. Others are not worked out.
pub struct Wanted(HashSet<&'static str>);

impl Wanted {
    /// All that there are.
    pub(super) fn all<G: Group>() -> Self {
        Self(G::measures().into_iter().map(|(name, _)| name).collect())
    }

    /// Those that are selected of groups.
    pub(super) fn of<G: Group>(groups: &Lookahead<'_>) -> Self {
        let names = G::measures().into_iter().map(|(name, _)| name);
        Self(names.filter(|name| groups.field(&in_camel_case(name)).exists()).collect())
    }

    /// Whether one of them is. How many rows there are is worked out in any case: a statement selects something.
    pub(super) fn has(&self, name: &str, measure: Measure) -> bool {
        measure == Measure::Count || self.0.contains(name)
    }

    /// Reads a measure of a group; nothing, where it is not wanted.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read<T: Held + Default>(&self, row: ResultRow<'_>, name: &str) -> Result<T, DbErr> {
        if self.0.contains(name) { read(row, name) } else { Ok(T::default()) }
    }
}
