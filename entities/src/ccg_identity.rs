//! What a published list called a CCG on its day.

use sea_orm::entity::prelude::*;

use crate::domain::OnsCode;

/// A name and ONS code of a CCG, as one published list gives them, and until when they held.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ccg_identity")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The CCG.
    pub ccg_id: i64,
    /// Its ONS code: a new one comes with each change of boundary. None where the list gives none.
    pub ons_code: Option<OnsCode>,
    /// The name in the list, in the form "NHS ... CCG".
    pub name: String,
    /// The day that the list describes. A change fell on some day after the list before it, up to this one.
    pub valid_from: Date,
    /// The day before the next list, or the closing day; none while the CCG is open. Follows from the other
    /// rows of the CCG and is kept by the importer.
    pub valid_to: Option<Date>,
    /// CCG and day; unique among the rows in force.
    pub natural_key: String,
    /// The run that recorded it.
    pub import_run_id: i64,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The CCG.
    #[sea_orm(belongs_to, from = "ccg_id", to = "id")]
    pub ccg: BelongsTo<super::ccg::Entity>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
