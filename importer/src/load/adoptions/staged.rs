//! The table in which the adoptions of a file wait until all of them are known.
//!
//! It is temporary and belongs to the connection: nobody else sees it, it takes no lock that a reader would wait for,
//! and however many rows a file has, they are not kept in memory.

use entities::domain::{Confidence, MatchMethod, Stage};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, entity::prelude::*, sea_query::Index};

use crate::error::Error;

/// An adoption whose CCG was found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staged_adoption")]
pub(super) struct Model {
    /// Its place among the file's adoptions.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: i64,
    pub(super) natural_key: String,
    /// Whether its row is rejected. It still counts when rows contradict each other: nobody knows which of its
    /// cells is wrong.
    pub(super) rejected: bool,
    pub(super) ccg_id: i64,
    pub(super) model_id: Option<i64>,
    pub(super) wave_id: Option<i64>,
    pub(super) stage: Stage,
    pub(super) effective_from: Option<Date>,
    pub(super) effective_to: Option<Date>,
    pub(super) sheet: String,
    pub(super) row_number: i32,
    /// The cells as they will be stored.
    pub(super) cells: String,
    pub(super) match_method: MatchMethod,
    pub(super) stated_from: Option<Date>,
    pub(super) stated_to: Option<Date>,
    pub(super) basis: Option<String>,
    pub(super) confidence: Confidence,
    pub(super) citation: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Makes the table quick to search, once all rows are in it.
pub(super) async fn index(txn: &DatabaseTransaction) -> Result<(), Error> {
    let mut index = Index::create();
    index.name("staged_adoption_key").table(Entity).col(Column::NaturalKey);
    txn.execute(&index).await?;
    if txn.get_database_backend() == DatabaseBackend::Postgres {
        // Nothing else tells its planner how large a temporary table is.
        txn.execute_unprepared("ANALYZE staged_adoption").await?;
    }
    Ok(())
}
