//! A folder whose files are imported as they arrive, and moved away after that.
//!
//! A file is imported where it lies and moved after the commit. A crash between the two leaves it where it is, and the
//! next importer finds by its hash that it is in force and moves it then.

mod arrivals;
mod shelf;

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use arrivals::{Arrivals, State};
use chrono::{DateTime, Utc};

use super::{Watcher, summary};
use crate::{
    catalogue::SourceEntry,
    error::{Error, RefusalCode},
    report::{FileReport, Report},
    run::{self, Options},
    watch::notify::{self, Notice},
};

/// A folder whose files are imported as they arrive.
#[derive(Debug)]
pub struct Inbox {
    folder: PathBuf,
    arrivals: Arrivals,
}

impl Inbox {
    /// Watches a folder. A file is taken when it has not changed for a while.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn new(folder: &Path, settle: Duration, now: DateTime<Utc>) -> Result<Self, Error> {
        let mut inbox = Self { folder: folder.to_owned(), arrivals: Arrivals::new(folder, settle) };
        inbox.look(now)?;
        Ok(inbox)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// For how long a file must not have changed.
    #[must_use]
    pub fn settle(&self) -> Duration {
        self.arrivals.settle()
    }

    /// Whether there are files that have not been taken.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.arrivals.is_waiting()
    }

    fn look(&mut self, now: DateTime<Utc>) -> Result<Vec<(PathBuf, State)>, Error> {
        let message =
            |error: std::io::Error| format!("it cannot be read: {error}; make it, or give another folder");
        self.arrivals
            .look(now)
            .map_err(|error| Error::Inbox { path: self.folder.clone(), message: message(error) })
    }

    /// Imports the files that have settled, and moves them to `done` or `failed`.
    ///
    /// # Errors
    /// When the folder cannot be read, or the work cannot go on. What is in the inbox stays there.
    pub async fn empty(&mut self, watcher: &Watcher<'_>, report: &mut Report) -> Result<(), Error> {
        let Some(_lock) = lock(&self.folder) else { return Ok(()) };
        for (path, state) in self.look((watcher.clock)())? {
            if watcher.stop.asked().is_some() {
                break;
            }
            self.take(watcher, &path, &state, report).await?;
        }
        Ok(())
    }

    async fn take(
        &mut self,
        watcher: &Watcher<'_>,
        path: &Path,
        state: &State,
        report: &mut Report,
    ) -> Result<(), Error> {
        let entry = entry_of(&self.folder, path, watcher.sources);
        // Whoever puts a file there means it.
        let options = Options { again: true, ..watcher.options.clone() };
        let (imported, outcome) = run::run(watcher.db, &[entry], &options, &|_, _| {}).await;
        outcome?;
        let Some(file) = imported.files.first() else { return Ok(()) };
        let broken_off = watcher.stop.asked().is_some() && file.reason == Some(RefusalCode::ParserCrashed);
        if broken_off || State::of(path).as_ref() != Some(state) {
            tracing::info!("{} stays in the inbox: it changed, or its import was broken off", path.display());
            return Ok(());
        }
        self.put_away(path, state, file, &imported);
        let (outcome, message) = summary::of(&imported, &[]);
        tracing::info!("{}: {}", path.display(), summary::line(&imported, outcome, message.as_deref()));
        if let Some(to) = watcher.notify {
            let notice = Notice { source: "inbox", outcome, message: message.as_deref(), report: &imported };
            notify::tell(to, &notice).await;
        }
        imported.files.into_iter().for_each(|file| report.push(file));
        Ok(())
    }

    /// A file that cannot be moved is left alone until it changes, or it would be imported again and again.
    fn put_away(&mut self, path: &Path, state: &State, file: &FileReport, report: &Report) {
        let shelf = if file.is_stored() { shelf::DONE } else { shelf::FAILED };
        match shelf::put(&self.folder, shelf, path, report) {
            Ok(to) => {
                tracing::info!("{} was moved to {}", path.display(), to.display());
                self.arrivals.forget(path);
            }
            Err(error) => {
                tracing::warn!("{} cannot be moved to {shelf}: {error}; move it by hand", path.display());
                self.arrivals.leave(path, state);
            }
        }
    }
}

/// Keeps a second importer off the inbox as long as the lock is held. Where folders cannot be locked, as on some network
/// drives, the database's lock still makes the two queue, and the second finds the file unchanged.
fn lock(folder: &Path) -> Option<Option<File>> {
    let Ok(file) = File::open(folder) else { return Some(None) };
    match file.try_lock() {
        Ok(()) => Some(Some(file)),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) => Some(None),
    }
}

/// What is known of an arrival: its folder, or else its name, names the dataset, of which the list may tell more.
fn entry_of(inbox: &Path, path: &Path, listed: &[SourceEntry]) -> SourceEntry {
    let unknown = SourceEntry::of_file(path);
    let folder = path.parent().filter(|parent| *parent != inbox).and_then(Path::file_name);
    let dataset = folder.map_or(unknown.dataset.clone(), |name| name.to_string_lossy().into_owned());
    let known = listed.iter().find(|entry| entry.dataset == dataset);
    SourceEntry {
        kind: known.and_then(|entry| entry.kind),
        publisher: known.and_then(|entry| entry.publisher.clone()),
        licence: known.and_then(|entry| entry.licence.clone()),
        dataset,
        is_dataset_guessed: folder.is_none(),
        ..unknown
    }
}

#[cfg(test)]
mod tests {
    use entities::domain::DatasetKind;

    use super::*;

    #[test]
    fn the_folder_of_an_arrival_or_its_name_is_its_dataset() {
        let listed = [SourceEntry {
            kind: Some(DatasetKind::Adoptions),
            publisher: Some("NHS England".to_owned()),
            title: Some("The list of 2015".to_owned()),
            ..SourceEntry::of_file(Path::new("co-commissioning-adoptions"))
        }];
        let entry = |path: &str| entry_of(Path::new("/inbox"), Path::new(path), &listed);
        for path in ["/inbox/co-commissioning-adoptions/2016.xlsx", "/inbox/Co-commissioning adoptions.xlsx"]
        {
            let entry = entry(path);
            assert_eq!(
                (entry.dataset.as_str(), entry.kind),
                ("co-commissioning-adoptions", Some(DatasetKind::Adoptions))
            );
            // Another edition has another title.
            assert_eq!((entry.publisher.as_deref(), entry.title), (Some("NHS England"), None));
        }
        assert_eq!(
            (entry("/inbox/new.csv").dataset.as_str(), entry("/inbox/a/new.csv").dataset.as_str()),
            ("new", "a")
        );
    }
}
