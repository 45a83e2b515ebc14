//! Moves imported files out of the inbox, each with its report beside it.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use crate::report::Report;

/// Where stored files go.
pub(super) const DONE: &str = "done";
/// Where refused files go.
pub(super) const FAILED: &str = "failed";
/// Folders of the inbox that nothing is imported from.
pub(super) const NAMES: [&str; 2] = [DONE, FAILED];

/// Moves a file, and gives back where it went. Nothing there is ever overwritten: a name that is taken gets a number.
pub(super) fn put(inbox: &Path, shelf: &str, path: &Path, report: &Report) -> io::Result<PathBuf> {
    let within = path.parent().and_then(|parent| parent.strip_prefix(inbox).ok()).unwrap_or(Path::new(""));
    let folder = inbox.join(shelf).join(within);
    fs::create_dir_all(&folder)?;
    for number in 1_u32.. {
        let target = folder.join(numbered(path, number));
        let Some(beside) = reserve(&target)? else { continue };
        return fill(beside, report, path, &target);
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Whoever makes the report's file, which only one can, has the name.
fn reserve(target: &Path) -> io::Result<Option<fs::File>> {
    if target.try_exists()? {
        return Ok(None);
    }
    match OpenOptions::new().write(true).create_new(true).open(report_path(target)) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(None),
        Err(error) => Err(error),
    }
}

fn fill(mut beside: fs::File, report: &Report, path: &Path, target: &Path) -> io::Result<PathBuf> {
    let written = serde_json::to_vec_pretty(report)
        .map_err(io::Error::from)
        .and_then(|text| beside.write_all(&text))
        .and_then(|()| fs::rename(path, target));
    if let Err(error) = written {
        fs::remove_file(report_path(target))?;
        return Err(error);
    }
    Ok(target.to_owned())
}

fn report_path(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".report.json");
    name.into()
}

/// `list.xlsx`, `list.2.xlsx`, `list.3.xlsx` ...
fn numbered(path: &Path, number: u32) -> PathBuf {
    let name = Path::new(path.file_name().unwrap_or_default());
    if number == 1 {
        return name.to_owned();
    }
    let mut numbered = name.file_stem().unwrap_or_default().to_owned();
    numbered.push(format!(".{number}"));
    if let Some(ending) = name.extension() {
        numbered.push(".");
        numbered.push(ending);
    }
    numbered.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_moved_is_overwritten() {
        let inbox = tempfile::tempdir().unwrap();
        fs::create_dir(inbox.path().join("adoptions")).unwrap();
        let file = inbox.path().join("adoptions/list.csv");
        let mut moved = Vec::new();
        for content in ["one", "two", "three"] {
            fs::write(&file, content).unwrap();
            moved.push(put(inbox.path(), DONE, &file, &Report::new(false)).unwrap());
        }
        let folder = inbox.path().join("done/adoptions");
        assert_eq!(moved, ["list.csv", "list.2.csv", "list.3.csv"].map(|name| folder.join(name)));
        let contents: Vec<String> = moved.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(contents, ["one", "two", "three"]);
        let report = fs::read_to_string(folder.join("list.2.csv.report.json")).unwrap();
        assert!(report.contains("\"schemaVersion\""), "{report}");
    }

    #[test]
    fn a_name_that_is_taken_already_is_left_alone() {
        let inbox = tempfile::tempdir().unwrap();
        let (file, taken) = (inbox.path().join("list"), inbox.path().join("failed/list"));
        fs::create_dir(inbox.path().join("failed")).unwrap();
        fs::write(&file, "mine").unwrap();
        fs::write(&taken, "theirs").unwrap();
        let moved = put(inbox.path(), FAILED, &file, &Report::new(false)).unwrap();
        assert_eq!(
            (moved, fs::read_to_string(taken).unwrap()),
            (inbox.path().join("failed/list.2"), "theirs".to_owned())
        );
    }

    #[test]
    fn a_file_that_cannot_be_moved_leaves_no_report() {
        let inbox = tempfile::tempdir().unwrap();
        assert!(put(inbox.path(), DONE, &inbox.path().join("gone.csv"), &Report::new(false)).is_err());
        assert_eq!(fs::read_dir(inbox.path().join(DONE)).unwrap().count(), 0);
    }
}
