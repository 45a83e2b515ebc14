//! The TOML form of a profile.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// Keys and values of a table that remember where they stand.
pub(super) type Table<T> = BTreeMap<Spanned<String>, Spanned<T>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) name: Spanned<String>,
    pub(super) version: Spanned<u32>,
    #[serde(default)]
    pub(super) description: String,
    pub(super) kind: Spanned<String>,
    pub(super) as_of: Option<Spanned<String>>,
    pub(super) header: Option<Spanned<Header>>,
    pub(super) last_row: Option<u32>,
    #[serde(default)]
    pub(super) recognise: Recognise,
    #[serde(default)]
    pub(super) sheets: Sheets,
    #[serde(default)]
    pub(super) columns: Table<Place>,
    #[serde(default)]
    pub(super) years: Table<Wide>,
    #[serde(default)]
    pub(super) models: Table<Wide>,
    #[serde(default)]
    pub(super) constants: Table<String>,
    #[serde(default)]
    pub(super) spellings: Table<Table<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recognise {
    pub(super) headings: Option<Vec<String>>,
    #[serde(default)]
    pub(super) first_row: Table<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheets {
    #[serde(default)]
    pub(super) only: Vec<String>,
    #[serde(default)]
    pub(super) except: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a row number, two of them as in [3, 4], or \"none\"")]
pub(super) enum Header {
    Row(u32),
    Rows([u32; 2]),
    Word(String),
}

#[derive(Clone, Deserialize)]
#[serde(untagged, expecting = "expected a heading, or a column as in { column = \"D\" }")]
pub(super) enum Place {
    Heading(String),
    Described(Described),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    pub(super) heading: Option<String>,
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a heading, a column as in { column = \"D\" }, or fields as in { model = \"...\", stage = \"...\" }"
)]
pub(super) enum Wide {
    One(Place),
    Several(BTreeMap<String, Place>),
}
