use entities::{import_run::Column, source};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    loading::Direct,
    scalars::DateTime,
    sorting::count_of,
    types::{ImportIssue, ImportRun},
    vocabulary::{DatasetKind, RunStatus},
};

fn file(fact: &Place) -> Place {
    fact.to::<source::Entity>("source", Column::SourceId)
}

flat_row! {
    /// One execution of the importer over one file as a flat row, and what came of the rows of the file.
    ImportRunRow of ImportRun, |fact, dates| {
        /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
        dataset: String = fact.column(Column::Dataset),
        /// What its rows state; none when the file was refused before that was known.
        dataset_kind: Option<DatasetKind> = fact.column(Column::Kind),
        /// The name of the file.
        file_name: String = fact.column(Column::FileName),
        /// The title of the file; none when it could not be read.
        source_title: Option<String> = file(fact).column(source::Column::Title),
        /// The SHA-256 of the file's bytes, 64 hexadecimal digits; none where they could not be read.
        sha256: Option<String> = file(fact).column(source::Column::Sha256),
        /// The mapping profile that the file was read by, with its version; none when its headings alone were enough.
        profile: Option<String> = fact.column(Column::Profile),
        /// When it began.
        started_at: DateTime = fact.column(Column::StartedAt),
        /// When it ended; none as long as it has not, and of one that was killed.
        finished_at: Option<DateTime> = fact.column(Column::FinishedAt),
        /// The version of the data that it made; none when it stored nothing.
        data_version: Option<i64> = fact.column(Column::DataVersion),
        /// How it ended.
        status: RunStatus = fact.column(Column::Status),
        /// Why the file was refused, as a code for programs; none when it was not.
        reason: Option<String> = fact.column(Column::Reason),
        /// Why the file was refused, as a sentence; none when it was not.
        message: Option<String> = fact.column(Column::Message),
        /// Rows beneath the header that have a value. It equals facts, duplicates, skipped and rejected together.
        rows_read: i64 = fact.column(Column::RowsRead),
        /// Rows that state a fact.
        facts: i64 = fact.column(Column::Facts),
        /// Rows that state a fact which another row of the file states too.
        duplicates: i64 = fact.column(Column::Duplicates),
        /// Footnotes, subtotals and repeated headers.
        skipped: i64 = fact.column(Column::Skipped),
        /// Rows that could not be read; each is an issue.
        rejected: i64 = fact.column(Column::Rejected),
        /// Facts that the database did not hold.
        added: i64 = fact.column(Column::Added),
        /// Facts that it held otherwise.
        changed: i64 = fact.column(Column::Changed),
        /// Facts that an older file of the dataset stated and this one does not.
        removed: i64 = fact.column(Column::Removed),
        /// Facts that it held already.
        unchanged: i64 = fact.column(Column::Unchanged),
        /// How many problems were found in the file and kept.
        issue_count: i64 =
            fact.computed(count_of::<Direct<ImportIssue, ImportRun>>(fact.expr(Column::Id), dates).by),
        /// The version of the importer.
        importer_version: String = fact.column(Column::ImporterVersion),
    }
}
