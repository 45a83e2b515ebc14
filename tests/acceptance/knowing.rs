//! What is known, what is not, and how the service says so, over the bundled facts.

use serde_json::{Value, json};

use crate::{
    harness::{Api, Store, importer},
    on_both,
};

/// A running api over the bundled facts.
fn bundled(store: &Store) -> Api {
    let run = importer(store, &["run"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    Api::start(store)
}

on_both! {
    fn who_could_commission_a_service_is_answered_for_each_year_that_has_rules(store: &Store) {
        let api = bundled(store);
        let answer = |service: &str, year: &str| -> Value {
            let query = format!(
                "{{ scopeAnswer(serviceName: \"{service}\", financialYear: \"{year}\") {{ answer serviceAsNamedThen
                     whoCould {{ commissioner allOfThem model {{ letter }} }} nearestYearsWithRules }} }}"
            );
            api.ask(&query)["scopeAnswer"].clone()
        };
        for (service, year, expected, named) in [
            ("community pharmacy", "2015/16", "NOBODY", json!(["community pharmacy"])),
            ("eye health", "2021/22", "NOBODY", json!(["optometry"])),
            ("eye health", "2022/23", "SOME_OF_THEM", json!(["general ophthalmic"])),
            ("optometry", "2023/24", "SOMEBODY", json!(["general ophthalmic"])),
            ("pharmaceutical services", "2023/24", "SOMEBODY", json!(["pharmaceutical"])),
            ("GP services", "2018/19", "NOT_KNOWN", json!([])),
        ] {
            let found = answer(service, year);
            assert_eq!((&found["answer"], &found["serviceAsNamedThen"]), (&json!(expected), &named), "{service} {year}");
        }
        assert_eq!(answer("general practice", "2015/16")["whoCould"], json!([
            { "commissioner": "CCG", "allOfThem": true, "model": { "letter": "B" } },
            { "commissioner": "CCG", "allOfThem": true, "model": { "letter": "C" } },
        ]));
        assert_eq!(answer("dental", "2016/17")["nearestYearsWithRules"], json!(["2015/16", "2021/22"]));
    }

    fn what_somebody_remembers_of_a_name_is_enough(store: &Store) {
        let api = bundled(store);
        for (text, code, on) in [
            ("morecombe bay", "01K", "NAME"),
            ("Lancashire North", "01K", "FORMER_NAME"),
            ("08f", "08F", "ODS_CODE"),
            ("E38000077", "08F", "ONS_CODE"),
            ("lambeth ccg", "08K", "NAME"),
            ("NHS Lambeth", "08K", "NAME"),
            ("south east lodnon", "72Q", "NAME"),
            ("St. Helens", "01X", "NAME"),
            ("st helens", "01X", "NAME"),
            ("leeds", "15F", "NAME"),
            ("West Lancs", "02G", "NAME"),
            ("Birmingham Cross City", "13P", "NAME"),
            ("Airedale Wharefdale and Craven", "02N", "NAME"),
            ("Brighton & Hove", "09D", "NAME"),
        ] {
            let query = format!(
                "{{ search(text: \"{text}\", kinds: [CCG], first: 1) {{ ccg {{ odsCode }} matchedOn }} }}"
            );
            let expected = json!([{ "ccg": { "odsCode": code }, "matchedOn": on }]);
            assert_eq!(api.ask(&query)["search"], expected, "{text}");
        }
    }

    fn every_total_says_how_much_of_it_is_known_by_name(store: &Store) {
        let api = bundled(store);
        let row = |year: &str, model: &str, stage: &str| -> Value {
            let query = format!(
                "{{ coverage(filter: {{ financialYear: {{ eq: \"{year}\" }}, model: {{ eq: {model} }},
                     stage: {{ eq: {stage} }} }}) {{ nodes {{ named alsoInForce known status countedOn
                     totals {{ value unknown }} notKnownCcgs {{ totalCount }} }} }} }}"
            );
            let rows = api.ask(&query)["coverage"]["nodes"].clone();
            assert_eq!(rows.as_array().unwrap().len(), 1, "{year} {model} {stage}");
            rows[0].clone()
        };
        assert_eq!(row("2016/17", "DELEGATED", "APPROVED"), json!({
            "named": 22, "alsoInForce": 0, "known": 22, "status": "PARTIAL", "countedOn": "2015-12-01",
            "totals": [{ "value": 52.0, "unknown": 30.0 }, { "value": 51.0, "unknown": 29.0 }],
            "notKnownCcgs": { "totalCount": 187 },
        }));
        let joint = row("2015/16", "JOINT", "LIVE");
        assert_eq!((&joint["named"], &joint["totals"][0]["unknown"]), (&json!(21), &json!(66.0)));
        let involved = row("2015/16", "GREATER_INVOLVEMENT", "APPLIED");
        assert_eq!((&involved["status"], &involved["known"], &involved["totals"][0]["unknown"]),
            (&json!("NOBODY_NAMED"), &json!(0), &json!(26.0)));
        let all = row("2021/22", "DELEGATED", "LIVE");
        assert_eq!((&all["status"], &all["known"], &all["notKnownCcgs"]["totalCount"]), (&json!("COMPLETE"), &json!(106), &json!(0)));
        assert_eq!(row("2020/21", "DELEGATED", "LIVE")["status"], "NO_TOTAL_PUBLISHED");
        // Of these nothing was published, and nobody is named.
        for (year, model, stage) in [("2018/19", "DELEGATED", "APPROVED"), ("2018/19", "JOINT", "APPLIED"), ("2017/18", "JOINT", "APPROVED")] {
            assert_eq!(row(year, model, stage)["status"], "NOTHING_KNOWN", "{year} {model} {stage}");
        }
        // By the end of March 2015 nobody had published that anything was live: four approvals had been, with their day.
        let then = api.ask(
            "{ coverage(statedBy: \"2015-03-31\", filter: { financialYear: { eq: \"2015/16\" }, stage: { eq: LIVE },
                 status: { ne: NOTHING_KNOWN } }) { nodes { named alsoInForce } } }",
        );
        assert_eq!(then["coverage"]["nodes"], json!([{ "named": 0, "alsoInForce": 4 }]));
    }

    fn every_published_figure_is_worked_out_again_where_it_can_be(store: &Store) {
        let api = bundled(store);
        let answer = api.ask(
            "{ reconciliations(first: 100) { nodes { figure { value measure publisher unit } status reason comparedWith
                 actual explanation denominator { value } contradictedBy { value } } } }",
        );
        let rows = answer["reconciliations"]["nodes"].as_array().unwrap();
        let count = |status: &str| rows.iter().filter(|row| row["status"] == status).count();
        assert_eq!((count("MATCHES"), count("DIFFERS"), count("NOT_COMPARABLE")), (35, 15, 24));
        let row = |measure: &str, value: f64| -> &Value {
            let fits = |row: &&Value| row["figure"]["measure"] == measure && row["figure"]["value"] == value;
            rows.iter().find(fits).unwrap_or_else(|| panic!("{measure} {value}"))
        };
        // Publishers that contradict each other: 63 and 65, 51 and 52, 114 and 115.
        for (measure, value, others) in [
            ("live", 63.0, json!([{ "value": 65.0 }])),
            ("live", 65.0, json!([{ "value": 63.0 }, { "value": 63.0 }])),
            ("authorised for April 2016", 52.0, json!([{ "value": 51.0 }])),
            ("to be approved from April 2016", 51.0, json!([{ "value": 52.0 }])),
            ("total live", 115.0, json!([{ "value": 114.0 }, { "value": 114.0 }, { "value": 114.0 }])),
        ] {
            let row = row(measure, value);
            assert_eq!((&row["reason"], &row["contradictedBy"]), (&json!("SOURCES_CONTRADICT"), &others), "{row}");
        }
        // What adds up, and what does not.
        for (measure, value, sum) in [
            ("not delegated", 33.0, "174 + 33 = 207"),
            ("increase on 2016/17", 60.0, "174 - 114 = 60"),
            ("area teams' early assessment: ready soon", 45.0, "20 + 45 + 9 = 74"),
            ("approved incl. conditional", 65.0, "64 + 1 = 65"),
            ("total live", 68.0, "115 + 68 + 26 = 209"),
            ("approved", 26.0, "24 + 26 + 8 + 6 = 64"),
        ] {
            let row = row(measure, value);
            assert_eq!((&row["status"], &row["comparedWith"]), (&json!("MATCHES"), &json!("PUBLISHED_FIGURES")), "{row}");
            assert!(row["explanation"].as_str().unwrap().starts_with(sum), "{row}");
        }
        // A number that was computed so that the sum comes out verifies none of the others, nor what it was computed from.
        for (measure, value, said) in [
            ("confirmed", 87.0, "nobody published 59"),
            ("no additional formal role", 59.0, "nobody published 59"),
            ("yet to be confirmed", 1.0, "nobody published 59"),
            ("CCGs in existence", 195.0, "nobody published this number"),
            ("CCGs in existence", 191.0, "nobody published this number"),
            ("CCGs in region (denominator HSJ must have used)", 68.0, "nobody published this number"),
            ("total live", 106.0, "nobody published this number"),
        ] {
            let row = row(measure, value);
            assert_eq!((&row["status"], &row["reason"]), (&json!("NOT_COMPARABLE"), &json!("CIRCULAR")), "{row}");
            assert!(row["explanation"].as_str().unwrap().contains(said), "{row}");
        }
        let live = row("live", 63.0)["explanation"].as_str().unwrap();
        assert!(live.contains("Yet 114 - 51 = 63") && live.contains("\"approved\", the number is another: 64 by NHS England"), "{live}");
        let interest = rows.iter().find(|row| row["reason"] == "PARTS_DO_NOT_ADD_UP" && row["status"] == "DIFFERS").unwrap();
        assert_eq!((&interest["figure"]["value"], &interest["actual"]), (&json!(196.0), &json!(203.0)));
        // 35.3 % is right on the map of that day, and 37 % on a later one only.
        let share = row("approved", 35.3);
        assert_eq!((&share["status"], &share["denominator"]["value"]), (&json!("MATCHES"), &json!(68.0)));
        assert!(share["explanation"].as_str().unwrap().contains("of the 66 on the map from 1 April 2015"), "{share}");
        let third = row("applications", 37.0);
        assert_eq!((&third["reason"], &third["denominator"]["value"]), (&json!("OTHER_DENOMINATOR"), &json!(211.0)));
        // The register and the names.
        assert_eq!(row("CCGs merged", 18.0)["comparedWith"], "REGISTER");
        assert_eq!(rows.iter().filter(|row| row["figure"]["measure"] == "CCGs in existence" && row["status"] == "MATCHES").count(), 5);
        let all = rows.iter().find(|row| row["figure"]["value"].is_null()).unwrap();
        assert_eq!((&all["reason"], &all["actual"]), (&json!("CIRCULAR"), &json!(106.0)));
        assert!(all["explanation"].as_str().unwrap().contains("106 of these names are only the expansion of this very statement"), "{all}");
        assert_eq!(row("applications", 32.0)["reason"], "RESPONDERS_ONLY");
        assert_eq!(row("CCG application documents reviewed", 147.0)["reason"], "NOT_MODELLED");
        assert_eq!((&row("live", 87.0)["reason"], &row("live", 87.0)["actual"]), (&json!("INCOMPLETE_NAMES"), &json!(21.0)));
    }
}
