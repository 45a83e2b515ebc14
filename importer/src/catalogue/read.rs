//! Reads a list of sources, and says what is wrong with it.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::{Catalogue, SourceEntry, location};
use crate::{error::Error, recognise::built_in};

/// Reads a list of sources. Their paths, and those of their profiles, are relative to the list.
///
/// # Errors
/// When the list is missing, not TOML, or has a key or value that is not known.
pub fn read(path: &Path) -> Result<Catalogue, Error> {
    let text = fs::read_to_string(path).map_err(|error| {
        wrong(path, format!("cannot be read: {error}. Give a list with --sources; `run` and `check` take files without any"))
    })?;
    listed(&text, path.parent().unwrap_or(Path::new("."))).map_err(|error| wrong(path, told(&text, &error)))
}

fn listed(text: &str, folder: &Path) -> Result<Catalogue, toml::de::Error> {
    let mut catalogue: Catalogue = toml::from_str(text)?;
    for entry in &mut catalogue.sources {
        entry.path = location::within(folder, &entry.path);
    }
    let is_file = |name: &mut PathBuf| name.to_str().is_none_or(|name| built_in(name).is_none());
    for entry in &mut catalogue.sources {
        if let Some(profile) = entry.profile.take_if(is_file) {
            entry.profile = Some(folder.join(profile));
        }
    }
    Ok(catalogue)
}

/// Reads a list of sources if there is one: a list that is there must be right.
///
/// # Errors
/// As [`read`].
pub fn read_if_there(path: &Path) -> Result<Catalogue, Error> {
    if path.exists() { read(path) } else { Ok(Catalogue::default()) }
}

/// Makes sure that no two sources share the name under which their checks are kept.
///
/// # Errors
/// When two do.
pub fn check_names(path: &Path, sources: &[SourceEntry]) -> Result<(), Error> {
    let mut names = HashSet::new();
    match sources.iter().find(|entry| !names.insert(entry.name())) {
        None => Ok(()),
        Some(entry) => {
            let message = format!(
                "two sources are called {}; give each a name of its own, because their checks are kept by name",
                entry.name()
            );
            Err(wrong(path, message))
        }
    }
}

fn wrong(path: &Path, message: String) -> Error {
    Error::Catalogue { path: path.to_owned(), message }
}

/// What is wrong and in which line. The line itself is not shown, because it may hold the secret of a webhook.
fn told(text: &str, error: &toml::de::Error) -> String {
    let line =
        error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let what = error.message().trim_end();
    line.map_or_else(|| what.to_owned(), |line| format!("line {line}: {what}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::{Event, Location};

    fn list(text: &str) -> Result<Catalogue, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sources.toml");
        fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_says_when_to_look_and_how_old_is_too_old() {
        let catalogue = list(
            "[notify]\non = ['failure', 'change']\ncommand = ['mail']\n\n\
             [[source]]\npath = 'https://a.example/list.xlsx'\ndataset = 'list'\n\
             schedule = { cron = '0 6 * * 1-5', time_zone = 'Europe/London' }\n\
             freshness = { warn_after = '36h' }\n\
             [[source]]\npath = 'lists/*.csv'\ndataset = 'list'\nname = 'older lists'\n",
        )
        .unwrap();
        let [web, pattern] = &catalogue.sources[..] else { panic!("{catalogue:?}") };
        assert_eq!((web.name(), web.location()), ("list", Location::Web("https://a.example/list.xlsx")));
        assert_eq!(web.schedule.as_ref().unwrap().to_string(), "0 6 * * 1-5 Europe/London");
        assert_eq!(web.freshness.warn_after, Some(Duration::from_secs(36 * 3_600)));
        assert!(matches!(pattern.location(), Location::Pattern(text) if text.ends_with("/lists/*.csv")));
        assert_eq!(catalogue.notify.unwrap().on, [Event::Failure, Event::Change]);
        assert!(check_names(Path::new("list"), &catalogue.sources).is_ok());
        let twice = [web.clone(), web.clone()];
        let told = check_names(Path::new("list"), &twice).unwrap_err().to_string();
        assert!(told.contains("two sources are called list"), "{told}");
    }

    #[test]
    fn a_fault_is_told_by_its_line_and_not_with_what_may_be_a_secret() {
        let told = list("[notify]\non = []\nwebhook = \"https://hooks.example/s3cr3t\n").unwrap_err();
        assert!(told.contains("line 3: ") && !told.contains("s3cr3t"), "{told}");
        let told = list("[[source]]\npath = 'a'\ndataset = 'a'\nschedule = { every = '1s' }\n").unwrap_err();
        assert!(told.ends_with("line 4: every: the shortest interval is 1m"), "{told}");
    }

    #[test]
    fn an_entry_may_ask_for_hidden_sheets() {
        let text = "[[source]]\npath = \"a.xlsx\"\ndataset = \"a\"\ninclude_hidden = true\n";
        let entry = listed(text, Path::new("x")).unwrap().sources.remove(0);
        assert_eq!((entry.path, entry.include_hidden), (PathBuf::from("x/a.xlsx"), true));
    }

    fn line() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "path",
            "dataset",
            "kind",
            "publisher",
            "published_on",
            "as_of",
            "include_hidden",
            "pth",
        ]);
        let value = prop_oneof![
            Just("\"waves\"".to_owned()),
            Just("\"2015-04-01\"".to_owned()),
            Just("true".to_owned()),
            Just("2015-04-01".to_owned()),
            "\\PC{0,12}",
        ];
        let pair = (key, value).prop_map(|(key, value)| format!("{key} = {value}"));
        prop_oneof![Just("[[source]]".to_owned()), Just("path = \"a.csv\"\ndataset = \"a\"".to_owned()), pair]
    }

    proptest! {
        #[test]
        fn any_text_is_a_list_or_an_error(text in any::<String>(), lines in prop::collection::vec(line(), 0..8)) {
            let _ = listed(&text, Path::new("."));
            if let Ok(read) = listed(&lines.join("\n"), Path::new("folder")) {
                let headings = lines.iter().filter(|line| *line == "[[source]]").count();
                prop_assert_eq!(read.sources.len(), headings);
            }
        }
    }
}
