use chrono::NaiveDate;
use entities::domain;

use crate::{rendering::simple_object, scalars::Date};

simple_object! {
    /// A date as publications give it: a day, a month or only a year.
    pub struct PartialDate {
        /// As precise as it was published: `2015-12-17`, `2015-12` or `2015`.
        text: String,
        /// The earliest day that it may mean.
        earliest: Date,
        /// The latest day that it may mean. "Known by then" is only certain from this day on.
        latest: Date,
    }
}

impl PartialDate {
    /// From the two columns that hold it, where they hold one.
    pub fn between(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Self> {
        let date = domain::PartialDate { first: first?, last: last? };
        Some(Self { text: date.to_string(), earliest: Date(date.first), latest: Date(date.last) })
    }
}
