mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use entities::import_issue::{Column, Entity, Model};

use super::{ImportRun, node::identity};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, one},
    table::Noun,
    vocabulary::Severity,
};

pub use filter::ImportIssueFilter;
pub use sort::ImportIssueSort;

/// One problem in one file.
#[derive(Clone)]
pub struct ImportIssue {
    row: Model,
    dates: Dates,
}

impl Noun for ImportIssue {
    type Entity = Entity;
    type Filter = ImportIssueFilter;
    type Sort = ImportIssueSort;
    const ORDER: &'static [ImportIssueSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

impl BelongsTo<ImportRun> for ImportIssue {
    const PARENT: Column = Column::ImportRunId;
    const IS_LONG: bool = true;
}

/// One problem in one file: where it stands and what to do about it.
#[Object]
impl ImportIssue {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// Whether the row was stored all the same.
    async fn severity(&self) -> Severity {
        self.row.severity.into()
    }

    /// The class of problem, such as `unknown_model` or `ccg_closed`.
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// The sheet; none for a problem of the whole file.
    async fn sheet(&self) -> Option<&str> {
        self.row.sheet.as_deref()
    }

    /// The address of the cell, such as `C7`; none for a problem of more than one.
    async fn cell(&self) -> Option<&str> {
        self.row.cell.as_deref()
    }

    /// What stands there, cut to 200 characters; none where nothing does.
    async fn raw(&self) -> Option<&str> {
        self.row.raw.as_deref()
    }

    /// What is wrong, as a sentence.
    async fn message(&self) -> &str {
        &self.row.message
    }

    /// What would have been accepted; none where that cannot be said.
    async fn expected(&self) -> Option<&str> {
        self.row.expected.as_deref()
    }

    /// The nearest accepted value; none where nothing comes near.
    async fn suggestion(&self) -> Option<&str> {
        self.row.suggestion.as_deref()
    }

    /// The run that found it.
    async fn import_run(&self, context: &Context<'_>) -> Answer<ImportRun> {
        one(context, self.row.import_run_id, self.dates).await
    }
}
