//! Reads a title or a heading of rows as what it is: prose, of which little can be believed.
//!
//! It says something only in whole words, only if that is one thing, and only if every other word of it is known to
//! leave the meaning as it is. "Approved" is one; "unable to be approved" and "approved in principle" are none. `beginning`
//! reads since when something holds, and `remark` what may change a row.

mod beginning;
mod remark;

pub(crate) use remark::{Held, may_turn};

use entities::domain::{FinancialYear, ModelCode, Stage, Vocabulary, clean, month_of_name, normalise};

use super::{
    Field,
    places::is_place,
    words::{HARMLESS, SUBJECTS, TURNING, TURNING_PHRASES, VOID, VOID_PHRASES, WEAK},
    years::{year_of_wave, year_words},
};

/// Stages of one word that mean the same in a title as in a cell; "ended" may be of a year, "application" of a form.
const STAGE_WORDS: &[&str] =
    &["applied", "approved", "authorised", "live", "declined", "withdrawn", "withdrew"];

/// Models of one word that mean the same in a title as in a cell.
const MODEL_WORDS: &[&str] = &["delegated", "joint"];

/// Longest text that is a heading, in characters; what is longer is prose, in which "other" may be about anything.
const LONGEST_HEADING: usize = 60;

/// What a text says of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spoken<T> {
    Nothing,
    /// One value, and the words that say so.
    One(T, String),
    Several,
}

/// Why a text is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// A word denies what the others say, or leaves it open.
    Turned(String),
    /// A word is not known.
    Unknown(String),
}

impl Doubt {
    pub(super) fn because(&self) -> String {
        match self {
            Self::Turned(word) => format!("because of \"{word}\""),
            Self::Unknown(word) => format!("because \"{word}\" may change what it means"),
        }
    }
}

/// A text and its words.
pub(super) struct Prose<'a> {
    raw: &'a str,
    text: String,
}

impl<'a> Prose<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self { raw, text: normalise(raw) }
    }

    /// The model that it speaks of.
    pub(super) fn model(&self) -> Spoken<ModelCode> {
        self.spoken(MODEL_WORDS, ModelCode::SPELLINGS)
    }

    /// The stage that it speaks of.
    pub(super) fn stage(&self) -> Spoken<Stage> {
        self.spoken(STAGE_WORDS, Stage::SPELLINGS)
    }

    /// The financial year that it speaks of, by its years or its wave, or else by the day from which it holds.
    pub(super) fn year(&self) -> Spoken<FinancialYear> {
        let mut years = self.years_stated().into_iter();
        let Some((year, word)) = years.next() else { return self.year_of_start() };
        let words: Vec<&str> = self.words().collect();
        let begins_then = self.starts().iter().all(|(_, start)| FinancialYear::of(start.first) == year);
        if begins_then && !self.is_one_of_several(&words) && years.all(|(other, _)| other == year) {
            Spoken::One(year, word)
        } else {
            Spoken::Several
        }
    }

    /// Whether a year, or a wave, is but the last or the first of those that are spoken of: "by 2016/17", "approved since
    /// wave 1". What is live since a year began in it.
    fn is_one_of_several(&self, words: &[&str]) -> bool {
        const BOUNDS: [&str; 6] = ["after", "before", "by", "than", "to", "until"];
        let is_year = |word: &str| word.parse().is_ok_and(|year: u16| (1990..2100).contains(&year));
        let is_wave = |at: usize| {
            words[at] == "wave" && words.get(at + 1).is_some_and(|number| year_of_wave(number).is_some())
        };
        let is_bound = |word: &str| BOUNDS.contains(&word) || (word == "since" && !self.is_live());
        (1..words.len()).any(|at| is_bound(words[at - 1]) && (is_year(words[at]) || is_wave(at)))
    }

    fn is_live(&self) -> bool {
        matches!(self.stage(), Spoken::One(Stage::Live, _))
    }

    fn states_year(&self) -> bool {
        !self.years_stated().is_empty()
    }

    /// The years that it names, and the waves, with what names them.
    fn years_stated(&self) -> Vec<(FinancialYear, String)> {
        let text = clean(self.raw);
        let words: Vec<&str> = self.words().collect();
        let waves =
            words.windows(2).filter(|pair| pair[0] == "wave").filter_map(|pair| year_of_wave(pair[1]));
        let stated = year_words(&text).map(|(word, year)| (year, word.to_owned()));
        stated.chain(waves.map(|year| (year, year.to_string()))).collect()
    }

    /// Whether it speaks of a model or a stage at all, be it to deny one.
    pub(super) fn speaks_of_adoption(&self) -> bool {
        self.model() != Spoken::Nothing || self.stage() != Spoken::Nothing
    }

    /// Whether it speaks of a wave of applications.
    pub(super) fn speaks_of_wave(&self) -> bool {
        self.words().any(|word| matches!(word, "wave" | "waves" | "tranche"))
    }

    /// Whether it speaks of commissioning and of nothing that is not known.
    pub(super) fn is_of_commissioning(&self) -> bool {
        let is_it = |word: &str| word.ends_with("commissioning") || MODEL_WORDS.contains(&word);
        self.words().any(is_it) && self.doubt().is_none()
    }

    /// Whether it is about CCGs or what they asked for, so that it matters if it is not understood.
    pub(super) fn has_subject(&self) -> bool {
        self.words().any(|word| SUBJECTS.contains(word))
    }

    /// The word that keeps it from being believed.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        self.turned().or_else(|| {
            let words: Vec<&str> = self.words().collect();
            let told = told(&words);
            let unknown = (0..words.len()).find(|place| !told[*place] && !is_harmless(&words, *place));
            unknown.map(|place| Doubt::Unknown(words[place].to_owned()))
        })
    }

    /// The word that turns its meaning, whatever the others are. Some do so only beside what they turn.
    pub(super) fn strong_doubt(&self) -> Option<Doubt> {
        self.turned().filter(|doubt| {
            let is_weak = matches!(doubt, Doubt::Turned(word) if WEAK.contains(word.as_str()));
            let is_short = self.raw.chars().count() <= LONGEST_HEADING;
            !is_weak || self.speaks_of_adoption() || (self.has_subject() && is_short)
        })
    }

    /// Whether it speaks of applications and does not say what became of them.
    pub(super) fn leaves_applications_open(&self) -> bool {
        let applies =
            |word: &str| matches!(word, "applicant" | "applicants" | "application" | "applications");
        self.words().any(applies) && self.stage() == Spoken::Nothing
    }

    /// What keeps it from being understood, where it announces a status: "Status: applications received".
    pub(super) fn unknown_status(&self, field: Field) -> Option<Doubt> {
        let begin = self.raw.split(':').next().filter(|begin| begin.len() < self.raw.len()).map(normalise);
        let announces = begin.is_some_and(|begin| matches!(begin.as_str(), "status" | "stage"));
        let open = || self.leaves_applications_open().then(|| Doubt::Unknown("applications".to_owned()));
        self.doubt().filter(|_| announces).or_else(open).filter(|_| field == Field::Stage)
    }

    /// The word by which it says that the list as a whole does not count.
    pub(super) fn voided(&self) -> Option<&str> {
        let phrase = VOID_PHRASES.iter().copied().find(|phrase| holds(&self.text, phrase));
        phrase.or_else(|| self.words().find(|word| VOID.contains(word)))
    }

    fn turned(&self) -> Option<Doubt> {
        let turned = |word: &str| Some(Doubt::Turned(word.to_owned()));
        if let Some(mark) = self.raw.matches(['?', '!', '\u{2260}', '\u{ac}', '~']).next() {
            return turned(mark);
        }
        if let Some(phrase) = TURNING_PHRASES.iter().find(|phrase| holds(&self.text, phrase)) {
            return turned(phrase);
        }
        let words: Vec<&str> = self.words().collect();
        if (0..words.len()).any(|place| words[place] == "may" && !is_harmless(&words, place)) {
            return turned("may");
        }
        self.words().find(|word| TURNING.contains(word) || VOID.contains(word)).and_then(turned)
    }

    fn spoken<T: Copy + PartialEq>(&self, clear: &[&str], spellings: &[(&'static str, T)]) -> Spoken<T> {
        let mut spoken = Spoken::Nothing;
        let is_said = |phrase: &str| {
            is_clear(phrase, clear) && holds(&self.text, phrase) && !is_article(phrase, self.raw)
        };
        for (phrase, value) in spellings.iter().filter(|(phrase, _)| is_said(phrase)) {
            spoken = match spoken {
                Spoken::Nothing => Spoken::One(*value, (*phrase).to_owned()),
                // The fullest wording is the one to show.
                Spoken::One(same, shown) if same == *value => {
                    Spoken::One(same, if shown.len() < phrase.len() { (*phrase).to_owned() } else { shown })
                }
                _ => Spoken::Several,
            };
        }
        spoken
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }
}

/// Whether a heading of a single word or phrase is surely meant as a model, wherever it stands.
pub(super) fn is_model_phrase(text: &str) -> bool {
    is_clear(&normalise(text), MODEL_WORDS)
}

/// Whether a word leaves the meaning of the others as it is.
fn is_harmless(words: &[&str], place: usize) -> bool {
    let word = words[place];
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let neighbours = [place.checked_sub(1), place.checked_add(1)].into_iter().flatten();
    let is_beside_number = neighbours.filter_map(|place| words.get(place)).any(is_number);
    let before = place.checked_sub(1).map(|before| words[before]);
    match word {
        // A month, or else a word of doubt.
        "may" => is_beside_number || matches!(before, Some("in" | "since" | "during")),
        _ if before == Some("wave") && year_of_wave(word).is_some() => true,
        _ if month_of_name(word).is_some() || HARMLESS.contains(word) || is_place(word) => true,
        // Letters number annexes as they number models.
        _ => is_numbering(word) || word.len() == 1,
    }
}

/// "2016", "1st", "16", "v2", "fy17".
fn is_numbering(word: &str) -> bool {
    let word = word.strip_prefix("fy").or_else(|| word.strip_prefix('v')).unwrap_or(word);
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len() && matches!(rest, "" | "st" | "nd" | "rd" | "th")
}

/// Which words belong to a phrase by which a model or a stage is called. A word of it that stands elsewhere says
/// something else: "expression of interest" is one, and "an interest" is not.
fn told(words: &[&str]) -> Vec<bool> {
    let models = ModelCode::SPELLINGS.iter().map(|(phrase, _)| *phrase);
    let models = models.filter(|phrase| is_clear(phrase, MODEL_WORDS));
    let stages = Stage::SPELLINGS.iter().map(|(phrase, _)| *phrase);
    let stages = stages.filter(|phrase| is_clear(phrase, STAGE_WORDS));
    let mut told = vec![false; words.len()];
    for phrase in models.chain(stages) {
        let length = phrase.split(' ').count();
        for (place, window) in words.windows(length).enumerate() {
            if phrase.split(' ').eq(window.iter().copied()) {
                told[place..place + length].fill(true);
            }
        }
    }
    told
}

fn is_clear(phrase: &str, clear_words: &[&str]) -> bool {
    phrase.contains(' ') || clear_words.contains(&phrase)
}

/// Whether the "a" of "model a" is but an article, as in "the model a CCG has".
fn is_article(phrase: &str, text: &str) -> bool {
    phrase.ends_with(" a") && !text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "A")
}

/// Whether whole words of a normalised text are the phrase.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(begin, _)| {
        let is_end = |rest: Option<char>| rest.is_none_or(|c| c == ' ');
        is_end(text[..begin].chars().next_back()) && is_end(text[begin + phrase.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_clear_if_every_word_is_known() {
        for text in [
            "CCGs approved for delegated commissioning, 2016/17",
            "Annex A: list of NHS England's CCGs with delegated commissioning arrangements (live from 1 April 2016)",
            "Wave 2 - CCGs that have applied to take on delegated commissioning, as at 6th May 2015",
            "London CCGs, joint commissioning, application submitted",
        ] {
            assert_eq!(Prose::new(text).doubt(), None, "{text}");
        }
    }

    #[test]
    fn a_word_of_denial_or_doubt_or_an_unknown_one_keeps_a_title_from_being_believed() {
        for (text, word) in [
            ("CCGs unable to take on delegated commissioning", "unable"),
            ("Deferred: delegated commissioning", "deferred"),
            ("If approved, delegated commissioning", "if"),
            ("CCGs that may take on delegated commissioning", "may"),
            ("CCGs to be approved", "to be"),
            ("Approved?", "?"),
            ("Other CCGs, not delegated", "other"),
            ("All other CCGs", "other"),
            ("On hold", "on hold"),
            ("Approved in principle", "in principle"),
        ] {
            assert_eq!(Prose::new(text).strong_doubt(), Some(Doubt::Turned(word.into())), "{text}");
        }
        assert_eq!(Prose::new("Table no 3").strong_doubt(), None);
        for (text, word) in [
            ("Delegated arrangements ended 2016/17", "ended"),
            ("CCGs with delegated ambitions", "ambitions"),
            ("CCGs with an interest in delegated commissioning", "interest"),
            ("Submitted for joint commissioning", "submitted"),
            ("Delegated commissioning approved by members", "members"),
            ("Full list of CCGs with joint decision making", "decision"),
        ] {
            assert_eq!(Prose::new(text).doubt(), Some(Doubt::Unknown(word.into())), "{text}");
        }
    }

    #[test]
    fn a_wave_and_years_that_do_not_belong_together_are_two_years() {
        assert_eq!(Prose::new("Wave 2 2015/16").year(), Spoken::Several);
        for text in
            ["Approved by 2016/17", "Since wave 1", "Up to 2016/17", "Later than 2015/16", "Before wave two"]
        {
            assert_eq!(Prose::new(text).year(), Spoken::Several, "{text}");
        }
        assert!(matches!(Prose::new("Live since 2015/16").year(), Spoken::One(..)));
        let year = FinancialYear::parse("2016/17").unwrap();
        assert_eq!(Prose::new("Wave 2 (2016/17)").year(), Spoken::One(year, "2016/17".into()));
    }
}
