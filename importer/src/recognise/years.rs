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
pub(crate) fn year_of_wave(number: &str) -> Option<FinancialYear> {
    let year = match number {
        "1" | "one" => "2015/16",
        "2" | "two" => "2016/17",
        "3" | "three" => "2017/18",
        "4" | "four" => "2018/19",
        _ => return None,
    };
    FinancialYear::parse(year).ok()
}

/// Reads a cell beneath a heading that says that it numbers waves: "2", "W2", "Wave two", "Tranche 2".
pub(crate) fn year_of_numbered_wave(text: &str) -> Option<FinancialYear> {
    // What is doubted or denied by a mark is not stated.
    if !text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace()) {
        return None;
    }
    let text = normalise(text);
    let number =
        ["wave ", "tranche ", "round ", "w"].into_iter().find_map(|before| text.strip_prefix(before));
    year_of_wave(number.unwrap_or(&text))
}

/// Whether a heading says that waves are numbered beneath it.
pub(super) fn numbers_waves(heading: &str) -> bool {
    normalise(heading).split(' ').any(|word| matches!(word, "wave" | "tranche" | "round"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_are_numbered_in_figures_and_in_words() {
        for text in ["2", "W2", "Wave two", "Tranche 2", "Round 2"] {
            let year = year_of_numbered_wave(text).map(|year| year.to_string());
            assert_eq!(year, Some("2016/17".to_owned()), "{text}");
        }
        for text in ["0", "5", "2.0", "2016", "2?", "-2", "Wave 2 or 3", "two and a half", ""] {
            assert_eq!(year_of_numbered_wave(text), None, "{text}");
        }
        assert_eq!(year_or_wave("Wave two").map(|year| year.to_string()), Ok("2016/17".to_owned()));
        assert!(year_or_wave("2").is_err());
    }
}
