//! How the importer ends when it is not let go on: by a signal, a full disk, a right that it lacks.

use std::{
    fs,
    io::{Read, Write},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    harness::{
        Store, as_nobody, endless, importer, importer_alone, importer_command, is_gone,
        wait_for_endless_parser,
    },
    on_both,
};

const LIST: &str = "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n";

fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

on_both! {
    fn a_signal_stops_the_work_between_two_states_and_the_report_tells_what_is_stored(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let (list, endless) = (write(&folder, "list.csv", LIST), endless(&folder));
        for (signal, code, status) in [("INT", 130, "COMMITTED"), ("TERM", 143, "UNCHANGED")] {
            let runs = store.column("SELECT dataset FROM import_run").len();
            let mut command = importer_command(store, &["run", list.to_str().unwrap(), endless.to_str().unwrap(), "--format", "json"]);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let parser = wait_for_endless_parser(child.id());
            let killed = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
            assert!(killed.success());
            let ended = child.wait().unwrap();
            let mut told = String::new();
            child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
            assert_eq!(ended.code(), Some(code), "{told}");
            let report: Value = serde_json::from_str(&told).unwrap();
            let files = report["files"].as_array().unwrap();
            assert_eq!((files.len(), &files[0]["status"], &report["exitCode"]), (1, &json!(status), &json!(code)));
            assert!(report["error"].as_str().unwrap().starts_with(&format!("stopped by SIG{signal}")), "{report}");
            // The history has both: that which was stored, and that which was stopped.
            let told = store.column("SELECT COALESCE(message, '') FROM import_run ORDER BY id");
            assert_eq!(told.len(), runs + 2);
            assert!(told[runs + 1].starts_with(&format!("stopped by SIG{signal}")), "{told:?}");
            assert!(is_gone(parser), "the parser outlived the importer");
        }
        // Nothing is left locked.
        assert_eq!(importer(store, &["run", list.to_str().unwrap()]).code, 0);
    }

    fn what_comes_from_standard_input_is_read_as_a_file_is(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let copy = folder.path().join("copy.xlsx");
        let read = |arguments: &[&str]| -> Output {
            let mut command = importer_command(store, arguments);
            let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            // One that refuses to read has closed the pipe.
            let _ = child.stdin.take().unwrap().write_all(LIST.as_bytes());
            child.wait_with_output().unwrap()
        };
        let nameless = read(&["run", "-"]);
        assert_eq!(nameless.status.code(), Some(2));
        let marked = ["run", "-", "--dataset", "wave-2", "--format", "json", "--mark-up", copy.to_str().unwrap()];
        let run = read(&marked);
        let report: Value = serde_json::from_slice(&run.stdout).unwrap();
        let file = &report["files"][0];
        assert_eq!((&file["file"], &file["path"], &file["dataset"]), (&json!("-"), &json!("-"), &json!("wave-2")));
        assert_eq!((&file["rows"]["facts"], run.status.code()), (&json!(1), Some(0)));
        assert!(copy.exists());
        let named = read(&["check", "-", "--file-name", "Wave 2.csv", "--format", "json"]);
        let report: Value = serde_json::from_slice(&named.stdout).unwrap();
        assert_eq!((&report["files"][0]["file"], &report["files"][0]["dataset"]), (&json!("Wave 2.csv"), &json!("wave-2")));
    }

    fn a_folder_is_imported_file_by_file(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        for name in ["b.csv", "a.csv", "~$a.xlsx", ".c.csv", "d.csv.part"] {
            write(&folder, name, LIST);
        }
        let run = importer(store, &["run", folder.path().to_str().unwrap(), "--format", "json"]);
        let report = run.report();
        let names: Vec<&Value> = report["files"].as_array().unwrap().iter().map(|file| &file["file"]).collect();
        assert_eq!(names, ["a.csv", "b.csv"]);
        let empty = tempdir().unwrap();
        let none = importer(store, &["run", empty.path().to_str().unwrap()]);
        assert!(none.code == 66 && none.stderr.contains("it holds no spreadsheet file"), "{}", none.stderr);
    }

    fn whoever_stops_reading_the_report_is_no_fault(store: &Store) {
        importer(store, &["run"]);
        for arguments in [&["runs"][..], &["explain", "08K"]] {
            let mut command = importer_command(store, arguments);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop(child.stdout.take());
            let mut told = String::new();
            child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
            assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""), "{arguments:?}");
        }
        let full = importer_command(store, &["runs"]).stdout(fs::File::create("/dev/full").unwrap()).status().unwrap();
        assert_eq!(full.code(), Some(74));
    }
}

#[test]
fn what_may_not_be_read_or_written_is_told_from_what_is_not_there() {
    let folder = tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let list = write(&folder, "list.csv", LIST);
    fs::set_permissions(&list, fs::Permissions::from_mode(0o000)).unwrap();
    let store = Store::sqlite();
    let program = importer_command(&store, &[]).get_program().to_owned();
    let run = |arguments: &[&str]| {
        as_nobody(Command::new(&program).args(arguments), folder.path()).output().unwrap()
    };
    let inspected = run(&["inspect", list.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_slice(&inspected.stdout).unwrap();
    assert_eq!((inspected.status.code(), &report["files"][0]["reason"]), (Some(77), &json!("not_permitted")));

    let database = write(&folder, "facts.sqlite", "");
    for mode in [0o444, 0o000] {
        fs::set_permissions(&database, fs::Permissions::from_mode(mode)).unwrap();
        let migrated = run(&["migrate", "--database-url", &format!("sqlite://{}", database.display())]);
        let told = String::from_utf8_lossy(&migrated.stderr).into_owned();
        assert_eq!(migrated.status.code(), Some(77), "{mode:o}: {told}");
    }
    let elsewhere =
        run(&["migrate", "--database-url", &format!("sqlite://{}/new.sqlite", folder.path().display())]);
    assert_eq!(elsewhere.status.code(), Some(77));
    assert_eq!(
        importer_alone(&["migrate", "--database-url", "sqlite:///no/such/folder/new.sqlite"]).code,
        69
    );
}
