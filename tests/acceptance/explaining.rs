//! An answer is explained down to the cells that it rests on.

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    harness::{Store, adoptions, importer, write},
    on_both,
};

fn explain(store: &Store, arguments: &[&str]) -> Value {
    let told = importer(store, &[&["explain", "--format", "json"], arguments].concat());
    assert_eq!(told.code, 0, "{}", told.stderr);
    told.report()
}

fn fact<'a>(told: &'a Value, key: &str) -> &'a Value {
    let facts = told["facts"].as_array().unwrap();
    facts.iter().find(|fact| fact["key"] == key).unwrap_or_else(|| panic!("no {key} in {facts:?}"))
}

on_both! {
    fn a_position_is_explained_by_facts_evidence_and_cells(store: &Store) {
        importer(store, &["run"]);
        let told = explain(store, &["08K", "--on", "2016-07-01"]);
        let position = &told["position"];
        assert_eq!((&position["answer"], &position["models"], &position["live"]), (&json!("MODEL"), &json!(["JOINT"]), &json!(true)));
        assert_eq!((&position["sinceEarliest"], &position["sinceLatest"]), (&json!("2015-04-01"), &json!("2015-06-11")));
        let evidence = &fact(&told, "08K|JOINT|2016/17|LIVE")["evidence"][0];
        assert_eq!((&evidence["sheet"], &evidence["matchMethod"]), (&json!("2016-17"), &json!("ODS_CODE")));
        assert!(evidence["cites"].as_str().unwrap().starts_with("https://www.lambethccg.nhs.uk/"), "{evidence}");
        let cells = evidence["cells"].as_array().unwrap();
        let model = cells.iter().find(|cell| cell["field"] == "model").unwrap();
        assert_eq!((&model["raw"], &model["value"]), (&json!("Joint commissioning"), &json!("JOINT")));
        let text = importer(store, &["explain", "NHS Lambeth CCG", "--on", "2016-07-01"]).stdout;
        let first = text.lines().next().unwrap();
        assert_eq!(
            first,
            "08K NHS Lambeth CCG on 2016-07-01: joint commissioning (model B), since some day from 2015-04-01 to 2015-06-11"
        );
        let cell = format!("    {:<5} model            \"Joint commissioning\" -> JOINT", model["address"].as_str().unwrap());
        assert!(text.lines().any(|line| line.starts_with(&cell)), "{text}");
    }

    fn none_unknown_approved_and_closed_are_different_answers(store: &Store) {
        importer(store, &["run"]);
        for (ccg, day, answer, live) in [
            ("09D", "2016-07-01", "NONE", json!(null)),
            ("09D", "2018-07-01", "UNKNOWN", json!(null)),
            ("00C", "2016-07-01", "MODEL", json!(false)),
            ("11X", "2019-04-01", "MODEL", json!(true)),
            ("08K", "2015-03-31", "NONE", json!(null)),
            ("08K", "2021-04-01", "CLOSED", json!(null)),
            ("72Q", "2020-03-31", "NOT_OPEN", json!(null)),
        ] {
            let told = explain(store, &[ccg, "--on", day]);
            assert_eq!((&told["position"]["answer"], &told["position"]["live"]), (&json!(answer), &live), "{ccg} on {day}");
        }
        let closed = explain(store, &["08K", "--on", "2021-04-01"]);
        assert_eq!(closed["successors"][0]["odsCode"], "72Q");
        let before = explain(store, &["72Q", "--on", "2020-03-31"]);
        assert_eq!(before["predecessors"].as_array().unwrap().len(), 6);
        // Without a day, the last of a CCG that has closed.
        assert_eq!(explain(store, &["E38000092"])["on"], "2020-03-31");
    }

    fn what_contradicts_was_withdrawn_or_rejected_is_told_too(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let other = folder.path().join("other.csv");
        std::fs::write(
            &other,
            "CCG code,CCG name,Model,Status,Financial year,Effective from\n\
             08K,,Delegated,Live,2016/17,2016-04-01\n\
             00F,NHS Gateshead CCG,Joint,Live,2016/17,2016-04-01\n",
        )
        .unwrap();
        let run = importer(store, &["run", other.to_str().unwrap(), "--max-rejects", "50"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        let told = explain(store, &["08K", "--on", "2016-08-01"]);
        assert_eq!((&told["position"]["answer"], &told["position"]["models"]), (&json!("CONFLICT"), &json!(["JOINT", "DELEGATED"])));
        let closed = explain(store, &["00F"]);
        assert_eq!((&closed["problems"][0]["code"], &closed["problems"][0]["cell"]), (&json!("ccg_closed"), &json!("A3")));
        assert_eq!(explain(store, &["00G"])["problems"], json!([]));

        let fewer: Vec<_> = adoptions().into_iter().filter(|fact| fact.ods_code != "09D").collect();
        let fewer = write(&folder, "fewer.xlsx", &fewer);
        let dataset = ["--dataset", "co-commissioning-adoptions", "--replace"];
        importer(store, &[&["run", fewer.to_str().unwrap()], &dataset[..]].concat());
        let told = explain(store, &["09D", "--on", "2016-07-01"]);
        assert_eq!((&told["position"]["answer"], &told["facts"]), (&json!("UNKNOWN"), &json!([])));
        let keys: Vec<&Value> = told["retracted"].as_array().unwrap().iter().map(|version| &version["key"]).collect();
        assert_eq!(keys, ["09D|DELEGATED|2021/22|LIVE", "09D||2016/17|DECLINED"]);
    }

    fn nobody_is_told_about_a_ccg_that_was_not_meant(store: &Store) {
        assert_eq!(importer(store, &["explain", "08K"]).code, 78, "there is no database yet");
        importer(store, &["run"]);
        let unknown = importer(store, &["explain", "Newcastle"]);
        assert_eq!((unknown.code, unknown.stdout.as_str()), (66, ""));
        assert!(unknown.stderr.contains("did you mean 00G NHS Newcastle North and East CCG, "), "{}", unknown.stderr);
        let code = importer(store, &["explain", "99Y"]);
        assert!(code.code == 66 && code.stderr.contains("did you mean 09Y NHS North West Surrey CCG"), "{}", code.stderr);
    }
}
