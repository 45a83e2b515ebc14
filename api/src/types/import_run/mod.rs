mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::import_run::{Column, Entity, Model};

use super::{Evidence, ImportIssue, Source, node::identity};
use crate::{
    dates::Dates,
    loading::{BelongsTo, Direct},
    paging::related_fields,
    rendering::object,
    scalars::DateTime,
    table::Noun,
    vocabulary::{DatasetKind, RunStatus},
};

pub use filter::ImportRunFilter;
pub use sort::ImportRunSort;

/// One execution of the importer over one file.
#[derive(Clone)]
pub struct ImportRun {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for ImportRun {
    type Entity = Entity;
    type Filter = ImportRunFilter;
    type Sort = ImportRunSort;
    const ORDER: &'static [ImportRunSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

impl BelongsTo<Source> for ImportRun {
    const PARENT: Column = Column::SourceId;
}

impl BelongsTo<ImportRun> for ImportRun {
    const PARENT: Column = Column::RevertsRunId;
}

object! {
    /// One execution of the importer over one file, and what came of every row.
    ImportRun
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
        dataset: &str = |dataset| dataset;
        /// What its rows state; none when the file was refused before that was known.
        kind: Option<DatasetKind> = |kind| kind.map(DatasetKind::from);
        /// The name of the file.
        file_name: &str = |file_name| file_name;
        /// The mapping profile that the file was read by, with its version: `ods-extract@1`. None when its headings alone
        /// said what its columns hold.
        profile: Option<&str> = |profile| profile.as_deref();
        /// SHA-256 of the text of that profile: somebody may have changed a profile and kept its version. None
        /// where `profile` is.
        profile_sha256: Option<&str> = |profile_sha256| profile_sha256.as_deref();
        /// How it ended.
        status: RunStatus = |status| (*status).into();
        /// Why the file was refused, as a code for programs; none when it was not.
        reason: Option<&str> = |reason| reason.as_deref();
        /// Why the file was refused, as a sentence; none when it was not.
        message: Option<&str> = |message| message.as_deref();
        /// When it began.
        started_at: DateTime = |started_at| DateTime(*started_at);
        /// When it ended; none as long as it has not, and of one that was killed.
        finished_at: Option<DateTime> = |finished_at| finished_at.map(DateTime);
        /// The version of the data that it made; none when it stored nothing. Each is one more than the one before it, in the
        /// order in which the runs were committed, and the greatest is what answers are given from.
        data_version: Option<i64> = |data_version| *data_version;
        /// The version of the importer.
        importer_version: &str = |importer_version| importer_version;
        /// Rows beneath the header that have a value. It equals facts, duplicates, skipped and rejected together:
        /// no row is lost silently. None are counted of a file that was refused before its rows were looked at.
        rows_read: i64 = |rows_read| *rows_read;
        /// Rows that state a fact.
        facts: i64 = |facts| *facts;
        /// Rows that state a fact which another row of the file states too.
        duplicates: i64 = |duplicates| *duplicates;
        /// Footnotes, subtotals and repeated headers.
        skipped: i64 = |skipped| *skipped;
        /// Rows that could not be read; each is an issue.
        rejected: i64 = |rejected| *rejected;
        /// Facts that the database did not hold.
        added: i64 = |added| *added;
        /// Facts that it held otherwise.
        changed: i64 = |changed| *changed;
        /// Facts that an older file of the dataset stated and this one does not.
        removed: i64 = |removed| *removed;
        /// Facts that it held already.
        unchanged: i64 = |unchanged| *unchanged;
    }
    leads to {
        /// The file; none when it could not be read, or when a run was taken back and no file was in force before it.
        source: Option<Source> = source_id;
        /// The run that it takes back. Its file is then the one that is in force again, and its counts of rows are those
        /// of that file. None for an import.
        reverts: Option<ImportRun> = reverts_run_id;
    }
    lists ImportRunLists;
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
