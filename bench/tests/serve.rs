//! The benchmark of the api itself, asking so little that no figure means anything: what it compares must be the same work.
#![allow(clippy::unwrap_used, reason = "a test may end at any failure")]

use std::{
    env,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

/// Runs it on a list of some hundred rows, with a stand-in for the load generator.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let bench = env!("CARGO_BIN_EXE_bench");
    let mut command = Command::new(bench);
    command.args(["serve", "--sizes", "tiny", "--rounds", "1", "--requests", "3"]);
    command.args(["--oha", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oha.py")]).arg("--folder").arg(folder);
    for name in ["api", "importer"] {
        let program = Path::new(bench).with_file_name(name);
        assert!(program.exists(), "{} is not built; ./test.sh builds it", program.display());
        command.arg(format!("--{name}")).arg(program);
    }
    command.args(arguments).output().unwrap()
}

fn serve(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// It fails when the hand-written service does not answer as the api does, or an answer has not the status that it should have.
fn asks_everybody(database: &str, names: &[&str], subjects: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let asked = names.join(",");
    let arguments = ["--questions", &asked, "--connections", "2", "--json", "--database", database];
    let results: Value = serde_json::from_str(&serve(folder.path(), &arguments)).unwrap();
    let [tiny] = results["databases"].as_array().unwrap().as_slice() else { panic!("{results}") };
    let questions = tiny["questions"].as_array().unwrap();
    assert!(questions.iter().map(|question| question["name"].as_str().unwrap()).eq(names.iter().copied()));
    let lines = tiny["lines"].as_array().unwrap();
    assert_eq!(lines.len(), questions.len());
    for line in lines {
        let taken = line["taken"].as_object().unwrap();
        let mut who: Vec<&str> = taken.keys().map(String::as_str).collect();
        who.sort_unstable();
        assert_eq!(who, subjects, "{line}");
        assert!(taken.values().all(|taken| taken["answers"] == 3), "{line}");
    }
    assert_eq!(tiny["startMilliseconds"].as_array().unwrap().len(), 1);
    for memory in tiny["memory"].as_array().unwrap() {
        assert!(memory["peakBytes"].as_u64() > memory["ownBytes"].as_u64(), "{memory}");
    }
}

#[test]
fn on_sqlite_everybody_answers_the_same() {
    let questions = ["q1", "q2", "q3", "q4", "q5", "q6", "q7"];
    asks_everybody("sqlite", &questions, &["byHand", "cold", "notModified", "nothing", "repeated", "stored"]);
}

#[test]
fn on_postgresql_everybody_answers_but_nothing_is_written_by_hand() {
    let server = env::var("TEST_POSTGRES_URL");
    assert!(server.is_ok(), "TEST_POSTGRES_URL names no PostgreSQL server; ./test.sh starts one and sets it");
    asks_everybody("postgres", &["q2", "q5"], &["cold", "notModified", "nothing", "repeated", "stored"]);
}

#[test]
fn a_database_is_kept_for_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let databases = || {
        let files = folder.path().read_dir().unwrap().map(|entry| entry.unwrap());
        let databases =
            files.filter(|file| file.path().extension().is_some_and(|extension| extension == "sqlite"));
        databases
            .map(|file| (file.file_name(), file.metadata().unwrap().modified().unwrap()))
            .collect::<Vec<_>>()
    };
    let table = serve(folder.path(), &["--connections", "1,2", "--questions", "q6"]);
    let row = |connections| table.lines().any(|line| line.starts_with(&format!("| q6 | {connections} | ")));
    assert!(row(1) && row(2), "{table}");
    let first = databases();
    assert_eq!(first.len(), 1);
    serve(folder.path(), &["--connections", "1", "--questions", "q6"]);
    assert_eq!(databases(), first);
    let unknown = run(folder.path(), &["--questions", "q6,q60"]);
    let told = String::from_utf8(unknown.stderr).unwrap();
    assert!(!unknown.status.success() && told.contains("invalid value 'q60'"), "{told}");
}
