use async_graphql::Enum;

use super::{flat::Listed, row::Coverage};
use crate::sorting::{Key, RowField};

/// What coverage can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum CoverageSort {
    /// By the year of the round.
    FinancialYear,
    /// By model, A to C.
    Model,
    /// By stage, from interest to end.
    Stage,
    /// By the published total; of several by the largest.
    Total,
    /// By how many CCGs are known.
    Known,
    /// By how many CCGs of the total are not known by name; of several totals by the largest.
    Unknown,
}

impl RowField<Coverage> for CoverageSort {
    fn value(self, row: &Coverage) -> Key {
        let count = &row.count;
        match self {
            Self::FinancialYear => count.year.map(|year| year.to_string()).into(),
            Self::Model => count.model.map(|model| model as i64).into(),
            Self::Stage => (count.stage as i64).into(),
            Self::Total => count.largest().and_then(|total| total.value).into(),
            Self::Known => super::row::number(count.known.len()).into(),
            Self::Unknown => count.largest().and_then(|total| count.unknown_of(total)).into(),
        }
    }
}

impl RowField<Listed> for CoverageSort {
    fn value(self, row: &Listed) -> Key {
        match self {
            Self::Total => row.total().and_then(|total| total.value).into(),
            Self::Unknown => row.total().and_then(|total| row.coverage.count.unknown_of(total)).into(),
            _ => self.value(row.coverage.as_ref()),
        }
    }
}
