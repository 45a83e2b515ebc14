use entities::{source, wave::Column};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    loading::Direct,
    scalars::{Date, FinancialYear},
    sorting::count_of,
    types::{Adoption, Wave},
};

fn cited(fact: &Place) -> Place {
    fact.to::<source::Entity>("cited_source", Column::CitedSourceId)
}

flat_row! {
    /// An approval round as a flat row.
    WaveRow of Wave, |fact, dates| {
        /// The financial year in which arrangements of the round began.
        financial_year: FinancialYear = fact.column(Column::FinancialYear),
        /// 1 to 4 for the rounds that were numbered; none for other years.
        number: Option<i32> = fact.column(Column::Number),
        /// A title for people.
        title: String = fact.column(Column::Title),
        /// The last day of applications for delegated commissioning; none where it is not known.
        delegated_deadline: Option<Date> = fact.column(Column::DelegatedDeadline),
        /// The last day of applications for joint commissioning and greater involvement; none where it is not known.
        joint_deadline: Option<Date> = fact.column(Column::JointDeadline),
        /// The earliest day on which the approvals may have been announced; none where it is not known.
        announced_from: Option<Date> = fact.column(Column::AnnouncedFrom),
        /// The latest day on which the approvals may have been announced; none where it is not known.
        announced_to: Option<Date> = fact.column(Column::AnnouncedTo),
        /// The day on which arrangements of the round began; none where it is not known.
        live_from: Option<Date> = fact.column(Column::LiveFrom),
        /// How many adoptions in it are known by name, every stage of each; with `asOf` only those whose published
        /// days include that day. It is not how many there were.
        adoption_count: i64 = fact.computed(count_of::<Direct<Adoption, Wave>>(fact.expr(Column::Id), dates).by),
        /// What there is to know besides; none where there is nothing.
        note: Option<String> = fact.column(Column::Note),
        /// The publication that the dates are from: the citation; none where none is cited.
        cited_title: Option<String> = cited(fact).column(source::Column::Title),
        /// The publication that the dates are from: where it was published; none where no address is given.
        cited_address: Option<String> = cited(fact).column(source::Column::Address),
    }
}
