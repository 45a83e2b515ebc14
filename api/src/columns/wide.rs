use sea_orm::sea_query::{Expr, JoinType, Query, SelectStatement};

use super::column::{Column, FACT, Join, Joined};

/// A statement about rows of a noun and what they refer to.
///
/// It begins with the rows and joins what the columns need, once each. Every join leads to one row at most, so there
/// are as many rows as the noun has; and columns that nobody asks for cost nothing.
#[derive(Debug)]
pub struct Wide {
    select: SelectStatement,
    joined: Vec<Join>,
}

impl Wide {
    /// Of the rows that a statement gives, with all their columns.
    pub fn of(rows: SelectStatement) -> Self {
        let mut select = Query::select();
        select.from_subquery(rows, FACT);
        Self { select, joined: Vec::new() }
    }

    /// Selects a column under a name.
    pub fn add(&mut self, name: &str, column: Column) {
        self.join(&column);
        self.select.expr_as(column.value, name.to_owned());
    }

    /// Joins what a column needs.
    pub fn join(&mut self, column: &Column) {
        for join in &column.joins {
            if let Some(known) = self.joined.iter().find(|known| known.name == join.name) {
                debug_assert_eq!(known.on, join.on, "two rows are called {}", join.name);
                continue;
            }
            self.joined.push(join.clone());
            let on = join.on.clone();
            match &join.of {
                Joined::Table(table) => {
                    self.select.join_as(JoinType::LeftJoin, table.clone(), join.name, on);
                }
                Joined::Rows(rows) => {
                    self.select.join_subquery(JoinType::LeftJoin, (**rows).clone(), join.name, on);
                }
            }
        }
    }

    /// A column of the rows that the statement began with.
    pub fn fact(name: &str) -> Expr {
        Expr::col((FACT, name.to_owned()))
    }

    /// The statement.
    pub fn finish(self) -> SelectStatement {
        self.select
    }
}
