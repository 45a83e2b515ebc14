//! Who could commission a service in a year.

use entities::{domain::ScopeStatus, scope_rule};
use serde_json::{Value, json};

use crate::fixture::{Service, a_rule, store};

async fn service() -> Service {
    let service = Service::with_ccgs(1).await;
    for rule in [
        a_rule(1, Some(2), "2015/16", ScopeStatus::UnderExploration),
        a_rule(2, Some(3), "2015/16", ScopeStatus::OutNeedsLegislation),
        a_rule(3, Some(1), "2016/17", ScopeStatus::InfluenceOnly),
        a_rule(4, Some(3), "2016/17", ScopeStatus::In),
        a_rule(5, None, "2022/23", ScopeStatus::PartlyIn),
        a_rule(6, None, "2023/24", ScopeStatus::In),
    ] {
        store(&service.database, rule).await;
    }
    service
}

async fn answer(service: &Service, arguments: &str) -> Value {
    let query = format!(
        "{{ scopeAnswer({arguments}) {{ answer sentence serviceAsNamedThen financialYear commissioner
             service {{ code }} whoCould {{ commissioner allOfThem model {{ letter }} rule {{ status }} }}
             rules {{ model {{ letter }} status citedSource {{ title }} }} modelsWithoutRule {{ letter }}
             nearestYearsWithRules }} }}"
    );
    service.data(&query).await["scopeAnswer"].clone()
}

#[tokio::test]
async fn nobody_is_an_answer_with_its_rules() {
    let answer = answer(&service().await, "service: COMMUNITY_PHARMACY, financialYear: \"2015-16\"").await;
    assert_eq!(
        answer,
        json!({
            "answer": "NOBODY",
            "sentence": "Nobody: in 2015/16 community pharmacy was out of scope. In detail: for CCGs with joint \
                         commissioning (B) it was out, while NHS England explored it; for CCGs with delegated \
                         commissioning (C) it was out, and only a change of the law could have brought it in (by \
                         law). No rule of 2015/16 speaks of greater involvement (A).",
            "serviceAsNamedThen": ["community pharmacy"],
            "financialYear": "2015/16",
            "commissioner": null,
            "service": { "code": "COMMUNITY_PHARMACY" },
            "whoCould": [],
            "rules": [
                { "model": { "letter": "B" }, "status": "UNDER_EXPLORATION", "citedSource": { "title": "Waves" } },
                { "model": { "letter": "C" }, "status": "OUT_NEEDS_LEGISLATION", "citedSource": { "title": "Waves" } },
            ],
            "modelsWithoutRule": [{ "letter": "A" }],
            "nearestYearsWithRules": ["2016/17"],
        })
    );
}

#[tokio::test]
async fn somebody_and_some_of_them_are_named() {
    let service = service().await;
    let somebody = answer(&service, "serviceName: \"Pharmacy\", financialYear: \"2016/17\"").await;
    assert_eq!(somebody["answer"], "SOMEBODY");
    assert_eq!(
        somebody["whoCould"],
        json!([{ "commissioner": "CCG", "allOfThem": true, "model": { "letter": "C" }, "rule": { "status": "IN" } }])
    );
    let sentence = "In 2016/17 community pharmacy was in scope: CCGs with delegated commissioning (C) could commission \
                    it; CCGs with greater involvement (A) could influence what NHS England decided, no more. No rule \
                    of 2016/17 speaks of joint commissioning (B).";
    assert_eq!(somebody["sentence"], sentence);
    let some = answer(&service, "serviceName: \"pharmaceutical services\", financialYear: \"2022/23\"").await;
    assert_eq!(
        (&some["answer"], &some["serviceAsNamedThen"]),
        (&json!("SOME_OF_THEM"), &json!(["pharmaceutical"]))
    );
    assert_eq!(some["whoCould"][0]["allOfThem"], false);
    let sentence = "In 2022/23 community pharmacy was in scope: some integrated care boards could commission it, as published \
                    \"for nine of them\".";
    assert_eq!(some["sentence"], sentence);
    assert_eq!(some["modelsWithoutRule"], json!([]), "boards have no models");
}

#[tokio::test]
async fn nothing_is_carried_over_to_a_year_without_a_rule() {
    let service = service().await;
    let unknown = answer(&service, "service: COMMUNITY_PHARMACY, financialYear: \"2018/19\"").await;
    assert_eq!(
        (&unknown["answer"], &unknown["rules"], &unknown["whoCould"]),
        (&json!("NOT_KNOWN"), &json!([]), &json!([]))
    );
    assert_eq!(unknown["nearestYearsWithRules"], json!(["2016/17", "2022/23"]));
    let sentence = "It is not known who could commission community pharmacy in 2018/19: no rule of that year is \
                    recorded; the nearest years with rules are 2016/17 and 2022/23, and nothing is carried over from \
                    them.";
    assert_eq!(unknown["sentence"], sentence);
    // Rules about boards say nothing of CCGs.
    let of_ccgs =
        answer(&service, "service: COMMUNITY_PHARMACY, financialYear: \"2022/23\", commissioner: CCG").await;
    assert_eq!(
        (&of_ccgs["answer"], &of_ccgs["nearestYearsWithRules"]),
        (&json!("NOT_KNOWN"), &json!(["2016/17"]))
    );
    let sentence = "It is not known whether CCGs could commission community pharmacy in 2022/23: no rule of that year for \
                    CCGs is recorded, only for integrated care boards; the nearest year with rules for CCGs is 2016/17, \
                    and nothing is carried over from it.";
    assert_eq!(of_ccgs["sentence"], sentence);
    for (service_and_year, bodies, why) in [
        (
            "DENTAL, financialYear: \"2015/16\"",
            "ICB",
            "There were no integrated care boards in 2015/16: they were founded on 1 July 2022.",
        ),
        (
            "DENTAL, financialYear: \"2023/24\"",
            "CCG",
            "There were no CCGs in 2023/24: the last of them closed on 30 June 2022.",
        ),
        (
            "DENTAL, financialYear: \"2012/13\"",
            "CCG",
            "There were no CCGs in 2012/13: they were founded on 1 April 2013.",
        ),
        (
            "DENTAL, financialYear: \"2022/23\"",
            "ICB",
            "It is not known whether integrated care boards could commission dental services in 2022/23: no \
          rule of that year for integrated care boards is recorded; no rule of any other year for integrated care boards is \
          recorded either.",
        ),
    ] {
        let arguments = format!("service: {service_and_year}, commissioner: {bodies}");
        assert_eq!(answer(&service, &arguments).await["sentence"], why, "{arguments}");
    }
    let dental = answer(&service, "service: DENTAL, financialYear: \"2015/16\"").await;
    assert!(
        dental["sentence"].as_str().is_some_and(|sentence| sentence.contains("no rule of any other year"))
    );
    // Before the rules were recorded nothing was known.
    let before = "service: COMMUNITY_PHARMACY, financialYear: \"2015/16\", knownAt: \"2020-01-01T00:00:00Z\"";
    assert_eq!(answer(&service, before).await["answer"], "NOT_KNOWN");
}

#[tokio::test]
async fn sentences_speak_of_many_services_as_of_many() {
    let service = service().await;
    let dental = scope_rule::Model { service_scope_id: 2, ..a_rule(7, Some(3), "2021/22", ScopeStatus::Out) };
    store(&service.database, dental).await;
    let answer = answer(&service, "service: DENTAL, financialYear: \"2021/22\"").await;
    let sentence = "Nobody: in 2021/22 dental services were out of scope. In detail: for CCGs with delegated commissioning (C) \
                    they were out. No rule of 2021/22 speaks of greater involvement (A) or joint commissioning (B).";
    assert_eq!(answer["sentence"], sentence);
}

#[tokio::test]
async fn a_service_is_named_in_any_published_way_and_in_one_way_only() {
    let service = service().await;
    for name in ["eye health", "Optometry", "General Ophthalmic services", "ophthalmic"] {
        let found = answer(&service, &format!("serviceName: \"{name}\", financialYear: \"2015/16\"")).await;
        assert_eq!(found["service"]["code"], "EYE_HEALTH", "{name}");
    }
    for (arguments, argument, part) in [
        ("serviceName: \"optometrie\"", "serviceName", "Did you mean \"optometry\"?"),
        ("serviceName: \"chiropody\"", "serviceName", "known are general practice, primary medical services"),
        ("", "service", "Say which service"),
        ("service: DENTAL, serviceName: \"dental\"", "serviceName", "not both"),
    ] {
        let query = format!("{{ scopeAnswer({arguments} financialYear: \"2015/16\") {{ answer }} }}");
        let error = json!(service.answer(&query).await.errors.first().expect("an error"));
        assert_eq!(error["extensions"]["argument"], argument, "{error}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(part)), "{error}");
    }
}

#[tokio::test]
async fn it_takes_a_fixed_number_of_statements() {
    let query = "{ scopeAnswer(service: COMMUNITY_PHARMACY, financialYear: \"2015/16\") { answer rules { model { title }
        citedSource { title } service { title } } } }";
    // The service, the models and the rules; what the rules lead to; and the version of the data.
    assert_eq!(service().await.statements(query).await, 7);
}
