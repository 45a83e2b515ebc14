//! Goes through all rows of a table without holding all of them at once.

use sea_orm::{
    DbErr, EntityTrait, ExprTrait,
    sea_query::{Expr, Func, Query, SelectStatement},
};

use crate::{
    reader::{ResultRow, Snapshot},
    table::{column, id_columns},
};

/// How many rows are asked for at once: enough that a statement for each so many costs little beside reading them.
const AT_ONCE: i64 = 10_000;

/// Row numbers that follow each other.
#[derive(Copy, Clone, Debug)]
pub struct Numbers {
    after: i64,
}

impl Numbers {
    /// The condition that a row number is one of them. Where rows are joined by it, both sides should be told: PostgreSQL would
    /// go through all rows of the other side else.
    pub fn include(&self, number: Expr) -> Expr {
        number.clone().gt(self.after).and(number.lte(self.after + AT_ONCE))
    }
}

/// Shows each row that the statements give which `statement` makes, one for each so many row numbers of a table, in their order.
///
/// # Errors
/// When the database cannot be asked, or a row cannot be read.
pub async fn each_row<E: EntityTrait>(
    snapshot: &Snapshot,
    statement: impl Fn(Numbers) -> SelectStatement,
    mut see: impl FnMut(ResultRow<'_>) -> Result<(), DbErr>,
) -> Result<(), DbErr> {
    let mut numbers = Numbers { after: 0 };
    let last = last_number::<E>(snapshot).await?;
    while numbers.after < last {
        snapshot.read(&statement(numbers), &mut see).await?;
        numbers.after += AT_ONCE;
    }
    Ok(())
}

/// The greatest row number of a table; 0 where it has no rows.
async fn last_number<E: EntityTrait>(snapshot: &Snapshot) -> Result<i64, DbErr> {
    let mut select = Query::select();
    select.from(E::default().table_ref());
    for number in id_columns::<E>() {
        select.expr_as(Func::max(column(number)), LAST);
    }
    let found = snapshot.read(&select, |row| row.get::<Option<i64>>(LAST)).await?;
    Ok(found.into_iter().flatten().next().unwrap_or_default())
}

const LAST: &str = "last";
