//! A fact: a CCG adopts a model.

use sea_orm::entity::prelude::*;

use crate::domain::Stage;

/// A CCG, a model, a wave and a stage. One version of a fact: a correction retracts it and records another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adoption")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The CCG.
    pub ccg_id: i64,
    /// The model; none where the sources do not say which.
    pub model_id: Option<i64>,
    /// The round, or the year that the sources speak of; none where they give no year.
    pub wave_id: Option<i64>,
    /// How far it had come.
    pub stage: Stage,
    /// First day in force, where published.
    pub effective_from: Option<Date>,
    /// Last day in force, where published.
    pub effective_to: Option<Date>,
    /// CCG, model, year and stage; unique among the rows in force.
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
    /// The model.
    #[sea_orm(belongs_to, from = "model_id", to = "id")]
    pub model: BelongsTo<Option<super::commissioning_model::Entity>>,
    /// The round.
    #[sea_orm(belongs_to, from = "wave_id", to = "id")]
    pub wave: BelongsTo<Option<super::wave::Entity>>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
    /// Who says so.
    #[sea_orm(has_many)]
    pub evidence: HasMany<super::evidence::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
