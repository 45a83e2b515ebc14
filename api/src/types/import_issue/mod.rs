mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::import_issue::{Column, Entity, Model};

use super::{ImportRun, node::identity};
use crate::{dates::Dates, loading::BelongsTo, rendering::object, table::Noun, vocabulary::Severity};

pub use filter::ImportIssueFilter;
pub use sort::ImportIssueSort;

/// One problem in one file.
#[derive(Clone)]
pub struct ImportIssue {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for ImportIssue {
    type Entity = Entity;
    type Filter = ImportIssueFilter;
    type Sort = ImportIssueSort;
    const ORDER: &'static [ImportIssueSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

impl BelongsTo<ImportRun> for ImportIssue {
    const PARENT: Column = Column::ImportRunId;
    const IS_LONG: bool = true;
}

object! {
    /// One problem in one file: where it stands and what to do about it.
    ImportIssue
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// Whether the row was stored all the same.
        severity: Severity = |severity| (*severity).into();
        /// The class of problem, such as `unknown_model` or `ccg_closed`.
        code: &str = |code| code;
        /// The sheet; none for a problem of the whole file.
        sheet: Option<&str> = |sheet| sheet.as_deref();
        /// The address of the cell, such as `C7`; none for a problem of more than one.
        cell: Option<&str> = |cell| cell.as_deref();
        /// What stands there, cut to 200 characters; none where nothing does.
        raw: Option<&str> = |raw| raw.as_deref();
        /// What is wrong, as a sentence.
        message: &str = |message| message;
        /// What would have been accepted; none where that cannot be said.
        expected: Option<&str> = |expected| expected.as_deref();
        /// The nearest accepted value; none where nothing comes near.
        suggestion: Option<&str> = |suggestion| suggestion.as_deref();
    }
    leads to {
        /// The run that found it.
        import_run: ImportRun = import_run_id;
    }
}
