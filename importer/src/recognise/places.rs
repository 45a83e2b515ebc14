//! The places of England that CCGs, area teams, regions and partnerships are named after.

use std::{collections::HashSet, sync::LazyLock};

use entities::domain::normalise;

use super::words::{HARMLESS, TURNING};
use crate::issue::is_near;

/// A word a line, as the names of the register have them.
const TABLE: &str = include_str!("../../places.txt");

static PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| TABLE.lines().collect());

/// Words that may stand around a place without saying anything of what is listed beneath it.
const AROUND: &[&str] = &[
    "and",
    "area",
    "areas",
    "borough",
    "ccg",
    "ccgs",
    "clinical",
    "commissioning",
    "continued",
    "county",
    "england",
    "for",
    "group",
    "groups",
    "health",
    "ics",
    "in",
    "integrated",
    "list",
    "lists",
    "local",
    "nhs",
    "of",
    "office",
    "offices",
    "on",
    "partnership",
    "region",
    "regional",
    "regions",
    "stp",
    "sub",
    "system",
    "team",
    "teams",
    "the",
    "upon",
    "with",
];

/// Length of the shortest word that may be a misspelt name: shorter ones are too like each other.
const SHORTEST: usize = 5;

/// Words of which one makes the heading of an area of a text, whatever the area is called.
const AREAS: &[&str] =
    &["area", "areas", "ics", "office", "offices", "region", "regional", "regions", "stp", "team", "teams"];

/// Whether a word of a normalised text is a part of a place's name.
pub(super) fn is_place(word: &str) -> bool {
    PLACES.contains(word)
}

/// Whether a text names places, or areas of the NHS, and says nothing else.
pub(super) fn names_area(text: &str) -> bool {
    let text = normalise(text);
    let mut words = text.split(' ').peekable();
    words.peek().is_some_and(|word| !word.is_empty())
        && words.all(|word| is_place(word) || AROUND.contains(&word))
}

/// Whether it does so as a heading, as in "Lancashire area team", and not as a CCG is named.
pub(super) fn is_area_heading(text: &str) -> bool {
    names_area(text) && normalise(text).split(' ').any(|word| AREAS.contains(&word))
}

/// Whether a text names a place, and not several CCGs in it. "Greater" is that of an involvement, too.
pub(super) fn names_place(text: &str) -> bool {
    let text = normalise(text);
    let is_of_several = |word: &str| word == "ccgs" || AREAS.contains(&word);
    let mut words = text.split(' ');
    words.any(|word| is_place(word) && word != "greater") && !text.split(' ').any(is_of_several)
}

/// Whether a word means something in titles, so that it is no misspelt name.
fn is_known(word: &str) -> bool {
    HARMLESS.contains(word) || TURNING.contains(word)
}

/// Whether a text may be meant as the name of a CCG, be it misspelt: one of its words is a place's, or is near to one.
pub(crate) fn is_like_name(text: &str) -> bool {
    let text = normalise(text);
    let is_named = text.ends_with(" ccg") || text.ends_with(" clinical commissioning group");
    let is_body = text.starts_with("nhs ") || text.split(' ').any(|word| matches!(word, "hub" | "icb"));
    let near = |word: &str| {
        !is_known(word) && word.len() >= SHORTEST && PLACES.iter().any(|place| is_near(word, place))
    };
    is_named || is_body || text.split(' ').any(|word| is_place(word) || near(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_listed_once_and_in_order() {
        let words: Vec<&str> = TABLE.lines().collect();
        assert!(words.is_sorted() && PLACES.len() == words.len());
    }

    #[test]
    fn areas_are_told_from_what_says_more() {
        for text in
            ["Lancashire", "Cheshire, Warrington & Wirral Area Team", "NHS England (North)", "CCGs in London"]
        {
            assert!(names_area(text), "{text}");
        }
        for text in ["Declined", "London, declined", "Second tranche", "", "Joint commissioning in London"] {
            assert!(!names_area(text), "{text}");
        }
        assert!(is_area_heading("Essex area team") && !is_area_heading("Mid Essex"));
    }

    #[test]
    fn a_misspelt_name_is_still_like_one_and_a_heading_is_not() {
        for text in ["Haverring", "NHS Nowhere", "Nowhere CCG", "West Lancs", "LONDON COMMISSIONING HUB"] {
            assert!(is_like_name(text), "{text}");
        }
        for text in [
            "Late entrants",
            "Turned Down",
            "Year 2",
            "Other CCGs",
            "Pulled out",
            "Second tranche",
            "Declined",
            "Those on hold",
        ] {
            assert!(!is_like_name(text), "{text}");
        }
    }
}
