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
    entries(&text, path.parent().unwrap_or(Path::new("."))).map_err(|error| wrong(error.to_string()))
}

fn entries(text: &str, folder: &Path) -> Result<Vec<SourceEntry>, toml::de::Error> {
    let entries = toml::from_str::<Catalogue>(text)?.source.into_iter();
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "path",
            "dataset",
            "kind",
            "publisher",
            "published_on",
            "as_of",
            "include_hidden",
            "pth",
        ]);
        let value = prop_oneof![
            Just("\"waves\"".to_owned()),
            Just("\"2015-04-01\"".to_owned()),
            Just("true".to_owned()),
            Just("2015-04-01".to_owned()),
            "\\PC{0,12}",
        ];
        let pair = (key, value).prop_map(|(key, value)| format!("{key} = {value}"));
        prop_oneof![Just("[[source]]".to_owned()), Just("path = \"a.csv\"\ndataset = \"a\"".to_owned()), pair]
    }

    #[test]
    fn an_entry_may_ask_for_hidden_sheets() {
        let read = entries(
            "[[source]]\npath = \"a.xlsx\"\ndataset = \"a\"\ninclude_hidden = true\n",
            Path::new("x"),
        );
        let entry = read.unwrap().remove(0);
        assert_eq!((entry.path, entry.include_hidden), (PathBuf::from("x/a.xlsx"), true));
    }

    proptest! {
        #[test]
        fn any_text_is_a_list_or_an_error(text in any::<String>(), lines in prop::collection::vec(line(), 0..8)) {
            let _ = entries(&text, Path::new("."));
            if let Ok(read) = entries(&lines.join("\n"), Path::new("folder")) {
                let headings = lines.iter().filter(|line| *line == "[[source]]").count();
                prop_assert_eq!(read.len(), headings);
                prop_assert!(read.iter().all(|entry| entry.path.starts_with("folder")));
            }
        }
    }
}
