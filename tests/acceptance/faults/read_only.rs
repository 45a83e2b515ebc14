//! Databases that may be read and not written.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
};

use serde_json::json;
use tempfile::tempdir;

use super::faults_of;
use crate::harness::{Api, Outcome, Store, api_command, as_nobody, importer, importer_command, repository};

const FACTS: &str = "{ adoptions { totalCount } }";

/// What writes, and what only looks.
const WRITING: [&[&str]; 2] = [&["run"], &["revert", "9"]];
const LOOKING: [&[&str]; 4] = [&["verify"], &["runs"], &["explain", "08K"], &["runs", "--limit", "1"]];

fn is_refused(arguments: &[&str], outcome: &Outcome) {
    assert_eq!(outcome.code, 77, "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
    let told = "you may not use this database, or not write it";
    assert!(outcome.stderr.contains(told), "{arguments:?}: {}", outcome.stderr);
    assert!(outcome.stderr.contains("run this as somebody who may write it"), "{}", outcome.stderr);
}

#[test]
fn a_database_file_that_may_not_be_written_is_served_and_looked_at_and_no_more() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let Store::Sqlite { folder } = &store else { unreachable!() };
    let file = folder.path().join("facts.sqlite");
    let before = fs::read(&file).unwrap();
    let programs = tempdir().unwrap();
    fs::set_permissions(programs.path(), Permissions::from_mode(0o755)).unwrap();
    for (folder_mode, file_mode) in [(0o555, 0o444), (0o755, 0o444), (0o555, 0o666)] {
        fs::set_permissions(&file, Permissions::from_mode(file_mode)).unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(folder_mode)).unwrap();
        let by_nobody = |arguments: &[&str]| -> Outcome {
            as_nobody(&importer_command(&store, arguments), programs.path()).output().unwrap().into()
        };
        let list = programs.path().join("waves.csv");
        fs::copy(repository().join("data/facts/waves.csv"), &list).unwrap();
        for arguments in [&["run", list.to_str().unwrap()][..], WRITING[1]] {
            is_refused(arguments, &by_nobody(arguments));
        }
        for arguments in LOOKING {
            let looked = by_nobody(arguments);
            assert_eq!(looked.code, 0, "{arguments:?}: {}{}", looked.stdout, looked.stderr);
        }
        let api = Api::start_by(as_nobody(&api_command(&[]), programs.path()), &store);
        assert_eq!(api.ask(FACTS)["adoptions"]["totalCount"], 207);
        assert!(fs::read(&file).unwrap() == before, "nothing has changed");
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_server_that_takes_no_writes_is_served_and_looked_at_and_no_more() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let name = store.url().rsplit_once('/').unwrap().1.to_owned();
    store.execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    for arguments in WRITING {
        is_refused(arguments, &importer(&store, arguments));
    }
    for arguments in LOOKING {
        let looked = importer(&store, arguments);
        assert_eq!(looked.code, 0, "{arguments:?}: {}{}", looked.stdout, looked.stderr);
    }
    assert_eq!(Api::start(&store).ask(FACTS)["adoptions"]["totalCount"], 207);
    store.execute(&format!(
        "BEGIN READ WRITE; ALTER DATABASE {name} RESET default_transaction_read_only; COMMIT"
    ));
    assert_eq!((importer(&store, &["revert", "9"]).code, faults_of(&store)), (0, json!([])));
}
