//! One problem in one file.

use sea_orm::entity::prelude::*;

use crate::domain::Severity;

/// A problem, where it stands and what to do about it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_issue")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The run that met it.
    pub import_run_id: i64,
    /// Whether the row was stored all the same.
    pub severity: Severity,
    /// The class of problem: `unknown_model`, `ccg_closed` ...
    pub code: String,
    /// The sheet; none for a problem of the whole file.
    pub sheet: Option<String>,
    /// The cell's address: `C7`.
    pub cell: Option<String>,
    /// What stands there, cut to 200 characters.
    pub raw: Option<String>,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What would have been accepted.
    pub expected: Option<String>,
    /// The nearest accepted value.
    pub suggestion: Option<String>,
    /// The run that met it.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
