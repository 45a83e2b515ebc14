//! A marked-up copy is written beside the report.

use std::fs;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    harness::{Store, importer, importer_alone, spoilt_adoptions, write},
    on_both,
};

/// What is recognised in a file, but for its name and its problems.
fn recognised(path: &str) -> (Value, Value) {
    let told = importer_alone(&["inspect", path, "--format", "json"]).report();
    (told["records"].clone(), told["firstRecords"].clone())
}

on_both! {
    fn a_marked_up_copy_reads_as_the_file_does_and_lists_its_problems(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let spoilt = spoilt_adoptions(&[
            ("00C", "2016/17", |fact| "Deligated".clone_into(&mut fact.model)),
            ("00K", "2016/17", |fact| "0ZZ".clone_into(&mut fact.ods_code)),
        ]);
        let list = write(&folder, "list.xlsx", &spoilt);
        let (list, copy) = (list.to_str().unwrap(), folder.path().join("copy.xlsx"));
        let copy = copy.to_str().unwrap();
        let check = importer(store, &["check", list, "--mark-up", copy]);
        assert_eq!(check.code, 1, "{}", check.stderr);
        assert_eq!(recognised(copy), recognised(list));
        let again = importer(store, &["check", copy, "--format", "json"]).file();
        let cells: Vec<&Value> = again["issues"].as_array().unwrap().iter().map(|issue| &issue["cell"]).collect();
        assert_eq!(cells, ["D5", "B6"]);
        let own = again["sheets"].as_array().unwrap().last().unwrap();
        assert_eq!((&own["name"], &own["skippedBecause"]), (&json!("Issues"), &json!("no header was found")));
    }

    fn copies_of_several_files_stand_in_a_folder_and_one_that_cannot_be_read_has_none(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let (bad, broken) = (folder.path().join("bad.csv"), folder.path().join("broken.xlsx"));
        fs::write(&bad, "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n08G,Z,Live,2016/17\n").unwrap();
        fs::write(&broken, "PK\u{3}\u{4}").unwrap();
        let copies = folder.path().join("copies");
        let files = [bad.to_str().unwrap(), broken.to_str().unwrap()];
        let run = importer(store, &["run", files[0], files[1], "--mark-up", copies.to_str().unwrap()]);
        assert_eq!(run.code, 65, "{}", run.stderr);
        assert!(run.stderr.contains("there is no marked-up copy of"), "{}", run.stderr);
        let names: Vec<_> = fs::read_dir(&copies).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, ["bad.csv.marked-up.xlsx"]);
        // Refused though it was, and so marked all the more.
        let copy = copies.join("bad.csv.marked-up.xlsx");
        let issues = importer(store, &["check", copy.to_str().unwrap(), "--format", "json"]).file();
        assert_eq!(issues["issues"][0]["cell"], "B3");
    }

    fn what_is_asked_for_and_cannot_be_written_stops_the_work_before_it_begins(store: &Store) {
        importer(store, &["run"]);
        let runs = store.column("SELECT dataset FROM import_run");
        let folder = tempdir().unwrap();
        let list = folder.path().join("list.csv");
        let text = "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n";
        fs::write(&list, text).unwrap();
        let list = list.to_str().unwrap();
        for option in ["--report", "--issues", "--mark-up"] {
            let nowhere = importer(store, &["run", list, option, "/no/such/folder/file"]);
            assert_eq!(nowhere.code, 73, "{option}: {}", nowhere.stderr);
            let itself = importer(store, &["run", list, option, list]);
            assert_eq!(itself.code, 2, "{option}: {}", itself.stderr);
            assert_eq!(fs::read_to_string(list).unwrap(), text);
        }
        assert_eq!(store.column("SELECT dataset FROM import_run"), runs);
        let full = importer(store, &["run", list, "--report", "/dev/full"]);
        assert_eq!(full.code, 74, "{}", full.stderr);
        assert!(full.stdout.starts_with("list.csv: 1 facts"), "{}", full.stdout);
    }
}
