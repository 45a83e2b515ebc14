use async_graphql::InputObject;
use entities::ccg_identity::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined},
    scalars::{Date, OnsCode},
    table::column,
};

/// Narrows what a CCG was called. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CcgIdentityFilter {
    /// By the name.
    name: Operand<StringFilter>,
    /// By the ONS code.
    ons_code: Operand<EqualityFilter<OnsCode>>,
    /// By the day of the first published list that shows it.
    valid_from: Operand<OrderedFilter<Date>>,
    /// By the day before the list that shows another, or the closing day of the CCG.
    valid_to: Operand<OrderedFilter<Date>>,
    /// All of these hold.
    and: Operand<Vec<CcgIdentityFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CcgIdentityFilter>>,
    /// This does not hold.
    not: Operand<CcgIdentityFilter>,
}

impl Filter for CcgIdentityFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.name.given().map(|filter| filter.condition(&column(Column::Name))),
            self.ons_code.given().map(|filter| filter.condition(&column(Column::OnsCode))),
            self.valid_from.given().map(|filter| filter.condition(&column(Column::ValidFrom))),
            self.valid_to.given().map(|filter| filter.condition(&column(Column::ValidTo))),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
