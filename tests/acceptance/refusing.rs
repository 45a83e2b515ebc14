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
    fn problems_over_the_limit_are_counted_in_every_output(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let spoilt = spoilt_adoptions(&[
            ("00C", "2016/17", |fact| "Deligated".clone_into(&mut fact.model)),
            ("00K", "2016/17", |fact| "Jiont".clone_into(&mut fact.model)),
            ("00L", "2016/17", |fact| "Modal C".clone_into(&mut fact.model)),
            ("00M", "2016/17", |fact| "2018-04-01".clone_into(&mut fact.effective_from)),
        ]);
        let list = write(&folder, "spoilt.xlsx", &spoilt);
        let table = folder.path().join("issues.csv");
        let limited = ["--max-issues", "1", "--issues", table.to_str().unwrap()];
        let list = ["run", list.to_str().unwrap(), "--format", "json"];
        let run = importer(store, &[&list[..], &limited].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        let file = run.file();
        assert_eq!((&file["rows"]["rejected"], file["issues"].as_array().unwrap().len()), (&json!(4), 1));
        assert_eq!(file["issuesNotListed"], json!({ "unknown_model": 2, "date_outside_fy": 1 }));
        let (listed, more) = (file["skipped"].as_array().unwrap().len() as u64, file["skippedNotListed"].as_u64().unwrap());
        assert_eq!((listed, &file["rows"]["skipped"]), (1, &json!(listed + more)));
        let counted = "2 more problems of this class are counted, but not listed; --max-issues says how many are";
        let table = fs::read_to_string(table).unwrap();
        assert!(table.lines().any(|line| line == format!("spoilt.xlsx,error,unknown_model,,,,\"{counted}\",,")), "{table}");
        let stored = store.column("SELECT message FROM import_issue WHERE code = 'unknown_model' AND cell IS NULL");
        assert_eq!(stored, [counted]);
        let text = importer(store, &["check", list[1], "--max-issues", "0"]);
        assert_eq!(text.code, 1, "{}", text.stdout);
        assert!(text.stdout.contains("  unknown_model: 3 more problems of this class"), "{}", text.stdout);
    }

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
        // The older file's facts about these three stay: a row that cannot be read withdraws nothing.
        assert_eq!(stored["adoptions"]["totalCount"], 22);
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
        assert_eq!(run.file()["rows"]["rejected"], 60);
        // The run tells what its message counts, though nothing of it is stored.
        let told = store.column(
            "SELECT status || ' ' || (rows_read - facts - duplicates - skipped) || ' ' || rejected || ' ' || added
             FROM import_run ORDER BY id DESC LIMIT 1",
        );
        assert_eq!(told, ["REJECTED 60 60 0"]);
        assert_eq!(store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len(), 207);
    }

    fn files_that_are_no_good_are_refused_with_a_reason(store: &Store) {
        importer(store, &["migrate"]);
        let folder = tempdir().unwrap();
        for (name, bytes, reason) in [
            ("empty.csv", &b""[..], "empty_file"),
            ("truncated.xlsx", &b"PK\x03\x04 and no more"[..], "corrupt_container"),
            ("old.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], "corrupt_container"),
            ("picture.png", &b"\x89PNG\r\n\x1a\n\x00\x00"[..], "unsupported_format"),
            ("open-quote.csv", &b"ODS code,Model,Status\n\"08F,Joint,Live\n"[..], "csv_malformed"),
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
        let device = importer(store, &["run", "/dev/null", "--format", "json"]);
        assert_eq!((device.code, device.file()["reason"].as_str()), (66, Some("not_a_regular_file")));
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

    fn a_row_that_does_not_state_what_it_must_is_an_issue_and_never_vanishes(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = write(
            &folder,
            "unstated.xlsx",
            &spoilt_adoptions(&[("00C", "2016/17", |fact| "Not stated".clone_into(&mut fact.stage))]),
        );
        let run = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]);
        let file = run.file();
        assert_eq!((run.code, &file["rows"]["rejected"], &file["rows"]["facts"]), (1, &json!(1), &json!(206)));
        let unstated = issue(&file, "missing_value");
        assert_eq!((&unstated["cell"], &unstated["message"]), (&json!("E5"), &json!("the stage must be known here")));
    }

    fn a_sheet_that_gave_facts_and_is_no_longer_read_stops_the_import(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = write(&folder, "list.xlsx", &crate::harness::adoptions());
        edit(&list, "xl/workbook.xml", "name=\"2016-17\"", "name=\"2016-17\" state=\"hidden\"");
        let run = importer(
            store,
            &["run", list.to_str().unwrap(), "--dataset", "co-commissioning-adoptions", "--format", "json"],
        );
        assert_eq!((run.code, run.file()["reason"].as_str()), (65, Some("sheet_lost")));
        assert_eq!(
            run.file()["message"],
            "sheet \"2016-17\" gave facts before and is not read any more: the sheet is hidden"
        );
        assert_eq!(store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len(), 207);

        // It is read when the list of sources, or the command line, asks for it.
        let sources = folder.path().join("sources.toml");
        let entry = "[[source]]\npath = \"list.xlsx\"\ndataset = \"hidden\"\ninclude_hidden = true\n";
        fs::write(&sources, entry).unwrap();
        let check = importer(store, &["check", "--sources", sources.to_str().unwrap(), "--format", "json"]).file();
        let hidden = check["sheets"].as_array().unwrap().iter().find(|sheet| sheet["hidden"] == true).unwrap();
        assert_eq!((&hidden["name"], &hidden["rows"]), (&json!("2016-17"), &json!(30)));
        let dataset = ["--dataset", "co-commissioning-adoptions"];
        let asked = importer(store, &[&["run", list.to_str().unwrap(), "--include-hidden"], &dataset[..]].concat());
        assert_eq!(asked.code, 0, "{}", asked.stdout);
    }

    fn a_dataset_of_another_kind_is_not_replaced(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = folder.path().join("waves.csv");
        fs::write(&list, "CCG code,Model,Status,Year\n08F,Joint,Live,2016/17\n").unwrap();
        let run = importer(store, &["run", list.to_str().unwrap(), "--format", "json"]);
        assert_eq!((run.code, run.file()["reason"].as_str()), (65, Some("kind_changed")));
        assert_eq!(
            run.file()["message"],
            "dataset waves holds waves so far, and this file has adoptions; give it another --dataset"
        );
    }

    fn two_files_of_one_dataset_are_not_imported_over_each_other(store: &Store) {
        let run = importer(store, &["run", "data/facts/waves.csv", "data/facts/successions.csv", "--dataset", "x"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("both dataset x"), "{}", run.stderr);
    }

    fn a_file_whose_rows_were_rejected_is_tried_again(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let list = folder.path().join("list.csv");
        let rows = "CCG code,Model,Status,Year\n08F,Joint,Live,2016/17\n0ZZ,Joint,Live,2016/17\n";
        fs::write(&list, rows).unwrap();
        let arguments = ["run", list.to_str().unwrap(), "--max-rejects", "60", "--format", "json"];
        assert_eq!(importer(store, &arguments).code, 1);
        assert_eq!(importer(store, &arguments).code, 1, "the same rows are still rejected");
        let register = folder.path().join("new-ccg.csv");
        fs::write(&register, "ODS code,CCG name,Open date\n0ZZ,NHS Invented CCG,2013-04-01\n").unwrap();
        assert_eq!(importer(store, &["run", register.to_str().unwrap()]).code, 0);
        assert_eq!(importer(store, &arguments).code, 0);
        assert_eq!(importer(store, &arguments).file()["status"], "UNCHANGED");
    }

    fn a_register_that_contradicts_another_is_refused_row_by_row_and_leaves_no_trace(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let register = folder.path().join("other-register.csv");
        fs::write(
            &register,
            "ODS code,CCG name,Open date,Close date,Region,Local office\n\
             08F,NHS Havering CCG,2013-04-01,2021-03-31,South,Nowhere\n\
             00C,NHS Darlington CCG,2014-04-01,2020-03-31,North,Nowhere\n",
        )
        .unwrap();
        let run = importer(store, &["run", register.to_str().unwrap(), "--max-rejects", "100", "--format", "json"]);
        assert_eq!((run.code, run.file()["reason"].as_str()), (65, Some("too_many_rejects")));
        let file = run.file();
        let cells: Vec<&str> =
            file["issues"].as_array().unwrap().iter().map(|issue| issue["cell"].as_str().unwrap()).collect();
        assert_eq!(cells, ["E2", "C3"]);
        assert_eq!(store.column("SELECT name FROM area WHERE name = 'Nowhere'"), Vec::<String>::new());
    }
}

/// Replaces a text in one part of a workbook.
fn edit(path: &std::path::Path, part: &str, from: &str, to: &str) {
    use std::io::{Read, Write};
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        parts.push((entry.name().unwrap().into_owned(), bytes));
    }
    let mut writer = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, mut bytes) in parts {
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{text}");
            bytes = text.replace(from, to).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
}
