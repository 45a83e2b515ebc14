//! What is wrong is reported at its cell, and nothing wrong is stored.

use std::fs;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    harness::{Api, Store, importer, spoilt_adoptions, write},
    on_both,
};

fn issue<'a>(file: &'a Value, code: &str) -> &'a Value {
    let issues = file["issues"].as_array().unwrap();
    issues.iter().find(|issue| issue["code"] == code).unwrap_or_else(|| panic!("no {code} in {issues:?}"))
}

on_both! {
    fn each_fault_is_reported_at_its_cell_in_one_pass_and_none_is_stored(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        // Darlington, Hartlepool and Northumberland are the first three rows of the sheet 2016-17.
        let spoilt = spoilt_adoptions(&[
            ("00C", "2016/17", |fact| "Deligated commissioning".clone_into(&mut fact.model)),
            ("00K", "2016/17", |fact| "0ZZ".clone_into(&mut fact.ods_code)),
            ("00L", "2016/17", |fact| "2018-04-01".clone_into(&mut fact.effective_from)),
        ]);
        let list = write(&folder, "spoilt.xlsx", &spoilt);
        let run = importer(
            store,
            &["run", list.to_str().unwrap(), "--dataset", "co-commissioning-adoptions", "--format", "json"],
        );
        assert_eq!(run.code, 1, "{}", run.stderr);
        let file = run.file();
        assert_eq!((&file["rows"]["rejected"], &file["rows"]["facts"]), (&json!(3), &json!(204)));
        // In the order in which they stand, whichever step found them.
        let cells: Vec<&Value> = file["issues"].as_array().unwrap().iter().map(|issue| &issue["cell"]).collect();
        assert_eq!(cells, ["D5", "B6", "F7"]);
        let model = issue(&file, "unknown_model");
        assert_eq!((&model["sheet"], &model["cell"]), (&json!("2016-17"), &json!("D5")));
        assert_eq!(model["message"], "\"Deligated commissioning\" is not a model; did you mean \"delegated commissioning\"?");
        let code = issue(&file, "unknown_ccg");
        assert_eq!((&code["cell"], &code["raw"], &code["suggestion"]), (&json!("B6"), &json!("0ZZ"), &json!("00K")));
        let date = issue(&file, "date_outside_fy");
        assert_eq!((&date["cell"], &date["raw"]), (&json!("F7"), &json!("43191")));
        assert_eq!(
            date["message"],
            "2018-04-01 is not in the financial year 2016/17, which runs from 2016-04-01 to 2017-03-31"
        );

        let api = Api::start(store);
        let stored = api.ask(
            r#"{ adoptions(filter: { model: { eq: DELEGATED }, stage: { eq: APPROVED },
                                     wave: { financialYear: { eq: "2016/17" } } }) { totalCount nodes { ccg { odsCode } } }
                 importRuns(last: 1) { nodes { rejected issues { totalCount nodes { code sheet cell } } } } }"#,
        );
        assert_eq!(stored["adoptions"]["totalCount"], 19);
        let run = &stored["importRuns"]["nodes"][0];
        assert_eq!((&run["rejected"], &run["issues"]["totalCount"]), (&json!(3), &json!(3)));
    }

    fn a_closed_ccg_is_refused_and_its_successor_named(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let spoilt = spoilt_adoptions(&[("00C", "2016/17", |fact| {
            "00F".clone_into(&mut fact.ods_code);
            "NHS Gateshead CCG".clone_into(&mut fact.ccg_name);
        })]);
        let list = write(&folder, "closed.xlsx", &spoilt);
        let file = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]).file();
        let closed = issue(&file, "ccg_closed");
        assert_eq!(closed["suggestion"], "13T");
        assert_eq!(closed["message"], "00F NHS Gateshead CCG had closed on 2015-03-31; its successor is 13T");
    }

    fn a_name_that_belongs_to_another_code_is_refused(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let spoilt = spoilt_adoptions(&[("00C", "2016/17", |fact| "NHS Havering CCG".clone_into(&mut fact.ccg_name))]);
        let list = write(&folder, "mixed-up.xlsx", &spoilt);
        let file = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]).file();
        let mismatch = issue(&file, "name_code_mismatch");
        assert_eq!((&mismatch["cell"], &mismatch["suggestion"]), (&json!("C5"), &json!("08F")));
    }

    fn a_file_that_was_probably_misread_is_refused_whole(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let mut facts = crate::harness::adoptions();
        facts.iter_mut().take(60).for_each(|fact| "none of them".clone_into(&mut fact.model));
        let list = write(&folder, "misread.xlsx", &facts);
        let run = importer(
            store,
            &["run", list.to_str().unwrap(), "--dataset", "co-commissioning-adoptions", "--format", "json"],
        );
        assert_eq!(run.code, 65);
        assert_eq!(run.file()["reason"], "too_many_rejects");
        assert_eq!(run.file()["issues"].as_array().unwrap().len(), 60);
        assert_eq!(store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len(), 207);
    }

    fn files_that_are_no_good_are_refused_with_a_reason(store: &Store) {
        importer(store, &["migrate"]);
        let folder = tempdir().unwrap();
        for (name, bytes, reason) in [
            ("empty.csv", &b""[..], "empty_file"),
            ("truncated.xlsx", &b"PK\x03\x04 and no more"[..], "corrupt_container"),
            ("old.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], "unsupported_format"),
            ("picture.png", &b"\x89PNG\r\n\x1a\n\x00\x00"[..], "unsupported_format"),
            ("latin.csv", &b"ODS code,Model,Status\n08F,\xe9t\xe9,Live\n"[..], "encoding_undetected"),
            ("letter.csv", &b"Dear all,\nplease find attached\n"[..], "no_header"),
            ("header-only.csv", &b"ODS code,Model,Status,Year\n"[..], "no_rows"),
            ("no-year.csv", &b"ODS code,Model,Status\n08F,C,Live\n"[..], "missing_period"),
            ("names.csv", &b"CCG18CD,CCG18CDH,CCG18NM\nE38000077,08F,NHS Havering CCG\n"[..], "missing_period"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let run = importer(store, &["run", path.to_str().unwrap(), "--format", "json"]);
            assert_eq!((run.code, run.file()["reason"].as_str()), (65, Some(reason)), "{name}");
        }
        let folder_itself = importer(store, &["run", folder.path().to_str().unwrap(), "--format", "json"]);
        assert_eq!((folder_itself.code, folder_itself.file()["reason"].as_str()), (66, Some("not_a_regular_file")));
        assert_eq!(store.column("SELECT name FROM ccg"), Vec::<String>::new());
    }

    fn a_batch_stores_the_good_files_and_ends_with_the_worst_code(store: &Store) {
        let folder = tempdir().unwrap();
        let letter = folder.path().join("letter.csv");
        fs::write(&letter, "Dear all,\n").unwrap();
        let run = importer(store, &["run", letter.to_str().unwrap(), "data/facts/waves.csv"]);
        assert_eq!(run.code, 65, "{}", run.stderr);
        assert!(run.stdout.contains("letter.csv: refused, nothing is stored"), "{}", run.stdout);
        assert!(run.stdout.contains("waves.csv: 7 facts"), "{}", run.stdout);
    }

    fn adoptions_before_the_register_are_refused_with_the_remedy(store: &Store) {
        importer(store, &["run", "data/facts/waves.csv"]);
        let run = importer(store, &["run", "data/workbooks/co-commissioning-adoptions.xlsx", "--format", "json"]);
        let file = run.file();
        assert_eq!((run.code, &file["reason"]), (65, &json!("too_many_rejects")));
        assert!(issue(&file, "unknown_ccg")["message"].as_str().unwrap().contains("import the register first"));
        assert_eq!(store.column("SELECT natural_key FROM adoption"), Vec::<String>::new());
        // Once the register is there, the same file is taken.
        assert_eq!(importer(store, &["run"]).code, 0);
        assert_eq!(store.column("SELECT natural_key FROM adoption").len(), 207);
    }
}
