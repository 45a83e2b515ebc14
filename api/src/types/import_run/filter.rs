use async_graphql::InputObject;
use entities::import_run::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, ListFilter, Operand, OrderedFilter, StringFilter, all, combined,
        may_be_absent, of_presence, refers_to,
    },
    loading::Direct,
    scalars::DateTime,
    table::{column, id_of},
    types::{Evidence, EvidenceFilter, ImportIssue, ImportIssueFilter, ImportRun, Source, SourceFilter},
    vocabulary::{DatasetKind, RunStatus},
};

/// Narrows import runs. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ImportRunFilter {
    /// By the logical dataset.
    dataset: Operand<StringFilter>,
    /// By what its rows state.
    kind: Operand<EqualityFilter<DatasetKind>>,
    /// By the name of the file.
    file_name: Operand<StringFilter>,
    /// By the file; `isNull: true` where it could not be read.
    source: Operand<SourceFilter>,
    /// By how it ended.
    status: Operand<EqualityFilter<RunStatus>>,
    /// By why the file was refused, as a code.
    reason: Operand<StringFilter>,
    /// By the run that it takes back; `isNull: true` for imports.
    reverts: Operand<ImportRunFilter>,
    /// By the run that took it back: `some: {}` for runs that were, `none: {}` for those that were not.
    reverted_by: Operand<ListFilter<ImportRunFilter>>,
    /// By when it began.
    started_at: Operand<OrderedFilter<DateTime>>,
    /// By when it ended.
    finished_at: Operand<OrderedFilter<DateTime>>,
    /// By the version of the data that it made; `isNull: true` for runs that stored nothing.
    data_version: Operand<OrderedFilter<i64>>,
    /// By how many rows it read.
    rows_read: Operand<OrderedFilter<i64>>,
    /// By how many rows state a fact.
    facts: Operand<OrderedFilter<i64>>,
    /// By how many rows could not be read.
    rejected: Operand<OrderedFilter<i64>>,
    /// By how many facts it added.
    added: Operand<OrderedFilter<i64>>,
    /// By how many facts it changed.
    changed: Operand<OrderedFilter<i64>>,
    /// By how many facts it withdrew.
    removed: Operand<OrderedFilter<i64>>,
    /// By the problems in the file.
    issues: Operand<ListFilter<ImportIssueFilter>>,
    /// By the evidence that it recorded.
    evidence: Operand<ListFilter<EvidenceFilter>>,
    /// Asked of something that may be absent, such as the run that another takes back: true where there is none, false where there is one. What a list holds is
    /// never absent.
    is_null: Operand<bool>,
    /// All of these hold.
    and: Operand<Vec<ImportRunFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ImportRunFilter>>,
    /// This does not hold.
    not: Operand<ImportRunFilter>,
}

impl Filter for ImportRunFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.dataset.given().map(|filter| filter.condition(&column(Column::Dataset))),
            self.kind.given().map(|filter| filter.condition(&column(Column::Kind))),
            self.file_name.given().map(|filter| filter.condition(&column(Column::FileName))),
            self.source.given().map(|filter| refers_to::<Source>(Column::SourceId, filter, dates)),
            self.status.given().map(|filter| filter.condition(&column(Column::Status))),
            self.reason.given().map(|filter| filter.condition(&column(Column::Reason))),
            self.reverts.given().map(|filter| refers_to::<ImportRun>(Column::RevertsRunId, filter, dates)),
            self.reverted_by
                .given()
                .map(|filter| filter.condition::<Direct<ImportRun, ImportRun>>(&id_of::<ImportRun>(), dates)),
            self.started_at.given().map(|filter| filter.condition(&column(Column::StartedAt))),
            self.finished_at.given().map(|filter| filter.condition(&column(Column::FinishedAt))),
            self.data_version.given().map(|filter| filter.condition(&column(Column::DataVersion))),
            self.rows_read.given().map(|filter| filter.condition(&column(Column::RowsRead))),
            self.facts.given().map(|filter| filter.condition(&column(Column::Facts))),
            self.rejected.given().map(|filter| filter.condition(&column(Column::Rejected))),
            self.added.given().map(|filter| filter.condition(&column(Column::Added))),
            self.changed.given().map(|filter| filter.condition(&column(Column::Changed))),
            self.removed.given().map(|filter| filter.condition(&column(Column::Removed))),
            self.issues.given().map(|filter| {
                filter.condition::<Direct<ImportIssue, ImportRun>>(&id_of::<ImportRun>(), dates)
            }),
            self.evidence
                .given()
                .map(|filter| filter.condition::<Direct<Evidence, ImportRun>>(&id_of::<ImportRun>(), dates)),
            of_presence(&self.is_null),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }

    may_be_absent!();
}
