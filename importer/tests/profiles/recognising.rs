//! Profiles that know their files.

use std::{fs, path::PathBuf};

use super::*;

const PROFILE: &str = "name = \"return\"\nversion = 1\nkind = \"adoptions\"\n\
    [recognise]\nheadings = [\"Org\", \"Decision\"]\n\
    [columns]\nods_code = \"Org\"\nmodel = \"Decision\"\n\
    [constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n";

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("importer-profiles-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        for (name, text) in files {
            fs::write(path.join(name), text).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn the_profiles_of_a_folder_read_the_files_that_have_their_headings_and_no_others() {
    let folder = Folder::with("known", &[("return.toml", PROFILE), ("README.txt", "no profile")]);
    let profiles = Profiles::load(Some(&folder.0), None).unwrap();
    let read = |text: &str| parse_by(&profiles, &csv(text), None, &Limits::default(), visit);
    let parsed = read("A title\nDecision*,ORG\nC,08F\n").unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
    let profile = parsed.sheets[0].layout.as_ref().unwrap().profile.as_ref().unwrap();
    assert_eq!(profile.stamp(), "return@1");
    assert_eq!(read("Org,Decision,Declined\n08F,C,yes\n").unwrap_err().code.as_str(), "no_header");
    let other = read("CCG code,Model,Status,Year\n08F,C,Live,2015/16\n").unwrap();
    assert!(other.sheets[0].layout.as_ref().unwrap().profile.is_none());
}

#[test]
fn a_profile_that_knows_no_file_has_no_place_in_a_folder() {
    let blind = PROFILE.replace("[recognise]\nheadings = [\"Org\", \"Decision\"]\n", "");
    let folder = Folder::with("blind", &[("blind.toml", &blind)]);
    let error = Profiles::load(Some(&folder.0), None).unwrap_err().to_string();
    assert!(error.contains("blind.toml: [recognise] is missing"), "{error}");
}

#[test]
fn a_profile_is_found_by_path_or_built_in_name_and_must_be_of_the_expected_kind() {
    let load = |name: &str, kind| Profiles::load(Some(Path::new(name)), kind);
    assert_eq!(load("ods-extract", None).unwrap().named_one().unwrap().stamp(), "ods-extract@1");
    let kind = Some(entities::domain::DatasetKind::Waves);
    let error = load("ods-extract", kind).unwrap_err().to_string();
    assert_eq!(error, "profile ods-extract: it is for a CCG register, and waves are expected");
    let missing = load("no-such.toml", None).unwrap_err().to_string();
    assert!(missing.contains("cannot be read") && missing.contains("ods-extract"), "{missing}");
}
