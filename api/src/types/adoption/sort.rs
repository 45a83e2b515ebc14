use async_graphql::Enum;
use entities::{adoption::Column, ccg, commissioning_model, domain, wave};

use crate::{
    dates::Dates,
    loading::Direct,
    sorting::{SortField, SortKey, by, count_of, ranked, through},
    table::id_of,
    types::{Adoption, Ccg, CommissioningModel, Evidence, Wave},
};

/// What adoptions can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum AdoptionSort {
    /// By the ODS code of the CCG.
    CcgOdsCode,
    /// By the last name of the CCG.
    CcgName,
    /// By the letter of the model.
    Model,
    /// By how far it had come: interest, application, approval, in force, then the ways out.
    Stage,
    /// By the year of the round.
    FinancialYear,
    /// By the first day in force.
    EffectiveFrom,
    /// By the last day in force.
    EffectiveTo,
    /// By when this service recorded it.
    RecordedAt,
    /// By how many rows of files say so.
    EvidenceCount,
}

impl SortField for AdoptionSort {
    fn key(self, dates: &Dates) -> SortKey {
        match self {
            Self::CcgOdsCode => through::<Ccg, _>(Column::CcgId, ccg::Column::OdsCode),
            Self::CcgName => through::<Ccg, _>(Column::CcgId, ccg::Column::Name),
            Self::Model => {
                through::<CommissioningModel, _>(Column::ModelId, commissioning_model::Column::Letter)
            }
            Self::Stage => ranked::<domain::Stage>(Column::Stage),
            Self::FinancialYear => through::<Wave, _>(Column::WaveId, wave::Column::FinancialYear),
            Self::EffectiveFrom => by(Column::EffectiveFrom),
            Self::EffectiveTo => by(Column::EffectiveTo),
            Self::RecordedAt => by(Column::RecordedAt),
            Self::EvidenceCount => count_of::<Direct<Evidence, Adoption>>(id_of::<Adoption>(), dates),
        }
    }
}
