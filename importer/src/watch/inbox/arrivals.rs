//! Which files of the inbox have arrived whole: those that have not changed for a while.

use std::{
    collections::HashMap,
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::shelf;
use crate::fetch::is_unfinished;

/// What shows that a file has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    size: u64,
    modified: (i64, i64),
    inode: u64,
}

impl State {
    /// The state of a regular file; none of anything else, links included.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(Self {
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            inode: metadata.ino(),
        })
    }
}

/// The files of the inbox.
#[derive(Debug)]
pub(super) struct Arrivals {
    folder: PathBuf,
    settle: Duration,
    /// Each file as it was last seen, and since when it has been so.
    seen: HashMap<PathBuf, (State, DateTime<Utc>)>,
    /// Files that were imported and could not be moved.
    left: HashMap<PathBuf, State>,
}

impl Arrivals {
    pub(super) fn new(folder: &Path, settle: Duration) -> Self {
        Self { folder: folder.to_owned(), settle, seen: HashMap::new(), left: HashMap::new() }
    }

    pub(super) fn settle(&self) -> Duration {
        self.settle
    }

    /// Whether there are files that have not been taken.
    pub(super) fn is_waiting(&self) -> bool {
        !self.seen.is_empty()
    }

    /// The files that have settled, in the order of their names.
    pub(super) fn look(&mut self, now: DateTime<Utc>) -> io::Result<Vec<(PathBuf, State)>> {
        let found = self.find()?;
        self.left.retain(|path, state| found.get(path) == Some(state));
        let before = std::mem::take(&mut self.seen);
        for (path, state) in found.into_iter().filter(|(path, _)| !self.left.contains_key(path)) {
            let since = before.get(&path).filter(|(seen, _)| *seen == state).map_or(now, |(_, since)| *since);
            self.seen.insert(path, (state, since));
        }
        let long_enough = |since: DateTime<Utc>| (now - since).to_std().is_ok_and(|time| time >= self.settle);
        let settled = self.seen.iter().filter(|(_, (_, since))| long_enough(*since));
        let mut settled: Vec<(PathBuf, State)> =
            settled.map(|(path, (state, _))| (path.clone(), state.clone())).collect();
        settled.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(settled)
    }

    /// Forgets a file that was moved away.
    pub(super) fn forget(&mut self, path: &Path) {
        self.seen.remove(path);
    }

    /// Leaves a file alone for as long as it stays as it is.
    pub(super) fn leave(&mut self, path: &Path, state: &State) {
        self.forget(path);
        self.left.insert(path.to_owned(), state.clone());
    }

    /// The files of the inbox and of its folders, but for those where files are moved to.
    fn find(&self) -> io::Result<HashMap<PathBuf, State>> {
        let mut found = HashMap::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if is_unfinished(&path) {
                continue;
            }
            if let Some(state) = State::of(&path) {
                found.insert(path, state);
            } else if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir())
                && !shelf::NAMES.iter().any(|name| path.ends_with(name))
            {
                let files = fs::read_dir(&path)?.filter_map(|entry| Some(entry.ok()?.path()));
                let whole = files.filter(|path| !is_unfinished(path));
                found.extend(whole.filter_map(|path| State::of(&path).map(|state| (path, state))));
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn names(arrivals: &mut Arrivals, second: i64) -> Vec<String> {
        let settled = arrivals.look(at(second)).unwrap();
        settled
            .iter()
            .map(|(path, _)| path.strip_prefix(&arrivals.folder).unwrap().display().to_string())
            .collect()
    }

    #[test]
    fn a_file_is_taken_when_it_has_not_changed_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let mut arrivals = Arrivals::new(folder.path(), Duration::from_secs(5));
        fs::create_dir_all(folder.path().join("adoptions")).unwrap();
        fs::write(folder.path().join("b.csv"), "1").unwrap();
        fs::write(folder.path().join("adoptions/a.csv"), "1").unwrap();
        assert_eq!(names(&mut arrivals, 0), [""; 0]);
        assert_eq!(names(&mut arrivals, 4), [""; 0]);
        fs::write(folder.path().join("b.csv"), "1, and more of it").unwrap();
        assert_eq!(names(&mut arrivals, 5), ["adoptions/a.csv"]);
        assert_eq!(names(&mut arrivals, 9), ["adoptions/a.csv"]);
        assert_eq!(names(&mut arrivals, 10), ["adoptions/a.csv", "b.csv"]);
        arrivals.forget(&folder.path().join("adoptions/a.csv"));
        assert!(arrivals.is_waiting());
    }

    #[test]
    fn a_file_that_could_not_be_moved_is_left_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "1").unwrap();
        let mut arrivals = Arrivals::new(folder.path(), Duration::ZERO);
        let settled = arrivals.look(at(0)).unwrap();
        arrivals.leave(&path, &settled[0].1);
        assert_eq!((names(&mut arrivals, 1), arrivals.is_waiting()), (vec![], false));
        fs::write(&path, "changed").unwrap();
        assert_eq!(names(&mut arrivals, 2), ["a.csv"]);
    }

    #[test]
    fn unfinished_files_links_and_what_was_moved_away_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["done", "failed", ".git", "deep/er"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        for name in
            ["done/a.csv", "failed/a.csv", ".git/a.csv", ".a.csv", "~$a.xlsx", "a.csv.part", "deep/er/a.csv"]
        {
            fs::write(folder.path().join(name), "1").unwrap();
        }
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.csv")).unwrap();
        assert_eq!(names(&mut Arrivals::new(folder.path(), Duration::ZERO), 0), [""; 0]);
    }
}
