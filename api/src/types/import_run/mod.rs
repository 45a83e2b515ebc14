mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use entities::import_run::{Column, Entity, Model};

use super::{Evidence, ImportIssue, Source, node::identity};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, Direct, one_if},
    paging::related_fields,
    scalars::DateTime,
    table::Noun,
    vocabulary::{DatasetKind, RunStatus},
};

pub use filter::ImportRunFilter;
pub use sort::ImportRunSort;

/// One execution of the importer over one file.
#[derive(Clone)]
pub struct ImportRun {
    row: Model,
    dates: Dates,
}

impl Noun for ImportRun {
    type Entity = Entity;
    type Filter = ImportRunFilter;
    type Sort = ImportRunSort;
    const ORDER: &'static [ImportRunSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

impl BelongsTo<Source> for ImportRun {
    const PARENT: Column = Column::SourceId;
}

impl BelongsTo<ImportRun> for ImportRun {
    const PARENT: Column = Column::RevertsRunId;
}

/// One execution of the importer over one file, and what came of every row.
#[Object]
impl ImportRun {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
    async fn dataset(&self) -> &str {
        &self.row.dataset
    }

    /// What its rows state; none when the file was refused before that was known.
    async fn kind(&self) -> Option<DatasetKind> {
        self.row.kind.map(DatasetKind::from)
    }

    /// The name of the file.
    async fn file_name(&self) -> &str {
        &self.row.file_name
    }

    /// The file; none when it could not be read, or when a run was taken back and no file was in force before it.
    async fn source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.row.source_id, self.dates).await
    }

    /// The mapping profile that the file was read by, with its version: `ods-extract@1`. None when its headings alone
    /// said what its columns hold.
    async fn profile(&self) -> Option<&str> {
        self.row.profile.as_deref()
    }

    /// SHA-256 of the text of that profile: somebody may have changed a profile and kept its version. None
    /// where `profile` is.
    async fn profile_sha256(&self) -> Option<&str> {
        self.row.profile_sha256.as_deref()
    }

    /// The run that it takes back. Its file is then the one that is in force again, and its counts of rows are those
    /// of that file. None for an import.
    async fn reverts(&self, context: &Context<'_>) -> Answer<Option<ImportRun>> {
        one_if(context, self.row.reverts_run_id, self.dates).await
    }

    /// How it ended.
    async fn status(&self) -> RunStatus {
        self.row.status.into()
    }

    /// Why the file was refused, as a code for programs; none when it was not.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// Why the file was refused, as a sentence; none when it was not.
    async fn message(&self) -> Option<&str> {
        self.row.message.as_deref()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.row.started_at)
    }

    /// When it ended; none as long as it has not, and of one that was killed.
    async fn finished_at(&self) -> Option<DateTime> {
        self.row.finished_at.map(DateTime)
    }

    /// The version of the data that it made; none when it stored nothing. Each is one more than the one before it, in the
    /// order in which the runs were committed, and the greatest is what answers are given from.
    async fn data_version(&self) -> Option<i64> {
        self.row.data_version
    }

    /// The version of the importer.
    async fn importer_version(&self) -> &str {
        &self.row.importer_version
    }

    /// Rows beneath the header that have a value. It equals facts, duplicates, skipped and rejected together:
    /// no row is lost silently.
    async fn rows_read(&self) -> i64 {
        self.row.rows_read
    }

    /// Rows that state a fact.
    async fn facts(&self) -> i64 {
        self.row.facts
    }

    /// Rows that state a fact which another row of the file states too.
    async fn duplicates(&self) -> i64 {
        self.row.duplicates
    }

    /// Footnotes, subtotals and repeated headers.
    async fn skipped(&self) -> i64 {
        self.row.skipped
    }

    /// Rows that could not be read; each is an issue.
    async fn rejected(&self) -> i64 {
        self.row.rejected
    }

    /// Facts that the database did not hold.
    async fn added(&self) -> i64 {
        self.row.added
    }

    /// Facts that it held otherwise.
    async fn changed(&self) -> i64 {
        self.row.changed
    }

    /// Facts that an older file of the dataset stated and this one does not.
    async fn removed(&self) -> i64 {
        self.row.removed
    }

    /// Facts that it held already.
    async fn unchanged(&self) -> i64 {
        self.row.unchanged
    }

    #[graphql(flatten)]
    async fn lists(&self) -> ImportRunLists {
        ImportRunLists { parent: self.row.id, dates: self.dates }
    }
}

related_fields! {
    ImportRunLists of ImportRun {
        /// The problems in the file.
        issues: Direct<ImportIssue, ImportRun>,
        /// The evidence that it recorded, so far as it is still in force.
        evidence: Direct<Evidence, ImportRun>,
        /// The run that took it back, if one did.
        reverted_by: Direct<ImportRun, ImportRun>,
    }
}
