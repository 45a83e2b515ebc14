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

impl Model {
    /// That a row which is not believed speaks of a CCG, and of a wave where it can be read.
    pub(super) fn mention(id: i64, ccg_id: i64, wave_id: Option<i64>) -> Self {
        Self {
            id,
            // No fact has such a key.
            natural_key: format!("|{ccg_id}|{}", wave_id.unwrap_or_default()),
            rejected: true,
            ccg_id,
            model_id: None,
            wave_id,
            stage: Stage::Applied,
            effective_from: None,
            effective_to: None,
            sheet: String::new(),
            row_number: 0,
            cells: String::new(),
            match_method: MatchMethod::OdsCode,
            stated_from: None,
            stated_to: None,
            basis: None,
            confidence: Confidence::Published,
            citation: None,
        }
    }
}

/// Makes the table quick to search, once all rows are in it.
///
/// The index holds all that makes a fact. So facts are compared and recorded from it alone, in the order of their keys:
/// the rows, most of which is evidence, stand in the order of the file and would have to be looked up one by one.
pub(super) async fn index(txn: &DatabaseTransaction) -> Result<(), Error> {
    let mut index = Index::create();
    index.name("staged_adoption_facts").table(Entity);
    for column in [
        Column::NaturalKey,
        Column::Rejected,
        Column::EffectiveFrom,
        Column::EffectiveTo,
        Column::CcgId,
        Column::ModelId,
        Column::WaveId,
        Column::Stage,
    ] {
        index.col(column);
    }
    txn.execute(&index).await?;
    if txn.get_database_backend() == DatabaseBackend::Postgres {
        // Nothing else tells its planner how large a temporary table is.
        txn.execute_unprepared("ANALYZE staged_adoption").await?;
    }
    Ok(())
}
