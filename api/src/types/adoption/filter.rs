use async_graphql::InputObject;
use entities::{adoption::Column, commissioning_model};
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, ListFilter, Operand, OrderedFilter, all, combined, refers_to, refers_to_code,
    },
    loading::Direct,
    scalars::{Date, DateTime},
    table::{column, id_of},
    types::{Adoption, Ccg, CcgFilter, Evidence, EvidenceFilter, Wave, WaveFilter},
    vocabulary::{ModelCode, Stage},
};

/// Narrows adoptions. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct AdoptionFilter {
    /// By its CCG.
    ccg: Operand<CcgFilter>,
    /// By its model; `isNull: true` where the sources do not say which.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By how far it had come.
    stage: Operand<EqualityFilter<Stage>>,
    /// By its round, or the year that the sources speak of; `isNull: true` where they give no year.
    wave: Operand<WaveFilter>,
    /// By its first day in force, where published.
    effective_from: Operand<OrderedFilter<Date>>,
    /// By its last day in force, where published.
    effective_to: Operand<OrderedFilter<Date>>,
    /// By when this service recorded it.
    recorded_at: Operand<OrderedFilter<DateTime>>,
    /// By who says so.
    evidence: Operand<ListFilter<EvidenceFilter>>,
    /// All of these hold.
    and: Operand<Vec<AdoptionFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<AdoptionFilter>>,
    /// This does not hold.
    not: Operand<AdoptionFilter>,
}

impl Filter for AdoptionFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.ccg.given().map(|filter| refers_to::<Ccg>(Column::CcgId, filter, dates)),
            self.model.given().map(|filter| {
                refers_to_code::<commissioning_model::Entity, _>(
                    Column::ModelId,
                    commissioning_model::Column::Code,
                    filter,
                )
            }),
            self.stage.given().map(|filter| filter.condition(&column(Column::Stage))),
            self.wave.given().map(|filter| refers_to::<Wave>(Column::WaveId, filter, dates)),
            self.effective_from.given().map(|filter| filter.condition(&column(Column::EffectiveFrom))),
            self.effective_to.given().map(|filter| filter.condition(&column(Column::EffectiveTo))),
            self.recorded_at.given().map(|filter| filter.condition(&column(Column::RecordedAt))),
            self.evidence
                .given()
                .map(|filter| filter.condition::<Direct<Evidence, Adoption>>(&id_of::<Adoption>(), dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
