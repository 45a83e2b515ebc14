//! One execution of the importer over one file.

use sea_orm::entity::prelude::*;

use crate::domain::{DatasetKind, RunStatus};

/// One execution over one file. The last committed one is the data version.
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
    /// When it ended.
    pub finished_at: DateTimeUtc,
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
