use async_graphql::{Context, ID, InputObject, Object};
use entities::wave::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{Adoption, AdoptionFilter, PartialDate, Source, node::id_of};
use crate::{
    error::Answer,
    filters::{Filter, Operand, OrderedFilter, all, combined},
    loading::{Direct, one_if},
    paging::{PageArguments, Related, nested_cost, related},
    scalars::{Date, FinancialYear},
    table::{Noun, column},
};

/// An approval round.
#[derive(Clone)]
pub struct Wave(Model);

impl From<Model> for Wave {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Wave {
    type Entity = Entity;
    type Filter = WaveFilter;
    const ORDER: &'static [Column] = &[Column::FinancialYear];
}

/// Narrows approval rounds. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct WaveFilter {
    /// By financial year, in any usual spelling.
    financial_year: Operand<OrderedFilter<FinancialYear>>,
    /// By number; only four rounds were numbered.
    number: Operand<OrderedFilter<i32>>,
    /// By the day on which arrangements of the round began.
    live_from: Operand<OrderedFilter<Date>>,
    /// All of these hold.
    and: Operand<Vec<WaveFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<WaveFilter>>,
    /// This does not hold.
    not: Operand<WaveFilter>,
}

impl Filter for WaveFilter {
    fn condition(&self) -> Condition {
        all([
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.number.given().map(|filter| filter.condition(&column(Column::Number))),
            self.live_from.given().map(|filter| filter.condition(&column(Column::LiveFrom))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// An approval round of co-commissioning, which is a financial year. Years without a round are here too where
/// sources speak of adoptions in them.
#[Object]
impl Wave {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The financial year in which arrangements of the round began.
    async fn financial_year(&self) -> FinancialYear {
        FinancialYear(self.0.financial_year)
    }

    /// 1 to 4 for the rounds that were numbered.
    async fn number(&self) -> Option<i32> {
        self.0.number
    }

    /// A title for people.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The first day of the financial year.
    async fn starts_on(&self) -> Date {
        Date(self.0.financial_year.first_day())
    }

    /// The last day of the financial year.
    async fn ends_on(&self) -> Date {
        Date(self.0.financial_year.last_day())
    }

    /// The last day of applications for delegated commissioning.
    async fn delegated_deadline(&self) -> Option<Date> {
        self.0.delegated_deadline.map(Date)
    }

    /// The last day of applications for joint commissioning and greater involvement.
    async fn joint_deadline(&self) -> Option<Date> {
        self.0.joint_deadline.map(Date)
    }

    /// When the approvals were announced.
    async fn announced_on(&self) -> Option<PartialDate> {
        PartialDate::between(self.0.announced_from, self.0.announced_to)
    }

    /// The day on which arrangements of the round began. Joint arrangements sometimes began later in the year.
    async fn live_from(&self) -> Option<Date> {
        self.0.live_from.map(Date)
    }

    /// What there is to know besides.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The publication that the dates are from.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.cited_source_id).await
    }

    /// The adoptions in it, every stage of each: filter by stage before you count.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn adoptions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only adoptions that match.")] filter: Option<AdoptionFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<Adoption, Self>>> {
        related::<Direct<Adoption, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
