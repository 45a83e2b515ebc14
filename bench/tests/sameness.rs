//! The benchmark itself, with lists so short that no time means anything: what it compares must be the same work.
#![allow(clippy::unwrap_used, reason = "a test may end at any failure")]

use std::{env, path::Path, process::Command};

use serde_json::Value;

/// Runs the benchmark of the importer on lists of 250 rows.
fn import(database: &str) -> Value {
    let bench = env!("CARGO_BIN_EXE_bench");
    let importer = Path::new(bench).with_file_name("importer");
    assert!(importer.exists(), "{} is not built; ./test.sh builds it", importer.display());
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(bench);
    command.args(["import", "--rows", "250", "--rounds", "1", "--json", "--databases", database]);
    command.arg("--importer").arg(importer).arg("--folder").arg(folder.path());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let left: Vec<String> = folder
        .path()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("synthetic-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// It fails when the importer and a loader do not store the same facts and evidence.
fn compares_the_same_work(database: &str) {
    let results = import(database);
    let cases = results["cases"].as_array().unwrap();
    let formats: Vec<&str> = cases.iter().map(|case| case["format"].as_str().unwrap()).collect();
    assert_eq!(formats, ["xlsx", "csv"]);
    for case in cases {
        let usual = case["usual"].as_array().unwrap();
        assert_eq!(usual.len(), 6, "{case}");
        for line in usual {
            assert!(line["wallSeconds"].as_f64().unwrap() > 0.0, "{line}");
            // A loader of so few rows may end before anybody looks at its memory.
            let is_importer = line["subject"] == "importer";
            assert!(!is_importer || line["peak"]["itself"].as_u64().unwrap() > 0, "{line}");
        }
        assert!(case["wanted"].as_array().unwrap().len() > 2, "{case}");
    }
}

#[test]
fn on_sqlite_the_importer_and_the_loaders_store_the_same() {
    compares_the_same_work("sqlite");
}

#[test]
fn on_postgresql_the_importer_and_the_loaders_store_the_same() {
    let server = env::var("TEST_POSTGRES_URL");
    assert!(server.is_ok(), "TEST_POSTGRES_URL names no PostgreSQL server; ./test.sh starts one and sets it");
    compares_the_same_work("postgres");
}
