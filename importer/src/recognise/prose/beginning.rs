//! Since when something holds, by what a title or a heading says: "with effect from 1 April 2016".

use chrono::NaiveDate;
use entities::domain::{FinancialYear, PartialDate, month_of_name};

use super::{Prose, STAGE_WORDS, Spoken, is_numbering, told};

/// Words behind which stands since when something holds.
const FROM: &[&str] = &["from", "start", "starting", "starts", "started", "since", "effective", "commencing"];

/// What may begin on a day, so that "arrangements from April 2016" speaks of them, and "data from April 2016" does not.
const BEGINNING: &[&str] = &[
    "arrangement",
    "arrangements",
    "commissioning",
    "effect",
    "effective",
    "function",
    "functions",
    "live",
    "model",
    "models",
    "responsibilities",
    "responsibility",
    "start",
    "started",
    "starting",
    "starts",
];

/// The day, or the month, behind the words from a place on: "April 2016", "1 April 2016", "on 01 04 2016".
fn day_behind(words: &[&str]) -> Option<PartialDate> {
    let of_length = |length: usize| {
        let behind = words.get(..words.len().min(length + 1))?;
        behind.windows(length).find_map(|part| PartialDate::parse(&part.join(" ")).ok())
    };
    of_length(3).or_else(|| of_length(2))
}

impl Prose<'_> {
    /// The year of the day from which what it speaks of holds.
    pub(super) fn year_of_start(&self) -> Spoken<FinancialYear> {
        match self.start() {
            Spoken::One(start, _) => {
                let year = FinancialYear::of(start.first);
                Spoken::One(year, year.to_string())
            }
            Spoken::Nothing => Spoken::Nothing,
            Spoken::Several => Spoken::Several,
        }
    }

    /// Whether only the day from which it holds tells of which year it speaks.
    pub(in crate::recognise) fn is_dated_by_start(&self) -> bool {
        let is_start = matches!((self.year(), self.start()), (Spoken::One(..), Spoken::One(..)));
        is_start && !self.states_year()
    }

    /// The day, if it is known to the day, from which what it speaks of holds: "with effect from 1 April 2016".
    pub(in crate::recognise) fn first_day(&self) -> Spoken<NaiveDate> {
        match (self.start(), self.year()) {
            (Spoken::One(start, _), Spoken::One(..)) => match start.exact() {
                Some(day) => Spoken::One(day, day.to_string()),
                None => Spoken::Nothing,
            },
            _ => Spoken::Nothing,
        }
    }

    /// From when on what it speaks of holds, if it can be believed.
    fn start(&self) -> Spoken<PartialDate> {
        let words: Vec<&str> = self.words().collect();
        let starts = self.starts();
        let Some((_, start)) = starts.first() else { return Spoken::Nothing };
        let is_other = |other: &PartialDate| FinancialYear::of(other.first) != FinancialYear::of(start.first);
        if starts.iter().any(|(place, other)| is_other(other) || goes_on(&words[place + 1..], *other)) {
            return Spoken::Several;
        }
        let may_begin = starts.iter().any(|(place, _)| self.may_begin_at(&words, *place));
        if may_begin && self.doubt().is_none() {
            Spoken::One(*start, start.to_string())
        } else {
            Spoken::Nothing
        }
    }

    /// Whether what stands before "from" is something that begins. What was approved since a day may be of any year after it.
    fn may_begin_at(&self, words: &[&str], place: usize) -> bool {
        let Some(before) = place.checked_sub(1) else { return true };
        let word = words[before];
        let is_of_these = matches!(word, "ccg" | "ccgs") && self.speaks_of_adoption();
        let is_model = told(words)[before] && !STAGE_WORDS.contains(&word);
        (words[place] != "since" || self.is_live()) && (is_model || is_of_these || BEGINNING.contains(&word))
    }

    /// The days from which something is said to hold, and the place of the word that says so: "from April 2016",
    /// "starting 01/04/2016". An approval of one year is often for the next.
    pub(super) fn starts(&self) -> Vec<(usize, PartialDate)> {
        let words: Vec<&str> = self.words().collect();
        let places = words.iter().enumerate().filter(|(_, word)| FROM.contains(word));
        places.filter_map(|(place, _)| Some((place, day_behind(&words[place + 1..])?))).collect()
    }

    /// The year outside a financial year in which something is said to begin: "from October 2018", "from 2018".
    pub(super) fn begins_outside(&self, year: FinancialYear) -> Option<String> {
        let mut years = self.starts().into_iter().map(|(_, start)| FinancialYear::of(start.first));
        let words: Vec<&str> = self.words().collect();
        let is_in = |number: i32| {
            let ends = [(1, 1), (12, 31)].map(|(month, day)| NaiveDate::from_ymd_opt(number, month, day));
            ends.into_iter().flatten().any(|day| year.contains(day))
        };
        let from = |pair: &[&str]| {
            let number = pair[1].parse().ok().filter(|number| (1990..2100).contains(number))?;
            (FROM.contains(&pair[0]) && !is_in(number)).then(|| pair[1].to_owned())
        };
        let outside = years.find(|other| *other != year).map(|other| other.to_string());
        outside.or_else(|| words.windows(2).find_map(from))
    }
}

/// Whether another day follows the first: "1 April 2016 or 1 April 2017", "1 April 2016, 1 July 2016".
fn goes_on(words: &[&str], first: PartialDate) -> bool {
    let is_first = |length: &usize| words.get(..*length).is_some_and(|part| day_behind(part) == Some(first));
    let Some(end) = (2..=4).find(is_first) else { return false };
    let behind = &words[end..];
    let behind = behind.strip_prefix(&["or"]).or_else(|| behind.strip_prefix(&["and"])).unwrap_or(behind);
    behind.first().is_some_and(|word| is_numbering(word) || month_of_name(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_outside_the_year_from_which_it_holds_is_another_year() {
        for text in [
            "CCGs approved in 2015/16 for delegated commissioning from April 2016",
            "Delegated commissioning from 1 April 2016 - approved 2015/16",
            "Approved in 2015/16: delegated commissioning starting 1st Apr 2016",
            "Approved 2015/16, from 01/04/2016",
        ] {
            assert_eq!(Prose::new(text).year(), Spoken::Several, "{text}");
        }
        for text in [
            "Delegated commissioning 2016/17 (live from 1 April 2016)",
            "Joint commissioning 2016/17, from October 2016",
            "Approved for 2016/17, announced in December 2015, from the list of May 2015",
        ] {
            assert!(matches!(Prose::new(text).year(), Spoken::One(..)), "{text}");
        }
    }

    #[test]
    fn a_day_from_which_it_holds_gives_the_year_and_the_day() {
        let year = FinancialYear::parse("2016/17").unwrap();
        let spoken = |text| {
            let prose = Prose::new(text);
            let day = match prose.first_day() {
                Spoken::One(day, _) => Some(day.to_string()),
                _ => None,
            };
            (prose.year(), day)
        };
        for text in [
            "CCGs approved for delegated commissioning from 1 April 2016",
            "Delegated commissioning, with effect from 1st April 2016",
            "Joint commissioning arrangements (live from 01/04/2016)",
            "Delegated CCGs from 1 April 2016 onwards",
            "Delegated commissioning, approved, effective from 1 April 2016",
            "From 1 April 2016",
        ] {
            let told = (Spoken::One(year, "2016/17".into()), Some("2016-04-01".into()));
            assert_eq!(spoken(text), told, "{text}");
        }
        let month = (Spoken::One(year, "2016/17".into()), None);
        assert_eq!(spoken("Delegated commissioning from April 2016"), month);
        for text in [
            "Data from 1 April 2016: CCGs with delegated commissioning",
            "CCGs from 1 April 2016",
            "CCGs expected to take on delegated commissioning from 1 April 2016",
            "Delegated commissioning, list of 1 April 2016",
            "CCGs approved from 1 April 2016 for delegated commissioning",
            "Joint commissioning arrangements approved, since 1 April 2016",
            "Delegated commissioning from April, July or October 2016",
        ] {
            assert_eq!(spoken(text), (Spoken::Nothing, None), "{text}");
        }
        for text in [
            "Joint commissioning from 1 April 2016 or 1 July 2016",
            "Joint from 1 April 2016 and 1 July 2016",
        ] {
            assert_eq!(spoken(text), (Spoken::Several, None), "{text}");
        }
        let other = "Approved in 2015/16 for delegated commissioning from 1 April 2016";
        assert_eq!(spoken(other), (Spoken::Several, None));
    }
}
