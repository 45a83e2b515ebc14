//! Financial years and waves, where they stand among other words.

use entities::domain::{FinancialYear, ParseError, normalise};

use super::marks::without_marks;

/// Reads a cell that gives a financial year, or the wave of applications for it: "2016/17", "Wave 2", "Wave 2 (2016/17)".
pub(crate) fn year_or_wave(text: &str) -> Result<FinancialYear, ParseError> {
    FinancialYear::parse(text).or_else(|error| match year_and_rest(text) {
        Some((year, rest)) if rest.is_empty() => Ok(year),
        _ => Err(of_another_year(text).unwrap_or(error)),
    })
}

/// A wave beside years that it was not for.
fn of_another_year(text: &str) -> Option<ParseError> {
    let words = normalise(text);
    let (_, behind) = words.split_once("wave ")?;
    let number = behind.split(' ').next()?;
    let year = year_of_wave(number)?;
    year_words(text).any(|(_, stated)| stated != year).then(|| ParseError {
        what: "one financial year",
        found: text.to_owned(),
        expected: format!("{year} for wave {number}, or the wave and the year in columns of their own"),
        candidates: Vec::new(),
    })
}

/// The financial year that a wave of applications was for.
pub(super) fn year_of_wave(number: &str) -> Option<FinancialYear> {
    let year = match number {
        "1" => "2015/16",
        "2" => "2016/17",
        "3" => "2017/18",
        "4" => "2018/19",
        _ => return None,
    };
    FinancialYear::parse(year).ok()
}

/// The words of a text that may be financial years, without the punctuation around them.
pub(super) fn year_words(text: &str) -> impl Iterator<Item = (&str, FinancialYear)> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | ',' | ':' | ';'))
        .map(without_marks)
        .filter_map(|word| FinancialYear::parse(word).ok().map(|year| (word, year)))
}

/// The one year that a heading names, by its wave or its years, and what else it says.
pub(super) fn year_and_rest(text: &str) -> Option<(FinancialYear, String)> {
    if let Ok(year) = FinancialYear::parse(text) {
        return Some((year, String::new()));
    }
    // What is doubted by a mark is not stated.
    if text.contains(['?', '!', '~', '\u{2260}', '\u{ac}']) {
        return None;
    }
    let stated: Vec<(&str, FinancialYear)> = year_words(text).collect();
    let rest = match stated.as_slice() {
        [] => normalise(text),
        [(word, _)] => normalise(&text.replacen(word, " ", 1)),
        _ => return None,
    };
    let stated = stated.first().map(|(_, year)| *year);
    let mut words: Vec<&str> = rest.split(' ').collect();
    let number = words.iter().position(|word| *word == "wave").map(|place| place + 1);
    let of_wave = number.and_then(|number| year_of_wave(words.get(number)?));
    if let (Some(_), Some(number)) = (of_wave, number) {
        words.drain(number - 1..=number);
    }
    let is_one = of_wave.is_none() || stated.is_none() || of_wave == stated;
    of_wave.or(stated).filter(|_| is_one).map(|year| (year, words.join(" ")))
}
