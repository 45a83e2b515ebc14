//! How the codes of the facts are printed on a sheet.
//!
//! A value that is no known code is printed as it stands, so that a test can put a misspelling on a sheet.

use rust_xlsxwriter::ExcelDateTime;

use crate::layout::Cell;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name that NHS England gives to a model.
pub(crate) fn model(code: &str) -> &str {
    match code {
        "A" => "Greater involvement",
        "B" => "Joint commissioning",
        "C" => "Delegated commissioning",
        "" => "Not stated",
        other => other,
    }
}

/// The heading of the column is "Status", as it is in the published lists.
pub(crate) fn stage(code: &str) -> &str {
    match code {
        "expressed_interest" => "Expressed interest",
        "applied" => "Applied",
        "approved" => "Approved",
        "live" => "Live",
        "declined" => "Declined",
        other => other,
    }
}

/// Says in words how far a row goes beyond its source.
pub(crate) fn confidence(code: &str) -> &str {
    match code {
        "published" => "Published",
        "collective" => "Published (collective, expanded)",
        "start_unknown" => "Published (start unknown)",
        "undated" => "Published (undated)",
        "implied" => "Published (implied)",
        "completed" => "Published (last letters completed)",
        "title_only" => "Published (title only)",
        other => other,
    }
}

/// Whether something was published or inferred.
pub(crate) fn basis(code: &str) -> &str {
    match code {
        "published" => "Published",
        "inferred" => "Inferred",
        other => other,
    }
}

/// A year that is not known must not look like a cell that somebody forgot.
pub(crate) fn financial_year(year: &str) -> &str {
    if year.is_empty() { "Not stated" } else { year }
}

/// A date cell when the day is known, else the words: "December 2015", "2017".
pub(crate) fn date(text: &str) -> Cell {
    day(text).unwrap_or_else(|| Cell::Text(month(text).unwrap_or_else(|| text.to_owned())))
}

fn day(text: &str) -> Option<Cell> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let exists = ExcelDateTime::from_ymd(year, month, day).is_ok();
    exists.then_some(Cell::Date(year, month, day))
}

fn month(text: &str) -> Option<String> {
    let (year, month) = text.split_once('-')?;
    let number: usize = month.parse().ok()?;
    let name = MONTHS.get(number.checked_sub(1)?)?;
    Some(format!("{name} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_printed_as_exactly_as_it_is_known() {
        assert_eq!(date("2015-04-01"), Cell::Date(2015, 4, 1));
        assert_eq!(date("2015-12"), Cell::text("December 2015"));
        assert_eq!(date("2017"), Cell::text("2017"));
        assert_eq!(date(""), Cell::text(""));
    }

    #[test]
    fn what_is_no_date_is_printed_as_it_stands() {
        for text in ["tbc", "2015-13", "31/02/2015", "2015-02-30"] {
            assert_eq!(date(text), Cell::text(text));
        }
    }
}
