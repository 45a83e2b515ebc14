//! How values are written on the command line.

use std::time::Duration;

use chrono::NaiveDate;
use entities::domain::{DatasetKind, Vocabulary};

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "expected a whole number of seconds".to_owned())
}

pub(super) fn kind(text: &str) -> Result<DatasetKind, String> {
    DatasetKind::parse(text).map_err(|error| format!("the kinds are {}", error.candidates.join(", ")))
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "expected a day such as 2016-04-01".to_owned())
}
