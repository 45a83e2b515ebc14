//! Makes a profile of its TOML form, or says in which lines it is wrong.

use std::{collections::BTreeMap, ops::Range};

use entities::domain::{DatasetKind, FinancialYear, ModelCode, Vocabulary, normalise};
use sea_orm::ActiveEnum;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::{
    Header, Place, Profile, Sheets, Wide,
    fingerprint::Fingerprint,
    written::{self, Table, Written},
};
use crate::{
    extract::column_of,
    recognise::{Field, vocabulary::columns},
};

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// When it is not TOML, or something in it is wrong; the message names the lines.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written: Written =
            toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let kind = DatasetKind::parse(written.kind.as_ref()).unwrap_or(DatasetKind::Adoptions);
        let mut reader = Reader { text, kind, problems: Vec::new() };
        let profile = reader.profile(written);
        if reader.problems.is_empty() { Ok(profile) } else { Err(reader.problems.join("\n")) }
    }
}

/// Reads the parts of a profile, and keeps what is wrong with them.
pub(super) struct Reader<'a> {
    text: &'a str,
    pub(super) kind: DatasetKind,
    pub(super) problems: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn wrong(&mut self, at: Range<usize>, message: impl std::fmt::Display) {
        let line = self.text.get(..at.start).unwrap_or_default().matches('\n').count() + 1;
        self.problems.push(format!("line {line}: {message}"));
    }

    fn profile(&mut self, written: Written) -> Profile {
        self.identity(&written);
        let header = written.header.map_or(Header::Wherever, |header| self.header(header));
        let columns = self.places(&written.columns);
        let mut wide = self.wide(&written.years, Field::FinancialYear);
        wide.extend(self.wide(&written.models, Field::Model));
        let sheet_names = |names: Vec<String>| names.iter().map(|name| normalise(name)).collect();
        let profile = Profile {
            name: written.name.into_inner(),
            version: written.version.into_inner(),
            description: written.description,
            sha256: Sha256::digest(self.text).iter().map(|byte| format!("{byte:02x}")).collect(),
            kind: self.kind,
            as_of: written.as_of.and_then(|day| {
                let parsed = day.as_ref().parse().ok();
                if parsed.is_none() {
                    self.wrong(day.span(), format!("\"{}\" is not a date such as 2015-04-01", day.as_ref()));
                }
                parsed
            }),
            fingerprint: self.fingerprint(written.recognise),
            sheets: Sheets {
                only: sheet_names(written.sheets.only),
                except: sheet_names(written.sheets.except),
            },
            header,
            last_row: written.last_row,
            columns,
            optional: self.optional(&written.columns),
            wide,
            constants: self.constants(&written.constants, &written.columns),
            spellings: self.spellings(&written.spellings, !written.models.is_empty()),
        };
        if self.problems.is_empty() {
            self.whole(&profile, written.columns.len());
        }
        profile
    }

    fn identity(&mut self, written: &Written) {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let name = written.name.as_ref();
        if name.is_empty() || !name.chars().all(is_name) {
            let message = format!("\"{name}\" is no name: give small letters, digits and hyphens");
            self.wrong(written.name.span(), message);
        }
        if *written.version.as_ref() == 0 {
            self.wrong(written.version.span(), "versions count from 1");
        }
        if let Err(error) = DatasetKind::parse(written.kind.as_ref()) {
            let kinds = error.candidates.join(", ").replace(' ', "_").replace(",_", ", ");
            let message = format!("\"{}\" is not a kind; the kinds are {kinds}", error.found);
            self.wrong(written.kind.span(), message);
        }
    }

    fn header(&mut self, header: Spanned<written::Header>) -> Header {
        let span = header.span();
        match header.into_inner() {
            written::Header::Row(row) if row > 0 => Header::Rows(row, row),
            written::Header::Rows([first, last]) if first > 0 && last == first + 1 => {
                Header::Rows(first, last)
            }
            written::Header::Word(word) if word == "none" => Header::Nowhere,
            _ => {
                let message = "the header is a row such as 4, two rows one beneath the other such as [3, 4], or \"none\"";
                self.wrong(span, message);
                Header::Nowhere
            }
        }
    }

    pub(super) fn field(&mut self, name: &str, at: Range<usize>) -> Option<Field> {
        let known = columns(self.kind);
        let field = known.iter().map(|column| column.field).find(|field| field.name() == name);
        if field.is_none() {
            let names: Vec<&str> = known.iter().map(|column| column.field.name()).collect();
            let message = format!(
                "{} have no field \"{name}\"; the fields are {}",
                self.kind.title(),
                names.join(", ")
            );
            self.wrong(at, message);
        }
        field
    }

    fn places(&mut self, written: &Table<written::Place>) -> Vec<(Field, Place)> {
        written
            .iter()
            .filter_map(|(name, place)| {
                let field = self.field(name.as_ref(), name.span())?;
                Some((field, self.place(place.as_ref(), place.span())?))
            })
            .collect()
    }

    fn place(&mut self, place: &written::Place, at: Range<usize>) -> Option<Place> {
        let (heading, letters) = match place {
            written::Place::Heading(heading) => (Some(heading), None),
            written::Place::Described(described) => (described.heading.as_ref(), described.column.as_ref()),
        };
        match (heading, letters) {
            (Some(heading), None) if !normalise(heading).is_empty() => Some(Place::Heading(heading.clone())),
            (None, Some(letters)) => {
                let number = column_of(letters);
                if number.is_none() {
                    self.wrong(at, format!("\"{letters}\" is not a column such as D or AB"));
                }
                number.map(Place::Column)
            }
            _ => {
                self.wrong(
                    at,
                    "say beneath which heading it stands, or in which column as in { column = \"D\" }",
                );
                None
            }
        }
    }

    /// The fields of columns that may be missing.
    fn optional(&mut self, written: &Table<written::Place>) -> Vec<Field> {
        let is_optional = |place: &written::Place| matches!(place, written::Place::Described(described) if described.optional);
        let optional = written.iter().filter(|(_, place)| is_optional(place.as_ref()));
        let names: Vec<_> = optional.map(|(name, _)| (name.as_ref().clone(), name.span())).collect();
        names.into_iter().filter_map(|(name, span)| self.field(&name, span)).collect()
    }

    fn wide(&mut self, written: &Table<written::Wide>, field: Field) -> Vec<Wide> {
        let mut all = Vec::new();
        for (says, columns) in written {
            let text = match field {
                Field::Model => ModelCode::parse(says.as_ref()).map(|model| model.to_value()),
                _ => FinancialYear::parse(says.as_ref()).map(|year| year.to_string()),
            };
            let Ok(text) = text.map_err(|error| self.wrong(says.span(), error)) else { continue };
            if self.kind != DatasetKind::Adoptions {
                self.wrong(says.span(), "only adoptions have a column for each year or model");
            }
            let span = columns.span();
            let (place, beside) = match columns.as_ref() {
                written::Wide::One(place) => (self.place(place, span), Vec::new()),
                written::Wide::Several(places) => self.several(places, field, &span),
            };
            all.extend(place.map(|place| Wide { field, text, place, beside }));
        }
        all
    }

    /// The columns of a year or model, of which the one named `model` is the one that makes the statement.
    fn several(
        &mut self,
        places: &BTreeMap<String, written::Place>,
        says: Field,
        span: &Range<usize>,
    ) -> (Option<Place>, Vec<(Field, Place)>) {
        let (mut own, mut beside) = (None, Vec::new());
        for (name, place) in places {
            let field = self.field(name, span.clone());
            let place = self.place(place, span.clone());
            match field.zip(place) {
                Some((Field::Model, place)) => own = Some(place),
                Some((field, _)) if field == says => {
                    self.wrong(span.clone(), format!("the {} stands to the left already", says.title()));
                }
                Some(told) => beside.push(told),
                None => {}
            }
        }
        if own.is_none() && self.problems.is_empty() {
            self.wrong(span.clone(), "say with `model` in which column the model stands");
        }
        (own, beside)
    }

    fn fingerprint(&mut self, written: written::Recognise) -> Fingerprint {
        let mut first_row = Vec::new();
        for (letters, pattern) in written.first_row {
            match column_of(letters.as_ref()) {
                Some(column) => first_row.push((column, pattern.into_inner())),
                None => {
                    let message = format!("\"{}\" is not a column such as D or AB", letters.as_ref());
                    self.wrong(letters.span(), message);
                }
            }
        }
        let headings = written.headings.unwrap_or_default();
        Fingerprint { headings: headings.iter().map(|heading| normalise(heading)).collect(), first_row }
    }
}

impl Profile {
    /// Whether any of its columns is given by a heading.
    pub(super) fn names_headings(&self) -> bool {
        self.all_places().any(|place| matches!(place, Place::Heading(_)))
    }

    /// Where all its columns stand.
    pub(super) fn all_places(&self) -> impl Iterator<Item = &Place> {
        let wide = self
            .wide
            .iter()
            .flat_map(|wide| std::iter::once(&wide.place).chain(wide.beside.iter().map(|(_, place)| place)));
        self.columns.iter().map(|(_, place)| place).chain(wide)
    }
}
