//! The profiles by which a file may be read.

use std::{fs, path::Path, sync::Arc};

use entities::domain::DatasetKind;

use super::{BUILT_IN, Profile};
use crate::{error::Error, extract::Row};

/// The profiles by which a file may be read: one that somebody named, or else those that know their sheets.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    named: Option<Arc<Profile>>,
    known: Vec<Arc<Profile>>,
}

impl Profiles {
    /// The built-in ones.
    #[must_use]
    pub fn built_in() -> Self {
        let known = BUILT_IN.iter().filter_map(|(_, text)| Profile::parse(text).ok()).map(Arc::new);
        Self { named: None, known: known.collect() }
    }

    /// Those that a name stands for: a built-in one, a file, or a folder, of whose profiles each sheet takes the one
    /// that knows it. Without a name, the built-in ones.
    ///
    /// # Errors
    /// When there is none, it is wrong, or it is for another kind of dataset than the one that is expected.
    pub fn load(name: Option<&Path>, kind: Option<DatasetKind>) -> Result<Self, Error> {
        let Some(path) = name else { return Ok(Self::built_in()) };
        if let Some(text) = path.to_str().and_then(built_in) {
            return Self::of_one(path, text, kind);
        }
        if path.is_dir() { Self::of_folder(path) } else { Self::of_one(path, &read(path)?, kind) }
    }

    /// One profile, which reads every file that it is asked to.
    #[must_use]
    pub fn named(profile: Profile) -> Self {
        Self { named: Some(Arc::new(profile)), known: Vec::new() }
    }

    fn of_one(path: &Path, text: &str, kind: Option<DatasetKind>) -> Result<Self, Error> {
        let profile = parse(path, text)?;
        if let Some(kind) = kind.filter(|kind| *kind != profile.kind) {
            let message = format!("it is for {}, and {} are expected", profile.kind.title(), kind.title());
            return Err(wrong(path, message));
        }
        Ok(Self::named(profile))
    }

    fn of_folder(folder: &Path) -> Result<Self, Error> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|error| wrong(folder, format!("cannot be read: {error}")))?;
        let mut paths: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        // The first that knows a sheet has it, so their order must not depend on the file system.
        paths.sort();
        let mut known = Vec::new();
        for path in paths {
            let profile = parse(&path, &read(&path)?)?;
            if !profile.can_recognise() {
                let message =
                    "[recognise] is missing, by which a sheet is known; or name this file with --profile";
                return Err(wrong(&path, message.to_owned()));
            }
            known.push(Arc::new(profile));
        }
        known.extend(Self::built_in().known);
        Ok(Self { named: None, known })
    }

    /// The one that somebody named.
    #[must_use]
    pub fn named_one(&self) -> Option<&Arc<Profile>> {
        self.named.as_ref()
    }

    /// The checksums of all of them, in the order in which they are asked whether they know a sheet.
    #[must_use]
    pub fn checksums(&self) -> Vec<&str> {
        self.named.iter().chain(&self.known).map(|profile| profile.sha256.as_str()).collect()
    }

    /// The one that knows a sheet by this row.
    pub(super) fn knowing(
        &self,
        sheet: &str,
        kinds: &[DatasetKind],
        row: &Row,
        is_first: bool,
    ) -> Option<&Arc<Profile>> {
        let mut meant =
            self.known.iter().filter(|profile| kinds.contains(&profile.kind) && profile.wants(sheet));
        meant.find(|profile| profile.recognises(row, is_first))
    }
}

/// The text of the built-in profile of a name.
pub(crate) fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let message = format!("cannot be read: {error}. The built-in profiles are {}", names.join(", "));
        wrong(path, message)
    })
}

fn parse(path: &Path, text: &str) -> Result<Profile, Error> {
    Profile::parse(text).map_err(|message| wrong(path, message))
}

fn wrong(path: &Path, message: String) -> Error {
    Error::Profile { path: path.to_owned(), message }
}
