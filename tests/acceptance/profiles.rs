//! A file that is not understood is refused with a command that drafts a profile; by the profile it is imported, and what
//! was stored says so.

use std::fs;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    harness::{Api, Store, importer, importer_alone, repository},
    on_both,
};

const LIST: &str = "CCG code,Agreed form,Year\n08F,Joint,2016/17\n07P,Shared,2016/17\n";

fn write(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A profile for the list: the draft with its marked lines filled in, and a spelling explained.
fn profile(list: &str) -> String {
    let drafted = importer_alone(&["profile", "infer", list]);
    assert_eq!(drafted.code, 0, "{}", drafted.stderr);
    let mut profile = String::new();
    for line in drafted.stdout.lines() {
        let filled = match line.split_once(" = \"\" # EDIT") {
            Some(("stage", _)) => "stage = \"approved\"",
            Some(("model", _)) => "model = \"Agreed form\"",
            Some(other) => panic!("{other:?}"),
            None => line,
        };
        profile.push_str(filled);
        profile.push('\n');
    }
    profile + "[spellings.model]\nshared = \"joint\"\n"
}

on_both! {
    fn a_refused_file_is_imported_by_the_profile_that_was_drafted_for_it(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = write(&folder, "list.csv", LIST);
        let refused = importer(store, &["run", &list, "--format", "json"]);
        assert_eq!((refused.code, refused.file()["reason"].as_str()), (65, Some("no_header")));
        let message = refused.file()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(&format!("`importer profile infer {list} > profile.toml`")), "{message}");
        assert!(message.contains("lacks model"), "{message}");

        let profile = write(&folder, "profile.toml", &profile(&list));
        let run = importer(store, &["run", &list, "--profile", &profile, "--format", "json"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!((&run.file()["profile"]["name"], &run.file()["rows"]["facts"]), (&json!("list@1"), &json!(2)));
        assert!(importer(store, &["runs"]).stdout.contains("read by profile list@1"));
        let api = Api::start(store);
        let answer = api.ask(
            r#"{ importRuns(last: 2) { nodes { status profile profileSha256 } }
                 adoptions(filter: { ccg: { odsCode: { eq: "07P" } }, stage: { eq: APPROVED },
                                     wave: { financialYear: { eq: "2016/17" } } }) {
                   nodes { evidence { nodes { cells { field raw rule } } } } } }"#,
        );
        let runs = &answer["importRuns"]["nodes"];
        assert_eq!((&runs[0]["status"], &runs[0]["profile"]), (&json!("REJECTED"), &json!(null)));
        assert_eq!((&runs[1]["status"], &runs[1]["profile"]), (&json!("COMMITTED"), &json!("list@1")));
        assert_eq!(runs[1]["profileSha256"].as_str().unwrap().len(), 64);
        let cells = answer["adoptions"]["nodes"][0]["evidence"]["nodes"][0]["cells"].as_array().unwrap();
        let rule = |field: &str| cells.iter().find(|cell| cell["field"] == field).unwrap()["rule"].clone();
        assert_eq!(rule("model"), "profile list@1, \"Shared\" = \"joint\", \"joint\" -> JOINT");
        assert_eq!(rule("stage"), "profile list@1");

        // The same bytes by the same profile are nothing new; by another text of it they are.
        let again = importer(store, &["run", &list, "--profile", &profile, "--format", "json"]);
        assert_eq!(again.file()["status"], "UNCHANGED");
        let edited = fs::read_to_string(&profile).unwrap().replace("\"approved\"", "\"live\"");
        fs::write(&profile, edited).unwrap();
        let edited = importer(store, &["run", &list, "--profile", &profile, "--replace", "--format", "json"]);
        assert_eq!((&edited.file()["status"], &edited.file()["diff"]["removed"]), (&json!("COMMITTED"), &json!(2)));
    }

    fn the_list_of_sources_names_the_profile_of_a_file(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = write(&folder, "list.csv", LIST);
        write(&folder, "profile.toml", &profile(&list));
        let source = "[[source]]\npath = \"list.csv\"\ndataset = \"list\"\nprofile = \"profile.toml\"\n";
        let sources = write(&folder, "sources.toml", source);
        let run = importer(store, &["check", "--sources", &sources, "--format", "json"]);
        assert_eq!((run.code, &run.file()["profile"]["name"]), (0, &json!("list@1")), "{}", run.stdout);
        let sources = write(&folder, "sources.toml", &source.replace("profile.toml", "ods-extract"));
        let run = importer(store, &["check", "--sources", &sources, "--format", "json"]);
        assert_eq!((run.code, run.file()["profile"]["name"].as_str()), (65, Some("ods-extract@1")), "{}", run.stdout);
    }

    fn an_organisation_file_is_read_by_its_built_in_profile(store: &Store) {
        let folder = tempdir().unwrap();
        let row = "\"08F\",\"NHS HAVERING CCG\",\"Y56\",\"Q71\",\"\",\"\",\"\",\"\",\"\",\"\",\"20130401\",\"20210331\"\n";
        let list = write(&folder, "eccg.csv", row);
        let run = importer(store, &["run", &list, "--format", "json"]);
        assert_eq!((run.code, &run.file()["profile"]["name"]), (0, &json!("ods-extract@1")), "{}", run.stdout);
        assert_eq!(importer(store, &["run", &list, "--format", "json"]).file()["status"], "UNCHANGED");
        assert_eq!(store.column("SELECT profile FROM import_run WHERE status = 'COMMITTED'"), ["ods-extract@1"]);
    }

    fn a_wrong_profile_ends_the_command_before_anything_is_done(store: &Store) {
        importer(store, &["migrate"]);
        let folder = tempdir().unwrap();
        let list = write(&folder, "list.csv", LIST);
        let wrong = write(&folder, "wrong.toml", "name = \"list\"\nversion = 1\nkind = \"adoptions\"\nheadr = 1\n");
        let run = importer(store, &["run", &list, "--profile", &wrong]);
        assert_eq!(run.code, 78);
        assert!(run.stderr.contains("wrong.toml: TOML parse error at line 4"), "{}", run.stderr);
        assert_eq!(store.column("SELECT dataset FROM import_run"), Vec::<String>::new());
    }
}

#[test]
fn profile_check_says_what_is_wrong_and_what_is_read() {
    let folder = tempdir().unwrap();
    let list = write(&folder, "list.csv", LIST);
    let other = write(&folder, "other.csv", "Org,Form\n08F,C\n");
    let profile = write(&folder, "profile.toml", &profile(&list));
    let right = importer_alone(&["profile", "check", &profile, &list]);
    assert_eq!(right.code, 0, "{}", right.stderr);
    for told in [
        "profile list@1 is right: adoptions, 3 columns",
        "2 rows can be read, 0 problems",
        "read by profile list@1",
    ] {
        assert!(right.stdout.contains(told), "{}", right.stdout);
    }
    let misfit = importer_alone(&["profile", "check", &profile, &list, &other]);
    assert_eq!(misfit.code, 65);
    assert!(
        misfit.stdout.contains("other.csv: refused: the file does not fit the profile list@1"),
        "{}",
        misfit.stdout
    );
    let draft = importer_alone(&["profile", "infer", &list]).stdout;
    let unfinished = write(&folder, "draft.toml", &draft);
    let wrong = importer_alone(&["profile", "check", &unfinished]);
    assert!(wrong.code == 78 && wrong.stderr.contains("say what the stage is"), "{}", wrong.stderr);
    assert_eq!(importer_alone(&["profile", "check", "no-such.toml"]).code, 78);
}

#[test]
fn built_in_profiles_are_listed_and_shown_as_they_stand() {
    let listed = importer_alone(&["profile", "list"]);
    let names: Vec<&str> = listed.stdout.lines().filter_map(|line| line.split('@').next()).collect();
    for name in &names {
        let text = fs::read_to_string(repository().join(format!("importer/profiles/{name}.toml"))).unwrap();
        assert_eq!(importer_alone(&["profile", "show", name]).stdout, text);
    }
    assert!(names.contains(&"ods-extract"));
    assert_eq!(importer_alone(&["profile", "show", "no-such"]).code, 78);
}

#[test]
fn a_file_that_cannot_be_read_gives_no_draft() {
    let folder = tempdir().unwrap();
    let empty = write(&folder, "empty.csv", "");
    let draft = importer_alone(&["profile", "infer", &empty]);
    assert_eq!((draft.code, draft.stdout.as_str()), (65, ""));
    assert!(draft.stderr.contains("(empty_file)"), "{}", draft.stderr);
    let missing = importer_alone(&["profile", "infer", "no-such.csv"]);
    assert_eq!(missing.code, 66);
    let list = write(&folder, "list.csv", LIST);
    let unknown = importer_alone(&["profile", "infer", &list, "--sheet", "Elsewhere"]);
    assert!(
        unknown.code == 65 && unknown.stderr.contains("the sheets are \"list.csv\""),
        "{}",
        unknown.stderr
    );
}

#[test]
fn inspect_reads_by_a_profile_too() {
    let folder = tempdir().unwrap();
    let list = write(&folder, "list.csv", LIST);
    let profile = write(&folder, "profile.toml", &profile(&list));
    let inspected = importer_alone(&["inspect", &list, "--profile", &profile, "--format", "json"]).report();
    assert_eq!((&inspected["records"], &inspected["profile"]["name"]), (&json!(2), &json!("list@1")));
    let columns = inspected["sheets"][0]["columns"].as_array().unwrap();
    let fields: Vec<&Value> = columns.iter().map(|column| &column["field"]).collect();
    assert_eq!(fields, ["ods_code", "model", "financial_year"]);
}
