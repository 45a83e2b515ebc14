use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use super::ParseError;

/// An NHS financial year, 1 April to 31 March, written `2015/16`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct FinancialYear {
    start: u16,
}

impl FinancialYear {
    /// Reads a financial year in any published spelling: `2015/16`, `2015-16`, `2015/2016`, `15/16`, `FY16`.
    ///
    /// `FY16` is the year that ends in March 2016, as the NHS uses it.
    ///
    /// # Errors
    /// When the text is none of these, or its two years do not follow each other.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::start_of(text).map(|start| Self { start }).ok_or_else(|| ParseError {
            what: "a financial year",
            found: text.to_owned(),
            expected: "a year such as 2015/16".to_owned(),
            candidates: Vec::new(),
        })
    }

    /// The financial year in which a day falls.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        use chrono::Datelike;
        let start = if day.month() >= 4 { day.year() } else { day.year() - 1 };
        Self { start: u16::try_from(start).unwrap_or(0) }
    }

    /// 1 April of its first year.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(i32::from(self.start), 4, 1).unwrap_or(NaiveDate::MIN)
    }

    /// 31 March of its second year.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(i32::from(self.start) + 1, 3, 31).unwrap_or(NaiveDate::MAX)
    }

    /// Whether a day falls in the year.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }

    fn start_of(text: &str) -> Option<u16> {
        let lower = text.trim().to_lowercase().replace(" to ", "/");
        let (text, prefixed) = match lower.strip_prefix("fy") {
            Some(rest) => (rest.trim_start(), true),
            None => (lower.as_str(), false),
        };
        let parts: Vec<&str> = text
            .split(['/', '-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '_'])
            .map(str::trim)
            .collect();
        let start = match parts.as_slice() {
            [end] if prefixed => year(end)?.checked_sub(1)?,
            [first, second] if first.len() >= second.len() => {
                let start = year(first)?;
                let follows = match second.len() {
                    2 => second.parse::<u16>().ok()? == (start + 1) % 100,
                    _ => year(second)? == start + 1,
                };
                follows.then_some(start)?
            }
            _ => return None,
        };
        (1990..2100).contains(&start).then_some(start)
    }
}

/// A year of four digits, or of two in this century.
fn year(text: &str) -> Option<u16> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        4 => text.parse().ok(),
        2 => text.parse::<u16>().ok().map(|y| 2000 + y),
        _ => None,
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.start, (self.start + 1) % 100)
    }
}

impl FromStr for FinancialYear {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_spelling_is_the_same_year() {
        for text in [
            "2015/16",
            "2015-16",
            "2015/2016",
            "2015-2016",
            "15/16",
            "FY16",
            "fy 2015/16",
            "FY2016",
            "2015\u{2013}16",
            " 2015 / 16 ",
            "2015 to 2016",
            "2015_16",
        ] {
            assert_eq!(FinancialYear::parse(text).map(|y| y.to_string()), Ok("2015/16".to_owned()), "{text}");
        }
        assert_eq!(FinancialYear::parse("1999/00").map(|y| y.to_string()), Ok("1999/00".to_owned()));
    }

    #[test]
    fn years_that_do_not_follow_each_other_are_refused() {
        for text in
            ["2015/17", "2016/15", "2015", "16", "2015/2017", "15/2016", "", "April 2015", "2015/16/17"]
        {
            assert!(FinancialYear::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_runs_from_april_to_march() {
        let year = FinancialYear::parse("2015/16").unwrap();
        assert_eq!(year.first_day().to_string(), "2015-04-01");
        assert_eq!(year.last_day().to_string(), "2016-03-31");
        assert_eq!(FinancialYear::of(year.last_day()), year);
        assert_eq!(FinancialYear::of(year.first_day()), year);
        assert!(!year.contains(NaiveDate::from_ymd_opt(2016, 4, 1).unwrap()));
    }
}
