//! Looks whether a database holds what it must: all that the importer promises of what it stored, looked at once more.
//!
//! `file` asks the database about itself, `runs` holds the history against its own counts, `facts` the facts against their
//! evidence, `cells` the evidence against the cells that it names, and `positions` what follows from the facts against the
//! rule. All of it is of one moment, whatever is imported meanwhile.

mod cells;
mod facts;
mod file;
mod finding;
mod positions;
mod runs;

use entities::{adoption, evidence};
use sea_orm::{DatabaseConnection, PaginatorTrait};

pub use self::finding::{Check, Finding};
use super::{database, runs::data_version, statements::in_force};
use crate::error::Error;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How much the database holds; none where its file is damaged, so that nothing in it can be relied upon.
    pub held: Option<Held>,
    /// What each check found. Where the file is damaged there are no others.
    pub findings: Vec<Finding>,
}

/// How much a database holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The version of the data; none where nothing was ever stored.
    pub data_version: Option<i64>,
    /// How many facts are in force.
    pub facts: u64,
    /// How many rows of evidence are in force.
    pub evidence: u64,
}

/// Looks at everything, and changes nothing.
///
/// # Errors
/// When the database refuses a statement.
pub async fn verify(db: &DatabaseConnection) -> Result<Verification, Error> {
    let txn = database::begin_to_look(db).await?;
    let intact = file::is_intact(&txn).await?;
    if intact.wrong > 0 {
        return Ok(Verification { held: None, findings: vec![intact] });
    }
    let held = Held {
        data_version: data_version(&txn).await?,
        facts: in_force::<adoption::Entity>().count(&txn).await?,
        evidence: in_force::<evidence::Entity>().count(&txn).await?,
    };
    let findings = vec![
        intact,
        file::references_lead_somewhere(&txn).await?,
        runs::counts_add_up(&txn).await?,
        runs::versions_follow_each_other(&txn).await?,
        runs::statements_are_of_runs_that_stored_them(&txn).await?,
        facts::are_supported(&txn, held).await?,
        facts::say_what_their_evidence_says(&txn, held).await?,
        cells::say_what_the_facts_say(&txn, held).await?,
        positions::follow_from_the_facts(&txn).await?,
    ];
    txn.rollback().await?;
    Ok(Verification { held: Some(held), findings })
}

/// Looks whether the file of an SQLite database can be read from end to end. Says what is wrong with it.
///
/// # Errors
/// When the database refuses a statement.
pub(super) async fn faults_of_file(db: &DatabaseConnection) -> Result<Vec<String>, Error> {
    let txn = database::begin_to_look(db).await?;
    let finding = file::is_intact(&txn).await?.and(file::references_lead_somewhere(&txn).await?);
    txn.rollback().await?;
    Ok(finding.examples)
}
