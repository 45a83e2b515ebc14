//! Files and folders that stand under a name while something is made of them. Whoever is killed cannot clear them away, so
//! whoever makes the next one there does.

use std::{
    env,
    fs::{self, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::{fs::OFlags, process::geteuid};
use tempfile::{Builder, NamedTempFile, TempDir};

const BEGINNING: &str = ".importer-";
const ENDING: &str = ".part";
/// How SQLite names its temporary files. It takes the name away as soon as a file is open, so that one that has it was left
/// by somebody who was killed in between.
const OF_SQLITE: &str = "etilqs_";

/// A folder below that of temporary files, gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    folder: TempDir,
    /// As long as it is held, nobody takes the folder for one that was left behind.
    _lock: File,
}

impl Folder {
    /// Makes one.
    ///
    /// # Errors
    /// When there is no room for it.
    pub(crate) fn new() -> io::Result<Self> {
        let within = env::temp_dir();
        clear(&within);
        loop {
            let folder = Builder::new().prefix(BEGINNING).suffix(ENDING).tempdir_in(&within)?;
            let lock = File::open(folder.path())?;
            if is_kept(&lock, folder.path())? {
                return Ok(Self { folder, _lock: lock });
            }
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Makes a file in a folder, with the rights of any new file. It is gone when it is dropped, unless it was put somewhere.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn file_in(folder: &Path) -> io::Result<NamedTempFile> {
    clear(folder);
    let mut builder = Builder::new();
    // Less what the user's mask takes away.
    builder.prefix(BEGINNING).suffix(ENDING).permissions(Permissions::from_mode(0o666));
    loop {
        let file = builder.tempfile_in(folder)?;
        if is_kept(file.as_file(), file.path())? {
            return Ok(file);
        }
    }
}

/// Locks what was just made, and answers whether it is still there: somebody may have cleared it away before it was locked.
fn is_kept(made: &File, path: &Path) -> io::Result<bool> {
    // Where nothing can be locked, as on some network drives, nobody else can lock it to clear it away.
    let _ = made.lock();
    let made = made.metadata()?;
    Ok(fs::symlink_metadata(path).is_ok_and(|there| (there.dev(), there.ino()) == (made.dev(), made.ino())))
}

/// Clears away what importers have left behind that were killed. What cannot be is no reason to stop.
fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(BEGINNING) && name.ends_with(ENDING) || name.starts_with(OF_SQLITE) {
            clear_one(&entry.path());
        }
    }
}

fn clear_one(path: &Path) {
    let Ok(found) = fs::symlink_metadata(path) else { return };
    // In a folder for everybody, others may put anything.
    if found.uid() != geteuid().as_raw() || !(found.is_file() || found.is_dir()) {
        return;
    }
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or_default();
    let Ok(opened) = OpenOptions::new().read(true).custom_flags(flags).open(path) else { return };
    // Whoever is at work with it has it locked.
    if opened.try_lock().is_err() {
        return;
    }
    if found.is_dir() {
        let _ = fs::remove_dir_all(path);
    } else {
        let _ = fs::remove_file(path);
        // SQLite's, of a copy of a database.
        let _ = fs::remove_file(PathBuf::from(format!("{}-journal", path.display())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_left_behind_is_cleared_away_and_what_is_at_work_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        let left = [".importer-dead.part", ".importer-dead.part-journal", "etilqs_0123456789abcdef"];
        for name in left.into_iter().chain(["list.part", ".importer-other.csv"]) {
            fs::write(of(name), "left").unwrap();
        }
        fs::create_dir(of(".importer-folder.part")).unwrap();
        fs::write(of(".importer-folder.part/list.csv"), "left").unwrap();
        std::os::unix::fs::symlink(of("list.part"), of(".importer-link.part")).unwrap();
        let at_work = file_in(folder.path()).unwrap();
        let another = file_in(folder.path()).unwrap();
        let name = |file: &NamedTempFile| file.path().file_name().unwrap().to_str().unwrap().to_owned();
        let mut kept = vec![
            name(&at_work),
            name(&another),
            "list.part".into(),
            ".importer-other.csv".into(),
            ".importer-link.part".into(),
        ];
        kept.sort();
        assert_eq!(names(folder.path()), kept);
        drop((at_work, another));
        assert_eq!(names(folder.path()), [".importer-link.part", ".importer-other.csv", "list.part"]);
    }

    #[test]
    fn a_file_that_takes_its_place_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path()).unwrap();
        file.persist(folder.path().join("report.json")).unwrap();
        drop(file_in(folder.path()).unwrap());
        assert_eq!(names(folder.path()), ["report.json"]);
    }
}
