use chrono::NaiveDate;
use entities::{
    domain::{FinancialYear, ModelCode, Stage, Vocabulary, normalise},
    published_figure,
};

/// In what a figure counts.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Unit {
    /// In CCGs.
    Ccgs,
    /// In CCGs that became so many.
    MergedInto(f64),
    /// In hundredths of something.
    Percent,
    /// In bodies or things of which this service holds nothing.
    Other,
}

/// Where a figure counts.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In all of England.
    England,
    /// In an area of the register.
    Area(i64),
    /// In a place that the register does not know under that name.
    Elsewhere,
}

/// Which part of those at its stage a figure counts.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of them.
    Whole,
    /// Only those that were approved on conditions.
    Conditional,
    /// All of them, with those that were approved on conditions said to be among them.
    WithConditional,
    /// Only those that came on top of earlier ones.
    Increase,
}

/// What CCGs chose.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// A model.
    Model(ModelCode),
    /// No model.
    None,
}

/// What a published figure says, so far as its words can be understood.
#[derive(Clone, Debug)]
pub struct Reading {
    /// In what it counts.
    pub unit: Unit,
    /// Where.
    pub place: Place,
    /// Which part.
    pub extent: Extent,
    /// What was chosen; empty where it does not count a choice.
    pub choices: Vec<Choice>,
    /// How far it had come.
    pub stage: Option<Stage>,
    /// The year.
    pub year: Option<FinancialYear>,
    /// The number that the publisher gives as the whole.
    pub denominator: Option<f64>,
    /// The share in hundredths that the publisher gives besides.
    pub share: Option<f64>,
    /// Whether it counts only those who answered a survey.
    pub responders: bool,
    /// Whether the publisher gives the word "all" and no number.
    pub all: bool,
}

impl Reading {
    /// Of a figure, whose model is this one.
    pub fn of(figure: &published_figure::Model, model: Option<ModelCode>) -> Self {
        let (unit, area) = (normalise(&figure.unit), normalise(&figure.area_as_published));
        let has = |text: &str, wanted: &[&str]| text.split(' ').any(|word| wanted.contains(&word));
        let asked = ["responders", "respondents", "answered", "responded", "replied"];
        let numbers: Vec<f64> = unit.split(' ').filter_map(|word| word.parse().ok()).collect();
        Self {
            unit: unit_of(&unit, &numbers),
            place: match figure.area_id {
                Some(area) => Place::Area(area),
                None if area.split(' ').next() == Some("england") => Place::England,
                None => Place::Elsewhere,
            },
            extent: extent_of(&normalise(&figure.measure)),
            choices: choices_of(figure.model_as_published.as_deref(), model),
            stage: figure.stage,
            year: figure.financial_year,
            denominator: numbers.first().copied().filter(|_| has(&unit, &["of"])),
            share: share_of(&figure.unit),
            responders: has(&unit, &asked) || has(&area, &asked),
            all: figure.value.is_none() && has(&normalise(&figure.value_as_published), &["all"]),
        }
    }

    /// The one model that it is about.
    pub fn model(&self) -> Option<ModelCode> {
        match self.choices.as_slice() {
            [Choice::Model(model)] => Some(*model),
            _ => None,
        }
    }

    /// Whether it is a total of CCGs at a stage, for all of England: what names can be counted against.
    pub fn is_total(&self) -> bool {
        let whole = matches!(self.extent, Extent::Whole | Extent::WithConditional);
        // A total is about one model, or about none in particular.
        let of_one = self.choices.is_empty() || self.model().is_some();
        self.counts_england() && self.stage.is_some() && whole && of_one
    }

    /// Whether it counts CCGs in all of England, those who were not asked among them.
    pub fn counts_england(&self) -> bool {
        self.unit == Unit::Ccgs && self.place == Place::England && !self.responders
    }
}

fn unit_of(unit: &str, numbers: &[f64]) -> Unit {
    let words: Vec<&str> = unit.split(' ').collect();
    let ccgs = words.contains(&"ccgs") || words.contains(&"ccg");
    let into = words.iter().position(|word| *word == "into");
    match (into.and_then(|_| numbers.last()), ccgs) {
        (Some(number), true) => Unit::MergedInto(*number),
        _ if words.contains(&"percent") || (words.contains(&"per") && words.contains(&"cent")) => {
            Unit::Percent
        }
        (_, true) => Unit::Ccgs,
        _ => Unit::Other,
    }
}

/// How publishers begin to speak of what came on top.
const INCREASES: [&str; 6] = ["further", "increase", "additional", "more", "extra", "another"];

/// The publishers' words for a part.
fn extent_of(measure: &str) -> Extent {
    let words: Vec<&str> = measure.split(' ').collect();
    let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if any(&["incl", "including", "with"]) && any(&["conditional", "conditionally"]) {
        Extent::WithConditional
    } else if any(&["conditional", "conditionally"]) {
        Extent::Conditional
    } else if words.first().is_some_and(|first| INCREASES.contains(first)) {
        Extent::Increase
    } else {
        Extent::Whole
    }
}

/// "A/B/none" is three choices.
fn choices_of(published: Option<&str>, model: Option<ModelCode>) -> Vec<Choice> {
    if let Some(model) = model {
        return vec![Choice::Model(model)];
    }
    let parts = published.unwrap_or_default().split(['/', ',', '+']).filter(|part| !part.trim().is_empty());
    let choice = |part: &str| match ModelCode::parse(part) {
        Ok(model) => Some(Choice::Model(model)),
        Err(_) => (normalise(part) == "none").then_some(Choice::None),
    };
    // A part that is not understood might be anything.
    parts.map(choice).collect::<Option<_>>().unwrap_or_default()
}

/// "of 209 CCGs (32.5%)" gives a share.
fn share_of(unit: &str) -> Option<f64> {
    let before = unit.split_once('%')?.0;
    let start = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
    before.get(start..)?.parse().ok()
}

/// A day in words.
pub fn in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_understood_word_by_word() {
        for (unit, expected, share) in [
            ("CCGs (about)", Unit::Ccgs, None),
            ("of 209 CCGs (32.5%)", Unit::Ccgs, Some(32.5)),
            ("CCGs into 6", Unit::MergedInto(6.0), None),
            ("percent of CCGs in region", Unit::Percent, None),
            ("per cent of CCGs", Unit::Percent, None),
            ("documents", Unit::Other, None),
            ("ICBs (all)", Unit::Other, None),
        ] {
            let words = normalise(unit);
            let numbers: Vec<f64> = words.split(' ').filter_map(|word| word.parse().ok()).collect();
            assert_eq!((unit_of(&words, &numbers), share_of(unit)), (expected, share), "{unit}");
        }
    }

    #[test]
    fn a_part_is_told_from_the_whole() {
        for (measure, extent) in [
            ("approved", Extent::Whole),
            ("conditionally approved", Extent::Conditional),
            ("approved incl. conditional", Extent::WithConditional),
            ("increase on 2016/17", Extent::Increase),
            ("further CCGs", Extent::Increase),
            ("no additional formal role", Extent::Whole),
        ] {
            assert_eq!(extent_of(&normalise(measure)), extent, "{measure}");
        }
    }

    #[test]
    fn choices_are_read_one_by_one_or_not_at_all() {
        use ModelCode::{GreaterInvolvement, Joint};
        for (published, choices) in [
            (Some("A/B/none"), vec![Choice::Model(GreaterInvolvement), Choice::Model(Joint), Choice::None]),
            (Some("none"), vec![Choice::None]),
            (Some("A/other"), vec![]),
            (None, vec![]),
        ] {
            assert_eq!(choices_of(published, None), choices, "{published:?}");
        }
    }
}
