//! The list of what to import, when to look for it, and who is told: `sources.toml`.

pub mod duration;
mod freshness;
mod location;
mod notify;
mod read;
mod schedule;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use entities::domain::{DatasetKind, Vocabulary, normalise};
use serde::{Deserialize, Deserializer, de};

pub use freshness::Limits;
pub use location::Location;
pub use notify::{Event, Notify, Webhook};
pub use read::{check_names, read, read_if_there};
pub use schedule::Schedule;

/// A file to import, and what is known of it beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Where the file is: a path, a pattern such as `lists/*.xlsx`, or an http or https address.
    pub path: PathBuf,
    /// The source's name in the history of checks; the dataset's where it is not given.
    pub name: Option<String>,
    /// The logical dataset: a newer file of the same dataset replaces what the older one stated.
    pub dataset: String,
    /// What its rows state; recognised by the header where it is not given.
    #[serde(default, deserialize_with = "kind")]
    pub kind: Option<DatasetKind>,
    /// The profile by which it is read: a file, a folder of them, or a built-in one's name.
    pub profile: Option<PathBuf>,
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
    /// When `importer watch` looks for a newer file.
    pub schedule: Option<Schedule>,
    /// How old what is stored of it may be.
    #[serde(default)]
    pub freshness: Limits,
    /// Whether its address may lead to this machine or a private network.
    #[serde(default)]
    pub allow_private: bool,
    /// The name of what comes from standard input.
    #[serde(skip)]
    pub input_name: Option<String>,
    /// Where the file came from, if its path is only where it lies until it has been imported.
    #[serde(skip)]
    pub fetched_from: Option<PathBuf>,
    /// Whether nobody named the dataset, and it is called as the file is.
    #[serde(skip)]
    pub is_dataset_guessed: bool,
}

/// The list of what to import, and who is told what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The sources, in the order of their import.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceEntry>,
    /// Who is told what came of a check.
    pub notify: Option<Notify>,
}

impl SourceEntry {
    /// A file of which nothing is known: its name names the dataset.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
        Self {
            path: path.to_owned(),
            name: None,
            dataset: normalise(&stem).replace(' ', "-"),
            kind: None,
            profile: None,
            publisher: None,
            title: None,
            address: None,
            licence: None,
            published_on: None,
            as_of: None,
            include_hidden: false,
            schedule: None,
            freshness: Limits::default(),
            allow_private: false,
            input_name: None,
            fetched_from: None,
            is_dataset_guessed: true,
        }
    }

    /// Whether somebody says how its file is to be read.
    #[must_use]
    pub fn says_how_to_read(&self) -> bool {
        self.kind.is_some() || self.profile.is_some() || self.as_of.is_some() || self.include_hidden
    }

    /// The name under which its checks are kept.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.dataset)
    }

    /// What its file is called in reports: by its path, or by the address that it was fetched from.
    #[must_use]
    pub fn called(&self) -> &Path {
        self.fetched_from.as_deref().unwrap_or(&self.path)
    }

    /// The file for a command that somebody may type later, when one that was fetched lies elsewhere.
    #[must_use]
    pub fn to_type(&self) -> &Path {
        let name = self.path.file_name().map(Path::new).filter(|_| self.fetched_from.is_some());
        name.unwrap_or(&self.path)
    }

    /// Where its files are.
    #[must_use]
    pub fn location(&self) -> Location<'_> {
        Location::of(&self.path)
    }
}

/// What is known of a file that was named on the command line: its entry in the list, if it has one.
#[must_use]
pub fn entry_of(path: &Path, known: &[SourceEntry]) -> SourceEntry {
    let same = |entry: &&SourceEntry| {
        entry.path == path
            || match (entry.path.canonicalize(), path.canonicalize()) {
                (Ok(listed), Ok(named)) => listed == named,
                _ => false,
            }
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
