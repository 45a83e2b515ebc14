//! What the titles above a table, and the sheet's name, say of all its rows.

use std::borrow::Cow;

use entities::domain::{AreaKind, FinancialYear, Stage, normalise, printable};

use super::{
    Field,
    prose::{Doubt, Prose, Spoken},
};
use crate::{
    extract::{Address, Row, Value},
    issue::cut,
};

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
    pub(super) address: Address,
    pub(super) text: String,
}

impl Title {
    /// The titles in a row.
    pub(super) fn of_row(row: &Row) -> Vec<Self> {
        row.cells
            .iter()
            .filter(|cell| cell.anchor.is_none())
            .filter_map(|cell| match &cell.value {
                Value::Text(text) => Some(Self { address: row.address(cell.column), text: text.to_string() }),
                _ => None,
            })
            .collect()
    }

    /// The region that it names, if it is the heading of a group of rows.
    pub(super) fn group(&self) -> Option<Constant> {
        let source = Source { address: Some(self.address), text: &self.text, rule: "group heading" };
        region(&self.text).map(|region| source.says(Field::Region, region))
    }
}

/// What is said of all rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording {
    pub(super) year: Option<Constant>,
    pub(super) model: Option<Constant>,
    pub(super) stage: Option<Constant>,
    pub(super) region: Option<Constant>,
    /// The first day in force, which lies in the year that is said.
    pub(super) first_day: Option<Constant>,
    /// That the sheet is one of those that declined or withdrew, whatever another title says.
    pub(super) denial: Option<Constant>,
    /// Whether a model or a stage is named, be it to deny it.
    pub(super) speaks_of_adoption: bool,
    /// Whether a wave of applications is named.
    pub(super) speaks_of_wave: bool,
    /// Whether a title is about the rows and not understood, so that the sheet's name alone must not tell what they are.
    pub(super) is_unclear: bool,
    /// Whether a title says that the list is about commissioning, if there are titles.
    pub(super) is_of_commissioning: Option<bool>,
    /// Whether somebody says what kind of list it is.
    pub(super) is_kind_given: bool,
    /// Why something that is said is not believed, for people.
    pub(super) doubt: Option<String>,
    /// Why nothing that the sheet says is believed, for people.
    pub(super) void: Option<String>,
}

impl Wording {
    pub(super) fn of(sheet: &str, titles: &[Title]) -> Self {
        let name = [Source { address: None, text: sheet, rule: "sheet name" }];
        let titles: Vec<Source> = titles
            .iter()
            .map(|title| Source { address: Some(title.address), text: &title.text, rule: "title" })
            .collect();
        let mut wording =
            Self { region: region(sheet).map(|text| name[0].says(Field::Region, text)), ..Self::default() };
        let model = |prose: &Prose| prose.model();
        let stage = |prose: &Prose| prose.stage();
        wording.year = wording.agreed(years(&name), years(&titles));
        wording.model =
            wording.agreed(words(&name, Field::Model, model), words(&titles, Field::Model, model));
        wording.stage =
            wording.agreed(words(&name, Field::Stage, stage), words(&titles, Field::Stage, stage));
        wording.first_day = first_day(titles.iter().chain(&name));
        let is_of_commissioning = |source: &Source| Prose::new(source.text).is_of_commissioning();
        wording.is_of_commissioning = (!titles.is_empty()).then(|| titles.iter().any(is_of_commissioning));
        for source in titles.iter().chain(&name) {
            let prose = Prose::new(source.text);
            wording.speaks_of_adoption |= prose.speaks_of_adoption();
            wording.speaks_of_wave |= prose.speaks_of_wave();
            if let Spoken::One(Stage::Declined | Stage::Withdrawn, word) = prose.stage()
                && (source.address.is_none() || prose.doubt().is_none())
            {
                wording.denial.get_or_insert_with(|| source.says(Field::Stage, &word));
            }
            if let Some(word) = source.voided(&prose) {
                let place = source.place();
                let message = format!("\"{}\" ({place}) says \"{word}\"", cut(source.text));
                wording.void.get_or_insert(message);
            }
            let Some(doubt) = prose.doubt().filter(|_| source.address.is_some()) else { continue };
            if prose.has_subject() {
                wording.is_unclear = true;
                wording.doubt.get_or_insert_with(|| source.not_believed(&doubt.because()));
            }
            // What the title would say if it were understood, the sheet's name must not say instead of it.
            if prose.speaks_of_adoption() {
                wording.forget_name(&source.not_believed(&doubt.because()));
            }
        }
        wording
    }

    /// Takes back what only the sheet's name says of a model or a stage.
    fn forget_name(&mut self, because: &str) {
        for told in [&mut self.model, &mut self.stage] {
            if told.take_if(|constant| constant.address.is_none()).is_some() {
                self.doubt.get_or_insert_with(|| because.to_owned());
            }
        }
    }

    /// What it says of a field.
    pub(super) fn of_field(&self, field: Field) -> Option<&Constant> {
        match field {
            Field::FinancialYear => self.year.as_ref(),
            Field::Model => self.model.as_ref(),
            Field::Stage => self.stage.as_ref(),
            Field::Region => self.region.as_ref(),
            Field::EffectiveFrom => self.first_day.as_ref(),
            _ => None,
        }
    }

    /// The name and the titles must not say different things.
    fn agreed<T: PartialEq>(&mut self, name: Told<T>, titles: Told<T>) -> Option<Constant> {
        let because = match (name, titles) {
            (Told::One(a, name), Told::One(b, title)) if a != b => {
                format!("the sheet's name says \"{}\", and its title \"{}\"", name.text, title.text)
            }
            (Told::Hint(a, because), Told::One(b, _)) if a != b => because,
            (Told::Hint(..), Told::One(_, constant)) => return Some(constant),
            (Told::Hint(_, because), _) | (_, Told::Hint(_, because)) => because,
            (Told::Unclear(because), _) | (_, Told::Unclear(because)) => because,
            (Told::One(_, constant), _) | (_, Told::One(_, constant)) => return Some(constant),
            (Told::Vague(because), _) | (_, Told::Vague(because)) => because,
            (Told::Nothing, Told::Nothing) => return None,
        };
        self.doubt.get_or_insert(because);
        None
    }
}

/// The region that a text names, with or without the word "region" behind it.
pub(super) fn region(text: &str) -> Option<&'static str> {
    let text = normalise(text);
    let name = text.strip_suffix(" region").unwrap_or(&text);
    AreaKind::REGIONS_2015.into_iter().find(|region| normalise(region) == name)
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
            raw: printable(raw).into_owned(),
            text: text.to_owned(),
            rule: self.rule.into(),
        }
    }

    fn not_believed(&self, because: &str) -> String {
        format!("\"{}\" ({}) is not believed {because}", cut(self.text), self.place())
    }

    fn place(&self) -> String {
        self.address.map_or_else(|| "the sheet's name".to_owned(), |address| address.to_string())
    }

    /// The word by which it says that the sheet does not count. A sheet's name is about all of it, so that
    /// "Proposed" or "Not approved" do, and "Year not stated" does not. The name of a file is no matter: whoever
    /// imports it has read it.
    fn voided(&self, prose: &Prose) -> Option<String> {
        if self.address.is_some() {
            return prose.voided().map(str::to_owned);
        }
        let ending = self.text.rsplit_once('.').map(|(_, ending)| ending);
        let is_file = ending.is_some_and(|ending| {
            (2..=4).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if is_file {
            return None;
        }
        // "Not stated" is what a sheet of an unknown year is called.
        let is_of_rows = |word: &str| {
            let name = normalise(self.text);
            let begins =
                name.starts_with(&normalise(word)) && !matches!(name.as_str(), "not stated" | "not known");
            let is_about = prose.speaks_of_adoption() || prose.speaks_of_wave() || prose.has_subject();
            is_about || begins || !self.text.trim().contains(' ')
        };
        match prose.strong_doubt() {
            Some(Doubt::Turned(word)) if is_of_rows(&word) => Some(word),
            _ => prose.voided().map(str::to_owned),
        }
    }
}

/// What texts of one place say.
enum Told<T> {
    Nothing,
    /// Something that is about more than the sheet, for this reason.
    Vague(String),
    /// A value in a name of which not all is understood, for this reason: it must not be the only one to say so.
    Hint(T, String),
    One(T, Constant),
    /// Several values, or one in a text that is not clear, for this reason.
    Unclear(String),
}

/// A title may tell the years that a whole publication covers, which says nothing of one sheet.
fn years(sources: &[Source]) -> Told<FinancialYear> {
    let mut told = Told::Nothing;
    for source in sources {
        told = match (told, Prose::new(source.text).year()) {
            (told, Spoken::Nothing) => told,
            (Told::Nothing, Spoken::One(year, word)) => {
                Told::One(year, source.says(Field::FinancialYear, &word))
            }
            (Told::One(same, constant), Spoken::One(year, _)) if same == year => Told::One(same, constant),
            _ => return Told::Vague(source.not_believed("because it may speak of more than one year")),
        };
    }
    told
}

/// The day from which something holds, if only one is named.
fn first_day<'a>(sources: impl Iterator<Item = &'a Source<'a>>) -> Option<Constant> {
    let days = sources.filter_map(|source| match Prose::new(source.text).first_day() {
        Spoken::One(_, text) => Some(source.says(Field::EffectiveFrom, &text)),
        _ => None,
    });
    let days: Vec<Constant> = days.collect();
    let is_one = days.windows(2).all(|pair| pair[0].text == pair[1].text);
    days.into_iter().next().filter(|_| is_one)
}

fn words<T: Copy + PartialEq>(
    sources: &[Source],
    field: Field,
    read: impl Fn(&Prose) -> Spoken<T>,
) -> Told<T> {
    let mut told = Told::Nothing;
    for source in sources {
        let prose = Prose::new(source.text);
        let unclear = |because: &str| Told::Unclear(source.not_believed(because));
        let (value, phrase) = match read(&prose) {
            Spoken::Nothing => match prose.strong_doubt().or_else(|| prose.unknown_status(field)) {
                Some(doubt) => return unclear(&doubt.because()),
                None => continue,
            },
            Spoken::Several => return unclear(&format!("because it names more than one {}", field.title())),
            Spoken::One(value, phrase) => (value, phrase),
        };
        match prose.doubt() {
            // A sheet, or a file, has a name of its own too.
            Some(doubt @ Doubt::Unknown(_)) if source.address.is_none() => {
                return Told::Hint(value, source.not_believed(&doubt.because()));
            }
            Some(doubt) => return unclear(&doubt.because()),
            None => {}
        }
        told = match told {
            Told::Nothing => Told::One(value, source.says(field, &phrase)),
            Told::One(same, constant) if same == value => {
                let is_fuller = phrase.len() > constant.text.len();
                Told::One(same, if is_fuller { source.says(field, &phrase) } else { constant })
            }
            _ => return unclear(&format!("because another title names another {}", field.title())),
        };
    }
    told
}
