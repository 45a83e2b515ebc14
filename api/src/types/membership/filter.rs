use async_graphql::InputObject;
use entities::ccg_area::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to},
    scalars::Date,
    table::column,
    types::{Area, AreaFilter, Ccg, CcgFilter},
    vocabulary::Basis,
};

/// Narrows memberships. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct MembershipFilter {
    /// By its CCG.
    ccg: Operand<CcgFilter>,
    /// By its area, and with it by its map.
    area: Operand<AreaFilter>,
    /// By the first day of the membership, where published.
    valid_from: Operand<OrderedFilter<Date>>,
    /// By the last day of the membership, where published.
    valid_to: Operand<OrderedFilter<Date>>,
    /// By whether a published map states it.
    basis: Operand<EqualityFilter<Basis>>,
    /// All of these hold.
    and: Operand<Vec<MembershipFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<MembershipFilter>>,
    /// This does not hold.
    not: Operand<MembershipFilter>,
}

impl Filter for MembershipFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.ccg.given().map(|filter| refers_to::<Ccg>(Column::CcgId, filter, dates)),
            self.area.given().map(|filter| refers_to::<Area>(Column::AreaId, filter, dates)),
            self.valid_from.given().map(|filter| filter.condition(&column(Column::ValidFrom))),
            self.valid_to.given().map(|filter| filter.condition(&column(Column::ValidTo))),
            self.basis.given().map(|filter| filter.condition(&column(Column::Basis))),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
