use async_graphql::Enum;
use entities::source::Column;

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of},
    table::id_of,
    types::{Evidence, Source, source::Cited},
};

/// What sources can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum SourceSort {
    /// By title.
    Title,
    /// By what it is.
    Kind,
    /// By who published it.
    Publisher,
    /// By the day it was published.
    PublishedOn,
    /// By the name of the file.
    FileName,
    /// By how many rows of it are evidence.
    EvidenceCount,
    /// By how many rows of other files cite it.
    CitedCount,
}

impl SortField for SourceSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::Title => by(Column::Title),
            Self::Kind => by(Column::Kind),
            Self::Publisher => by(Column::Publisher),
            Self::PublishedOn => by(Column::PublishedOn),
            Self::FileName => by(Column::FileName),
            Self::EvidenceCount => count_of::<Direct<Evidence, Source>>(id_of::<Source>(), dates),
            Self::CitedCount => count_of::<Direct<Evidence, Cited>>(id_of::<Source>(), dates),
        }
    }
}
