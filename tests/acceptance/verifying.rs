//! `importer verify` finds what is wrong with a database, and `importer backup` makes a copy of which nothing is.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::tempdir;

use crate::{
    harness::{Api, Store, importer},
    on_both,
};

/// What the report of `verify` says, and its exit code.
fn verify(store: &Store) -> (Value, u8) {
    let verified = importer(store, &["verify", "--format", "json"]);
    assert_eq!(verified.stderr, "");
    (verified.report(), u8::try_from(verified.code).unwrap())
}

/// What is wrong: each check that found something, and how much.
fn wrong(report: &Value) -> Vec<(&str, u64)> {
    let checks = report["checks"].as_array().unwrap().iter();
    let found = checks.map(|check| (check["check"].as_str().unwrap(), check["wrong"].as_u64().unwrap()));
    found.filter(|(_, wrong)| *wrong > 0).collect()
}

/// Changes something as no program of ours would.
fn spoil(store: &Store, statement: &str) {
    let spoilt = store.column(&format!("{statement} RETURNING 'spoilt'"));
    assert!(!spoilt.is_empty(), "{statement}");
}

fn path(store: &Store) -> String {
    let url = store.url();
    url.trim_start_matches("sqlite://").split('?').next().unwrap().to_owned()
}

on_both! {
    fn what_was_imported_corrected_and_taken_back_is_sound(store: &Store) {
        assert_eq!(importer(store, &["verify"]).code, 78, "there is no database yet");
        assert_eq!(importer(store, &["run"]).code, 0);
        let folder = tempdir().unwrap();
        let list = folder.path().join("list.csv");
        fs::write(&list, "CCG code,Model,Status,Year,Effective from\n08F,C,Live,2016/17,2016-05-01\n").unwrap();
        let other = ["run", list.to_str().unwrap(), "--dataset", "other"];
        assert_eq!(importer(store, &other).code, 0);
        assert_eq!(importer(store, &["revert", "10"]).code, 0);
        let (report, code) = verify(store);
        assert_eq!((wrong(&report), code), (vec![], 0), "{report}");
        assert_eq!(report["sound"], true);
        assert_eq!(report["held"]["facts"], 207);
        assert_eq!(report["held"]["dataVersion"], 11);
        let text = importer(store, &["verify"]).stdout;
        assert!(text.contains("positions follow from the facts                 248        0\n"), "{text}");
        assert!(text.ends_with("207 rows of evidence. Everything is as it must be.\n"), "{text}");
    }

    fn what_is_wrong_is_found_by_the_check_for_it(store: &Store) {
        const DARLINGTON: &str = "adoption WHERE natural_key = '00C|DELEGATED|2016/17|APPROVED'";
        assert_eq!(importer(store, &["run"]).code, 0);
        let of_darlington = format!("evidence SET stated_to = stated_to WHERE adoption_id IN (SELECT id FROM {DARLINGTON})");
        let set = |what: &str| format!("UPDATE {}", of_darlington.replace("stated_to = stated_to", what));
        for (spoilt, mended, expected, example) in [
            (
                "UPDATE import_run SET facts = facts + 1 WHERE id = 9".to_owned(),
                "UPDATE import_run SET facts = facts - 1 WHERE id = 9".to_owned(),
                vec![("the counts of each run add up", 1)],
                "run 9 read another number of rows than it accounts for",
            ),
            (
                "UPDATE import_run SET data_version = 12 WHERE id = 9".to_owned(),
                "UPDATE import_run SET data_version = 9 WHERE id = 9".to_owned(),
                vec![("versions of the data follow each other", 1)],
                "run 9 made version 12, and it should be 9",
            ),
            (
                set("retracted_at = recorded_at"),
                set("retracted_at = NULL"),
                vec![("facts have evidence, and evidence facts", 1)],
                "fact 00C|DELEGATED|2016/17|APPROVED has no evidence",
            ),
            (
                set("cells = '[]'"),
                set("cells = '[[\"model\",\"D5\",\"Delegated\",\"DELEGATED\"],[\"financial_year\",\"C5\",\"2016/17\"],\
                     [\"stage\",\"E5\",\"Approved\",\"APPROVED\"],[\"effective_from\",\"F5\",\"2016-04-01\"]]'"),
                vec![("evidence names cells that say the same", 1)],
                "00C|DELEGATED|2016/17|APPROVED reads nothing as the model where \"DELEGATED\" is stored",
            ),
            (
                set("cells = '[[1]]'"),
                set("cells = '[[\"model\",\"D5\",\"Delegated\",\"DELEGATED\"],[\"financial_year\",\"C5\",\"2016/17\"],\
                     [\"stage\",\"E5\",\"Approved\",\"APPROVED\"],[\"effective_from\",\"F5\",\"2016-04-01\"]]'"),
                vec![("evidence names cells that say the same", 1)],
                "names cells that cannot be read",
            ),
            (
                set("effective_from = '2016-05-01'"),
                set("effective_from = '2016-04-01'"),
                vec![
                    ("facts have the days of their evidence", 1),
                    ("evidence names cells that say the same", 1),
                ],
                "fact 00C|DELEGATED|2016/17|APPROVED has other days than its evidence gives",
            ),
            (
                "UPDATE position SET since_to = '2016-05-01' WHERE since_to = '2016-04-01' AND natural_key LIKE '00C|%'"
                    .to_owned(),
                "UPDATE position SET since_to = '2016-04-01' WHERE natural_key LIKE '00C|%' AND since_to IS NOT NULL"
                    .to_owned(),
                vec![("positions follow from the facts", 1)],
                "the positions of 00C are not those that follow from its facts",
            ),
        ] {
            spoil(store, &spoilt);
            let (report, code) = verify(store);
            assert_eq!((wrong(&report), code), (expected, 65), "{spoilt}: {report}");
            let told = report["checks"].to_string();
            assert!(told.contains(&example.replace('"', "\\\"")), "{example}: {told}");
            spoil(store, &mended);
            assert_eq!(verify(store).1, 0, "{mended}");
        }
        spoil(store, "UPDATE import_run SET data_version = NULL WHERE id = 9");
        let (report, _) = verify(store);
        let (check, count) = wrong(&report)[0];
        assert_eq!(check, "rows are of runs that stored something");
        assert!(count > 207 * 2, "{report}");
        let text = importer(store, &["verify"]).stdout;
        assert!(text.contains(&format!("  and {} more\n", count - 5)), "{text}");
        assert!(text.ends_with("Restore a backup, or report this.\n"), "{text}");
    }

    fn only_an_sqlite_database_is_copied_by_us(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        let folder = tempdir().unwrap();
        let copy = folder.path().join("copy.sqlite");
        let copied = importer(store, &["backup", copy.to_str().unwrap()]);
        match store {
            Store::Sqlite { .. } => assert_eq!(copied.code, 0, "{}", copied.stderr),
            _ => {
                assert_eq!(copied.code, 2);
                assert!(copied.stderr.contains("pg_dump --format=custom --file=FILE postgres"), "{}", copied.stderr);
                assert!(!copy.exists());
            }
        }
    }
}

#[test]
fn a_copy_answers_as_its_original_did_and_can_be_imported_into() {
    let (store, copy) = (Store::sqlite(), Store::sqlite());
    assert_eq!(importer(&store, &["run"]).code, 0);
    let name = path(&copy);
    let copied = importer(&store, &["backup", &name]);
    assert_eq!(copied.code, 0, "{}", copied.stderr);
    let size = fs::metadata(&name).unwrap().len();
    assert_eq!(
        copied.stdout,
        format!("Copied version 9 of the data to {name}: 207 facts in force, {size} bytes.\n")
    );
    assert!(size <= fs::metadata(path(&store)).unwrap().len(), "it is no larger than its original");
    let folder = Path::new(&name).parent().unwrap();
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing is left beside it");

    // Later imports do not reach it.
    let list = folder.join("list.csv");
    fs::write(&list, "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n").unwrap();
    let more = ["run", list.to_str().unwrap(), "--dataset", "other"];
    assert_eq!(importer(&store, &more).code, 0);
    let facts =
        |store| Api::start(store).ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"].clone();
    assert_eq!((facts(&store), facts(&copy)), (Value::from(208), Value::from(207)));
    assert_eq!(importer(&copy, &more).code, 0);
    assert_eq!(verify(&copy).1, 0);
}

#[test]
fn a_copy_takes_no_other_place_unless_told_to() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run", "data/facts/waves.csv"]).code, 0);
    let folder = tempdir().unwrap();
    let there = folder.path().join("there.sqlite");
    fs::write(&there, "of last week").unwrap();
    let name = there.to_str().unwrap();
    let refused = importer(&store, &["backup", name]);
    assert_eq!(refused.code, 73);
    assert!(refused.stderr.contains("it is there already; --force takes its place"), "{}", refused.stderr);
    assert_eq!(fs::read(&there).unwrap(), b"of last week");
    assert_eq!(importer(&store, &["backup", name, "--force"]).code, 0);
    assert!(fs::read(&there).unwrap().starts_with(b"SQLite format 3"));

    let itself = path(&store);
    assert_eq!(
        importer(&store, &["backup", &itself, "--force"]).code,
        2,
        "its own place is that of the database"
    );
    assert_eq!(importer(&store, &["backup", "/dev/null", "--force"]).code, 73);
    let nowhere = folder.path().join("no such folder/copy.sqlite");
    assert_eq!(importer(&store, &["backup", nowhere.to_str().unwrap()]).code, 73);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_damaged_is_told_of_and_not_copied() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let file = path(&store);
    let whole = fs::read(&file).unwrap();

    // Entries of an index that lead nowhere: what it holds can still be read.
    spoil(&store, "DELETE FROM ccg_area WHERE id = 1");
    let without = fs::read(&file).unwrap();
    assert_eq!(verify(&store).1, 0, "a row that nothing refers to may go");
    fs::write(&file, scrambled(&whole, &without)).unwrap();
    let (report, code) = verify(&store);
    assert_eq!((code, &report["held"]), (65, &Value::Null), "{report}");
    let text = importer(&store, &["verify"]).stdout;
    assert!(
        text.ends_with("The file is damaged, and nothing else was looked at. Restore a backup.\n"),
        "{text}"
    );
    let folder = tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite");
    let copied = importer(&store, &["backup", copy.to_str().unwrap()]);
    assert!([65, 74].contains(&copied.code), "{}: {}", copied.code, copied.stderr);
    assert!(copied.stderr.contains("damaged"), "{}", copied.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    fs::write(&file, "this is a letter and no database, however long it may be").unwrap();
    let refused = importer(&store, &["verify"]);
    assert_eq!(refused.code, 65);
    assert!(refused.stderr.contains("this is no database, or its file is damaged"), "{}", refused.stderr);
}

/// A file whose pages are in part of one version and in part of another, as after a bad copy.
fn scrambled(one: &[u8], other: &[u8]) -> Vec<u8> {
    const PAGE: usize = 4096;
    assert_eq!(one.len(), other.len());
    let differ: Vec<usize> = (0..one.len() / PAGE)
        .filter(|page| one[page * PAGE..][..PAGE] != other[page * PAGE..][..PAGE])
        .collect();
    assert!(differ.len() > 2, "{differ:?}");
    let last = differ.last().unwrap() * PAGE;
    let mut mixed = one.to_vec();
    mixed[last..last + PAGE].copy_from_slice(&other[last..last + PAGE]);
    mixed
}

#[test]
fn what_refers_to_nothing_is_found() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    store.column(
        "PRAGMA foreign_keys = OFF; DELETE FROM commissioning_model WHERE code = 'JOINT' RETURNING 'gone'",
    );
    let (report, code) = verify(&store);
    assert_eq!(code, 65);
    let references = &report["checks"][1];
    assert!(references["wrong"].as_u64().unwrap() > 40, "{report}");
    let example = references["examples"][0].as_str().unwrap();
    assert!(example.ends_with("refers to a row of commissioning_model that is not there"), "{example}");
    assert!(Path::new(&path(&store)).exists());
}
