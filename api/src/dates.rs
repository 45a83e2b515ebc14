//! The dates of a question.

use std::hash::{Hash, Hasher};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::scalars;

/// The three dates of a question. They are never mixed: a thing was true on one day, published on another, and
/// recorded here on a third.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The day on which it was true.
    pub as_of: Option<NaiveDate>,
    /// The day by which somebody had published it.
    pub stated_by: Option<NaiveDate>,
    /// The moment at which this service held it; none for now.
    pub known_at: Option<DateTime<Utc>>,
}

/// In one word rather than six: loaders take the hash of the dates of each row that is referred to, several times.
impl Hash for Dates {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let day = |day: Option<NaiveDate>| day.map_or(0, |day| i64::from(day.num_days_from_ce()));
        let moment = self.known_at.map_or(0, |moment| moment.timestamp_micros());
        state.write_i64((day(self.as_of) << 20) ^ day(self.stated_by) ^ (moment << 1));
    }
}

impl Dates {
    /// As a client gives them.
    pub fn read(
        as_of: Option<scalars::Date>,
        stated_by: Option<scalars::Date>,
        known_at: Option<scalars::DateTime>,
    ) -> Self {
        Self {
            as_of: as_of.map(|day| day.0),
            stated_by: stated_by.map(|day| day.0),
            known_at: known_at.map(|moment| moment.0),
        }
    }

    /// These, and where one is left out that of the list around.
    #[must_use]
    pub fn within(self, around: Self) -> Self {
        Self {
            as_of: self.as_of.or(around.as_of),
            stated_by: self.stated_by.or(around.stated_by),
            known_at: self.known_at.or(around.known_at),
        }
    }

    /// These, without the days that make no difference to what is made by them.
    #[must_use]
    pub fn that_reach<T: PartialEq>(self, make: impl Fn(&Self) -> T) -> Self {
        if self.as_of.is_none() && self.stated_by.is_none() {
            return self;
        }
        let made = make(&self);
        Self {
            as_of: self.as_of.filter(|_| make(&Self { as_of: None, ..self }) != made),
            stated_by: self.stated_by.filter(|_| make(&Self { stated_by: None, ..self }) != made),
            ..self
        }
    }

    /// These, where it makes no difference which day is asked about.
    #[must_use]
    pub fn of_any_day(self) -> Self {
        Self { as_of: None, ..self }
    }

    /// The day that is asked about: today, unless the client says otherwise.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| Utc::now().date_naive())
    }
}
