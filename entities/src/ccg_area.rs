//! A CCG's membership of an area.

use sea_orm::entity::prelude::*;

use crate::domain::Basis;

/// A CCG belonged to an area.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ccg_area")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The CCG.
    pub ccg_id: i64,
    /// The area.
    pub area_id: i64,
    /// First day of the membership, where published.
    pub valid_from: Option<Date>,
    /// Last day of the membership, where published.
    pub valid_to: Option<Date>,
    /// Whether a published map states it.
    pub basis: Basis,
    /// CCG and map; unique among the rows in force.
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
    /// The area.
    #[sea_orm(belongs_to, from = "area_id", to = "id")]
    pub area: BelongsTo<super::area::Entity>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
