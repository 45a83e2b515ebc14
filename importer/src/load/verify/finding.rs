//! What a check found.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, ExprTrait,
    sea_query::{BinOper, Expr, Query, SelectStatement},
};

use crate::error::Error;

/// How many of what is wrong are told one by one.
const EXAMPLES: usize = 5;

/// What is looked at.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The file of an SQLite database, page by page.
    File,
    /// Rows that refer to others.
    References,
    /// The counts of the history.
    Counts,
    /// The versions of the data.
    Versions,
    /// Which run recorded what.
    Runs,
    /// That each fact has evidence, and each evidence a fact.
    Support,
    /// The days of a fact.
    Days,
    /// The cells of evidence.
    Cells,
    /// The positions of CCGs.
    Positions,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How many rows; none where it is not counted.
    pub looked_at: Option<u64>,
    /// How many are wrong.
    pub wrong: u64,
    /// Some of what is wrong, each as a sentence.
    pub examples: Vec<String>,
}

impl Finding {
    /// Of what could be looked at one by one.
    pub(super) fn new(check: Check, looked_at: u64) -> Self {
        Self { check, looked_at: Some(looked_at), wrong: 0, examples: Vec::new() }
    }

    /// Counts something that is wrong, and keeps the first few.
    pub(super) fn is_wrong(&mut self, example: impl FnOnce() -> String) {
        self.wrong += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }

    /// Of the rows of a query, each of which is wrong and has a text that says which it is.
    pub(super) async fn of_wrong(
        check: Check,
        looked_at: u64,
        wrong: SelectStatement,
        what: &str,
        txn: &DatabaseTransaction,
    ) -> Result<Self, Error> {
        let examples = txn.query_all(wrong.clone().limit(EXAMPLES as u64)).await?;
        let examples: Vec<String> =
            examples.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        let examples = examples.into_iter().map(|which| format!("{which} {what}")).collect();
        Ok(Self { check, looked_at: Some(looked_at), wrong: count(wrong, txn).await?, examples })
    }

    /// With what a further check of the same kind found.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.looked_at = self.looked_at.zip(other.looked_at).map(|(one, other)| one + other);
        self.wrong += other.wrong;
        self.examples.extend(other.examples);
        self.examples.truncate(EXAMPLES);
        self
    }
}

/// How many rows a query has.
pub(super) async fn count(rows: SelectStatement, txn: &DatabaseTransaction) -> Result<u64, Error> {
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(rows, "wrong").to_owned();
    let Some(row) = txn.query_one(&count).await? else { return Ok(0) };
    Ok(u64::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or_default())
}

/// What a row is called: the name of its kind, and its number or key.
pub(super) fn named(kind: &str, which: Expr) -> Expr {
    Expr::val(format!("{kind} ")).binary(BinOper::Custom("||"), which.cast_as("text"))
}
