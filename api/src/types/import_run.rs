use async_graphql::{Context, ID, InputObject, Object};
use entities::import_run::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{ImportIssue, ImportIssueFilter, Source, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, StringFilter, all, combined},
    loading::{BelongsTo, Direct, one_if},
    paging::{PageArguments, Related, nested_cost, related},
    scalars::DateTime,
    table::{Noun, column},
    vocabulary::{DatasetKind, RunStatus},
};

/// One execution of the importer over one file.
#[derive(Clone)]
pub struct ImportRun(Model);

impl From<Model> for ImportRun {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for ImportRun {
    type Entity = Entity;
    type Filter = ImportRunFilter;
    const ORDER: &'static [Column] = &[];
}

impl BelongsTo<Source> for ImportRun {
    const PARENT: Column = Column::SourceId;
}

/// Narrows import runs. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ImportRunFilter {
    /// By the logical dataset.
    dataset: Operand<StringFilter>,
    /// By how it ended.
    status: Operand<EqualityFilter<RunStatus>>,
    /// All of these hold.
    and: Operand<Vec<ImportRunFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ImportRunFilter>>,
    /// This does not hold.
    not: Operand<ImportRunFilter>,
}

impl Filter for ImportRunFilter {
    fn condition(&self) -> Condition {
        all([
            self.dataset.given().map(|filter| filter.condition(&column(Column::Dataset))),
            self.status.given().map(|filter| filter.condition(&column(Column::Status))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// One execution of the importer over one file, and what came of every row.
#[Object]
impl ImportRun {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
    async fn dataset(&self) -> &str {
        &self.0.dataset
    }

    /// What its rows state; none when the file was refused before that was known.
    async fn kind(&self) -> Option<DatasetKind> {
        self.0.kind.map(DatasetKind::from)
    }

    /// The name of the file.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// The file; none when it could not be read, or when a run was taken back and no file was in force before it.
    async fn source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.source_id).await
    }

    /// The mapping profile that the file was read by, with its version: `ods-extract@1`. None when its headings alone
    /// said what its columns hold.
    async fn profile(&self) -> Option<&str> {
        self.0.profile.as_deref()
    }

    /// SHA-256 of the text of that profile: somebody may have changed a profile and kept its version.
    async fn profile_sha256(&self) -> Option<&str> {
        self.0.profile_sha256.as_deref()
    }

    /// The run that it takes back. Its file is then the one that is in force again, and its counts of rows are those
    /// of that file.
    async fn reverts(&self, context: &Context<'_>) -> Answer<Option<ImportRun>> {
        one_if(context, self.0.reverts_run_id).await
    }

    /// How it ended.
    async fn status(&self) -> RunStatus {
        self.0.status.into()
    }

    /// Why the file was refused, as a code for programs.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Why the file was refused, as a sentence.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.0.started_at)
    }

    /// When it ended.
    async fn finished_at(&self) -> DateTime {
        DateTime(self.0.finished_at)
    }

    /// The version of the importer.
    async fn importer_version(&self) -> &str {
        &self.0.importer_version
    }

    /// Rows beneath the header that have a value. It equals facts, duplicates, skipped and rejected together:
    /// no row is lost silently.
    async fn rows_read(&self) -> i64 {
        self.0.rows_read
    }

    /// Rows that state a fact.
    async fn facts(&self) -> i64 {
        self.0.facts
    }

    /// Rows that state a fact which another row of the file states too.
    async fn duplicates(&self) -> i64 {
        self.0.duplicates
    }

    /// Footnotes, subtotals and repeated headers.
    async fn skipped(&self) -> i64 {
        self.0.skipped
    }

    /// Rows that could not be read; each is an issue.
    async fn rejected(&self) -> i64 {
        self.0.rejected
    }

    /// Facts that the database did not hold.
    async fn added(&self) -> i64 {
        self.0.added
    }

    /// Facts that it held otherwise.
    async fn changed(&self) -> i64 {
        self.0.changed
    }

    /// Facts that an older file of the dataset stated and this one does not.
    async fn removed(&self) -> i64 {
        self.0.removed
    }

    /// Facts that it held already.
    async fn unchanged(&self) -> i64 {
        self.0.unchanged
    }

    /// The problems in the file.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn issues(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only issues that match.")] filter: Option<ImportIssueFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<ImportIssue, Self>>> {
        related::<Direct<ImportIssue, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
