//! What an import stores, and that it stores it once.

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    harness::{Api, Store, adoptions, importer, importer_alone, spoilt_adoptions, write},
    on_both,
};

/// All facts, as one text, so that any change to any of them shows.
const FACTS: &str = "SELECT natural_key || ' ' || id || ' ' || recorded_at || ' ' || COALESCE(CAST(retracted_at AS TEXT), '-')
                     FROM adoption ORDER BY id";

fn statuses(report: &Value) -> Vec<String> {
    report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["status"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    fn importing_the_bundled_facts_twice_changes_nothing_and_says_so(store: &Store) {
        let first = importer(store, &["run", "--format", "json"]);
        assert_eq!((first.code, statuses(&first.report())), (0, vec!["COMMITTED".to_owned(); 9]), "{}", first.stderr);
        let facts = store.column(&FACTS.replace("recorded_at", "CAST(recorded_at AS TEXT)"));
        let second = importer(store, &["run", "--format", "json"]);
        assert_eq!((second.code, statuses(&second.report())), (0, vec!["UNCHANGED".to_owned(); 9]));
        assert_eq!(store.column(&FACTS.replace("recorded_at", "CAST(recorded_at AS TEXT)")), facts);
        let told = importer(store, &["run"]).stdout;
        assert_eq!(told.lines().filter(|line| line.ends_with(": unchanged")).count(), 9, "{told}");
    }

    fn every_row_of_every_file_is_accounted_for(store: &Store) {
        let report = importer(store, &["run", "--format", "json"]).report();
        for file in report["files"].as_array().unwrap() {
            let rows = |name: &str| file["rows"][name].as_u64().unwrap();
            let sum = rows("facts") + rows("duplicates") + rows("skipped") + rows("rejected");
            assert_eq!(rows("read"), sum, "{}", file["file"]);
            assert_eq!((rows("rejected"), &file["issues"]), (0, &json!([])), "{}", file["file"]);
            assert_eq!(rows("skipped"), file["skipped"].as_array().unwrap().len() as u64);
        }
        let adoptions = &report["files"][8];
        assert_eq!(adoptions["rows"]["facts"], 207);
        assert_eq!(adoptions["sheets"][0]["skippedBecause"], "no header was found");
        assert_eq!(adoptions["sheets"][1]["headerRow"], 4);
    }

    fn a_check_says_what_an_import_would_do_and_stores_nothing(store: &Store) {
        let check = importer(store, &["check", "--format", "json"]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        assert_eq!(check.report()["dryRun"], true);
        let without_history = importer(store, &["runs"]);
        assert_eq!(without_history.code, 78, "{}", without_history.stdout);
        assert!(without_history.stderr.contains("no schema yet"), "{}", without_history.stderr);

        let run = importer(store, &["run", "--format", "json"]).report();
        for (checked, stored) in check.report()["files"].as_array().unwrap().iter().zip(run["files"].as_array().unwrap()) {
            assert_eq!((&checked["diff"], &checked["rows"]), (&stored["diff"], &stored["rows"]), "{}", stored["file"]);
        }
        let facts = store.column("SELECT natural_key FROM adoption ORDER BY id");
        let folder = tempdir().unwrap();
        let fewer = write(&folder, "fewer.xlsx", &adoptions()[..100]);
        let check = importer(
            store,
            &[
                "check",
                fewer.to_str().unwrap(),
                "--dataset",
                "co-commissioning-adoptions",
                "--replace",
                "--format",
                "json",
            ],
        );
        assert_eq!(check.file()["diff"], json!({ "added": 0, "changed": 0, "removed": 107, "absent": 0, "unchanged": 100 }));
        assert_eq!(store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL ORDER BY id"), facts);
    }

    fn the_history_tells_of_every_run(store: &Store) {
        importer(store, &["run"]);
        importer(store, &["run", "data/facts/waves.csv"]);
        let missing = importer(store, &["run", "no-such-file.xlsx"]);
        assert_eq!(missing.code, 66);
        let history = importer(store, &["runs", "--format", "json"]).report();
        let runs = history.as_array().unwrap();
        assert_eq!(runs.len(), 11);
        assert_eq!((&runs[0]["status"], &runs[0]["reason"]), (&json!("REJECTED"), &json!("unreadable")));
        assert_eq!((&runs[1]["status"], &runs[1]["dataset"]), (&json!("UNCHANGED"), &json!("waves")));
        assert_eq!((&runs[2]["status"], &runs[2]["rows"]["facts"]), (&json!("COMMITTED"), &json!(207)));
        let table = importer(store, &["runs", "--limit", "2"]).stdout;
        assert_eq!(table.lines().count(), 4, "{table}");
    }

    fn the_schema_can_be_made_without_an_import(store: &Store) {
        assert_eq!(importer(store, &["migrate"]).stdout, "Applied 5 migration(s).\n");
        assert_eq!(importer(store, &["migrate"]).stdout, "The schema is up to date.\n");
        let api = Api::start(store);
        assert_eq!(api.ask("{ ccgs { totalCount } }")["ccgs"]["totalCount"], 0);
        assert_eq!(api.ask("{ models { nodes { letter } } }")["models"]["nodes"], json!([
            { "letter": "A" }, { "letter": "B" }, { "letter": "C" },
        ]));
    }

    fn problems_are_written_as_a_table_and_a_strict_import_takes_no_file_that_has_any(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let faults = spoilt_adoptions(&[("00C", "2016/17", |fact| "=1+1".clone_into(&mut fact.model))]);
        let list = write(&folder, "list.xlsx", &faults);
        let (table, report) = (folder.path().join("issues.csv"), folder.path().join("report.json"));
        let files = ["--issues", table.to_str().unwrap(), "--report", report.to_str().unwrap()];
        let run = importer(store, &[&["run", list.to_str().unwrap(), "--strict"], &files[..]].concat());
        assert_eq!(run.code, 65, "{}", run.stdout);
        let table = std::fs::read_to_string(table).unwrap();
        let row = table.lines().nth(1).unwrap();
        assert!(row.starts_with("list.xlsx,error,unknown_model,2016-17,D5,'=1+1,"), "{table}");
        let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
        assert_eq!((&report["exitCode"], &report["files"][0]["reason"]), (&json!(65), &json!("too_many_rejects")));
    }
}

#[test]
fn inspecting_a_file_shows_how_it_is_read_and_needs_no_database() {
    let shown = importer_alone(&["inspect", "data/workbooks/co-commissioning-adoptions.xlsx"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for line in [
        "co-commissioning-adoptions.xlsx: adoptions; 207 rows can be read, 0 problems",
        "sheet \"Contents\": not read: no header was found",
        "sheet \"2016-17\": header in row 4, 30 rows beneath it",
        "  D5    model            \"Delegated commissioning\" -> DELEGATED  (as it stands)",
    ] {
        assert!(shown.stdout.lines().any(|shown| shown == line), "{line}: {}", shown.stdout);
    }
    let refused = importer_alone(&["inspect", "README.md", "--format", "json"]);
    assert_eq!((refused.code, refused.file()["reason"].as_str()), (65, Some("no_header")));
}

#[test]
fn shells_and_readers_of_manuals_are_served() {
    for (arguments, piece) in [(&["completions", "bash"][..], "_importer()"), (&["man"], ".TH importer")] {
        let printed = importer_alone(arguments);
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        assert!(printed.stdout.contains(piece), "{}", printed.stdout);
    }
}
