//! How a file is read and stored. The same bytes in another way may state something else.

use chrono::NaiveDate;
use entities::{domain::DatasetKind, import_run};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{catalogue::SourceEntry, recognise::Profiles};

/// What besides its bytes decides what a file states.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    kind: Option<DatasetKind>,
    /// Of how the file is to be read now.
    sha256: String,
    /// Of the same with `--replace`, which leaves nothing to do without it.
    replacing_sha256: String,
}

/// What is hashed. The version of the importer is part of it, because a newer one may understand more.
#[derive(Serialize)]
struct Hashed<'a> {
    importer_version: &'static str,
    include_hidden: bool,
    as_of: Option<NaiveDate>,
    replace: bool,
    profiles: Vec<&'a str>,
}

impl ReadOptions {
    /// How a file of a source is read.
    #[must_use]
    pub fn new(entry: &SourceEntry, profiles: &Profiles, replace: bool) -> Self {
        let hash = |replace| {
            digest(&Hashed {
                importer_version: env!("CARGO_PKG_VERSION"),
                include_hidden: entry.include_hidden,
                as_of: entry.as_of,
                replace,
                profiles: profiles.checksums(),
            })
        };
        Self { kind: entry.kind, sha256: hash(replace), replacing_sha256: hash(true) }
    }

    /// The checksum that the run keeps.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether a run read and stored its file in such a way that this one would change nothing.
    #[must_use]
    pub fn are_those_of(&self, run: &import_run::Model) -> bool {
        let theirs = run.options_sha256.as_deref();
        self.kind.is_none_or(|kind| run.kind == Some(kind))
            && theirs.is_some_and(|theirs| theirs == self.sha256 || theirs == self.replacing_sha256)
    }
}

fn digest(hashed: &Hashed<'_>) -> String {
    // Plain values always have a text.
    let text = serde_json::to_string(hashed).unwrap_or_default();
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sea_orm::{ActiveValue::Set, TryIntoModel};

    use super::*;
    use crate::{load::runs::begun, recognise::Profile};

    const PROFILE: &str =
        "name = \"a\"\nversion = 1\nkind = \"adoptions\"\n[columns]\nods_code = \"Org\"\nmodel = \"Model\"\n";

    fn entry() -> SourceEntry {
        SourceEntry::of_file(Path::new("list.csv"))
    }

    fn profile(description: &str) -> Profiles {
        let text = format!("description = \"{description}\"\n{PROFILE}");
        Profiles::named(Profile::parse(&text).unwrap())
    }

    /// A run that read its file so.
    fn run(options: &ReadOptions) -> import_run::Model {
        let mut row = begun("list", Some(DatasetKind::Adoptions), "list.csv");
        (row.id, row.options_sha256) = (Set(1), Set(Some(options.sha256().to_owned())));
        row.try_into_model().unwrap()
    }

    #[test]
    fn the_same_bytes_are_in_force_only_if_they_would_be_read_in_the_same_way() {
        let built_in = Profiles::built_in();
        let plainly = ReadOptions::new(&entry(), &built_in, false);
        let run = run(&plainly);
        assert!(plainly.are_those_of(&run));
        let as_of = SourceEntry { as_of: "2016-04-01".parse().ok(), ..entry() };
        let hidden = SourceEntry { include_hidden: true, ..entry() };
        let waves = SourceEntry { kind: Some(DatasetKind::Waves), ..entry() };
        let adoptions = SourceEntry { kind: run.kind, ..entry() };
        for other in [
            ReadOptions::new(&as_of, &built_in, false),
            ReadOptions::new(&hidden, &built_in, false),
            ReadOptions::new(&waves, &built_in, false),
            ReadOptions::new(&entry(), &built_in, true),
            ReadOptions::new(&entry(), &profile("one"), false),
        ] {
            assert!(!other.are_those_of(&run), "{other:?}");
        }
        assert!(
            ReadOptions::new(&adoptions, &built_in, false).are_those_of(&run),
            "it was recognised as such"
        );
    }

    #[test]
    fn the_same_version_of_a_profile_with_another_text_is_another_profile() {
        let run = run(&ReadOptions::new(&entry(), &profile("one"), false));
        assert!(ReadOptions::new(&entry(), &profile("one"), false).are_those_of(&run));
        assert!(!ReadOptions::new(&entry(), &profile("other"), false).are_those_of(&run));
    }

    #[test]
    fn a_file_that_replaced_all_there_was_has_nothing_to_add_without_replacing() {
        let run = run(&ReadOptions::new(&entry(), &Profiles::built_in(), true));
        assert!(ReadOptions::new(&entry(), &Profiles::built_in(), false).are_those_of(&run));
    }
}
