//! Folders that are named on the command line in place of files.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use crate::{error::Error, fetch::is_unfinished};

/// The endings of the files that are taken from a folder. What a file is, its content decides.
const ENDINGS: [&str; 12] =
    ["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "ods", "csv", "tsv", "tab", "txt"];
/// The end of the names of marked-up copies, which are no lists of their own.
const COPY: &str = ".marked-up.xlsx";

/// Puts in place of each folder the files that stand in it, in the order of their names.
pub(super) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::with_capacity(named.len());
    for path in named {
        if path.is_dir() {
            files.extend(files_of(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source: io::Error| Error::Folder { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_list(&path) && path.is_file() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(unreadable(io::Error::new(ErrorKind::NotFound, "it holds no spreadsheet file")));
    }
    files.sort();
    Ok(files)
}

/// Whether a file is meant to be read.
fn is_list(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !is_unfinished(path) && !name.ends_with(COPY) && ENDINGS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_its_lists_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b.XLSX", "a.csv", ".hidden.csv", "~$b.xlsx", "c.csv.part", "a.csv.marked-up.xlsx", "notes.pdf"]
        {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("d.csv")).unwrap();
        let other = PathBuf::from("other.csv");
        let found = files(&[other.clone(), folder.path().to_owned()]).unwrap();
        assert_eq!(found, [other, folder.path().join("a.csv"), folder.path().join("b.XLSX")]);
        let empty = tempfile::tempdir().unwrap();
        assert!(matches!(files(&[empty.path().to_owned()]), Err(Error::Folder { .. })));
    }
}
