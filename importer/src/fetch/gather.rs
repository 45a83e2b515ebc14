//! The files of a source, ready to be read.

use std::{
    io,
    path::{Path, PathBuf},
};

use migrations::database::SchemaState;
use percent_encoding::percent_decode_str;
use sea_orm::ConnectionTrait;
use url::Url;

use super::{FetchError, Fetched, Rules, Validators, client, files, input};
use crate::{
    catalogue::{Location, SourceEntry},
    error::{Error, Refusal, RefusalCode},
    extract::{FileBytes, Limits},
    load::{
        checks::{self, Stored},
        database,
    },
    temporary::Folder,
};

/// Far below the 255 bytes that file systems take, whatever the script.
const LONGEST_NAME: usize = 60;

/// What there is of a source.
#[derive(Debug)]
pub enum Gathered {
    /// Files to import, in this order. There may be none that is newer than what is stored.
    Files(Files),
    /// The version that is known is still the newest.
    NotModified,
    /// There is nothing to be had.
    Refused(Refusal),
}

/// Files to import.
#[derive(Debug, Default)]
pub struct Files {
    /// The files, each later edition after the earlier one.
    pub entries: Vec<SourceEntry>,
    /// What the server said of the only file.
    pub validators: Option<Validators>,
    /// Files that were never stored, but are older by their names than one that was.
    pub passed_over: Vec<PathBuf>,
    /// Where a fetched file lies until it has been imported.
    _folder: Option<Folder>,
}

impl Files {
    /// A file that lies in a folder of its own until it has been imported.
    pub(super) fn kept(entry: &SourceEntry, path: PathBuf, folder: Folder) -> Self {
        let fetched_from = Some(entry.path.clone());
        let entry = SourceEntry { path, fetched_from, ..entry.clone() };
        Self { entries: vec![entry], _folder: Some(folder), ..Self::default() }
    }
}

/// Finds or fetches the files of a source.
///
/// # Errors
/// When the database refuses a statement, or a fetched file cannot be kept.
pub async fn gather<C: ConnectionTrait>(
    db: &C,
    entry: &SourceEntry,
    known: Option<&Validators>,
    rules: &Rules,
    limits: &Limits,
) -> Result<Gathered, Error> {
    match entry.location() {
        Location::File(_) => Ok(Gathered::Files(Files { entries: vec![entry.clone()], ..Files::default() })),
        Location::Input => {
            let (entry, limits) = (entry.clone(), *limits);
            // To wait for input is nothing that the other work should wait for.
            let kept = tokio::task::spawn_blocking(move || input(&entry, &limits));
            let kept = kept.await.map_err(|error| Error::StandardInput(io::Error::other(error)))??;
            Ok(Gathered::Files(kept.unwrap_or_default()))
        }
        Location::Pattern(pattern) => fitting(db, entry, pattern, limits).await,
        Location::Web(address) => {
            let rules = Rules { allow_private: rules.allow_private || entry.allow_private, ..*rules };
            let (address, known) = (address.to_owned(), known.cloned());
            let fetch = move || client::fetch(&address, known.as_ref(), &rules);
            match tokio::task::spawn_blocking(fetch).await {
                Ok(Ok(Fetched::NotModified)) => Ok(Gathered::NotModified),
                Ok(Ok(Fetched::File(bytes, validators))) => keep(entry, &bytes, validators),
                Ok(Err(error)) => Ok(Gathered::Refused(error.into())),
                Err(error) => Ok(Gathered::Refused(not_fetched(format!("the fetch broke down: {error}")))),
            }
        }
    }
}

fn not_fetched(message: String) -> Refusal {
    Refusal::new(RefusalCode::NotFetched, message)
}

impl From<FetchError> for Refusal {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::TooLarge(_) => Self::new(RefusalCode::TooLarge, error.to_string()),
            _ => not_fetched(error.to_string()),
        }
    }
}

/// A fetched file lies in a folder of its own, under its own name, because the name of a text file is that of its sheet.
fn keep(entry: &SourceEntry, bytes: &[u8], validators: Validators) -> Result<Gathered, Error> {
    let folder = Folder::new().map_err(Error::Temporary)?;
    let path = folder.path().join(name_of(&entry.path, &validators.address));
    std::fs::write(&path, bytes).map_err(Error::Temporary)?;
    let address = entry.address.clone().or_else(|| entry.path.to_str().map(ToOwned::to_owned));
    let kept = Files::kept(&SourceEntry { address, ..entry.clone() }, path, folder);
    Ok(Gathered::Files(Files { validators: Some(validators), ..kept }))
}

/// The last part of the address that was asked for, or else of the one that answered.
fn name_of(asked: &Path, answered: &str) -> String {
    [asked.to_str().unwrap_or_default(), answered]
        .into_iter()
        .filter_map(|address| Some(Url::parse(address).ok()?.path_segments()?.next_back()?.to_owned()))
        .map(|name| {
            let name = percent_decode_str(&name).decode_utf8_lossy();
            name.chars()
                .map(|c| if c == '/' || c.is_control() { '_' } else { c })
                .take(LONGEST_NAME)
                .collect()
        })
        .find(|name: &String| !name.trim_matches('.').is_empty())
        .unwrap_or_else(|| "download".to_owned())
}

async fn fitting<C: ConnectionTrait>(
    db: &C,
    entry: &SourceEntry,
    pattern: &str,
    limits: &Limits,
) -> Result<Gathered, Error> {
    let paths = match files::fitting(pattern) {
        Ok(paths) => paths,
        Err(refusal) => return Ok(Gathered::Refused(refusal)),
    };
    let stored = match database::schema_state(db).await? {
        SchemaState::Current => checks::stored(db, &entry.dataset).await?,
        _ => Vec::new(),
    };
    // A file that cannot be read has no hash; its import says why.
    let hash = |path: &PathBuf| FileBytes::read(path, limits).map(|file| file.sha256).unwrap_or_default();
    let hashes: Vec<String> = paths.iter().map(hash).collect();
    let (wanted, passed_over) = wanted(&hashes, &stored);
    let take = |places: Vec<usize>| places.into_iter().map(|place| paths[place].clone());
    Ok(Gathered::Files(Files {
        entries: take(wanted).map(|path| SourceEntry { path, ..entry.clone() }).collect(),
        passed_over: take(passed_over).collect(),
        ..Files::default()
    }))
}

/// Which of the files are to be imported, and which never will be of themselves: each states what holds after the one
/// before it, so a file must not be stored after a later one.
fn wanted(hashes: &[String], stored: &[Stored]) -> (Vec<usize>, Vec<usize>) {
    let find = |hash: &String| stored.iter().rev().find(|stored| stored.sha256 == *hash);
    let Some(newest) = hashes.iter().rposition(|hash| find(hash).is_some()) else {
        return ((0..hashes.len()).collect(), Vec::new());
    };
    // The newest is looked at again while the dataset is as it made it: it is in force, or rows of it were rejected.
    let first = if find(&hashes[newest]).is_some_and(|stored| stored.is_last) { newest } else { newest + 1 };
    let passed_over = (0..newest).filter(|place| find(&hashes[*place]).is_none()).collect();
    ((first..hashes.len()).collect(), passed_over)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_pattern_are_stored_in_their_order_and_never_after_a_later_one() {
        let hashes: Vec<String> = ["a", "b", "c"].map(ToOwned::to_owned).to_vec();
        let stored = |names: &[&str]| -> Vec<Stored> {
            let last = names.len();
            let file = |(place, name): (usize, &&str)| Stored {
                sha256: (*name).to_owned(),
                is_last: place + 1 == last,
            };
            names.iter().enumerate().map(file).collect()
        };
        for (history, expected) in [
            (&[][..], (vec![0, 1, 2], vec![])),
            (&["a"], (vec![0, 1, 2], vec![])),
            (&["a", "b"], (vec![1, 2], vec![])),
            (&["a", "b", "c"], (vec![2], vec![])),
            // The first came late.
            (&["b"], (vec![1, 2], vec![0])),
            // Somebody went back to the first by hand.
            (&["a", "b", "c", "a"], (vec![], vec![])),
            // Somebody stored a file by hand that is none of these.
            (&["a", "x"], (vec![1, 2], vec![])),
            (&["x"], (vec![0, 1, 2], vec![])),
        ] {
            assert_eq!(wanted(&hashes, &stored(history)), expected, "{history:?}");
        }
    }

    #[test]
    fn a_fetched_file_is_named_by_its_address() {
        for (asked, answered, name) in [
            ("https://a.example/lists/2016.xlsx?v=2", "https://b.example/x", "2016.xlsx"),
            ("https://a.example/", "https://b.example/files/list.csv", "list.csv"),
            ("https://a.example", "https://a.example/", "download"),
            ("https://a.example/x/%2e%2e%2fNHS%20list.csv", "https://a.example/", ".._NHS list.csv"),
        ] {
            assert_eq!(name_of(Path::new(asked), answered), name, "{asked}");
        }
    }
}
