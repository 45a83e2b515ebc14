//! One look for a newer file of a source.

use sea_orm::entity::prelude::*;

use crate::domain::CheckOutcome;

/// One look for a newer file of a source, by schedule. It is claimed before it is done, so that two importers never
/// both do it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source_check")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source's name in the list of sources.
    pub source: String,
    /// The moment for which the schedule asked for it; unique for a source.
    pub due_at: DateTimeUtc,
    /// Further moments that had passed when it began. They are made up for by this one.
    pub missed: i64,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// Until when nobody else may do it. Past that without an end, the importer was stopped.
    pub claimed_until: DateTimeUtc,
    /// When it ended.
    pub finished_at: Option<DateTimeUtc>,
    /// What came of it; none until it has ended.
    pub outcome: Option<CheckOutcome>,
    /// What came of it: a sentence.
    pub message: Option<String>,
    /// The run over the last file that was found; after "not modified" the run of the file that is meant.
    pub import_run_id: Option<i64>,
    /// The address that gave the file in the end, after redirects.
    pub address: Option<String>,
    /// The server's mark of the file's version.
    pub etag: Option<String>,
    /// The day and time of the file's version, as the server wrote it.
    pub last_modified: Option<String>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<Option<super::import_run::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
