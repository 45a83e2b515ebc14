//! Whether a service was in scope of a model in a year.

use sea_orm::entity::prelude::*;

use crate::domain::{Commissioner, FinancialYear, ScopeStatus};

/// A service, a model and a year, and whether the service was in scope.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scope_rule")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The service.
    pub service_scope_id: i64,
    /// The kind of body that the rule speaks of.
    pub commissioner: Commissioner,
    /// The model; none for bodies that have no model (ICBs).
    pub model_id: Option<i64>,
    /// The financial year.
    pub financial_year: FinancialYear,
    /// The answer.
    pub status: ScopeStatus,
    /// The service as the publication names it.
    pub service_as_published: String,
    /// The answer as the publication words it.
    pub status_as_published: Option<String>,
    /// What there is to know besides.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub cited_source_id: Option<i64>,
    /// Service, commissioner, model and year; unique among the rows in force.
    pub natural_key: String,
    /// The run that recorded it.
    pub import_run_id: i64,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The service.
    #[sea_orm(belongs_to, from = "service_scope_id", to = "id")]
    pub service_scope: BelongsTo<super::service_scope::Entity>,
    /// The model.
    #[sea_orm(belongs_to, from = "model_id", to = "id")]
    pub model: BelongsTo<Option<super::commissioning_model::Entity>>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
