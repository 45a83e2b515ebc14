//! Where the files of a source are.

use std::path::{Path, PathBuf};

use glob::Pattern;

/// Where the files of a source are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Location<'a> {
    /// Standard input.
    Input,
    /// A file.
    File(&'a Path),
    /// All files whose names fit a pattern, each a later edition of the same dataset than the one before it.
    Pattern(&'a str),
    /// An http or https address.
    Web(&'a str),
}

impl<'a> Location<'a> {
    /// Tells by what is written as the path. A file that is there is a file, whatever its name has in it.
    #[must_use]
    pub fn of(path: &'a Path) -> Self {
        match path.to_str() {
            Some("-") => Self::Input,
            Some(text) if is_web(text) => Self::Web(text),
            Some(text) if is_pattern(text) && !path.exists() => Self::Pattern(text),
            _ => Self::File(path),
        }
    }
}

/// A path as the list has it, seen from where the list is.
pub(super) fn within(folder: &Path, path: &Path) -> PathBuf {
    let joined = folder.join(path);
    match (path.to_str(), folder.to_str()) {
        (Some(text), _) if is_web(text) => path.to_owned(),
        // The names of the folders above are not part of the pattern.
        (Some(text), Some(folder)) if is_pattern(text) && path.is_relative() && !joined.exists() => {
            Path::new(&Pattern::escape(folder)).join(path)
        }
        _ => joined,
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Whether a path is an address.
fn is_web(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_an_address_and_a_pattern_are_told_apart() {
        assert_eq!(Location::of(Path::new("HTTPS://a.example/b?c")), Location::Web("HTTPS://a.example/b?c"));
        assert_eq!(Location::of(Path::new("lists/*.xlsx")), Location::Pattern("lists/*.xlsx"));
        assert_eq!(Location::of(Path::new("lists/a.xlsx")), Location::File(Path::new("lists/a.xlsx")));
        assert_eq!(Location::of(Path::new("-")), Location::Input);
        assert_eq!(Location::of(Path::new("./-")), Location::File(Path::new("./-")));
        let folder = tempfile::tempdir().unwrap();
        let patterned = within(Path::new("/lists [old]"), Path::new("*.csv"));
        assert_eq!(patterned, Path::new("/lists [[]old[]]/*.csv"));
        let odd = folder.path().join("list [2].csv");
        std::fs::write(&odd, "").unwrap();
        assert_eq!(Location::of(&odd), Location::File(&odd));
    }
}
