//! The history of imports: a row for each try, whatever came of it.
//!
//! `life` opens and closes the rows, with the counts of `counts` and the problems of `issues`; `files` knows the files by
//! their bytes, `in_force` says which of them a dataset is made of, and `read_options` how they were read.

mod counts;
mod files;
mod in_force;
mod issues;
mod life;
mod read_options;

use entities::import_run;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

pub(super) use self::in_force::{committed, ever_committed};
pub use self::{
    counts::RowCounts,
    files::record_file,
    in_force::{evidence_from, in_force, kind_of, taken_back},
    life::{Ending, begun, bury, close, give_up, moment},
    read_options::ReadOptions,
};
use crate::error::Error;

/// The latest runs, newest first.
///
/// # Errors
/// When the database refuses a statement.
pub async fn latest<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<import_run::Model>, Error> {
    Ok(import_run::Entity::find().order_by_desc(import_run::Column::Id).limit(limit).all(db).await?)
}

/// The version of the data that is in force; none where nothing was ever stored.
///
/// # Errors
/// When the database refuses a statement.
pub async fn data_version<C: ConnectionTrait>(db: &C) -> Result<Option<i64>, Error> {
    Ok(life::last_commit(db).await?.and_then(|run| run.data_version))
}
