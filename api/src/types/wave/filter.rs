use async_graphql::InputObject;
use entities::wave::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        Filter, ListFilter, Operand, OrderedFilter, StringFilter, all, combined, may_be_absent, of_presence,
        refers_to,
    },
    loading::Direct,
    scalars::{Date, FinancialYear},
    table::{column, id_of},
    types::{Adoption, AdoptionFilter, Source, SourceFilter, Wave},
};

/// Narrows approval rounds. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct WaveFilter {
    /// By financial year, in any usual spelling.
    financial_year: Operand<OrderedFilter<FinancialYear>>,
    /// By number; only four rounds were numbered.
    number: Operand<OrderedFilter<i64>>,
    /// By title.
    title: Operand<StringFilter>,
    /// By the last day of applications for delegated commissioning.
    delegated_deadline: Operand<OrderedFilter<Date>>,
    /// By the last day of applications for joint commissioning and greater involvement.
    joint_deadline: Operand<OrderedFilter<Date>>,
    /// By the day on which arrangements of the round began.
    live_from: Operand<OrderedFilter<Date>>,
    /// By the adoptions in it.
    adoptions: Operand<ListFilter<AdoptionFilter>>,
    /// By the publication that the row cites; `isNull: true` where it cites none.
    cited_source: Operand<SourceFilter>,
    /// Asked of something that may be absent, such as the round of an adoption: true where there is none, false where there is one. What a list holds is
    /// never absent.
    is_null: Operand<bool>,
    /// All of these hold.
    and: Operand<Vec<WaveFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<WaveFilter>>,
    /// This does not hold.
    not: Operand<WaveFilter>,
}

impl Filter for WaveFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.number.given().map(|filter| filter.condition(&column(Column::Number))),
            self.title.given().map(|filter| filter.condition(&column(Column::Title))),
            self.delegated_deadline
                .given()
                .map(|filter| filter.condition(&column(Column::DelegatedDeadline))),
            self.joint_deadline.given().map(|filter| filter.condition(&column(Column::JointDeadline))),
            self.live_from.given().map(|filter| filter.condition(&column(Column::LiveFrom))),
            self.adoptions
                .given()
                .map(|filter| filter.condition::<Direct<Adoption, Wave>>(&id_of::<Wave>(), dates)),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter, dates)),
            of_presence(&self.is_null),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }

    fn names_one(&self) -> bool {
        self.financial_year.given().is_some_and(|filter| filter.names_one())
    }

    may_be_absent!();
}
