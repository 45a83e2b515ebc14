//! Which model a CCG had on a day: what is kept, what the api answers and what the importer explains are the same.

use serde_json::{Value, json};

use crate::{
    harness::{Api, Store, importer, repository},
    on_both,
};

/// Every position in force: its CCG, days and what it says.
fn kept(store: &Store) -> Vec<String> {
    store.column(
        "SELECT ccg.ods_code || ' ' || COALESCE(CAST(first_day AS TEXT), '-') || ' '
                || COALESCE(CAST(last_day AS TEXT), '-') || ' ' || position.status || ' '
                || COALESCE(commissioning_model.letter, '-') || ' ' || COALESCE(CAST(since_to AS TEXT), '-')
         FROM position JOIN ccg ON ccg.id = position.ccg_id
         LEFT JOIN commissioning_model ON commissioning_model.id = position.model_id
         WHERE position.retracted_at IS NULL ORDER BY 1",
    )
}

fn count(api: &Api, arguments: &str) -> Value {
    api.ask(&format!("{{ ccgs({arguments}) {{ totalCount }} }}"))["ccgs"]["totalCount"].clone()
}

on_both! {
    fn every_ccg_has_one_position_on_every_day(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        for (day, open) in [("2013-04-01", 211), ("2016-04-01", 209), ("2021-04-01", 106), ("2022-07-01", 0)] {
            let answer = api.ask(&format!(
                "{{ all: positions(asOf: \"{day}\") {{ totalCount }}
                    open: positions(asOf: \"{day}\", filter: {{ status: {{ notIn: [NOT_OPEN, CLOSED] }} }}) {{ totalCount }} }}"
            ));
            assert_eq!(answer["all"]["totalCount"], 248, "{day}");
            assert_eq!(answer["open"]["totalCount"], open, "{day}");
        }
        // All CCGs were delegated from April 2021; before the first round none had a model.
        assert_eq!(count(&api, "asOf: \"2021-04-01\", filter: { position: { model: { eq: DELEGATED } } }"), 106);
        assert_eq!(count(&api, "asOf: \"2014-04-01\", filter: { position: { status: { eq: NONE } } }"), 211);
        // The members of one had voted against 2016/17, which says nothing of the year before; most of the rest is not known.
        let having = |status: &str, day: &str| {
            let arguments = format!("asOf: \"{day}\", filter: {{ position: {{ status: {{ eq: {status} }} }} }}");
            count(&api, &arguments).as_i64().unwrap()
        };
        for (day, none) in [("2016-01-01", 0), ("2016-04-01", 1), ("2017-03-31", 1), ("2017-04-01", 0)] {
            assert_eq!(having("NONE", day), none, "{day}");
        }
        let day = "2016-07-01";
        let all = ["MODEL", "UNKNOWN", "NONE", "CONFLICT"].map(|status| having(status, day));
        assert_eq!(all.iter().sum::<i64>(), 209);
        // Terms of reference of 2015 call Wandsworth joint, a page without a date calls it delegated: of 2015/16 the one, later
        // nobody knows which came last.
        let wandsworth = api.ask(
            "{ ccg(odsCode: \"08X\") {
                then: position(asOf: \"2016-03-31\") { model { letter } since begunFrom begunBy lastStated }
                later: position(asOf: \"2020-01-01\") { status conflicting adoptions { model { letter } } } } }",
        );
        let then = json!({ "model": { "letter": "B" }, "since": null, "begunFrom": "2015-04-01", "begunBy": "2015-05-14",
            "lastStated": "2015-05-14" });
        assert_eq!(wandsworth["ccg"]["then"], then);
        let later = json!({ "status": "CONFLICT", "conflicting": ["JOINT", "DELEGATED"],
            "adoptions": [{ "model": { "letter": "C" } }, { "model": { "letter": "B" } }] });
        assert_eq!(wandsworth["ccg"]["later"], later);
    }

    fn the_answers_are_those_that_the_importer_explains(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        for code in ["08K", "11X", "09D", "00C", "01D", "W2U3Z"] {
            for day in ["2014-06-01", "2015-10-01", "2016-07-01", "2019-04-01", "2021-04-01"] {
                let explained = importer(store, &["explain", code, "--on", day, "--format", "json"]).report();
                let query = |dates: &str| {
                    let fields = "{ status model { code } begunBy isLive adoptions { stage } }";
                    format!("{{ ccg(odsCode: \"{code}\" {dates}) {{ position(asOf: \"{day}\") {fields} }} }}")
                };
                let kept = api.ask(&query(""))["ccg"]["position"].clone();
                // By the end of time everything had been published that carries a date.
                let judged = api.ask(&query(", statedBy: \"9999-12-31\""))["ccg"]["position"].clone();
                let counting = explained["facts"].as_array().unwrap().iter();
                let counting = counting.filter(|fact| fact["role"] == "COUNTS").count();
                assert_eq!(kept["status"], explained["position"]["answer"], "{code} {day}");
                let models = explained["position"]["models"].as_array().unwrap();
                assert_eq!(kept["model"]["code"], models.first().cloned().unwrap_or_default(), "{code} {day}");
                assert_eq!(kept["adoptions"].as_array().unwrap().len(), counting, "{code} {day}");
                // What Somerset says of itself carries no date, so nobody knows by when it had been published.
                if code != "11X" {
                    assert_eq!(kept, judged, "{code} {day}");
                }
            }
        }
    }

    fn positions_follow_what_is_taken_back_and_stay_known(store: &Store) {
        importer(store, &["run"]);
        let (before, api) = (kept(store), Api::start(store));
        let moment = api.ask("{ lastImportAt }")["lastImportAt"].as_str().unwrap().to_owned();
        let run = store.column("SELECT CAST(max(id) AS TEXT) FROM import_run WHERE kind = 'ADOPTIONS'");
        assert_eq!(importer(store, &["revert", &run[0]]).code, 0);
        let delegated = "asOf: \"2021-04-01\", filter: { position: { model: { eq: DELEGATED } } }";
        assert_eq!(count(&api, delegated), 0);
        assert_eq!(count(&api, &format!("knownAt: \"{moment}\", {delegated}")), 106);
        let file = repository().join("data/workbooks/co-commissioning-adoptions.xlsx");
        importer(store, &["run", file.to_str().unwrap(), "--dataset", "co-commissioning-adoptions"]);
        let again = kept(store);
        let differs = again.iter().zip(&before).find(|(now, then)| now != then);
        assert!(again == before, "{differs:?}");
        assert_eq!(count(&api, delegated), 106);
    }

    fn what_changed_is_told_in_one_shape(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let summary = |from: &str, to: &str| -> Vec<(String, i64)> {
            let query = format!("{{ changes(from: {{ {from} }}, to: {{ {to} }}) {{ summary {{ kind count }} }} }}");
            let told = api.ask(&query)["changes"]["summary"].as_array().unwrap().clone();
            told.iter().map(|one| (one["kind"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap())).collect()
        };
        let of = |told: &[(String, i64)], kind: &str| {
            told.iter().find(|(known, _)| known == kind).map_or(0, |(_, count)| *count)
        };
        // Newcastle Gateshead was formed of three.
        let first = summary("asOf: \"2015-03-31\"", "asOf: \"2015-04-01\"");
        assert_eq!((of(&first, "FORMED"), of(&first, "MERGED")), (1, 3), "{first:?}");
        // 18 CCGs became 6 in April 2018, and 195 were left of 207.
        let mergers = summary("wave: \"2017/18\"", "wave: \"2018/19\"");
        assert_eq!((of(&mergers, "FORMED"), of(&mergers, "MERGED")), (6, 18), "{mergers:?}");
        // The 22 that are known by name of the second round, and of them one that had been joint before.
        let second = summary("wave: \"2015/16\"", "wave: \"2016/17\"");
        assert_eq!(of(&second, "JOINED") + of(&second, "MOVED_UP"), 22, "{second:?}");
        // That all were delegated from April 2021 says of none since when.
        let all = summary("asOf: \"2021-03-31\"", "asOf: \"2021-04-01\"");
        assert_eq!((of(&all, "JOINED"), of(&all, "MOVED_UP")), (0, 0), "{all:?}");
        assert!(of(&all, "BECAME_KNOWN") > 80, "{all:?}");
        // What the last import, that of the adoptions, made known of a day.
        let known = summary("dataVersion: 8", "dataVersion: 9, asOf: \"2021-04-01\"");
        assert_eq!(known, [("BECAME_KNOWN".to_owned(), 106)]);
    }

    fn counts_are_restated_on_other_boundaries(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let stats = |arguments: &str| {
            let query = format!(
                "{{ positionStats({arguments}) {{ groups {{ key {{ status model isSplit region }} count denominator }}
                    split {{ ccg {{ odsCode }} models }} partlyUnknown {{ ccg {{ odsCode }} models }} }} }}"
            );
            api.ask(&query)["positionStats"].clone()
        };
        // The denominators of February 2015 are those of the map with 211 CCGs.
        let regions = stats("asOf: \"2015-02-18\", groupBy: [REGION]");
        let counts: Vec<i64> =
            regions["groups"].as_array().unwrap().iter().map(|group| group["count"].as_i64().unwrap()).collect();
        assert_eq!(counts, [32, 61, 68, 50]);
        let total = |told: &Value| -> i64 {
            told["groups"].as_array().unwrap().iter().map(|group| group["count"].as_i64().unwrap()).sum()
        };
        let then = stats("asOf: \"2016-07-01\", groupBy: [MODEL]");
        assert_eq!((total(&then), &then["groups"][0]["denominator"]), (209, &Value::from(209)));
        let restated = stats("asOf: \"2016-07-01\", groupBy: [MODEL], onBoundariesOf: \"2021-04-01\"");
        assert_eq!(total(&restated), 106);
        // North West London's eight parts were all joint. Of others not all is known, and of none it is known that they
        // differed.
        assert_eq!(restated["split"], json!([]));
        let partly = restated["partlyUnknown"].as_array().unwrap();
        let codes: Vec<&str> = partly.iter().filter_map(|ccg| ccg["ccg"]["odsCode"].as_str()).collect();
        assert_eq!(codes, ["15E", "27D", "36J", "36L", "42D", "X2C4Y"]);
    }
}
