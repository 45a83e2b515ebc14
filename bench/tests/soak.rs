//! The soak itself, for so short a time that its figures mean nothing: it asks, imports, looks and judges.
#![allow(clippy::unwrap_used, reason = "a test may end at any failure")]

use std::{env, path::Path, process::Command};

use serde_json::Value;

/// Serves for some seconds.
fn soak(database: &str) -> Value {
    let bench = env!("CARGO_BIN_EXE_bench");
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(bench);
    command.args([
        "soak",
        "--duration",
        "4s",
        "--import-every",
        "900ms",
        "--look-every",
        "1s",
        "--clients",
        "2",
        "--json",
    ]);
    // A build for tests has not seen all of its memory after a second.
    command.args(["--growth", "200", "--database", database]).arg("--folder").arg(folder.path());
    for name in ["api", "importer"] {
        let program = Path::new(bench).with_file_name(name);
        assert!(program.exists(), "{} is not built; ./test.sh builds it", program.display());
        command.arg(format!("--{name}")).arg(program);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is left");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn asks_imports_and_looks(database: &str) {
    let results = soak(database);
    assert!(results["answers"].as_u64().unwrap() > 20, "{results}");
    assert!(results["imports"].as_u64().unwrap() >= 3, "{results}");
    assert_eq!((&results["faults"], &results["told"]), (&0.into(), &Value::Array(Vec::new())));
    let samples = results["samples"].as_array().unwrap();
    assert!(samples.len() >= 4, "{results}");
    for sample in &samples[1..] {
        assert!(sample["memoryBytes"].as_u64().unwrap() > 1 << 20, "{sample}");
        assert!(sample["openFiles"].as_u64().unwrap() > 5, "{sample}");
    }
}

#[test]
fn on_sqlite_every_answer_is_right() {
    asks_imports_and_looks("sqlite");
}

#[test]
fn on_postgresql_every_answer_is_right() {
    let server = env::var("TEST_POSTGRES_URL");
    assert!(server.is_ok(), "TEST_POSTGRES_URL names no PostgreSQL server; ./test.sh starts one and sets it");
    asks_imports_and_looks("postgres");
}
