//! A CCG that took over from another.

use sea_orm::entity::prelude::*;

use crate::domain::Basis;

/// A predecessor and its successor. A merger of eight CCGs is eight rows.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "succession")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The CCG that closed.
    pub predecessor_id: i64,
    /// The CCG that took over.
    pub successor_id: i64,
    /// The successor's first day.
    pub effective_on: Date,
    /// Whether a published mapping states it.
    pub basis: Basis,
    /// What the basis is, in words.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub cited_source_id: Option<i64>,
    /// Predecessor and successor; unique among the rows in force.
    pub natural_key: String,
    /// The run that recorded it.
    pub import_run_id: i64,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The CCG that closed.
    #[sea_orm(belongs_to, relation_enum = "Predecessor", from = "predecessor_id", to = "id")]
    pub predecessor: BelongsTo<super::ccg::Entity>,
    /// The CCG that took over.
    #[sea_orm(belongs_to, relation_enum = "Successor", from = "successor_id", to = "id")]
    pub successor: BelongsTo<super::ccg::Entity>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
