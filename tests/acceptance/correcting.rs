//! A newer file of a dataset replaces what the older one stated; other datasets add to it.

use serde_json::json;
use tempfile::tempdir;

use crate::{
    harness::{Api, Store, adoptions, importer, spoilt_adoptions, write},
    on_both,
};

const DATASET: [&str; 5] = ["--dataset", "co-commissioning-adoptions", "--replace", "--format", "json"];

fn correct(store: &Store, file: &std::path::Path) -> serde_json::Value {
    let run = importer(store, &[&["run", file.to_str().unwrap()], &DATASET[..]].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.file()
}

fn in_force(store: &Store, table: &str) -> usize {
    store.column(&format!("SELECT CAST(id AS TEXT) FROM {table} WHERE retracted_at IS NULL")).len()
}

/// A list of adoptions, always under the same name.
fn edition(folder: &tempfile::TempDir, rows: &[&str]) -> std::path::PathBuf {
    let path = folder.path().join("list.csv");
    let header = "CCG code,Financial year,Model,Status";
    std::fs::write(&path, [&[header], rows].concat().join("\n")).unwrap();
    path
}

on_both! {
    fn a_corrected_file_retracts_what_it_no_longer_states(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let without_wave_2: Vec<_> =
            adoptions().into_iter().filter(|fact| fact.financial_year != "2016/17").collect();
        let file = correct(store, &write(&folder, "corrected.xlsx", &without_wave_2));
        assert_eq!(file["diff"], json!({ "added": 0, "changed": 0, "removed": 25, "absent": 0, "unchanged": 182 }));
        assert_eq!((in_force(store, "adoption"), in_force(store, "evidence")), (182, 182));
        // Nothing is deleted: what was recorded stays, for questions about the past.
        assert_eq!(store.column("SELECT natural_key FROM adoption").len(), 207);
        let api = Api::start(store);
        let query = r#"{ adoptions(filter: { wave: { financialYear: { eq: "2016/17" } } }) { totalCount } }"#;
        assert_eq!(api.ask(query)["adoptions"]["totalCount"], 0);
    }

    fn a_withdrawn_correction_is_applied_again(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        correct(store, &write(&folder, "fewer.xlsx", &adoptions()[..200]));
        let again = importer(store, &["run", "data/workbooks/co-commissioning-adoptions.xlsx", "--replace", "--format", "json"]);
        assert_eq!((again.code, &again.file()["status"]), (0, &json!("COMMITTED")));
        assert_eq!(again.file()["diff"], json!({ "added": 7, "changed": 0, "removed": 0, "absent": 0, "unchanged": 200 }));
        assert_eq!((in_force(store, "adoption"), in_force(store, "evidence")), (207, 207));
    }

    fn a_corrected_date_makes_a_new_version_of_the_fact(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let corrected =
            spoilt_adoptions(&[("00C", "2016/17", |fact| "2016-05-01".clone_into(&mut fact.effective_from))]);
        let file = correct(store, &write(&folder, "corrected.xlsx", &corrected));
        assert_eq!(file["diff"], json!({ "added": 0, "changed": 1, "removed": 0, "absent": 0, "unchanged": 206 }));
        let table = importer(store, &["runs", "--limit", "1"]).stdout;
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        let column = |heading| lines[0].iter().position(|other| *other == heading).unwrap();
        // A moment is two words, and its heading two.
        let counts = ["+", "~", "-", "="].map(|sign| lines[1][column(sign)]);
        assert_eq!(counts, ["0", "1", "0", "206"], "{table}");
        assert_eq!(
            file["changes"],
            json!([{ "change": "changed", "statement": "adoption", "naturalKey": "00C|DELEGATED|2016/17|APPROVED",
                     "columns": [{ "column": "effective_from", "old": "2016-04-01", "new": "2016-05-01" }] }])
        );
        let versions = store.column(
            "SELECT CAST(effective_from AS TEXT) || CASE WHEN retracted_at IS NULL THEN ' in force' ELSE '' END
             FROM adoption WHERE natural_key = '00C|DELEGATED|2016/17|APPROVED' ORDER BY id",
        );
        assert_eq!(versions, ["2016-04-01", "2016-05-01 in force"]);
    }

    fn another_dataset_adds_evidence_and_keeps_a_fact_alive(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let wave_2: Vec<_> = adoptions().into_iter().filter(|fact| fact.financial_year == "2016/17").collect();
        let list = write(&folder, "another-list.xlsx", &wave_2);
        let added = importer(store, &["run", list.to_str().unwrap(), "--publisher", "Somebody else", "--format", "json"]);
        assert_eq!(added.code, 0, "{}{}", added.stdout, added.stderr);
        assert_eq!(added.file()["diff"], json!({ "added": 0, "changed": 0, "removed": 0, "absent": 0, "unchanged": 25 }));
        let api = Api::start(store);
        let evidence = api.ask(
            r#"{ adoptions(filter: { ccg: { odsCode: { eq: "00C" } }, stage: { eq: APPROVED } }) {
                 nodes { evidence { totalCount nodes { source { publisher } } } } } }"#,
        );
        assert_eq!(evidence["adoptions"]["nodes"][0]["evidence"]["totalCount"], 2);
        // The first list drops the wave; the second still states it.
        let others: Vec<_> = adoptions().into_iter().filter(|fact| fact.financial_year != "2016/17").collect();
        let file = correct(store, &write(&folder, "corrected.xlsx", &others));
        assert_eq!(file["diff"]["removed"], 0);
        assert_eq!((in_force(store, "adoption"), in_force(store, "evidence")), (207, 207));
    }

    fn a_list_that_gives_other_dates_than_another_is_reported_and_not_believed(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let other: Vec<_> =
            spoilt_adoptions(&[("00C", "2016/17", |fact| "2016-06-01".clone_into(&mut fact.effective_from))])
                .into_iter()
                .filter(|fact| fact.financial_year == "2016/17")
                .collect();
        let list = write(&folder, "another-list.xlsx", &other);
        let run = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]);
        assert_eq!(run.code, 1);
        assert_eq!(run.file()["issues"][0]["code"], "duplicate_conflict");
        assert_eq!(
            run.file()["issues"][0]["message"],
            "the dataset \"co-commissioning-adoptions\" has effective from \"2016-04-01\" and not \"2016-06-01\"; \
             correct whichever of the two lists is wrong"
        );
        let dates = store.column(
            "SELECT CAST(effective_from AS TEXT) FROM adoption
             WHERE natural_key = '00C|DELEGATED|2016/17|APPROVED' AND retracted_at IS NULL",
        );
        assert_eq!(dates, ["2016-04-01"]);
    }

    fn a_fact_that_a_file_states_twice_counts_once_and_keeps_both_rows_as_evidence(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let mut twice = adoptions();
        let darlington = twice.iter().find(|fact| fact.ods_code == "00C" && fact.financial_year == "2016/17").unwrap();
        // The second row gives no date, as on a summary: that contradicts nothing.
        let summary = bundled_data::facts::AdoptionFact { effective_from: String::new(), ..darlington.clone() };
        twice.push(summary);
        let list = write(&folder, "twice.xlsx", &twice);
        let run = importer(store, &[&["run", list.to_str().unwrap()], &DATASET[..]].concat());
        let file = run.file();
        assert_eq!((run.code, &file["rows"]["facts"], &file["rows"]["duplicates"]), (0, &json!(207), &json!(1)));
        assert_eq!(file["issues"][0]["code"], "duplicate_identical");
        assert_eq!(file["diff"], json!({ "added": 0, "changed": 0, "removed": 0, "absent": 0, "unchanged": 207 }));
        assert_eq!((in_force(store, "adoption"), in_force(store, "evidence")), (207, 208));
    }

    fn without_replace_nothing_is_withdrawn_and_the_report_says_what_is_absent(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let others: Vec<_> = adoptions().into_iter().filter(|fact| fact.financial_year != "2016/17").collect();
        let list = write(&folder, "corrected.xlsx", &others);
        let arguments = ["run", list.to_str().unwrap(), "--dataset", "co-commissioning-adoptions"];
        let run = importer(store, &arguments);
        assert_eq!(run.code, 0, "{}", run.stdout);
        assert!(
            run.stdout.contains("25 statements of the dataset's older file are not in this one; they stay"),
            "{}",
            run.stdout
        );
        assert_eq!((in_force(store, "adoption"), in_force(store, "evidence")), (207, 207));
    }

    fn the_report_tells_each_change_and_counts_those_that_are_too_many(store: &Store) {
        let folder = tempdir().unwrap();
        let first = importer(store, &["run", "--format", "json"]).report();
        let added = first["files"][8]["changes"].as_array().unwrap().clone();
        assert_eq!((added.len(), &added[0]["change"], added[0].get("columns")), (207, &json!("added"), None));

        let corrected =
            spoilt_adoptions(&[("00C", "2016/17", |fact| "2016-05-01".clone_into(&mut fact.effective_from))]);
        let list = write(&folder, "corrected.xlsx", &corrected[..180]);
        let check = |more: &[&str]| {
            let arguments = ["check", list.to_str().unwrap(), "--dataset", "co-commissioning-adoptions"];
            let check = importer(store, &[&arguments[..], more].concat());
            assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
            check
        };
        let sorts = |more: &[&str]| -> Vec<String> {
            let file = check(&[more, &["--format", "json"]].concat()).file();
            let changes = file["changes"].as_array().unwrap().iter();
            changes.map(|change| change["change"].as_str().unwrap().to_owned()).collect()
        };
        let all = sorts(&[]);
        assert_eq!((all.len(), all[0].as_str(), all[27].as_str()), (28, "changed", "absent"));
        assert_eq!(sorts(&["--replace"])[27], "removed");
        assert_eq!(sorts(&["--max-issues", "3"]), ["changed", "absent", "absent"]);
        let told = check(&[]).stdout;
        assert!(
            told.contains("\n  ~ adoption 00C|DELEGATED|2016/17|APPROVED: effective_from 2016-04-01 -> 2016-05-01\n"),
            "{told}"
        );
        assert_eq!(told.matches("\n  ? adoption ").count(), 19, "{told}");
        assert!(told.contains("\n  and 8 more changes; --format json lists them\n"), "{told}");
        assert_eq!(check(&["--replace"]).stdout.matches("\n  - adoption ").count(), 19);
    }

    fn a_row_that_is_not_believed_withdraws_nothing(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = |rows: [&str; 4]| edition(&folder, &rows);
        let first = ["07L,2018/19,Joint,Live", "08F,2018/19,Joint,Live", "07P,2018/19,Joint,Live", "08X,2018/19,Joint,Live"];
        assert_eq!(correct(store, &list(first))["diff"]["added"], 4);
        let of_list = "SELECT natural_key FROM adoption WHERE retracted_at IS NULL AND natural_key LIKE '%2018/19%' ORDER BY 1";
        for spoilt in ["07P,2018/19,Joinnt,Live", "07P,2O18/19,Joint,Live", "07P,2018/19,Joint,Livee", "07P,2018/19,,Live"] {
            let file = list([first[0], first[1], spoilt, "08J,2018/19,Joint,Live"]);
            let run = importer(store, &[&["run", file.to_str().unwrap(), "--max-rejects", "50"], &DATASET[..]].concat());
            assert_eq!((run.code, &run.file()["rows"]["rejected"]), (1, &json!(1)), "{spoilt}: {}", run.stderr);
            // 08X is left out, and 07P is not.
            let kept = ["07L", "07P", "08F", "08J"].map(|code| format!("{code}|JOINT|2018/19|LIVE"));
            assert_eq!(store.column(of_list), kept, "{spoilt}");
            assert_eq!(correct(store, &list(first))["diff"]["removed"], 1);
        }
    }

    fn another_model_for_the_same_year_corrects_the_first(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let import = |rows: [&str; 2]| {
            let file = edition(&folder, &rows);
            let run = importer(store, &["run", file.to_str().unwrap(), "--dataset", "lists", "--format", "json"]);
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
            run.file()
        };
        import(["07L,2018/19,Joint,Live", "08F,2018/19,Joint,Live"]);
        // 08F is left out, which without --replace withdraws nothing.
        let corrected = import(["07L,2018/19,Delegated,Live", "08J,2018/19,Joint,Live"]);
        assert_eq!(corrected["diff"], json!({ "added": 2, "changed": 0, "removed": 1, "absent": 1, "unchanged": 0 }));
        let of_list = "SELECT natural_key FROM adoption WHERE retracted_at IS NULL AND natural_key LIKE '%2018/19%' ORDER BY 1";
        assert_eq!(
            store.column(of_list),
            ["07L|DELEGATED|2018/19|LIVE", "08F|JOINT|2018/19|LIVE", "08J|JOINT|2018/19|LIVE"]
        );
    }

    fn a_corrected_register_tells_old_and_new_values_by_their_names(store: &Store) {
        let folder = tempdir().unwrap();
        let register = |name: &str, closed: &str, region: &str| {
            let path = folder.path().join(name);
            let text = format!("ODS code,CCG name,Opened on,Closed on,Region\n08F,NHS Havering CCG,2013-04-01,{closed},{region}\n");
            std::fs::write(&path, text).unwrap();
            let arguments = ["run", path.to_str().unwrap(), "--dataset", "register", "--format", "json"];
            let run = importer(store, &arguments);
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
            run.file()["changes"].clone()
        };
        register("first.csv", "", "London");
        assert_eq!(
            register("second.csv", "2021-03-31", "South"),
            json!([
                { "change": "changed", "statement": "ccg", "naturalKey": "08F",
                  "columns": [{ "column": "closed_on", "old": null, "new": "2021-03-31" }] },
                { "change": "changed", "statement": "ccg_area", "naturalKey": "08F|REGION_2015",
                  "columns": [{ "column": "area", "old": "London", "new": "South" }] },
            ])
        );
    }
}
