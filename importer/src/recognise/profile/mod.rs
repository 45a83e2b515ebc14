//! Mapping profiles: what a person knows of a published layout, as a TOML file.
//!
//! `written` is the TOML form, of which `read` and `check` make a [`Profile`]; `values` knows what each field may hold.
//! `set` finds the profiles by which a file may be read, `fingerprint` tells whether one is meant for a sheet, and `fit`
//! lays one over a sheet. `docs/profiles.md` describes the format.

mod built_in;
mod check;
mod fingerprint;
mod fit;
mod read;
mod search;
mod set;
mod values;
mod written;

use std::{collections::HashMap, fmt};

use chrono::NaiveDate;
use entities::domain::{DatasetKind, normalise};

pub use self::set::Profiles;
pub(crate) use self::{built_in::BUILT_IN, set::built_in, values::is_value_of};
use self::{fingerprint::Fingerprint, fit::Misfit};
use super::Field;
use crate::extract::letters_of;

/// What a person knows of a published layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its version, which grows when it changes.
    pub version: u32,
    /// What it is for.
    pub description: String,
    /// SHA-256 of the profile's text, in hexadecimal.
    pub sha256: String,
    /// What the rows state.
    pub kind: DatasetKind,
    /// The day that a list of names and codes describes.
    pub as_of: Option<NaiveDate>,
    fingerprint: Fingerprint,
    sheets: Sheets,
    header: Header,
    last_row: Option<u32>,
    columns: Vec<(Field, Place)>,
    /// The fields whose column a sheet may lack.
    optional: Vec<Field>,
    wide: Vec<Wide>,
    constants: Vec<(Field, String)>,
    spellings: HashMap<(Field, String), String>,
}

/// Which sheets are read, by their normalised names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sheets {
    /// These and no other, if there are any; each must be there.
    only: Vec<String>,
    /// All but these.
    except: Vec<String>,
}

/// Where the header stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Header {
    /// Wherever the headings are found.
    Wherever,
    /// There is none.
    Nowhere,
    /// In this row, or in these two.
    Rows(u32, u32),
}

/// Where a value stands in each row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// Beneath this heading.
    Heading(String),
    /// In this column, from 0.
    Column(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading(heading) => write!(f, "\"{heading}\""),
            Self::Column(column) => f.write_str(&letters_of(*column)),
        }
    }
}

/// A column whose heading is a part of what its cells state.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wide {
    /// What the heading says: a financial year or a model.
    field: Field,
    /// The year or the model.
    text: String,
    /// Where the cells stand that name the model, or say yes.
    place: Place,
    /// Where fields stand that are told for this column alone.
    beside: Vec<(Field, Place)>,
}

impl Profile {
    /// Its name and version, as runs and evidence give it: `ods-extract@1`.
    #[must_use]
    pub fn stamp(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Whether it reads a sheet of this name.
    #[must_use]
    pub fn wants(&self, sheet: &str) -> bool {
        let name = normalise(sheet);
        let is_named = self.sheets.only.is_empty() || self.sheets.only.contains(&name);
        is_named && !self.sheets.except.contains(&name)
    }

    /// The sheets that it names and that are not among these, as normalised names.
    #[must_use]
    pub fn sheets_lost<'a>(&self, read: impl Iterator<Item = &'a str>) -> Vec<&str> {
        let read: Vec<String> = read.map(normalise).collect();
        self.sheets.only.iter().filter(|sheet| !read.contains(sheet)).map(String::as_str).collect()
    }

    /// Whether a row stands beneath the last one that it reads.
    #[must_use]
    pub fn ends_above(&self, row: u32) -> bool {
        self.last_row.is_some_and(|last| row > last)
    }

    /// What a text in a column of the field stands for, if the profile says so; blank when it says nothing.
    #[must_use]
    pub fn spelling(&self, field: Field, text: &str) -> Option<&str> {
        if self.spellings.is_empty() {
            return None;
        }
        self.spellings.get(&(field, spelt(text))).map(String::as_str)
    }

    /// How many columns it reads.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns.len() + self.wide.iter().map(|wide| 1 + wide.beside.len()).sum::<usize>()
    }
}

/// The form in which spellings are compared; marks such as "-" and "✓" have no other than themselves.
fn spelt(text: &str) -> String {
    let normal = normalise(text);
    if normal.is_empty() { text.trim().to_owned() } else { normal }
}
