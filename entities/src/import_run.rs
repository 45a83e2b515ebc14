//! One execution of the importer over one file.

use sea_orm::entity::prelude::*;

use crate::domain::{DatasetKind, RunStatus};

/// One execution over one file. Its row is written before the work begins, so that one that was killed is known too, and
/// is completed together with what it stored.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
    pub dataset: String,
    /// What its rows state; none when the file was refused before that was known.
    pub kind: Option<DatasetKind>,
    /// The file's name.
    pub file_name: String,
    /// The file; none when it could not be read, or when a run was taken back and nothing is in force instead.
    pub source_id: Option<i64>,
    /// The mapping profile that the file was read by, and its version; none when its headings alone decided.
    pub profile: Option<String>,
    /// SHA-256 of the profile's text.
    pub profile_sha256: Option<String>,
    /// SHA-256 of how the file was read and stored: which options and profiles, and by which version of the importer. The
    /// same bytes in another way would state something else.
    pub options_sha256: Option<String>,
    /// The run that it takes back; then the file is the one that is in force again.
    pub reverts_run_id: Option<i64>,
    /// How it ended.
    pub status: RunStatus,
    /// Why the file was refused: a code.
    pub reason: Option<String>,
    /// Why the file was refused: a sentence.
    pub message: Option<String>,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// The moment that all that it recorded or retracted bears; none when it stored nothing. A run that was committed
    /// later has a later one, whichever began first.
    pub recorded_at: Option<DateTimeUtc>,
    /// When it ended; none as long as it has not, and of one that was killed.
    pub finished_at: Option<DateTimeUtc>,
    /// The version of the data that its commit made, which is one more than that of the commit before it; none when it
    /// stored nothing. The greatest is the version of what is in force.
    pub data_version: Option<i64>,
    /// The importer's version.
    pub importer_version: String,
    /// Rows beneath the header that have a value. Equals facts + duplicates + skipped + rejected.
    pub rows_read: i64,
    /// Rows that state a fact.
    pub facts: i64,
    /// Rows that state a fact which another row of the file states too.
    pub duplicates: i64,
    /// Footnotes, subtotals and repeated headers.
    pub skipped: i64,
    /// Rows that could not be read; each is an issue.
    pub rejected: i64,
    /// Facts that the database did not hold.
    pub added: i64,
    /// Facts that it held otherwise.
    pub changed: i64,
    /// Facts that an older file of the dataset stated and this one does not.
    pub removed: i64,
    /// Facts that it held already.
    pub unchanged: i64,
    /// The file.
    #[sea_orm(belongs_to, from = "source_id", to = "id")]
    pub source: BelongsTo<Option<super::source::Entity>>,
    /// Problems in it.
    #[sea_orm(has_many)]
    pub issues: HasMany<super::import_issue::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
