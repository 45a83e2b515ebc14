use async_graphql::{ID, InputObject, Object};
use entities::import_issue::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{ImportRun, node::id_of};
use crate::{
    filters::{EqualityFilter, Filter, Operand, StringFilter, all, combined},
    loading::BelongsTo,
    table::{Noun, column},
    vocabulary::Severity,
};

/// One problem in one file.
#[derive(Clone)]
pub struct ImportIssue(Model);

impl From<Model> for ImportIssue {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for ImportIssue {
    type Entity = Entity;
    type Filter = ImportIssueFilter;
    const ORDER: &'static [Column] = &[];
}

impl BelongsTo<ImportRun> for ImportIssue {
    const PARENT: Column = Column::ImportRunId;
}

/// Narrows issues. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ImportIssueFilter {
    /// By how grave it is.
    severity: Operand<EqualityFilter<Severity>>,
    /// By the class of problem, such as `unknown_model`.
    code: Operand<StringFilter>,
    /// All of these hold.
    and: Operand<Vec<ImportIssueFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ImportIssueFilter>>,
    /// This does not hold.
    not: Operand<ImportIssueFilter>,
}

impl Filter for ImportIssueFilter {
    fn condition(&self) -> Condition {
        all([
            self.severity.given().map(|filter| filter.condition(&column(Column::Severity))),
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// One problem in one file: where it stands and what to do about it.
#[Object]
impl ImportIssue {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// Whether the row was stored all the same.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// The class of problem, such as `unknown_model` or `ccg_closed`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The sheet; none for a problem of the whole file.
    async fn sheet(&self) -> Option<&str> {
        self.0.sheet.as_deref()
    }

    /// The address of the cell, such as `C7`.
    async fn cell(&self) -> Option<&str> {
        self.0.cell.as_deref()
    }

    /// What stands there, cut to 200 characters.
    async fn raw(&self) -> Option<&str> {
        self.0.raw.as_deref()
    }

    /// What is wrong, as a sentence.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// What would have been accepted.
    async fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// The nearest accepted value.
    async fn suggestion(&self) -> Option<&str> {
        self.0.suggestion.as_deref()
    }
}
