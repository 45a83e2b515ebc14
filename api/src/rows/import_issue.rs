use entities::{import_issue::Column, import_run};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::DateTime,
    types::ImportIssue,
    vocabulary::{DatasetKind, RunStatus, Severity},
};

fn run(fact: &Place) -> Place {
    fact.to::<import_run::Entity>("import_run", Column::ImportRunId)
}

flat_row! {
    /// A problem in an imported file as a flat row: where it stands and what to do about it.
    ImportIssueRow of ImportIssue, |fact, dates| {
        /// The logical dataset of the file.
        dataset: String = run(fact).column(import_run::Column::Dataset),
        /// What the rows of the dataset state; none when the file was refused before that was known.
        dataset_kind: Option<DatasetKind> = run(fact).column(import_run::Column::Kind),
        /// The name of the file.
        file_name: String = run(fact).column(import_run::Column::FileName),
        /// When the import began.
        started_at: DateTime = run(fact).column(import_run::Column::StartedAt),
        /// How the import ended.
        run_status: RunStatus = run(fact).column(import_run::Column::Status),
        /// Whether the row was stored all the same.
        severity: Severity = fact.column(Column::Severity),
        /// The class of problem, such as `unknown_model` or `ccg_closed`.
        code: String = fact.column(Column::Code),
        /// The sheet; none for a problem of the whole file.
        sheet: Option<String> = fact.column(Column::Sheet),
        /// The address of the cell, such as `C7`; none for a problem of more than one.
        cell: Option<String> = fact.column(Column::Cell),
        /// What stands there, cut to 200 characters; none where nothing does.
        raw: Option<String> = fact.column(Column::Raw),
        /// What is wrong, as a sentence.
        message: String = fact.column(Column::Message),
        /// What would have been accepted; none where that cannot be said.
        expected: Option<String> = fact.column(Column::Expected),
        /// The nearest accepted value; none where nothing comes near.
        suggestion: Option<String> = fact.column(Column::Suggestion),
    }
}
