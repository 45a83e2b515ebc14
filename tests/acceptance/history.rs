//! The history of imports: what counts as imported already, and what is known of a run that came to no end.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    harness::{Api, Site, Store, endless, importer, is_gone, start_importer, wait_for_endless_parser},
    on_both,
};

const BOTH: &str = "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n07P,C,Live,2016/17\n";
const ONE: &str = "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n";
const PROFILE: &str = "name = \"list\"\nversion = 1\nkind = \"adoptions\"\n[columns]\nods_code = \"CCG code\"\nmodel = \"Model\"\nstage = \"Status\"\nfinancial_year = \"Year\"\n";

fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// The status of the only file of an import that succeeds.
fn status(store: &Store, arguments: &[&str]) -> String {
    let run = importer(store, &[&["run"], arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.file()["status"].as_str().unwrap().to_owned()
}

fn in_force(store: &Store) -> usize {
    store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len()
}

fn statuses(store: &Store) -> Vec<String> {
    store.column("SELECT status FROM import_run ORDER BY id")
}

on_both! {
    fn the_same_bytes_are_unchanged_only_when_they_are_read_in_the_same_way(store: &Store) {
        importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        let folder = tempdir().unwrap();
        let (both, one) = (write(&folder, "both.csv", BOTH), write(&folder, "one.csv", ONE));
        let (both, one) = (both.to_str().unwrap(), one.to_str().unwrap());
        assert_eq!(status(store, &[both, "--dataset", "list"]), "COMMITTED");
        assert_eq!(status(store, &[one, "--dataset", "list"]), "COMMITTED");
        assert_eq!(status(store, &[one, "--dataset", "list"]), "UNCHANGED");
        assert_eq!(in_force(store), 2, "what the newer list leaves out stays");
        assert_eq!(status(store, &[one, "--dataset", "list", "--replace"]), "COMMITTED");
        assert_eq!(in_force(store), 1);
        assert_eq!(status(store, &[one, "--dataset", "list"]), "UNCHANGED", "there is nothing left to keep");
        assert_eq!(status(store, &[one, "--dataset", "list", "--kind", "adoptions"]), "UNCHANGED");

        for options in [&["--include-hidden"][..], &["--as-of", "2016-04-01"]] {
            let arguments = [&[one, "--dataset", "list"], options].concat();
            assert_eq!(status(store, &arguments), "COMMITTED", "{options:?}");
            assert_eq!(status(store, &arguments), "UNCHANGED", "{options:?}");
        }
        let profile = write(&folder, "list.toml", PROFILE);
        let by_profile = [one, "--dataset", "list", "--profile", profile.to_str().unwrap()];
        assert_eq!(status(store, &by_profile), "COMMITTED");
        assert_eq!(status(store, &by_profile), "UNCHANGED");
        write(&folder, "list.toml", &format!("description = \"of regions\"\n{PROFILE}"));
        assert_eq!(status(store, &by_profile), "COMMITTED");
        assert_eq!(status(store, &[one, "--dataset", "list"]), "COMMITTED");

        // Another name of the file alone may be that of a copy; who names a dataset means it.
        let copy = write(&folder, "copy of one.csv", ONE);
        let run = importer(store, &["run", copy.to_str().unwrap(), "--format", "json"]);
        let file = run.file();
        assert_eq!((&file["status"], &file["dataset"]), (&json!("UNCHANGED"), &json!("copy-of-one")));
        let told = file["message"].as_str().unwrap();
        assert!(told.contains("dataset list;") && told.contains("--dataset"), "{told}");
        assert_eq!(status(store, &[copy.to_str().unwrap(), "--dataset", "other"]), "COMMITTED");
        assert_eq!(in_force(store), 1);
        assert_eq!(store.column("SELECT sheet FROM evidence WHERE retracted_at IS NULL").len(), 2);

        // What an older importer read, a newer one may understand better.
        store.column("UPDATE import_run SET options_sha256 = 'of another version' RETURNING 'x'");
        assert_eq!(status(store, &[one, "--dataset", "list"]), "COMMITTED");
    }

    fn a_server_that_has_nothing_newer_is_asked_again_when_the_list_is_to_be_read_otherwise(store: &Store) {
        let site = Site::publish("waves.csv", "Financial year,Live from\n2016/17,2016-04-01\n");
        let folder = tempdir().unwrap();
        let watch = |more: &str| {
            let list = format!("[[source]]\npath = \"{}\"\ndataset = \"waves\"\nallow_private = true\n{more}", site.url);
            let list = write(&folder, "sources.toml", &list);
            let run = importer(store, &["watch", "--once", "--sources", list.to_str().unwrap()]);
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        };
        watch("");
        watch("");
        assert_eq!(site.answers(), [200, 304]);
        watch("include_hidden = true\n");
        watch("include_hidden = true\n");
        assert_eq!(site.answers(), [200, 304, 200, 304]);
        assert_eq!(statuses(store), ["COMMITTED", "COMMITTED"]);
    }

    fn a_run_that_is_killed_is_known_from_its_beginning_and_called_abandoned_by_the_next(store: &Store) {
        assert_eq!(importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]).code, 0);
        let folder = tempdir().unwrap();
        let (list, endless) = (write(&folder, "list.csv", ONE), endless(&folder));
        let mut child = start_importer(store, &["run", endless.to_str().unwrap()]);
        let parser = wait_for_endless_parser(child.id());
        assert_eq!(statuses(store)[2..], ["RUNNING"]);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_gone(parser), "the parser outlived the importer");

        let api = Api::start(store);
        let version = || serde_json::from_str::<Value>(&api.get("/health/ready").1).unwrap()["dataVersion"].clone();
        let last = || {
            let asked = "{ importRuns(last: 1) { nodes { status message finishedAt dataVersion source { id } } } }";
            api.ask(asked)["importRuns"]["nodes"][0].clone()
        };
        let running = json!({ "status": "RUNNING", "message": null, "finishedAt": null, "dataVersion": null, "source": null });
        assert_eq!((last(), version()), (running, json!(2)));
        // To look at what was stored changes nothing, and neither does a check.
        importer(store, &["check", list.to_str().unwrap()]);
        assert!(importer(store, &["runs"]).stdout.contains(" running "));
        assert_eq!(statuses(store)[2..], ["RUNNING"]);

        let run = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]);
        assert_eq!((run.code, &run.file()["dataVersion"]), (0, &json!(3)));
        assert_eq!(statuses(store)[2..], ["ABANDONED", "COMMITTED"]);
        assert_eq!(version(), 3);
        let history = importer(store, &["runs", "--format", "json"]).report();
        let told = history[1]["message"].as_str().unwrap();
        assert!(told.starts_with("the importer was killed, or its machine stopped"), "{told}");
        assert_eq!(history[1]["finishedAt"], Value::Null);
        let refused = importer(store, &["revert", "3"]);
        assert!(refused.code == 65 && refused.stderr.contains("it came to no end"), "{}", refused.stderr);
    }

    fn of_two_runs_the_one_that_was_committed_later_is_in_force_whichever_began_first(store: &Store) {
        importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        let folder = tempdir().unwrap();
        let (both, one) = (write(&folder, "both.csv", BOTH), write(&folder, "one.csv", ONE));
        for file in [&both, &one] {
            assert_eq!(status(store, &[file.to_str().unwrap(), "--dataset", "list", "--replace"]), "COMMITTED");
        }
        // As if the first of them had waited for the second, and then been committed after it.
        store.column("UPDATE import_run SET data_version = 5 WHERE id = 3 RETURNING 'x'");
        let refused = importer(store, &["revert", "4"]);
        assert!(refused.code == 65 && refused.stderr.contains("run 3 stored both.csv after it"), "{}", refused.stderr);
        let again = |file: &PathBuf| status(store, &[file.to_str().unwrap(), "--dataset", "list", "--replace"]);
        assert_eq!((again(&both), again(&one)), ("UNCHANGED".to_owned(), "COMMITTED".to_owned()));
        assert_eq!(store.column("SELECT CAST(max(data_version) AS TEXT) FROM import_run"), ["6"]);
        assert_eq!(importer(store, &["revert", "6", "--format", "json"]).report()["inForceAgain"], "both.csv");
    }

    fn rows_that_do_not_come_back_count_as_what_they_were(store: &Store) {
        importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        let folder = tempdir().unwrap();
        let list = |name: &str, rows: &[&str]| {
            let text = format!("CCG code,Model,Status,Year,Effective from\n{}\n", rows.join("\n"));
            write(&folder, name, &text).to_str().unwrap().to_owned()
        };
        let (april, may) = ("08F,C,Live,2016/17,01/04/2016", "08F,C,Live,2016/17,01/05/2016");
        let (other, undated) = ("07P,C,Live,2016/17,", "08F,C,Live,2016/17,");
        for (older, counts) in [
            (&[april, april, other][..], "3 1 0 2"),
            // The row without a day contradicts nobody, and the fact is its own now.
            (&[april, undated, april, other], "4 2 0 2"),
        ] {
            let (older, newer) = (list("older.csv", older), list("newer.csv", &[may, other]));
            assert_eq!(status(store, &[&older, "--dataset", "list", "--replace"]), "COMMITTED");
            assert_eq!(status(store, &[&newer, "--dataset", "list", "--replace"]), "COMMITTED");
            assert_eq!(status(store, &[&list("said.csv", &[may]), "--dataset", "others"]), "COMMITTED");
            let newer = store.column("SELECT CAST(max(id) AS TEXT) FROM import_run WHERE file_name = 'newer.csv'");
            let reverted = importer(store, &["revert", &newer[0], "--format", "json", "--max-issues", "1"]);
            assert_eq!(reverted.code, 1, "{}{}", reverted.stdout, reverted.stderr);
            let report = reverted.report();
            assert_eq!(
                (&report["rejected"], report["issues"].as_array().unwrap().len(), &report["issuesNotListed"]),
                (&json!(2), 1, &json!({ "duplicate_conflict": 1 }))
            );
            let told = store.column(
                "SELECT rows_read || ' ' || facts || ' ' || duplicates || ' ' || rejected
                 FROM import_run ORDER BY id DESC LIMIT 1"
            );
            assert_eq!(told, [counts]);
            // For the next round nobody says anything any more.
            let last = |dataset: &str| store.column(&format!(
                "SELECT CAST(max(id) AS TEXT) FROM import_run
                 WHERE dataset = '{dataset}' AND status = 'COMMITTED' AND reverts_run_id IS NULL"
            )).remove(0);
            for dataset in ["others", "list"] {
                assert_eq!(importer(store, &["revert", &last(dataset)]).code, 0);
            }
            assert_eq!(in_force(store), 0);
        }
    }
}
