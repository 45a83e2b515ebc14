//! Two importers at once.

use std::{fs, path::PathBuf, thread};

use tempfile::{TempDir, tempdir};

use super::faults_of;
use crate::{
    harness::{Outcome, Store, importer},
    on_both,
};

/// How often two are started at once.
const ROUNDS: usize = 50;

/// Every fact that there ever was, and every row of evidence, without the numbers and moments of their runs.
const HISTORY: &str = "SELECT dataset || ' ' || natural_key || ' ' || COALESCE(CAST(evidence.effective_from AS TEXT), '-') || ' '
    || CASE WHEN adoption.retracted_at IS NULL THEN 'in force' ELSE 'retracted' END || ' '
    || CASE WHEN evidence.retracted_at IS NULL THEN 'in force' ELSE 'retracted' END
    FROM evidence JOIN adoption ON adoption.id = adoption_id JOIN import_run ON import_run.id = evidence.import_run_id ORDER BY 1";

/// The list of one side in a round: each time other days, so that each time something is stored.
fn list(folder: &TempDir, round: usize, side: &str) -> PathBuf {
    let codes = if side == "left" { ["08F", "07P"] } else { ["07W", "08C"] };
    let path = folder.path().join(format!("{side}-{round}.csv"));
    let day = format!("2016-{:02}-{:02}", 4 + round / 25, 1 + round % 25);
    let rows = codes.map(|code| format!("{code},C,Live,2016/17,{day}\n")).concat();
    fs::write(&path, format!("CCG code,Model,Status,Year,Effective from\n{rows}")).unwrap();
    path
}

fn import_side(store: &Store, folder: &TempDir, round: usize, side: &str, patience: &str) -> Outcome {
    let list = list(folder, round, side);
    importer(store, &["run", list.to_str().unwrap(), "--dataset", side, "--lock-timeout", patience])
}

/// What both lists refer to.
fn with_register(store: &Store) {
    let register = importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
    assert_eq!(register.code, 0, "{}", register.stderr);
}

on_both! {
    fn two_importers_at_once_leave_what_one_after_the_other_would(store: &Store) {
        with_register(store);
        let folder = tempdir().unwrap();
        let mut told_to_wait = 0;
        for round in 0..ROUNDS {
            // Every other time they do not wait for each other.
            let patience = if round % 2 == 0 { "30" } else { "0" };
            let outcomes = thread::scope(|scope| {
                let running = ["left", "right"].map(|side| scope.spawn(|| import_side(store, &folder, round, side, patience)));
                running.map(|running| running.join().unwrap())
            });
            for (side, outcome) in ["left", "right"].into_iter().zip(outcomes) {
                if patience == "0" && outcome.code == 75 {
                    assert!(outcome.stderr.contains("Try again later or raise --lock-timeout"), "{}", outcome.stderr);
                    told_to_wait += 1;
                    let again = import_side(store, &folder, round, side, "30");
                    assert_eq!(again.code, 0, "round {round}: {}{}", again.stdout, again.stderr);
                } else {
                    assert_eq!(outcome.code, 0, "round {round}: {}{}", outcome.stdout, outcome.stderr);
                }
            }
        }
        eprintln!("{ROUNDS} rounds: {told_to_wait} importers were told to try again, and did so with success");
        let versions = store.column("SELECT CAST(data_version AS TEXT) FROM import_run WHERE data_version IS NOT NULL ORDER BY import_run.data_version");
        assert_eq!(versions, (1..=2 + 2 * ROUNDS).map(|version| version.to_string()).collect::<Vec<_>>());
        assert_eq!(faults_of(store), serde_json::json!([]));

        let serial = match store {
            Store::Sqlite { .. } => Store::sqlite(),
            _ => Store::postgres(),
        };
        with_register(&serial);
        for round in 0..ROUNDS {
            for side in ["left", "right"] {
                assert_eq!(import_side(&serial, &folder, round, side, "30").code, 0);
            }
        }
        assert_eq!(store.column(HISTORY), serial.column(HISTORY));
    }
}
