use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::ParseError;

/// A date as publications give it: a day, a month or only a year.
///
/// Kept as the first and the last day that it may mean, so that "published by then" can be asked honestly.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// The earliest day that it may mean.
    pub first: NaiveDate,
    /// The latest day that it may mean.
    pub last: NaiveDate,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl PartialDate {
    /// Reads `2015-12-01`, `20151201`, `01/12/2015` (day first), `1 December 2015`, `2015-12`, `Dec 2015` or `2015`; a
    /// time behind a day is left out.
    ///
    /// A year of two digits is one from 2010 to 2035, as in `01/12/15`, `1-Dec-15` and `Dec-15`, and only where it can be
    /// nothing else: `Dec 15` may be a day, and `15-12-16` may begin with its year.
    ///
    /// # Errors
    /// When the text is none of these or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::read(text.trim()).ok_or_else(|| ParseError {
            what: "a date",
            found: text.to_owned(),
            expected: "a date such as 2015-04-01, 01/04/2015 (day first) or 1 April 2015".to_owned(),
            candidates: Vec::new(),
        })
    }

    /// A single day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// The day, when it is known to the day.
    #[must_use]
    pub fn exact(self) -> Option<NaiveDate> {
        (self.first == self.last).then_some(self.first)
    }

    fn read(text: &str) -> Option<Self> {
        let text =
            text.rsplit_once(['T', ' ']).map_or(text, |(day, rest)| if is_time(rest) { day } else { text });
        let parts: Vec<&str> =
            text.split(['-', '/', ' ', '.', ',']).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [day] if is_digits(day) && day.len() == 8 => {
                exact(four_digits(&day[..4])?, month(&day[4..6])?, &day[6..])
            }
            [year] => Self::year(four_digits(year)?),
            [a, b] if is_digits(a) && a.len() == 4 => Self::month(four_digits(a)?, month(b)?),
            [a, b] if text.contains('-') => Self::month(year(b)?, month_of_name(a)?),
            [a, b] => Self::month(marked_year(b)?, month_of_name(a)?),
            [a, b, c] if is_digits(a) && a.len() == 4 => exact(four_digits(a)?, month(b)?, c),
            // All three of two digits, and with the signs of a date that begins with the year.
            [a, b, c] if text.contains('-') && is_digits(b) && two_digits(a).is_some() && c.len() == 2 => {
                None
            }
            [a, b, c] => exact(year(c)?, month(b)?, a),
            _ => None,
        }
    }

    fn year(year: i32) -> Option<Self> {
        Some(Self {
            first: NaiveDate::from_ymd_opt(year, 1, 1)?,
            last: NaiveDate::from_ymd_opt(year, 12, 31)?,
        })
    }

    fn month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { first, last: first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))? })
    }
}

fn exact(year: i32, month: u32, day: &str) -> Option<PartialDate> {
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ordinal = &day[digits.len()..];
    if digits.len() > 2 || !matches!(ordinal, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, digits.parse().ok()?).map(PartialDate::day)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A year of four digits. One before 1900 is a slip of the hand.
fn four_digits(text: &str) -> Option<i32> {
    let year = (text.len() == 4 && is_digits(text)).then(|| text.parse().ok())??;
    (1900..).contains(&year).then_some(year)
}

/// A year of two digits, where a list can be about it.
fn two_digits(text: &str) -> Option<i32> {
    let year: i32 = (text.len() == 2 && is_digits(text)).then(|| text.parse().ok())??;
    (10..=35).contains(&year).then_some(2000 + year)
}

fn year(text: &str) -> Option<i32> {
    four_digits(text).or_else(|| two_digits(text))
}

/// A year of four digits, or of two behind an apostrophe.
fn marked_year(text: &str) -> Option<i32> {
    four_digits(text).or_else(|| two_digits(text.strip_prefix(['\'', '\u{2019}'])?))
}

/// Whether a text is a time such as `09:30` or `00:00:00.000`.
fn is_time(text: &str) -> bool {
    text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z'))
}

fn month(text: &str) -> Option<u32> {
    if is_digits(text) && text.len() <= 2 { text.parse().ok() } else { month_of_name(text) }
}

/// The number of a month by its name, of which three letters are enough: `April`, `Apr`, `Sept`.
#[must_use]
pub fn month_of_name(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let place =
        MONTHS.iter().position(|name| *name == lower || (lower.len() >= 3 && name.starts_with(&lower)))?;
    u32::try_from(place + 1).ok()
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first.year(), self.first.month()) {
            _ if self.first == self.last => write!(f, "{}", self.first),
            (year, month) if month == self.last.month() => write!(f, "{year}-{month:02}"),
            (year, _) => write!(f, "{year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_day_first_and_to_the_precision_given() {
        for (text, shown, last) in [
            ("2015-04-01", "2015-04-01", "2015-04-01"),
            ("01/04/2015", "2015-04-01", "2015-04-01"),
            ("20150401", "2015-04-01", "2015-04-01"),
            ("1st April 2015", "2015-04-01", "2015-04-01"),
            ("1 Apr 2015", "2015-04-01", "2015-04-01"),
            ("2015-12", "2015-12", "2015-12-31"),
            ("December 2015", "2015-12", "2015-12-31"),
            ("2016", "2016", "2016-12-31"),
            ("01/04/15", "2015-04-01", "2015-04-01"),
            ("1.4.16", "2016-04-01", "2016-04-01"),
            ("1-Apr-15", "2015-04-01", "2015-04-01"),
            ("1st April 15", "2015-04-01", "2015-04-01"),
            ("Apr-15", "2015-04", "2015-04-30"),
            ("Sept '15", "2015-09", "2015-09-30"),
            ("2015-04-01T00:00:00", "2015-04-01", "2015-04-01"),
            ("01/04/2015 09:30", "2015-04-01", "2015-04-01"),
        ] {
            let date = PartialDate::parse(text).unwrap();
            assert_eq!(
                (date.to_string(), date.last.to_string()),
                (shown.to_owned(), last.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "tbc",
            "31/02/2015",
            "13/13/2015",
            "04/2015",
            "27th February",
            "2015-4-1-2",
            "42095",
            "09:30",
        ] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
        // The day of an American date, years that lists cannot be about, and texts that may be read in two ways.
        for text in [
            "04/13/2015",
            "01/04/99",
            "01/04/09",
            "1/4/36",
            "Apr-01",
            "Apr 15",
            "April 15",
            "15-04-16",
            "01/04/0215",
            "0000",
        ] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }
}
