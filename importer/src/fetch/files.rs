//! The files that fit a pattern.

use std::path::{Path, PathBuf};

use crate::{
    error::{Refusal, RefusalCode},
    extract::file_name,
};

/// The files that fit a pattern, in the order of their names.
///
/// # Errors
/// When the pattern is none, no file fits it, or a folder on its way may not be looked into.
pub(super) fn fitting(pattern: &str) -> Result<Vec<PathBuf>, Refusal> {
    let unreadable = |why: String| Refusal::new(RefusalCode::Unreadable, why);
    let paths = glob::glob(pattern).map_err(|error| unreadable(format!("this is not a pattern: {error}")))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| unreadable(format!("not all of its files can be seen: {error}")))?;
        if path.is_file() && !is_unfinished(&path) {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(unreadable("no file fits this pattern".to_owned()));
    }
    files.sort_unstable();
    Ok(files)
}

/// Whether a name is one that programs give to files that are not for reading yet, or at all.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    const ENDINGS: [&str; 4] = [".part", ".partial", ".crdownload", ".tmp"];
    let name = file_name(path).to_lowercase();
    name.starts_with('.') || name.starts_with("~$") || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_fit_a_pattern_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b-2016.csv", "a-2015.csv", "~$a-2015.csv", ".c.csv", "d.csv.part", "e.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("f.csv")).unwrap();
        let found = |pattern: &str| fitting(folder.path().join(pattern).to_str().unwrap());
        let names: Vec<String> = found("*.csv*").unwrap().iter().map(|path| file_name(path)).collect();
        assert_eq!(names, ["a-2015.csv", "b-2016.csv"]);
        assert_eq!(found("*.xlsx").unwrap_err().message, "no file fits this pattern");
        assert!(found("***.xlsx").unwrap_err().message.starts_with("this is not a pattern"));
    }
}
