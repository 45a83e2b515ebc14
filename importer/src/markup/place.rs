//! Where copies go.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use crate::{catalogue::SourceEntry, extract::file_name};

/// The copy of each file: the path that was given for one file, and a folder for several, or where there is one.
#[must_use]
pub fn places(given: &Path, sources: &[SourceEntry]) -> Vec<PathBuf> {
    if sources.len() == 1 && !given.is_dir() {
        return vec![given.to_owned()];
    }
    let mut taken = HashSet::new();
    let copy = |entry: &SourceEntry| {
        let name = file_name(&entry.path);
        let mut copy = format!("{name}.marked-up.xlsx");
        let mut number = 1;
        while !taken.insert(copy.to_lowercase()) {
            number += 1;
            copy = format!("{name}.{number}.marked-up.xlsx");
        }
        given.join(copy)
    };
    sources.iter().map(copy).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_copies_stand_in_a_folder_under_names_of_their_own() {
        let folder = Path::new("no-such-folder");
        let entries = ["a/list.csv", "b/list.csv"].map(|path| SourceEntry::of_file(Path::new(path)));
        assert_eq!(places(folder, &entries[..1]), [folder]);
        let names = ["list.csv.marked-up.xlsx", "list.csv.2.marked-up.xlsx"].map(|name| folder.join(name));
        assert_eq!(places(folder, &entries), names);
    }
}
