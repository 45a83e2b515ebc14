//! A total that somebody published.

use sea_orm::entity::prelude::*;

use crate::domain::{Confidence, FinancialYear, Stage};

/// A published total. The 63, 64 and 65 of wave 1 are three rows, and each is right about something.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "published_figure")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What was counted, in the publisher's terms.
    pub measure: String,
    /// The model; none where the figure is not about one of the three.
    pub model_id: Option<i64>,
    /// The model as published: `C`, `A/none` ...
    pub model_as_published: Option<String>,
    /// The stage that was counted, where it is one.
    pub stage: Option<Stage>,
    /// The financial year.
    pub financial_year: Option<FinancialYear>,
    /// The area, where it is one that the register knows.
    pub area_id: Option<i64>,
    /// The area as published.
    pub area_as_published: String,
    /// The number; none where the publisher gave a word such as "all".
    pub value: Option<f64>,
    /// The value as published.
    pub value_as_published: String,
    /// The unit as published, with the denominator where one was given: "of 209 CCGs".
    pub unit: String,
    /// Earliest day that the figure may speak of.
    pub as_of_from: Option<Date>,
    /// Latest day that the figure may speak of.
    pub as_of_to: Option<Date>,
    /// Who published it.
    pub publisher: String,
    /// Whether it was published or computed from published figures.
    pub confidence: Confidence,
    /// What there is to know besides, contradictions first.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub cited_source_id: Option<i64>,
    /// All that tells it from other figures; unique among the rows in force.
    pub natural_key: String,
    /// The run that recorded it.
    pub import_run_id: i64,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The model.
    #[sea_orm(belongs_to, from = "model_id", to = "id")]
    pub model: BelongsTo<Option<super::commissioning_model::Entity>>,
    /// The area.
    #[sea_orm(belongs_to, from = "area_id", to = "id")]
    pub area: BelongsTo<Option<super::area::Entity>>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
