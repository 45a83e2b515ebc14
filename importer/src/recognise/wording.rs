//! What the titles above a table, and the sheet's name, say of all its rows.
//!
//! Titles are prose, so little is believed of them: whole words only, exactly one value, and no negation.

use std::{borrow::Cow, collections::HashSet};

use entities::domain::{AreaKind, FinancialYear, ModelCode, Stage, Vocabulary, clean, normalise, printable};

use super::{
    Field,
    years::{year_of_wave, year_words},
};
use crate::extract::{Address, Row, Value};

/// Words that turn a title's meaning, or leave it open.
const NEGATIONS: &[&str] = &[
    "not",
    "non",
    "no",
    "never",
    "neither",
    "nor",
    "without",
    "except",
    "excluding",
    "pending",
    "awaiting",
    "proposed",
    "rejected",
    "refused",
    "unsuccessful",
];

/// Stages of one word that mean the same in a title as in a cell; "ended" may be of a year, "application" of a form.
const STAGE_WORDS: &[&str] =
    &["applied", "approved", "authorised", "live", "declined", "withdrawn", "withdrew"];

/// Models of one word that mean the same in a title as in a cell.
const MODEL_WORDS: &[&str] = &["delegated", "joint"];

/// A value that stands outside a row and holds for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// What it means.
    pub field: Field,
    /// Where it stands; none for the sheet's name.
    pub address: Option<Address>,
    /// What stands there.
    pub raw: String,
    /// The part of it that is the value.
    pub text: String,
    /// What kind of place it is.
    pub rule: Cow<'static, str>,
}

/// A text above the table.
#[derive(Clone, Debug)]
pub(super) struct Title {
    address: Address,
    text: String,
}

impl Title {
    /// The titles in a row.
    pub(super) fn of_row(row: &Row) -> Vec<Self> {
        row.cells
            .iter()
            .filter(|cell| cell.anchor.is_none())
            .filter_map(|cell| match &cell.value {
                Value::Text(text) => {
                    Some(Self { address: row.address(cell.column), text: printable(text).into_owned() })
                }
                _ => None,
            })
            .collect()
    }

    /// The region that it names, if it is the heading of a group of rows.
    pub(super) fn group(&self) -> Option<Constant> {
        group(self.address, &self.text)
    }
}

/// What is said of all rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording {
    pub(super) year: Option<Constant>,
    pub(super) model: Option<Constant>,
    pub(super) stage: Option<Constant>,
    pub(super) region: Option<Constant>,
}

impl Wording {
    pub(super) fn of(sheet: &str, titles: &[Title]) -> Self {
        let name = [Source { address: None, text: sheet, rule: "sheet name" }];
        let titles: Vec<Source> = titles
            .iter()
            .map(|title| Source { address: Some(title.address), text: &title.text, rule: "title" })
            .collect();
        Self {
            year: agreed(years(&name), years(&titles)),
            model: agreed(
                words(&name, Field::Model, MODEL_WORDS, ModelCode::SPELLINGS),
                words(&titles, Field::Model, MODEL_WORDS, ModelCode::SPELLINGS),
            ),
            stage: agreed(
                words(&name, Field::Stage, STAGE_WORDS, Stage::SPELLINGS),
                words(&titles, Field::Stage, STAGE_WORDS, Stage::SPELLINGS),
            ),
            region: region(sheet).map(|text| name[0].says(Field::Region, text)),
        }
    }

    /// What it says of a field.
    pub(super) fn of_field(&self, field: Field) -> Option<&Constant> {
        match field {
            Field::FinancialYear => self.year.as_ref(),
            Field::Model => self.model.as_ref(),
            Field::Stage => self.stage.as_ref(),
            Field::Region => self.region.as_ref(),
            _ => None,
        }
    }
}

/// What the heading of a group of rows says of them: a region, if it is the name of one.
pub(crate) fn group(address: Address, text: &str) -> Option<Constant> {
    region(text).map(|region| Constant {
        field: Field::Region,
        address: Some(address),
        raw: printable(text).into_owned(),
        text: region.to_owned(),
        rule: "group heading".into(),
    })
}

/// The region that a text names, with or without the word "region" behind it.
fn region(text: &str) -> Option<&'static str> {
    let text = normalise(text);
    let name = text.strip_suffix(" region").unwrap_or(&text);
    AreaKind::REGIONS_2015.into_iter().find(|region| normalise(region) == name)
}

/// Whether a heading of a single word or phrase is surely meant as a model, wherever it stands.
pub(super) fn is_model_phrase(text: &str) -> bool {
    is_clear(&normalise(text), MODEL_WORDS)
}

struct Source<'a> {
    address: Option<Address>,
    text: &'a str,
    rule: &'static str,
}

impl Source<'_> {
    fn says(&self, field: Field, text: &str) -> Constant {
        // Of a sheet's name the part that counts is kept, as the whole stands beside it anyway.
        let raw = if self.address.is_some() { self.text } else { text };
        Constant {
            field,
            address: self.address,
            raw: raw.to_owned(),
            text: text.to_owned(),
            rule: self.rule.into(),
        }
    }
}

/// What texts of one place say.
enum Told<T> {
    Nothing,
    One(T, Constant),
    /// Several values, or one in a sentence that denies it.
    Unclear,
}

/// The name and the titles must not say different things.
fn agreed<T: PartialEq>(name: Told<T>, titles: Told<T>) -> Option<Constant> {
    match (name, titles) {
        (Told::One(a, _), Told::One(b, _)) if a != b => None,
        (Told::One(_, constant), Told::One(..) | Told::Nothing) | (Told::Nothing, Told::One(_, constant)) => {
            Some(constant)
        }
        _ => None,
    }
}

/// A title may tell the years that a whole publication covers, which says nothing of one sheet.
fn years(sources: &[Source]) -> Told<FinancialYear> {
    let mut found: Vec<(FinancialYear, Constant)> = Vec::new();
    for source in sources {
        let says = |text: &str| source.says(Field::FinancialYear, text);
        found.extend(year_words(&clean(source.text)).map(|(word, year)| (year, says(word))));
        let normal = normalise(source.text);
        let words: Vec<&str> = normal.split(' ').collect();
        let waves =
            words.windows(2).filter(|pair| pair[0] == "wave").filter_map(|pair| year_of_wave(pair[1]));
        found.extend(waves.map(|year| (year, says(&year.to_string()))));
    }
    let distinct: HashSet<FinancialYear> = found.iter().map(|(year, _)| *year).collect();
    match found.into_iter().next() {
        Some((year, constant)) if distinct.len() == 1 => Told::One(year, constant),
        _ => Told::Nothing,
    }
}

fn words<T: Copy + PartialEq>(
    sources: &[Source],
    field: Field,
    clear_words: &[&str],
    spellings: &[(&'static str, T)],
) -> Told<T> {
    let mut told = Told::Nothing;
    for source in sources {
        let text = normalise(source.text);
        let found = |phrase: &str| {
            is_clear(phrase, clear_words) && holds(&text, phrase) && !is_article(phrase, source.text)
        };
        for (phrase, value) in spellings.iter().filter(|(phrase, _)| found(phrase)) {
            let is_denied = NEGATIONS.iter().any(|word| holds(&text, word)) || holds(&text, "to be");
            told = match told {
                _ if is_denied => Told::Unclear,
                Told::Nothing => Told::One(*value, source.says(field, phrase)),
                // The fullest wording is the one to show.
                Told::One(same, ref constant) if same == *value && constant.text.len() < phrase.len() => {
                    Told::One(same, source.says(field, phrase))
                }
                Told::One(same, constant) if same == *value => Told::One(same, constant),
                _ => Told::Unclear,
            };
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
    format!(" {text} ").contains(&format!(" {phrase} "))
}
