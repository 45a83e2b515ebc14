//! `importer revert` takes a run back: the answers are those of before it, and its past can still be asked about.

use std::path::{Path, PathBuf};

use bundled_data::facts::AdoptionFact;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    harness::{Api, Outcome, Store, adoptions, importer, repository, spoilt_adoptions, write},
    on_both,
};

const DATASET: &str = "co-commissioning-adoptions";
const BUNDLED: &str = "data/workbooks/co-commissioning-adoptions.xlsx";
const DARLINGTON: &str = "00C|DELEGATED|2016/17|APPROVED";

/// Imports a file, replacing what the dataset held.
fn import(store: &Store, file: &Path, dataset: &str) -> Outcome {
    importer(store, &["run", file.to_str().unwrap(), "--dataset", dataset, "--replace", "--format", "json"])
}

fn imported(store: &Store, file: &Path, dataset: &str) -> Value {
    let run = import(store, file, dataset);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.file()
}

fn revert(store: &Store, run: &str) -> Value {
    let reverted = importer(store, &["revert", run, "--format", "json"]);
    assert_eq!(reverted.code, 0, "{}{}", reverted.stdout, reverted.stderr);
    reverted.report()
}

/// The number of the last run that stored a file of a dataset.
fn last_run(store: &Store, dataset: &str) -> String {
    let runs = store.column(&format!(
        "SELECT CAST(max(id) AS TEXT) FROM import_run
         WHERE dataset = '{dataset}' AND status = 'COMMITTED' AND reverts_run_id IS NULL"
    ));
    runs.into_iter().next().unwrap()
}

/// The facts and their evidence, so far as a condition on both holds.
fn facts(store: &Store, holds: impl Fn(&str) -> String) -> Vec<String> {
    store.column(&format!(
        "SELECT fact.natural_key || ' ' || COALESCE(CAST(fact.effective_from AS TEXT), '-') || ' '
                || COALESCE(source.file_name, '-') || ' ' || evidence.row_number || ' ' || run.dataset
         FROM adoption fact
         JOIN evidence ON evidence.adoption_id = fact.id AND {}
         JOIN source ON source.id = evidence.source_id
         JOIN import_run run ON run.id = evidence.import_run_id
         WHERE {} ORDER BY 1",
        holds("evidence"),
        holds("fact")
    ))
}

fn in_force(store: &Store) -> Vec<String> {
    let facts_alone = store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len();
    let with_evidence = store.column(
        "SELECT DISTINCT fact.natural_key FROM adoption fact JOIN evidence ON evidence.adoption_id = fact.id
         WHERE fact.retracted_at IS NULL AND evidence.retracted_at IS NULL",
    );
    assert_eq!(
        facts_alone,
        with_evidence.len(),
        "a fact lives as long as evidence supports it, and no longer"
    );
    facts(store, |table| format!("{table}.retracted_at IS NULL"))
}

/// What was in force once a run had ended.
fn recorded_by(store: &Store, run: i64) -> Vec<String> {
    let moment = format!("(SELECT recorded_at FROM import_run WHERE id = {run})");
    facts(store, |table| {
        format!(
            "{table}.recorded_at <= {moment} AND ({table}.retracted_at IS NULL OR {table}.retracted_at > {moment})"
        )
    })
}

fn without_wave_2() -> Vec<AdoptionFact> {
    adoptions().into_iter().filter(|fact| fact.financial_year != "2016/17").collect()
}

fn only_wave_2() -> Vec<AdoptionFact> {
    adoptions().into_iter().filter(|fact| fact.financial_year == "2016/17").collect()
}

fn darlington_from(day: &'static str) -> Vec<AdoptionFact> {
    let mut facts = spoilt_adoptions(&[]);
    let fact = facts.iter_mut().find(|fact| fact.ods_code == "00C" && fact.financial_year == "2016/17");
    day.clone_into(&mut fact.unwrap().effective_from);
    facts
}

/// A correction that changes a date, leaves facts out and states one twice.
fn correction(folder: &TempDir) -> PathBuf {
    let mut facts = darlington_from("2016-05-01");
    facts.truncate(200);
    let again = facts[0].clone();
    facts.push(again);
    write(folder, "corrected.xlsx", &facts)
}

fn text(folder: &TempDir, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

on_both! {
    fn a_first_import_taken_back_leaves_nothing_in_force(store: &Store) {
        importer(store, &["run"]);
        let run = last_run(store, DATASET);
        let api = Api::start(store);
        let count = || api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"].clone();
        assert_eq!(count(), 207);

        let reverted = revert(store, &run);
        assert_eq!(reverted["diff"], json!({ "added": 0, "changed": 0, "removed": 207, "absent": 0, "unchanged": 0 }));
        assert_eq!((&reverted["inForceAgain"], &reverted["kind"]), (&Value::Null, &json!("ADOPTIONS")));
        assert_eq!((count(), in_force(store).len()), (json!(0), 0));
        let runs = api.ask("{ importRuns(last: 1) { nodes { status source { id } reverts { status fileName } } } }");
        assert_eq!(
            runs["importRuns"]["nodes"][0],
            json!({ "status": "COMMITTED", "source": null,
                    "reverts": { "status": "REVERTED", "fileName": "co-commissioning-adoptions.xlsx" } })
        );

        let again = importer(store, &["run", BUNDLED, "--format", "json"]);
        assert_eq!((again.code, &again.file()["status"]), (0, &json!("COMMITTED")));
        assert_eq!(count(), 207);
    }

    fn a_correction_taken_back_gives_the_older_file_its_force_again(store: &Store) {
        importer(store, &["run"]);
        let (first, before) = (last_run(store, DATASET), in_force(store));
        let folder = tempdir().unwrap();
        let corrected = correction(&folder);
        let diff = imported(store, &corrected, DATASET)["diff"].clone();
        assert_eq!(diff, json!({ "added": 0, "changed": 1, "removed": 7, "absent": 0, "unchanged": 199 }));
        let (second, after) = (last_run(store, DATASET), in_force(store));
        assert_ne!(before, after);

        let reverted = revert(store, &second);
        assert_eq!(reverted["diff"], json!({ "added": 7, "changed": 1, "removed": 0, "absent": 0, "unchanged": 199 }));
        assert_eq!(reverted["inForceAgain"], "co-commissioning-adoptions.xlsx");
        assert_eq!(
            reverted["changes"][0],
            json!({ "change": "changed", "statement": "adoption", "naturalKey": DARLINGTON,
                    "columns": [{ "column": "effective_from", "old": "2016-05-01", "new": "2016-04-01" }] })
        );
        assert_eq!(in_force(store), before);

        // The older file is in force; the newer one may come again.
        let unchanged = importer(store, &["run", BUNDLED, "--format", "json"]);
        assert_eq!(unchanged.file()["status"], "UNCHANGED");
        let third = imported(store, &corrected, DATASET);
        assert_eq!((&third["status"], &third["diff"]), (&json!("COMMITTED"), &diff));
        assert_eq!(in_force(store), after);

        // All of it is taken back, from the last to the first.
        revert(store, &last_run(store, DATASET));
        assert_eq!(in_force(store), before);
        let last = revert(store, &first);
        assert_eq!((&last["inForceAgain"], in_force(store).len()), (&Value::Null, 0));

        // The record clock is true: what was in force at each moment can still be told.
        let (first, second): (i64, i64) = (first.parse().unwrap(), second.parse().unwrap());
        let at = |run: &Value| recorded_by(store, run.as_i64().unwrap());
        for (run, expected) in [
            (&json!(first), &before),
            (&json!(second), &after),
            (&reverted["runId"], &before),
            (&third["runId"], &after),
            (&last["runId"], &Vec::new()),
        ] {
            assert_eq!(&at(run), expected, "run {run}");
        }
        let (_, health) = Api::start(store).get("/health/ready");
        let health: Value = serde_json::from_str(&health).unwrap();
        assert_eq!(health["dataVersion"], last["dataVersion"], "the data version never goes back");
    }

    fn what_a_file_did_not_mention_stays_when_it_is_taken_back(store: &Store) {
        importer(store, &["run"]);
        let before = in_force(store);
        let folder = tempdir().unwrap();
        let list = write(&folder, "others.xlsx", &without_wave_2());
        let added = importer(store, &["run", list.to_str().unwrap(), "--dataset", DATASET, "--format", "json"]);
        assert_eq!(added.file()["diff"]["absent"], 25);
        let reverted = revert(store, &last_run(store, DATASET));
        assert_eq!(reverted["diff"], json!({ "added": 0, "changed": 0, "removed": 0, "absent": 0, "unchanged": 182 }));
        assert_eq!(in_force(store), before);
    }

    fn what_other_datasets_said_before_and_say_since_is_respected(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let early = write(&folder, "early.xlsx", &only_wave_2()[..10]);
        imported(store, &early, "early");
        let before = in_force(store);

        imported(store, &write(&folder, "corrected.xlsx", &without_wave_2()), DATASET);
        assert_eq!(in_force(store).len(), 192, "the early list keeps its ten facts alive");
        let late = write(&folder, "late.xlsx", &only_wave_2()[5..20]);
        let stated = imported(store, &late, "late");
        assert_eq!(stated["diff"], json!({ "added": 10, "changed": 0, "removed": 0, "absent": 0, "unchanged": 5 }));

        let reverted = revert(store, &last_run(store, DATASET));
        assert_eq!(reverted["diff"], json!({ "added": 5, "changed": 0, "removed": 0, "absent": 0, "unchanged": 202 }));
        let now = in_force(store);
        assert_eq!(now.len(), before.len() + 15);
        assert!(before.iter().all(|fact| now.contains(fact)));

        // Taken back altogether, the facts of the others remain, with their evidence alone.
        revert(store, &last_run(store, DATASET));
        assert_eq!(in_force(store).len(), 25);
        revert(store, &last_run(store, "late"));
        assert_eq!(in_force(store).len(), 10);
    }

    fn a_date_that_another_dataset_gave_stays_when_the_evidence_of_the_run_goes(store: &Store) {
        let undated = || {
            let facts = darlington_from("").into_iter();
            facts.filter(|fact| fact.ods_code == "00C" && fact.financial_year == "2016/17").collect::<Vec<_>>()
        };
        let dated = || vec![AdoptionFact { effective_from: "2016-04-01".to_owned(), ..undated()[0].clone() }];
        let from = |store: &Store| {
            store.column(&format!(
                "SELECT COALESCE(CAST(effective_from AS TEXT), '-') FROM adoption
                 WHERE natural_key = '{DARLINGTON}' AND retracted_at IS NULL"
            ))
        };
        let folder = tempdir().unwrap();
        importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        imported(store, &write(&folder, "undated.xlsx", &undated()), "one");
        imported(store, &write(&folder, "dated.xlsx", &dated()), "other");
        assert_eq!(from(store), ["2016-04-01"]);
        let reverted = revert(store, &last_run(store, "other"));
        assert_eq!(reverted["diff"], json!({ "added": 0, "changed": 1, "removed": 0, "absent": 0, "unchanged": 0 }));
        assert_eq!(from(store), ["-"]);
        imported(store, &write(&folder, "dated.xlsx", &dated()), "other");
        revert(store, &last_run(store, "one"));
        assert_eq!(from(store), ["2016-04-01"]);
    }

    fn what_another_dataset_contradicts_by_now_does_not_come_back(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        imported(store, &write(&folder, "corrected.xlsx", &darlington_from("2016-05-01")), DATASET);
        let list = darlington_from("2016-05-01").into_iter();
        let other: Vec<_> =
            list.filter(|fact| fact.ods_code == "00C" && fact.financial_year == "2016/17").collect();
        imported(store, &write(&folder, "other.xlsx", &other), "other");

        let run = last_run(store, DATASET);
        let reverted = importer(store, &["revert", &run, "--format", "json"]);
        assert_eq!(reverted.code, 1, "{}{}", reverted.stdout, reverted.stderr);
        let report = reverted.report();
        assert_eq!((&report["rejected"], &report["issues"][0]["code"]), (&json!(1), &json!("duplicate_conflict")));
        let evidence: Vec<_> =
            in_force(store).into_iter().filter(|fact| fact.starts_with(DARLINGTON)).collect();
        assert_eq!(evidence.len(), 1, "{evidence:?}");
        assert!(evidence[0].starts_with(&format!("{DARLINGTON} 2016-05-01 other.xlsx")), "{evidence:?}");

        // The older file is not in force as a whole, so importing it again says why.
        let again = importer(store, &["run", BUNDLED, "--format", "json"]);
        assert_eq!((again.code, &again.file()["status"]), (1, &json!("COMMITTED")));
    }

    fn what_was_taken_back_is_imported_again_only_when_it_is_named(store: &Store) {
        importer(store, &["run"]);
        let run = last_run(store, DATASET);
        revert(store, &run);
        for listed in [&["run"][..], &["watch", "--once"]] {
            let found = importer(store, &[listed, &["--format", "json"]].concat());
            let file = found.report()["files"][8].clone();
            assert_eq!((found.code, &file["status"]), (0, &json!("REVERTED")), "{}{}", found.stdout, found.stderr);
            assert!(file["message"].as_str().unwrap().starts_with(&format!("run {run} over these very bytes")), "{file}");
            assert_eq!(in_force(store).len(), 0);
        }
        let told = importer(store, &["run"]).stdout;
        assert!(told.contains("co-commissioning-adoptions.xlsx: not imported: run"), "{told}");

        let folder = tempdir().unwrap();
        let inbox = folder.path().join("inbox").join(DATASET);
        std::fs::create_dir_all(&inbox).unwrap();
        std::fs::copy(repository().join(BUNDLED), inbox.join("list.xlsx")).unwrap();
        let inbox = folder.path().join("inbox");
        importer(store, &["watch", "--once", "--inbox", inbox.to_str().unwrap(), "--settle", "0"]);
        assert_eq!(in_force(store).len(), 207, "whoever puts it there means it");
        assert_eq!(importer(store, &["run", "--format", "json"]).report()["files"][8]["status"], "UNCHANGED");
    }

    fn successions_scope_rules_and_figures_are_taken_back_too(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let state = |table: &str| store.column(&format!(
            "SELECT natural_key || ' ' || import_run_id FROM {table} WHERE retracted_at IS NULL ORDER BY 1"
        ));
        for (dataset, table, number, wording, corrected) in [
            ("successions", "succession", 142, "successor inferred", "inferred"),
            ("scope-rules", "scope_rule", 21, "joint committee;", "a joint committee;"),
            ("published-figures", "published_figure", 74, "deadline 20 June", "closed on 20 June"),
        ] {
            let before = state(table);
            assert_eq!(before.len(), number, "{table}");
            // A wording changes, and the last three rows are left out.
            let original = std::fs::read_to_string(repository().join(format!("data/facts/{table}s.csv"))).unwrap();
            let rows: Vec<&str> = original.lines().collect();
            let list = rows[..rows.len() - 3].join("\n").replace(wording, corrected);
            let file = imported(store, &text(&folder, &format!("{table}.csv"), &list), dataset);
            let diff = &file["diff"];
            assert_eq!((&diff["removed"], &diff["added"]), (&json!(3), &json!(0)), "{table}");
            assert!(diff["changed"].as_u64() > Some(0), "{table}");
            let reverted = revert(store, &last_run(store, dataset));
            assert_eq!((&reverted["diff"]["added"], &reverted["diff"]["changed"], &reverted["diff"]["removed"]),
                       (&json!(3), &diff["changed"], &json!(0)), "{table}");
            let column = |changes: &Value, which: &str| changes[0]["columns"][0][which].clone();
            let (there, back) = (&file["changes"], &reverted["changes"]);
            assert_eq!((&back[0]["change"], column(back, "old")), (&json!("changed"), column(there, "new")), "{back}");
            assert_eq!(column(back, "new"), column(there, "old"), "{table}");
            assert!(column(there, "new").as_str().unwrap().contains(corrected), "{there}");
            assert_eq!(state(table), before, "{table}");
            let last = revert(store, &last_run(store, dataset));
            assert_eq!((&last["diff"]["removed"], state(table).len()), (&json!(number), 0), "{table}");
        }
    }

    fn a_run_that_cannot_be_taken_back_is_refused_with_the_reason(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let first = last_run(store, DATASET);
        imported(store, &correction(&folder), DATASET);
        let second = last_run(store, DATASET);
        let refused = |run: &str, code: i32, because: &str| {
            let refused = importer(store, &["revert", run]);
            assert_eq!(refused.code, code, "{}{}", refused.stdout, refused.stderr);
            assert!(refused.stderr.contains(because), "{}", refused.stderr);
        };
        let before = in_force(store);
        refused("4711", 66, "there is no run 4711");
        refused(&first, 65, &format!("run {second} stored corrected.xlsx after it"));
        refused(&last_run(store, "waves"), 65, "it stored waves, whose rows are corrected in place");
        refused(&last_run(store, "ccg-register"), 65, "import the older file of dataset ccg-register again");
        let unchanged = importer(store, &["run", folder.path().join("corrected.xlsx").to_str().unwrap(),
                                          "--dataset", DATASET, "--format", "json"]);
        refused(&unchanged.file()["runId"].to_string(), 65, "it changed nothing");
        let bad = text(&folder, "bad.csv", "Dear all,\nplease find attached\n");
        let rejected = importer(store, &["run", bad.to_str().unwrap(), "--format", "json"]);
        refused(&rejected.file()["runId"].to_string(), 65, "its file was refused");

        // A dry run says the same as the run, and changes nothing.
        let dry = importer(store, &["revert", &second, "--dry-run", "--format", "json"]);
        assert_eq!((dry.code, in_force(store)), (0, before));
        let reverted = revert(store, &second);
        assert_eq!((dry.report()["diff"].clone(), &dry.report()["dryRun"]), (reverted["diff"].clone(), &json!(true)));
        refused(&second, 65, &format!("it was taken back already by run {}", reverted["runId"]));
        refused(&reverted["runId"].to_string(), 65, &format!("it takes back run {second}"));
        let history = importer(store, &["runs"]).stdout;
        assert!(history.contains(&format!("takes back run {second}")) && history.contains("reverted"), "{history}");
    }
}
