//! What an operator reads when something is wrong.

use std::fs;

use sea_orm::{ConnectionTrait, Database};
use tempfile::tempdir;

use crate::harness::{Store, block_on, importer, importer_alone, importer_command};

#[test]
fn messages_say_what_to_do_and_name_what_the_user_knows() {
    let folder = tempdir().unwrap();
    let list = folder.path().join("list.csv");
    fs::write(&list, "Dear all,\nplease find attached\n").unwrap();
    let list = list.to_str().unwrap();
    for (arguments, code, told) in [
        (
            &["inspect", folder.path().to_str().unwrap()][..],
            66,
            "refused: this is a folder; name a file in it",
        ),
        (&["inspect", list], 65, "list.csv: refused: no sheet that was looked at has a header"),
        (&["explain", "08F", "--on", "yesterday"], 2, "expected a day such as 2016-04-01"),
        (&["run", list, "--as-of", "1/4/2016"], 2, "expected a day such as 2016-04-01"),
        (&["runs", "status", "--sources", "no-such.toml"], 78, "Give a list with --sources"),
        (
            &["migrate", "--database-url", "sqlite:///no/such/folder/f.sqlite"],
            69,
            "there is no such folder. Make it: mkdir -p /no/such/folder",
        ),
    ] {
        let run = importer_alone(arguments);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(run.code == code && said.contains(told), "{arguments:?}: {}: {said}", run.code);
    }
    // What came from standard input lies nowhere once it is refused.
    let store = Store::sqlite();
    let mut command = importer_command(&store, &["run", "-", "--file-name", "from a pipe.csv"]);
    let run = command.stdin(fs::File::open(list).unwrap()).output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("`importer profile infer 'from a pipe.csv' > profile.toml`"), "{said}");
}

#[test]
fn a_check_that_could_not_begin_does_not_speak_of_what_it_did() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    block_on(async {
        let db = Database::connect(store.url()).await.unwrap();
        db.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        let check = importer(&store, &["check", "data/facts/waves.csv", "--lock-timeout", "0"]);
        assert_eq!((check.code, check.stdout.as_str()), (75, ""));
        assert!(check.stderr.contains("another importer is at work"), "{}", check.stderr);
    });
}
