use async_graphql::Enum;
use entities::import_run::Column;

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{ImportIssue, ImportRun},
};

/// What import runs can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ImportRunSort {
    /// By the logical dataset.
    Dataset,
    /// By the name of the file.
    FileName,
    /// By how it ended.
    Status,
    /// By when it began.
    StartedAt,
    /// By when it ended.
    FinishedAt,
    /// By how many rows it read.
    RowsRead,
    /// By how many rows could not be read.
    Rejected,
    /// By how many problems it found.
    IssueCount,
}

impl SortField for ImportRunSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::Dataset => by(Column::Dataset),
            Self::FileName => by(Column::FileName),
            Self::Status => by(Column::Status),
            Self::StartedAt => by(Column::StartedAt),
            Self::FinishedAt => by(Column::FinishedAt),
            Self::RowsRead => by(Column::RowsRead),
            Self::Rejected => by(Column::Rejected),
            Self::IssueCount => count_of::<Direct<ImportIssue, ImportRun>>(id_of::<ImportRun>(), dates),
        }
    }
}
