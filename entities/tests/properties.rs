//! What holds of the parsers of the domain whatever they are given. `PROPTEST_CASES` says how often it is tried.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{Datelike, NaiveDate};
use entities::domain::{
    FinancialYear, ModelCode, OdsCode, OnsCode, PartialDate, Stage, Vocabulary, clean, is_control,
    is_invisible, normalise, printable,
};
use proptest::prelude::*;

/// Any text, or one that is nearly a value.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9A-Ez]{2,6}",
        "E?[0-9]{7,9}",
        "(FY|fy )?[0-9]{2,4}[-/_ ]{0,2}[0-9]{0,4}",
        "[0-9]{1,4}[-/. ]([0-9]{1,3}|Apr|march|Xyz)[-/. '][0-9]{1,5}(T00:00|[ a-z]{0,3})",
    ]
}

/// A spelling as careless hands write it.
fn careless(text: &str, noise: &[u8]) -> String {
    let letter = |(place, c): (usize, char)| match noise[place % noise.len()] % 5 {
        0 => c.to_uppercase().to_string(),
        1 if c == ' ' => "\u{a0} ".to_owned(),
        2 => format!("{c}\u{200b}"),
        3 => format!("\u{ad}{c}"),
        _ => c.to_string(),
    };
    format!(" {} \n", text.chars().enumerate().map(letter).collect::<String>())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (2010..=2035, 1..=366_u32).prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

proptest! {
    #[test]
    fn what_is_read_is_read_again_from_how_it_is_shown(text in text()) {
        if let Ok(code) = OdsCode::parse(&text) {
            prop_assert_eq!(OdsCode::parse(code.as_str()), Ok(code.clone()));
            prop_assert_eq!(code.as_str(), text.trim().to_uppercase());
        }
        if let Ok(code) = OnsCode::parse(&text) {
            prop_assert_eq!(OnsCode::parse(code.as_str()), Ok(code));
        }
        if let Ok(year) = FinancialYear::parse(&text) {
            prop_assert_eq!(FinancialYear::parse(&year.to_string()), Ok(year));
            prop_assert!(year.contains(year.first_day()) && year.contains(year.last_day()));
        }
        if let Ok(date) = PartialDate::parse(&text) {
            prop_assert!(date.first <= date.last);
            prop_assert_eq!(PartialDate::parse(&date.to_string()), Ok(date));
        }
    }

    #[test]
    fn every_spelling_of_a_day_is_that_day(day in day()) {
        for form in [
            "%Y-%m-%d", "%d/%m/%Y", "%-d.%-m.%Y", "%Y%m%d", "%d/%m/%y", "%-d-%b-%y", "%-d %B %Y", "%d %b %Y", "%FT%T",
        ] {
            let text = day.and_hms_opt(0, 0, 0).unwrap().format(form).to_string();
            prop_assert_eq!(PartialDate::parse(&text).map(PartialDate::exact), Ok(Some(day)), "{}", text);
        }
        let month = PartialDate::parse(&day.format("%b-%y").to_string()).unwrap();
        prop_assert!(month.first.day() == 1 && month.first <= day && day <= month.last);
        prop_assert_eq!((month.first.month(), month.last.month()), (day.month(), day.month()));
        // The American order is another day or none, and this one only where both are alike.
        if let Ok(american) = PartialDate::parse(&day.format("%m/%d/%Y").to_string()) {
            prop_assert_eq!(american.exact() == Some(day), day.day() == day.month());
        }
    }

    #[test]
    fn every_spelling_of_a_year_is_that_year(start in 2000_u16..2099) {
        let (short, end) = (start % 100, start + 1);
        let year = FinancialYear::parse(&format!("{start}/{end}")).unwrap();
        for text in [
            format!("{start}/{:02}", end % 100),
            format!("{start}-{:02}", end % 100),
            format!("{start}\u{2013}{end}"),
            format!("{short:02}/{:02}", end % 100),
            format!("FY{end}"),
            format!("fy {start}/{:02}", end % 100),
        ] {
            prop_assert_eq!(FinancialYear::parse(&text), Ok(year), "{}", text);
        }
        for other in [start - 1, start, start + 2] {
            let text = format!("{start}/{other}");
            prop_assert!(FinancialYear::parse(&text).is_err(), "{}", text);
        }
    }

    #[test]
    fn careless_spellings_mean_the_same_and_parts_mean_nothing(
        place in any::<prop::sample::Index>(),
        noise in prop::collection::vec(any::<u8>(), 1..20),
        word in "[a-z]{2,12}",
    ) {
        let (spelling, model) = place.get(ModelCode::SPELLINGS);
        prop_assert_eq!(ModelCode::parse(&careless(spelling, &noise)), Ok(*model));
        let (stage, meaning) = place.get(Stage::SPELLINGS);
        prop_assert_eq!(Stage::parse(&careless(stage, &noise)), Ok(*meaning));
        for text in [format!("{word} {spelling}"), format!("{spelling} {word}"), format!("{spelling}/{word}")] {
            let is_another = ModelCode::SPELLINGS.iter().any(|(known, _)| *known == normalise(&text));
            prop_assert_eq!(ModelCode::parse(&text).is_ok(), is_another, "{}", text);
        }
    }

    #[test]
    fn texts_are_cleaned_once_and_for_all(text in any::<String>()) {
        let cleaned = clean(&text);
        prop_assert_eq!(clean(&cleaned), cleaned.clone());
        prop_assert!(!cleaned.contains(is_invisible));
        prop_assert!(!printable(&text).contains(is_control));
        prop_assert_eq!(normalise(&cleaned), normalise(&text));
        prop_assert_eq!(normalise(&normalise(&text)), normalise(&text));
    }
}
