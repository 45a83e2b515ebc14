//! What may befall the programs, done to them: each of these tests says what is promised, does the worst, and prints what it
//! saw. `docs/operations.md` lists them all; `./test.sh -E 'test(faults::)' --no-capture` shows their figures.

mod clocks;
mod connections;
mod cut;
mod failover;
mod full;
mod killing;
mod read_only;
mod reading;
mod restarts;
mod silence;
mod together;

use std::{fs, path::Path, time::Duration};

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Store, adoptions, importer, write};

/// What `importer verify` finds wrong with a database, which is to be nothing.
fn faults_of(store: &Store) -> Value {
    let verified = importer(store, &["verify", "--format", "json"]);
    assert!(matches!(verified.code, 0 | 65), "{}{}", verified.stdout, verified.stderr);
    let report = verified.report();
    let wrong = report["checks"].as_array().unwrap().iter().filter(|check| check["wrong"] != 0);
    wrong.cloned().collect::<Vec<_>>().into()
}

/// Two lists of which each takes the place of the other when it is imported so: the bundled adoptions, which are 207, and 182 of
/// them.
fn all_and_fewer(folder: &TempDir) -> [String; 2] {
    let fewer: Vec<_> = adoptions().into_iter().filter(|fact| fact.financial_year != "2016/17").collect();
    [("all.xlsx", &adoptions()), ("fewer.xlsx", &fewer)]
        .map(|(name, facts)| write(folder, name, facts).to_str().unwrap().to_owned())
}

fn replacing(list: &str) -> [&str; 5] {
    ["run", list, "--dataset", "co-commissioning-adoptions", "--replace"]
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The middle, the slowest of the fastest 99 in 100, and the slowest of all, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    format!("p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms", at(50), at(99), at(100))
}
