use async_graphql::Enum;
use entities::{domain, import_issue::Column};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, ranked},
};

/// What issues can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ImportIssueSort {
    /// By how grave it is, errors first.
    Severity,
    /// By the class of problem.
    Code,
    /// By the sheet.
    Sheet,
}

impl SortField for ImportIssueSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::Severity => ranked::<domain::Severity>(Column::Severity),
            Self::Code => by(Column::Code),
            Self::Sheet => by(Column::Sheet),
        }
    }
}
