//! Writes down what is understood of a file as a profile.

use std::{
    collections::BTreeSet,
    fmt::{self, Write},
};

use entities::domain::normalise;
use sea_orm::ActiveEnum;

use super::{
    guess::{Guess, text},
    survey::Surveyed,
};
use crate::{
    extract::letters_of,
    recognise::{Constant, Field, Layout, Shape, WideColumn, is_value_of},
};

/// How many of the texts in a column are shown.
const TEXTS_SHOWN: usize = 6;

/// A profile in the making.
pub(super) struct Draft<'a> {
    pub(super) file: &'a str,
    pub(super) best: &'a Surveyed<'a>,
    pub(super) others: &'a [Surveyed<'a>],
    /// The sheet that somebody asked for.
    pub(super) only: Option<&'a str>,
}

impl fmt::Display for Draft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guesses = self.guesses();
        let family = self.family();
        self.head(f, &family)?;
        self.columns(f, &family, &guesses)?;
        self.wide(f)?;
        self.constants(f, &guesses)?;
        self.spellings(f)
    }
}

impl Draft<'_> {
    pub(super) fn layout(&self) -> &Layout {
        &self.best.layout
    }

    fn head(&self, f: &mut fmt::Formatter<'_>, family: &[&Surveyed]) -> fmt::Result {
        let layout = self.layout();
        let kind = layout.kind.to_value().to_lowercase();
        writeln!(
            f,
            "# A mapping profile, drafted from {}; docs/profiles.md describes the format. Fill in the",
            comment(self.file)
        )?;
        writeln!(
            f,
            "# lines marked EDIT, look at the others, and see with `importer profile check PROFILE FILE` what it reads."
        )?;
        if self.best.sheet.is_hidden {
            writeln!(f, "# Its sheet is hidden, and read only with --include-hidden.")?;
        }
        writeln!(
            f,
            "name = {}\nversion = 1\ndescription = {}\nkind = \"{kind}\"",
            quoted(&slug(self.file)),
            quoted(self.file)
        )?;
        if layout.headings.is_empty() {
            writeln!(
                f,
                "\n# Sheet \"{}\": no header was found.\nheader = \"none\"",
                comment(&self.best.sheet.name)
            )?;
        } else {
            let (sheet, row) = (comment(&self.best.sheet.name), layout.header_row);
            writeln!(
                f,
                "\n# Sheet \"{sheet}\", header in row {row}, {}: {}",
                layout.title(),
                comment(&layout.understood())
            )?;
            if !layout.lacks().is_empty() {
                writeln!(f, "# Not found: {}", layout.lacks().join(", "))?;
            }
            if self.all_lettered() {
                writeln!(f, "header = {row}")?;
            }
        }
        for rival in &self.best.rivals {
            writeln!(f, "# It may be read as {}", comment(rival))?;
        }
        if let Some(last) = self.best.last_row {
            writeln!(
                f,
                "# What stands beneath this row has another header, and needs a profile of its own.\nlast_row = {last}"
            )?;
        }
        for other in self.others {
            let is_read = |known: &&Surveyed| known.sheet.name == other.sheet.name;
            if other.is_sure && !family.iter().any(is_read) {
                let name = comment(&other.sheet.name);
                writeln!(f, "# Sheet \"{name}\" has other headings, and is not read by this profile.")?;
            }
        }
        if let Some(sheet) = self.only {
            writeln!(f, "\n[sheets]\nonly = [{}]", quoted(sheet))?;
        }
        self.recognise(f)
    }

    /// The headings by which the next edition is known, if they stand in one row.
    fn recognise(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layout = self.layout();
        let row = self.best.sheet.rows.iter().find(|row| row.number == layout.header_row);
        let stands_there = |(column, heading): &(u32, String)| {
            row.and_then(|row| text(row, *column))
                .is_some_and(|text| normalise(text).starts_with(&normalise(heading)))
        };
        if layout.headings.is_empty() || !layout.headings.iter().all(stands_there) {
            return Ok(());
        }
        let all: Vec<String> = layout.headings.iter().map(|(_, heading)| quoted(heading)).collect();
        writeln!(
            f,
            "\n# By these headings, and no others, a sheet is known when the profile stands in a folder of profiles."
        )?;
        writeln!(f, "[recognise]\nheadings = [{}]", all.join(", "))
    }

    fn columns(&self, f: &mut fmt::Formatter<'_>, family: &[&Surveyed], guesses: &[Guess]) -> fmt::Result {
        let layout = self.layout();
        writeln!(f, "\n[columns]")?;
        let is_wide = |column: u32| layout.shape.wide().iter().any(|wide| wide.column == column);
        let is_beside = |column: u32| {
            layout.shape.wide().iter().any(|wide| wide.beside.iter().any(|(told, _)| *told == column))
        };
        for (column, field) in &layout.columns {
            let is_everywhere = family.iter().all(|other| other.layout.column(*field).is_some());
            match self.heading(*column) {
                _ if is_wide(*column) || is_beside(*column) => {}
                Some(heading) if !is_everywhere => writeln!(f, "{} = {}", field.name(), optional(heading))?,
                _ => writeln!(f, "{} = {}", field.name(), self.place(*column))?,
            }
        }
        for (field, heading) in self.elsewhere(family) {
            writeln!(f, "{} = {}", field.name(), optional(heading))?;
        }
        for guess in guesses {
            let Guess { column, field, fitting, cells, others } = guess;
            if !others.is_empty() {
                let columns: Vec<String> =
                    std::iter::once(column).chain(others).map(|column| self.place(*column)).collect();
                let columns = columns.join(" or ");
                writeln!(f, "{} = \"\" # EDIT: which of {columns}? All can be read so", field.name())?;
                continue;
            }
            writeln!(
                f,
                "{} = {} # a guess: {fitting} of {cells} cells can be read so",
                field.name(),
                self.place(*column)
            )?;
        }
        for fields in self.still_lacking(guesses).iter().filter(|fields| self.is_column(fields[0])) {
            let titles: Vec<String> = fields.iter().map(|field| field.title()).collect();
            writeln!(
                f,
                "{} = \"\" # EDIT: the heading of the {}",
                fields[0].name(),
                titles.join(", or of the ")
            )?;
        }
        for column in self.unread(guesses) {
            let told =
                self.texts(column).into_iter().take(TEXTS_SHOWN).map(|text| format!("\"{}\"", comment(text)));
            let told: Vec<String> = told.collect();
            writeln!(f, "# Not read: {}, where it says {}", self.place(column), told.join(", "))?;
        }
        Ok(())
    }

    fn wide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = match self.layout().shape {
            Shape::WideByWave(_) => "years",
            Shape::WideByModel(_) => "models",
            Shape::Long | Shape::PlainList => return Ok(()),
        };
        writeln!(f, "\n[{table}]")?;
        for WideColumn { column, heading, also, beside } in self.layout().shape.wide() {
            let (text, place) = (quoted(&heading.text), self.place(*column));
            if let Some(year) = also.as_ref().filter(|also| also.field == Field::FinancialYear) {
                let told = comment(&format!("{} of {}", heading.text, year.text));
                writeln!(f, "# EDIT: {told} stands in {place}; models of one year only can be named here")?;
                continue;
            }
            if beside.is_empty() {
                writeln!(f, "{text} = {place}")?;
                continue;
            }
            write!(f, "{text} = {{ model = {place}")?;
            for (column, field) in beside {
                write!(f, ", {} = {}", field.name(), self.place(*column))?;
            }
            writeln!(f, " }}")?;
        }
        Ok(())
    }

    fn constants(&self, f: &mut fmt::Formatter<'_>, guesses: &[Guess]) -> fmt::Result {
        let mut told = String::new();
        for Constant { field, text, address, .. } in &self.layout().constants {
            let at = address.map_or_else(|| "the sheet's name".to_owned(), |address| address.to_string());
            if *field == Field::Model {
                if self.layout().column(Field::Model).is_none() {
                    writeln!(told, "model = {} # as in {at}", quoted(text))?;
                }
            } else {
                writeln!(told, "# {} = {} # as in {at}, where it is looked for", field.name(), quoted(text))?;
            }
        }
        for fields in self.still_lacking(guesses).iter().filter(|fields| !self.is_column(fields[0])) {
            let example = match fields[0] {
                Field::FinancialYear => "such as \"2015/16\"",
                Field::Stage => "how far the adoptions had come, such as \"approved\" or \"live\"",
                _ => "\"greater involvement\", \"joint\" or \"delegated\"",
            };
            let or = if self.unread(guesses).is_empty() {
                ""
            } else {
                "; or take it out, and name its column above"
            };
            writeln!(told, "{} = \"\" # EDIT: {example}{or}", fields[0].name())?;
        }
        if told.is_empty() { Ok(()) } else { write!(f, "\n[constants]\n{told}") }
    }

    /// Texts that cannot be read, for somebody to say what they mean.
    fn spellings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layout = self.layout();
        if matches!(layout.shape, Shape::WideByModel(_)) {
            return Ok(());
        }
        for field in [Field::Model, Field::Stage, Field::FinancialYear] {
            let columns = layout.columns.iter().filter(|(_, told)| *told == field);
            let texts: BTreeSet<&str> = columns.flat_map(|(column, _)| self.texts(*column)).collect();
            let unread: Vec<&str> =
                texts.into_iter().filter(|text| is_value_of(field, text).is_err()).collect();
            if unread.is_empty() {
                continue;
            }
            writeln!(
                f,
                "\n# These are not understood. Take the # away, and say what they mean; \"\" means nothing."
            )?;
            writeln!(f, "# [spellings.{}]", field.name())?;
            for text in unread.into_iter().take(TEXTS_SHOWN) {
                writeln!(f, "# {} = \"\"", quoted(text))?;
            }
        }
        Ok(())
    }

    /// Where a column is: its heading, or its letters if no heading is its alone.
    fn place(&self, column: u32) -> String {
        match self.heading(column) {
            Some(heading) => quoted(heading),
            None => format!("{{ column = \"{}\" }}", letters_of(column)),
        }
    }
}

/// The place of a column that not every sheet has.
fn optional(heading: &str) -> String {
    format!("{{ heading = {}, optional = true }}", quoted(heading))
}

/// A text as TOML, on one line.
fn quoted(text: &str) -> String {
    toml::Value::String(comment(text)).to_string()
}

/// A text that stays on its line.
fn comment(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().filter(|c| !c.is_control()).collect()
}

/// A name for the profile of a file.
fn slug(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = normalise(stem).replace(' ', "-");
    let name: String = words.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if name.is_empty() { "profile".to_owned() } else { name }
}
