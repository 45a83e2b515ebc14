//! Disks that are full. The system lets a program write so many bytes into a file and no more, which works for everybody and
//! everywhere; what writes to a device writes to `/dev/full`.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::tempdir;

use super::{faults_of, names};
use crate::{
    exporting::{fetch, store_areas},
    harness::{Api, Outcome, Store, api_command, importer, importer_command, on_full_disk},
};

const ADOPTIONS: &str = "data/workbooks/co-commissioning-adoptions.xlsx";

/// The importer where there is room for so many bytes in a file.
fn importer_with_room(store: &Store, bytes: u64, arguments: &[&str]) -> Outcome {
    on_full_disk(&importer_command(store, arguments), bytes).output().unwrap().into()
}

fn facts(store: &Store) -> usize {
    store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len()
}

fn database_of(store: &Store) -> &Path {
    let Store::Sqlite { folder } = store else { panic!("a file") };
    folder.path()
}

#[test]
fn where_the_database_has_no_room_whole_files_are_stored_and_the_rest_when_there_is() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["migrate"]).code, 0);
    let path = database_of(&store).join("facts.sqlite");
    for room in [4, 300, 600] {
        let bytes = fs::metadata(&path).unwrap().len() + room * 1024;
        let run = importer_with_room(&store, bytes, &["run", "--format", "json"]);
        assert_eq!(run.code, 74, "{room} KiB: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("the disk of the database is full, or fails"), "{}", run.stderr);
        assert!(run.stderr.contains("Make room there"), "{}", run.stderr);
        let committed = store.column("SELECT dataset FROM import_run WHERE status = 'COMMITTED'");
        let report = run.report();
        let stored = report["files"].as_array().unwrap().iter().filter(|file| file["status"] == "COMMITTED");
        eprintln!("with room for {room} KiB: {} of 9 files are stored in all", committed.len());
        assert!(stored.count() <= committed.len() && committed.len() < 9, "{report}");
        assert_eq!(faults_of(&store), json!([]), "{room} KiB");
        assert_eq!(names(database_of(&store)), ["facts.sqlite"]);
    }
    let run = importer(&store, &["run"]);
    assert_eq!((run.code, facts(&store)), (0, 207), "{}{}", run.stdout, run.stderr);
    assert_eq!(faults_of(&store), json!([]));
}

/// What its server says is made up here: a server of our own with a small disk is more than a test can ask for.
#[test]
fn what_a_server_without_room_says_is_understood() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["migrate"]).code, 0);
    store.execute(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'; END $$;
         CREATE TRIGGER full_disk BEFORE INSERT ON evidence EXECUTE FUNCTION no_room()",
    );
    let run = importer(&store, &["run"]);
    assert_eq!(run.code, 74, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("No space left on device") && run.stderr.contains("Make room there"),
        "{}",
        run.stderr
    );
    assert_eq!((facts(&store), faults_of(&store)), (0, json!([])));
    store.execute("DROP TRIGGER full_disk ON evidence");
    assert_eq!((importer(&store, &["run"]).code, facts(&store)), (0, 207));
}

#[test]
fn where_temporary_files_have_no_room_no_file_is_blamed() {
    // Its database is no file of the importer's.
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let runs = || store.column("SELECT status FROM import_run ORDER BY id");
    let before = runs().len();
    let (folder, temporary) = (tempdir().unwrap(), tempdir().unwrap());
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let list = inbox.join("list.csv");
    let rows = "08F,C,Live,2016/17\n".repeat(1000);
    fs::write(&list, format!("CCG code,Model,Status,Year\n{rows}")).unwrap();
    let with_room = |arguments: &[&str], bytes: u64| -> Outcome {
        let command = importer_command(&store, arguments);
        let mut limited = on_full_disk(&command, bytes);
        limited.env("TMPDIR", temporary.path()).stdin(fs::File::open(&list).unwrap()).output().unwrap().into()
    };
    let (file, inbox_name) = (list.to_str().unwrap(), inbox.to_str().unwrap());
    let watch = ["watch", "--once", "--sources", "none.toml", "--inbox", inbox_name, "--settle", "0"];
    for arguments in [&["run", file][..], &["check", file], &["run", "-", "--dataset", "list"], &watch] {
        let run = with_room(arguments, 4096);
        assert_eq!(run.code, 74, "{arguments:?}: {}{}", run.stdout, run.stderr);
        let place = format!("Make room where temporary files go ({})", temporary.path().display());
        assert!(run.stderr.contains(&place), "{arguments:?}: {}", run.stderr);
        assert_eq!(names(&inbox), ["list.csv"], "{arguments:?}: it stays where it was");
        assert_eq!(names(temporary.path()), [""; 0], "{arguments:?}");
    }
    assert!(runs()[before..].iter().all(|status| status == "ABANDONED"), "{:?}", runs());
    let taken = with_room(&watch, 1 << 20);
    assert_eq!(taken.code, 0, "{}{}", taken.stdout, taken.stderr);
    assert_eq!(names(&inbox), ["done"]);
}

#[test]
fn a_report_that_has_no_room_is_told_of_and_the_import_stands() {
    for output in ["--report", "--issues", "--mark-up"] {
        let store = Store::sqlite();
        assert_eq!(
            importer(&store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]).code,
            0
        );
        let run = importer(&store, &["run", ADOPTIONS, output, "/dev/full"]);
        assert_eq!(run.code, 74, "{output}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains("/dev/full could not be written: ")
                && run.stderr.contains("No space left on device"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("Make room there, or give another place"), "{output}: {}", run.stderr);
        assert_eq!((facts(&store), faults_of(&store)), (207, json!([])), "{output}");
    }
}

#[test]
fn a_backup_that_has_no_room_leaves_the_one_before_it() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let folder = tempdir().unwrap();
    let backup = folder.path().join("facts.sqlite");
    fs::write(&backup, "the one before").unwrap();
    let arguments = ["backup", backup.to_str().unwrap(), "--force"];
    for room in [8 * 1024, 200 * 1024] {
        let copied = importer_with_room(&store, room, &arguments);
        assert_eq!(copied.code, 74, "{}{}", copied.stdout, copied.stderr);
        let told = format!("{} could not be written", backup.display());
        assert!(
            copied.stderr.contains(&told) && copied.stderr.contains("Make room there"),
            "{}",
            copied.stderr
        );
        assert_eq!(fs::read_to_string(&backup).unwrap(), "the one before");
        assert_eq!(names(folder.path()), ["facts.sqlite"]);
    }
    assert_eq!(importer(&store, &arguments).code, 0);
    let copy = Store::at(format!("sqlite://{}", backup.display()));
    assert_eq!((facts(&copy), faults_of(&copy)), (207, json!([])));
}

#[test]
fn a_table_that_has_no_room_is_visibly_no_whole_one_and_the_service_goes_on() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    store_areas(&store, 20_000);
    let temporary = tempdir().unwrap();
    let mut command = on_full_disk(&api_command(&[]), 64 * 1024);
    command.env("TMPDIR", temporary.path());
    let api = Api::start_by(command, &store);
    let query = ("query", "{ areas { nodes { name kind code } } }");
    let table = fetch(&api, "/graphql.csv", &[query]);
    assert!(table.status == 200 && table.body.is_err(), "{}: {:?}", table.status, table.body);
    api.logged("is there room where temporary files go");
    let workbook = fetch(&api, "/graphql.xlsx", &[query]);
    assert_eq!(workbook.status, 500);
    assert_eq!(api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"], 207);
    assert_eq!(names(temporary.path()), [""; 0]);

    let room = ["--pid", &api.id().to_string(), "--fsize=unlimited"];
    let made = Command::new("prlimit").args(room).stdout(Stdio::null()).status().unwrap();
    assert!(made.success());
    let rows = fetch(&api, "/graphql.csv", &[query]).text().lines().count();
    let total: Value = api.ask("{ areas { totalCount } }")["areas"]["totalCount"].clone();
    assert_eq!(rows as u64, total.as_u64().unwrap() + 1);
    assert_eq!(fetch(&api, "/graphql.xlsx", &[query]).status, 200);
}
