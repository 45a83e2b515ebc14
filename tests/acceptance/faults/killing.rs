//! The importer is killed at any moment.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::tempdir;

use super::{faults_of, names};
use crate::{
    harness::{Site, Store, adoptions_of_years, importer, importer_command, write_text},
    on_both,
};

/// How often it is killed.
const ROUNDS: u32 = 50;

/// Each fact in force, with how many rows of evidence it has.
const FACTS: &str =
    "SELECT natural_key || ' ' || (SELECT COUNT(*) FROM evidence WHERE adoption_id = adoption.id
    AND evidence.retracted_at IS NULL) FROM adoption WHERE retracted_at IS NULL ORDER BY natural_key";

/// An importer of what a site publishes, which writes into folders of its own.
struct Import<'a> {
    store: &'a Store,
    site: Site,
    temporary: &'a Path,
    outputs: &'a Path,
}

impl Import<'_> {
    fn start(&self) -> Child {
        let Self { store, site, temporary, outputs } = self;
        let (report, issues) = (outputs.join("report.json"), outputs.join("issues.csv"));
        let arguments = [
            ["run", &site.url],
            ["--dataset", "co-commissioning-adoptions"],
            ["--replace", "--allow-private"],
            ["--report", report.to_str().unwrap()],
            ["--issues", issues.to_str().unwrap()],
        ];
        let mut command = importer_command(store, &arguments.concat());
        command.env("TMPDIR", temporary).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// How long it takes when nobody disturbs it.
    fn complete(&self) -> Duration {
        let begun = Instant::now();
        let ended = self.start().wait().unwrap();
        assert!(ended.success(), "{ended}");
        begun.elapsed()
    }
}

on_both! {
    fn an_importer_that_is_killed_leaves_all_or_nothing_and_clears_away_what_it_leaves(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        let (folder, temporary, outputs) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
        let fewer: Vec<_> = adoptions_of_years().into_iter().filter(|fact| fact.financial_year != "2016/17").collect();
        let files = [write_text(&folder, "fewer.csv", &fewer), write_text(&folder, "all.csv", &adoptions_of_years())]
            .map(|path| fs::read(path).unwrap());
        let site = Site::publish("adoptions.csv", files[0].clone());
        let import = Import { store, site, temporary: temporary.path(), outputs: outputs.path() };
        import.complete();
        let few = store.column(FACTS);
        import.site.replace(files[1].clone());
        let mut undisturbed = import.complete();
        let all = store.column(FACTS);
        assert!(!few.is_empty() && few.len() < all.len(), "{} and {} facts", few.len(), all.len());

        let (mut killed, mut after, mut left) = (0, 0, 0);
        for round in 0..ROUNDS {
            let (file, before, behind) = if round % 2 == 0 { (&files[0], &all, &few) } else { (&files[1], &few, &all) };
            import.site.replace(file.clone());
            let mut child = import.start();
            // From before the database is opened to after the commit.
            sleep(undisturbed * round / ROUNDS);
            child.kill().unwrap();
            killed += u32::from(!child.wait().unwrap().success());
            let found = store.column(FACTS);
            assert!(found == *before || found == *behind, "round {round}: {} facts, {found:?}", found.len());
            let is_stored = found == *behind;
            after += u32::from(is_stored);
            left += u32::from(!names(temporary.path()).is_empty() || names(outputs.path()).len() > 2);
            assert_eq!(faults_of(store), serde_json::json!([]), "round {round}");
            let complete = import.complete();
            if !is_stored {
                // Other tests come and go, and it is slower or faster for that.
                undisturbed = complete;
            }
            assert_eq!(store.column(FACTS), *behind, "round {round}");
            assert_eq!(names(temporary.path()), [""; 0], "round {round}");
            assert_eq!(names(outputs.path()), ["issues.csv", "report.json"], "round {round}");
        }
        eprintln!(
            "killed {killed} of {ROUNDS} times within {undisturbed:?}: {after} times all was stored, the other times nothing; \
             {left} times files were left, which the next import cleared away"
        );
        assert!(killed >= ROUNDS / 4, "only {killed} were killed in time");
        assert_eq!(store.column("SELECT status FROM import_run WHERE status = 'RUNNING'"), [""; 0]);
        match store {
            Store::Sqlite { folder } => assert_eq!(names(folder.path()), ["facts.sqlite"]),
            _ => assert_eq!(
                store.column(
                    "SELECT mode FROM pg_locks WHERE locktype = 'advisory'
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                ),
                [""; 0]
            ),
        }
    }
}
