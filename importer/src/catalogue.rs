//! The list of what to import: `sources.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use entities::domain::{DatasetKind, Vocabulary, normalise};
use serde::{Deserialize, Deserializer, de};

use crate::error::Error;

/// A file to import, and what is known of it beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Where the file is.
    pub path: PathBuf,
    /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
    pub dataset: String,
    /// What its rows state; recognised by the header where it is not given.
    #[serde(default, deserialize_with = "kind")]
    pub kind: Option<DatasetKind>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where it was published.
    pub address: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The day it was published.
    #[serde(default, deserialize_with = "day")]
    pub published_on: Option<NaiveDate>,
    /// The day that a list of names and codes describes.
    #[serde(default, deserialize_with = "day")]
    pub as_of: Option<NaiveDate>,
    /// Whether its hidden sheets are read too.
    #[serde(default)]
    pub include_hidden: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    #[serde(default)]
    source: Vec<SourceEntry>,
}

impl SourceEntry {
    /// A file of which nothing is known: its name names the dataset.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
        Self {
            path: path.to_owned(),
            dataset: normalise(&stem).replace(' ', "-"),
            kind: None,
            publisher: None,
            title: None,
            address: None,
            licence: None,
            published_on: None,
            as_of: None,
            include_hidden: false,
        }
    }
}

/// Reads a list of sources. Their paths are relative to the list.
///
/// # Errors
/// When the list is missing, not TOML, or has a key or value that is not known.
pub fn read(path: &Path) -> Result<Vec<SourceEntry>, Error> {
    let wrong = |message: String| Error::Catalogue { path: path.to_owned(), message };
    let text = fs::read_to_string(path).map_err(|error| {
        wrong(format!("cannot be read: {error}. Name the files to import, or a list with --sources"))
    })?;
    let catalogue: Catalogue = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let entries = catalogue.source.into_iter();
    Ok(entries.map(|entry| SourceEntry { path: folder.join(&entry.path), ..entry }).collect())
}

/// What is known of a file that was named on the command line: its entry in the list, if it has one.
#[must_use]
pub fn entry_of(path: &Path, known: &[SourceEntry]) -> SourceEntry {
    let same = |entry: &&SourceEntry| match (entry.path.canonicalize(), path.canonicalize()) {
        (Ok(listed), Ok(named)) => listed == named,
        _ => false,
    };
    known.iter().find(same).cloned().unwrap_or_else(|| SourceEntry::of_file(path))
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DatasetKind>, D::Error> {
    let text = String::deserialize(deserializer)?;
    DatasetKind::parse(&text).map(Some).map_err(|error| {
        de::Error::custom(format!("\"{text}\" is not a kind; the kinds are {}", error.candidates.join(", ")))
    })
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map(Some)
        .map_err(|_| de::Error::custom(format!("\"{text}\" is not a date such as 2015-04-01")))
}
