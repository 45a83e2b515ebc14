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
        // By the end of March 2015 nobody had published that anything was live.
        let then = api.ask("{ coverage(statedBy: \"2015-03-31\", filter: { stage: { eq: LIVE } }) { totalCount } }");
        assert_eq!(then["coverage"]["totalCount"], 0);
    }
}
