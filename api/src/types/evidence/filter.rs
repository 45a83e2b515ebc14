use async_graphql::InputObject;
use entities::evidence::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined, refers_to},
    scalars::{Date, DateTime},
    table::column,
    types::{Adoption, AdoptionFilter, ImportRun, ImportRunFilter, Source, SourceFilter},
    vocabulary::{Confidence, MatchMethod},
};

/// Narrows evidence. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct EvidenceFilter {
    /// By the fact that it supports.
    adoption: Operand<AdoptionFilter>,
    /// By how directly the publication states it.
    confidence: Operand<EqualityFilter<Confidence>>,
    /// By how the CCG was found in the register.
    match_method: Operand<EqualityFilter<MatchMethod>>,
    /// By the file that it stands in.
    source: Operand<SourceFilter>,
    /// By the publication that the row cites; `isNull: true` where it cites none.
    cited_source: Operand<SourceFilter>,
    /// By the import run that recorded it.
    import_run: Operand<ImportRunFilter>,
    /// By the sheet.
    sheet: Operand<StringFilter>,
    /// By the number of the row.
    row: Operand<OrderedFilter<i64>>,
    /// By the earliest day on which the statement may have been made.
    stated_from: Operand<OrderedFilter<Date>>,
    /// By the day by which it had been made for certain.
    stated_to: Operand<OrderedFilter<Date>>,
    /// By the first day in force, as the row states it.
    effective_from: Operand<OrderedFilter<Date>>,
    /// By the last day in force, as the row states it.
    effective_to: Operand<OrderedFilter<Date>>,
    /// By what the statement rests on, in words.
    basis: Operand<StringFilter>,
    /// By when this service recorded it.
    recorded_at: Operand<OrderedFilter<DateTime>>,
    /// All of these hold.
    and: Operand<Vec<EvidenceFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<EvidenceFilter>>,
    /// This does not hold.
    not: Operand<EvidenceFilter>,
}

impl Filter for EvidenceFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.adoption.given().map(|filter| refers_to::<Adoption>(Column::AdoptionId, filter, dates)),
            self.confidence.given().map(|filter| filter.condition(&column(Column::Confidence))),
            self.match_method.given().map(|filter| filter.condition(&column(Column::MatchMethod))),
            self.source.given().map(|filter| refers_to::<Source>(Column::SourceId, filter, dates)),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter, dates)),
            self.import_run.given().map(|filter| refers_to::<ImportRun>(Column::ImportRunId, filter, dates)),
            self.sheet.given().map(|filter| filter.condition(&column(Column::Sheet))),
            self.row.given().map(|filter| filter.condition(&column(Column::RowNumber))),
            self.stated_from.given().map(|filter| filter.condition(&column(Column::StatedFrom))),
            self.stated_to.given().map(|filter| filter.condition(&column(Column::StatedTo))),
            self.effective_from.given().map(|filter| filter.condition(&column(Column::EffectiveFrom))),
            self.effective_to.given().map(|filter| filter.condition(&column(Column::EffectiveTo))),
            self.basis.given().map(|filter| filter.condition(&column(Column::Basis))),
            self.recorded_at.given().map(|filter| filter.condition(&column(Column::RecordedAt))),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
