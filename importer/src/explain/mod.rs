//! Explains an answer: from the cell over the rule, the evidence and the fact to a CCG's position on a day.
//!
//! `find` takes a code or a name to its CCG, `read` fetches what is stored about it, `decide` says what each
//! piece has to do with the answer, and `show` prints it. Nothing is stored.

mod decide;
mod find;
mod position;
mod read;
mod show;
mod told;

use chrono::{NaiveDate, Utc};
use sea_orm::{DatabaseConnection, TransactionTrait};

pub use position::PositionReport;
pub use show::text;
pub use told::{EvidenceReport, Explanation, FactReport, Neighbour, ProblemReport, Version};

use crate::error::Error;

/// Explains which model a CCG had on a day: without one today, or the last day of a CCG that has closed.
///
/// # Errors
/// When no CCG, or more than one, is meant, or the database refuses a statement.
pub async fn explain(
    db: &DatabaseConnection,
    said: &str,
    on: Option<NaiveDate>,
) -> Result<Explanation, Error> {
    // One snapshot, so that an import in the meantime does not mix two answers.
    let txn = db.begin().await?;
    let (ccg, found_by) = find::ccg(&txn, said, on).await?;
    let today = Utc::now().date_naive();
    let day = on.unwrap_or_else(|| ccg.closed_on.map_or(today, |closed| closed.min(today)));
    let known = read::about(&txn, ccg).await?;
    txn.rollback().await?;
    Ok(decide::explanation(known, found_by, day))
}
