//! Stores records: one transaction a file, bulk statements, idempotent by natural key.

mod adoptions;
mod areas;
pub mod backup;
mod bulk;
mod ccgs;
mod changes;
pub mod checks;
mod citations;
mod correctable;
pub mod database;
mod figures;
pub mod listed;
mod otherwise;
mod positions;
mod queries;
mod reference;
pub mod revert;
pub mod runs;
mod scope_rules;
mod statements;
mod successions;
pub mod verify;
mod waves;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

pub use adoptions::Adoptions;
pub use changes::{Altered, Became, Change, Changes};

use self::positions::Concerned;
use crate::{
    error::Error,
    issue::{Issue, Issues},
    transform::{Doubted, Mention, Records},
};

/// How many rows go into one INSERT: far below the parameters that either database takes.
const BATCH: usize = 500;

/// What a load needs to know of its run.
pub struct Load<'a> {
    /// The transaction that everything happens in.
    pub txn: &'a DatabaseTransaction,
    /// The run.
    pub run_id: i64,
    /// The file.
    pub source_id: i64,
    /// The dataset, whose earlier statements this file replaces.
    pub dataset: &'a str,
    /// Whether what the dataset's older files stated and this one does not is withdrawn.
    pub replace: bool,
    /// The day that a list of names and codes describes.
    pub as_of: Option<chrono::NaiveDate>,
    /// How many problems are kept in full.
    pub max_issues: usize,
    /// The moment of recording, the same for all rows of the run.
    pub now: DateTime<Utc>,
}

/// The records of a file on their way in. Only adoptions come in any number; all else is kept whole.
#[derive(Default)]
pub enum Intake {
    /// None yet.
    #[default]
    Empty,
    /// Adoptions, which wait in the database.
    Adoptions(Box<Adoptions>),
    /// Any other kind.
    Others(Records),
}

/// What a load did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Rows that state a fact, each fact once.
    pub facts: u64,
    /// Rows that state a fact once more.
    pub duplicates: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// What changed in the database.
    pub diff: Diff,
    /// The same, statement by statement.
    pub changes: Changes,
    /// Problems that only the database could show.
    pub issues: Issues,
}

/// What a file changed in the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Diff {
    /// Facts that the database did not hold.
    pub added: u64,
    /// Facts that it held otherwise.
    pub changed: u64,
    /// Facts that an earlier file of the dataset stated and this one does not, and that are withdrawn.
    pub removed: u64,
    /// The same, where they stay.
    pub absent: u64,
    /// Facts that it held already.
    pub unchanged: u64,
}

impl Intake {
    /// Rejected rows speak of these: what is known of them is not withdrawn.
    ///
    /// # Errors
    /// When the database refuses a statement.
    pub async fn mention(&mut self, load: &Load<'_>, mentions: HashSet<Mention>) -> Result<(), Error> {
        match self {
            Self::Adoptions(adoptions) => adoptions.mention(load, mentions).await,
            Self::Empty | Self::Others(_) => Ok(()),
        }
    }

    /// Takes rows back that were taken in before it was seen that they must not be believed. Says how many of them nobody
    /// else will count as rejected.
    pub fn take_back(&mut self, doubted: &[Doubted]) -> u64 {
        let mut rejected = 0;
        for doubted in doubted {
            match self {
                Self::Empty => {}
                Self::Adoptions(adoptions) => adoptions.take_back(doubted),
                Self::Others(records) => rejected += records.remove(doubted),
            }
        }
        rejected
    }
}

impl Load<'_> {
    /// Takes records of a file in, as they come.
    ///
    /// # Errors
    /// When the database refuses a statement; the caller rolls back.
    pub async fn take(&self, intake: &mut Intake, records: Records) -> Result<(), Error> {
        match (&mut *intake, records) {
            (Intake::Empty, Records::Adoptions(records)) => {
                let mut adoptions = Box::new(Adoptions::begin(self).await?);
                adoptions.take(self, records).await?;
                *intake = Intake::Adoptions(adoptions);
            }
            (Intake::Adoptions(adoptions), Records::Adoptions(records)) => {
                adoptions.take(self, records).await?;
            }
            (Intake::Empty, records) => *intake = Intake::Others(records),
            (Intake::Others(others), records) => others.append(records),
            (Intake::Adoptions(_), _) => {}
        }
        Ok(())
    }

    /// Stores what was taken in.
    ///
    /// # Errors
    /// When the database refuses a statement; the caller rolls back.
    pub async fn store(&self, intake: Intake) -> Result<Loaded, Error> {
        let mut loaded = match intake {
            Intake::Empty => Loaded::default(),
            Intake::Adoptions(adoptions) => adoptions.store(self).await?,
            Intake::Others(records) => self.store_whole(records).await?,
        };
        self.name_references(&mut loaded.changes).await?;
        Ok(loaded)
    }

    /// Positions depend on when a CCG existed, and on when the first round began.
    async fn with_positions(&self, loaded: Loaded) -> Result<Loaded, Error> {
        if loaded.diff.changes_something() {
            self.derive_positions(Concerned::All).await?;
        }
        Ok(loaded)
    }

    async fn store_whole(&self, records: Records) -> Result<Loaded, Error> {
        match records {
            Records::Waves(records) => self.with_positions(waves::store(self, records).await?).await,
            Records::Ccgs(records) => self.with_positions(ccgs::store(self, records).await?).await,
            Records::Successions(records) => successions::store(self, records).await,
            Records::ScopeRules(records) => scope_rules::store(self, records).await,
            Records::Figures(records) => figures::store(self, records).await,
            Records::Adoptions(records) => {
                let mut adoptions = Adoptions::begin(self).await?;
                adoptions.take(self, records).await?;
                adoptions.store(self).await
            }
        }
    }
}

impl Loaded {
    /// Takes back a row that had counted as a fact.
    fn reject(&mut self, issue: Issue) {
        self.facts -= 1;
        self.rejected += 1;
        self.issues.push(issue);
    }
}

impl Diff {
    fn changes_something(&self) -> bool {
        self.added + self.changed + self.removed > 0
    }
}

impl std::ops::AddAssign for Diff {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.removed += other.removed;
        self.absent += other.absent;
        self.unchanged += other.unchanged;
    }
}
