use async_graphql::InputObject;
use entities::succession::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to},
    scalars::Date,
    table::column,
    types::{Ccg, CcgFilter, Source, SourceFilter},
    vocabulary::Basis,
};

/// Narrows successions. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SuccessionFilter {
    /// By the successor's first day.
    effective_on: Operand<OrderedFilter<Date>>,
    /// By whether a published mapping states it.
    basis: Operand<EqualityFilter<Basis>>,
    /// By the CCG that closed.
    predecessor: Operand<CcgFilter>,
    /// By the CCG that took over.
    successor: Operand<CcgFilter>,
    /// By the publication that the row cites; `isNull: true` where it cites none.
    cited_source: Operand<SourceFilter>,
    /// All of these hold.
    and: Operand<Vec<SuccessionFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<SuccessionFilter>>,
    /// This does not hold.
    not: Operand<SuccessionFilter>,
}

impl Filter for SuccessionFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.effective_on.given().map(|filter| filter.condition(&column(Column::EffectiveOn))),
            self.basis.given().map(|filter| filter.condition(&column(Column::Basis))),
            self.predecessor.given().map(|filter| refers_to::<Ccg>(Column::PredecessorId, filter, dates)),
            self.successor.given().map(|filter| refers_to::<Ccg>(Column::SuccessorId, filter, dates)),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter, dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
