mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use entities::wave::{Column, Entity, Model};

use super::{Adoption, PartialDate, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, Direct, one_if},
    paging::related_fields,
    scalars::{Date, FinancialYear},
    table::Noun,
};

pub use filter::WaveFilter;
pub use sort::WaveSort;

/// An approval round.
#[derive(Clone)]
pub struct Wave {
    row: Model,
    dates: Dates,
}

impl Noun for Wave {
    type Entity = Entity;
    type Filter = WaveFilter;
    type Sort = WaveSort;
    const ORDER: &'static [WaveSort] = &[WaveSort::FinancialYear];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

impl BelongsTo<Cited> for Wave {
    const PARENT: Column = Column::CitedSourceId;
}

/// An approval round of co-commissioning, which is a financial year. Years without a round are here too where
/// sources speak of adoptions in them.
#[Object]
impl Wave {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// The financial year in which arrangements of the round began.
    async fn financial_year(&self) -> FinancialYear {
        FinancialYear(self.row.financial_year)
    }

    /// 1 to 4 for the rounds that were numbered; none for other years.
    async fn number(&self) -> Option<i32> {
        self.row.number
    }

    /// A title for people.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// The first day of the financial year.
    async fn starts_on(&self) -> Date {
        Date(self.row.financial_year.first_day())
    }

    /// The last day of the financial year.
    async fn ends_on(&self) -> Date {
        Date(self.row.financial_year.last_day())
    }

    /// The last day of applications for delegated commissioning; none where it is not known.
    async fn delegated_deadline(&self) -> Option<Date> {
        self.row.delegated_deadline.map(Date)
    }

    /// The last day of applications for joint commissioning and greater involvement; none where it is not known.
    async fn joint_deadline(&self) -> Option<Date> {
        self.row.joint_deadline.map(Date)
    }

    /// When the approvals were announced; none where it is not known.
    async fn announced_on(&self) -> Option<PartialDate> {
        PartialDate::between(self.row.announced_from, self.row.announced_to)
    }

    /// The day on which arrangements of the round began; none where it is not known. Joint arrangements sometimes began later in the year.
    async fn live_from(&self) -> Option<Date> {
        self.row.live_from.map(Date)
    }

    /// What there is to know besides; none where there is nothing.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The publication that the dates are from; none where none is cited.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.row.cited_source_id, self.dates).await
    }

    #[graphql(flatten)]
    async fn lists(&self) -> WaveLists {
        WaveLists { parent: self.row.id, dates: self.dates }
    }
}

related_fields! {
    WaveLists of Wave {
        /// The adoptions in it, every stage of each: filter by stage before you count. With `asOf` only those
        /// whose published days include that day.
        adoptions: Direct<Adoption, Wave>,
    }
}
