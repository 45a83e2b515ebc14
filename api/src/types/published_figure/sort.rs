use async_graphql::Enum;
use entities::{area, commissioning_model, domain, published_figure::Column};

use crate::{
    dates::Dates,
    sorting::{SortField, SortKey, by, ranked, through},
    types::{Area, CommissioningModel},
};

/// What published figures can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum PublishedFigureSort {
    /// By what was counted.
    Measure,
    /// By the letter of the model.
    Model,
    /// By the stage that was counted, in the order in which stages follow each other.
    Stage,
    /// By financial year.
    FinancialYear,
    /// By the name of the area.
    AreaName,
    /// By the number.
    Value,
    /// By the latest day that it may speak of.
    AsOf,
    /// By who published it.
    Publisher,
}

impl SortField for PublishedFigureSort {
    fn key(self, _: &Dates) -> SortKey {
        match self {
            Self::Measure => by(Column::Measure),
            Self::Model => {
                through::<CommissioningModel, _>(Column::ModelId, commissioning_model::Column::Letter)
            }
            Self::Stage => ranked::<domain::Stage>(Column::Stage),
            Self::FinancialYear => by(Column::FinancialYear),
            Self::AreaName => through::<Area, _>(Column::AreaId, area::Column::Name),
            Self::Value => by(Column::Value),
            Self::AsOf => by(Column::AsOfTo),
            Self::Publisher => by(Column::Publisher),
        }
    }
}
