use async_graphql::Enum;
use entities::{domain, evidence::Column, source};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, ranked, through},
    types::Source,
};

/// What evidence can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum EvidenceSort {
    /// By the title of the file.
    SourceTitle,
    /// By the sheet.
    Sheet,
    /// By the number of the row.
    Row,
    /// By the day by which the statement had been made for certain.
    StatedTo,
    /// By the first day in force, as the row states it.
    EffectiveFrom,
    /// By how directly the publication states it, the most direct first.
    Confidence,
    /// By when this service recorded it.
    RecordedAt,
}

impl SortField for EvidenceSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::SourceTitle => through::<Source, _>(Column::SourceId, source::Column::Title),
            Self::Sheet => by(Column::Sheet),
            Self::Row => by(Column::RowNumber),
            Self::StatedTo => by(Column::StatedTo),
            Self::EffectiveFrom => by(Column::EffectiveFrom),
            Self::Confidence => ranked::<domain::Confidence>(Column::Confidence),
            Self::RecordedAt => by(Column::RecordedAt),
        }
    }
}
