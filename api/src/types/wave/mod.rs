mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::wave::{Column, Entity, Model};

use super::{Adoption, PartialDate, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    loading::{BelongsTo, Direct},
    paging::related_fields,
    rendering::object,
    scalars::{Date, FinancialYear},
    table::Noun,
};

pub use filter::WaveFilter;
pub use sort::WaveSort;

/// An approval round.
#[derive(Clone)]
pub struct Wave {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Wave {
    type Entity = Entity;
    type Filter = WaveFilter;
    type Sort = WaveSort;
    const ORDER: &'static [WaveSort] = &[WaveSort::FinancialYear];
    const IS_SMALL: bool = true;

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

impl BelongsTo<Cited> for Wave {
    const PARENT: Column = Column::CitedSourceId;
}

object! {
    /// An approval round of co-commissioning, which is a financial year. Years without a round are here too where
    /// sources speak of adoptions in them.
    Wave
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The financial year in which arrangements of the round began.
        financial_year: FinancialYear = |financial_year| FinancialYear(*financial_year);
        /// 1 to 4 for the rounds that were numbered; none for other years.
        number: Option<i32> = |number| *number;
        /// A title for people.
        title: &str = |title| title;
        /// The first day of the financial year.
        starts_on: Date = |financial_year| Date(financial_year.first_day());
        /// The last day of the financial year.
        ends_on: Date = |financial_year| Date(financial_year.last_day());
        /// The last day of applications for delegated commissioning; none where it is not known.
        delegated_deadline: Option<Date> = |delegated_deadline| delegated_deadline.map(Date);
        /// The last day of applications for joint commissioning and greater involvement; none where it is not known.
        joint_deadline: Option<Date> = |joint_deadline| joint_deadline.map(Date);
        /// The day on which arrangements of the round began; none where it is not known. Joint arrangements sometimes began later in the year.
        live_from: Option<Date> = |live_from| live_from.map(Date);
        /// What there is to know besides; none where there is nothing.
        note: Option<&str> = |note| note.as_deref();
    }
    leads to {
        /// The publication that the dates are from; none where none is cited.
        cited_source: Option<Source> = cited_source_id;
    }
    holds {
        /// When the approvals were announced; none where it is not known.
        announced_on: PartialDate = |announced_from, announced_to| PartialDate::between(*announced_from, *announced_to);
    }
    lists WaveLists;
}

related_fields! {
    WaveLists of Wave {
        /// The adoptions in it, every stage of each: filter by stage before you count. With `asOf` only those
        /// whose published days include that day.
        adoptions: Direct<Adoption, Wave>,
    }
}
