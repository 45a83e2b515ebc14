//! Counts by group.

use entities::{
    adoption, area, ccg_area,
    domain::{AreaKind, Confidence, Stage},
    evidence,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::fixture::{Service, a_membership, an_adoption, an_evidence, store};

const ADOPTION_KEYS: [&str; 11] = [
    "MODEL",
    "FINANCIAL_YEAR",
    "STAGE",
    "REGION",
    "REGION_2025",
    "AREA_TEAM",
    "LOCAL_OFFICE",
    "STP_ICS",
    "CCG",
    "EFFECTIVE_FROM",
    "BEST_CONFIDENCE",
];

/// The groups of adoptions, with the key and the counts of each.
async fn groups(service: &Service, arguments: &str, key: &str) -> Vec<Value> {
    let query =
        format!("{{ adoptionStats({arguments}) {{ groups {{ key {{ {key} }} count distinctCcgs }} }} }}");
    service.data(&query).await["adoptionStats"]["groups"].as_array().expect("groups").clone()
}

fn sum(groups: &[Value]) -> i64 {
    groups.iter().map(|group| group["count"].as_i64().expect("a count")).sum()
}

/// The first CCG has an adoption of which nothing more is known, three more rows that say so of another, areas on all
/// maps, and, against all rules, two of one map.
async fn crowded() -> Service {
    let service = Service::with_ccgs(5).await;
    let database = &service.database;
    let bare = adoption::Model {
        id: 900,
        model_id: None,
        wave_id: None,
        effective_from: None,
        natural_key: "bare".to_owned(),
        ..an_adoption(1, Stage::Declined, 1)
    };
    store(database, bare).await;
    for id in 901..904 {
        let confidence = if id == 902 { Confidence::Collective } else { Confidence::Inferred };
        store(database, evidence::Model { id, confidence, ..an_evidence(12) }).await;
    }
    let kinds = [AreaKind::Region2025, AreaKind::AreaTeam, AreaKind::LocalOffice, AreaKind::StpIcs];
    for (id, kind) in (3..).zip(kinds) {
        store(database, area::Model { id, kind, code: Some(format!("Q{id}")), name: format!("Area {id}") })
            .await;
        store(database, ccg_area::Model { natural_key: format!("1 {id}"), ..a_membership(1, id) }).await;
    }
    store(database, ccg_area::Model { natural_key: "1 1".to_owned(), ..a_membership(1, 1) }).await;
    service
}

#[tokio::test]
async fn each_adoption_is_counted_once_whatever_it_is_grouped_by() {
    let service = crowded().await;
    let total = service.data("{ adoptions { totalCount } }").await["adoptions"]["totalCount"].as_i64();
    assert_eq!(total, Some(11));
    for keys in ADOPTION_KEYS.map(str::to_owned).into_iter().chain([ADOPTION_KEYS.join(", "), String::new()])
    {
        let groups = groups(&service, &format!("groupBy: [{keys}]"), "stage").await;
        assert_eq!(Some(sum(&groups)), total, "{keys}");
    }
}

#[tokio::test]
async fn a_key_is_null_where_there_is_no_value_and_where_it_was_not_asked_for() {
    let service = crowded().await;
    let query = "{ adoptionStats(groupBy: [MODEL, FINANCIAL_YEAR, EFFECTIVE_FROM], filter: { ccg: { odsCode: { eq: \"00A\" } } }) {
        groupedBy totalGroups groups { key { model financialYear effectiveFrom stage region odsCode }
            count distinctCcgs minEffectiveFrom maxEffectiveFrom } } }";
    let key = |model: Value, year: Value, from: Value| {
        json!({ "model": model, "financialYear": year, "effectiveFrom": from,
                "stage": null, "region": null, "odsCode": null })
    };
    let group = |key: Value, from: &Value| json!({ "key": key, "count": 1, "distinctCcgs": 1, "minEffectiveFrom": from, "maxEffectiveFrom": from });
    let from = json!("2016-04-01");
    assert_eq!(
        service.data(query).await["adoptionStats"],
        json!({
            "groupedBy": ["MODEL", "FINANCIAL_YEAR", "EFFECTIVE_FROM"], "totalGroups": 3,
            "groups": [
                group(key(json!("DELEGATED"), json!("2015/16"), from.clone()), &from),
                group(key(json!("DELEGATED"), json!("2016/17"), from.clone()), &from),
                group(key(json!(null), json!(null), json!(null)), &json!(null)),
            ],
        })
    );
}

#[tokio::test]
async fn an_adoption_is_as_sure_as_its_most_direct_evidence() {
    let service = crowded().await;
    evidence::Entity::delete_by_id(12).exec(&service.database).await.expect("one row less");
    let sure = groups(&service, "groupBy: [BEST_CONFIDENCE]", "bestConfidence").await;
    let confidences: Vec<_> =
        sure.iter().map(|group| (&group["key"]["bestConfidence"], &group["count"])).collect();
    assert_eq!(
        confidences,
        [(&json!("PUBLISHED"), &json!(9)), (&json!("COLLECTIVE"), &json!(1)), (&json!(null), &json!(1))]
    );
}

#[tokio::test]
async fn groups_stand_in_the_order_that_is_asked_for() {
    let service = crowded().await;
    // Two regions, of three and two CCGs; one adoption more in the first.
    for (order, expected) in [
        ("", ["APPROVED", "LIVE", "DECLINED"]),
        ("{ field: STAGE, direction: DESC }", ["DECLINED", "LIVE", "APPROVED"]),
        ("{ field: COUNT }", ["DECLINED", "APPROVED", "LIVE"]),
        (
            "{ field: COUNT, direction: DESC }, { field: STAGE, direction: DESC }",
            ["LIVE", "APPROVED", "DECLINED"],
        ),
        ("{ field: DISTINCT_CCGS, direction: DESC }", ["APPROVED", "LIVE", "DECLINED"]),
        ("{ field: MIN_EFFECTIVE_FROM, nulls: FIRST }", ["DECLINED", "APPROVED", "LIVE"]),
        ("{ field: MAX_EFFECTIVE_FROM, direction: DESC }", ["APPROVED", "LIVE", "DECLINED"]),
    ] {
        let groups = groups(&service, &format!("groupBy: [STAGE], orderBy: [{order}]"), "stage").await;
        let stages: Vec<_> =
            groups.iter().map(|group| group["key"]["stage"].as_str().expect("a stage")).collect();
        assert_eq!(stages, expected, "{order}");
    }
}

#[tokio::test]
async fn only_groups_that_match_are_given() {
    let service = crowded().await;
    for (having, expected) in [
        ("{}", vec![5, 5, 1]),
        ("{ count: { gte: 5 } }", vec![5, 5]),
        ("{ count: { gt: 1 }, distinctCcgs: { lt: 5 } }", vec![]),
        ("{ distinctCcgs: { eq: 1 } }", vec![1]),
        ("{ count: { in: [] } }", vec![]),
    ] {
        let query = format!(
            "{{ adoptionStats(groupBy: [STAGE], having: {having}) {{ totalGroups groups {{ count }} }} }}"
        );
        let stats = service.data(&query).await["adoptionStats"].clone();
        let counts: Vec<_> = expected.iter().map(|count| json!({ "count": count })).collect();
        assert_eq!(stats, json!({ "totalGroups": expected.len(), "groups": counts }), "{having}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_short_says_so_and_counts_all_the_same() {
    let service = crowded().await;
    for first in 0..=3 {
        let query = format!(
            "{{ adoptionStats(groupBy: [STAGE], first: {first}) {{ totalGroups groups {{ count distinctCcgs }} }}
                total: adoptionStats(groupBy: [STAGE], first: {first}) {{ totalGroups }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data["total"], json!({ "totalGroups": 3 }));
        let counts =
            [(5, 5), (5, 5), (1, 1)].map(|(count, ccgs)| json!({ "count": count, "distinctCcgs": ccgs }));
        assert_eq!(data["adoptionStats"], json!({ "totalGroups": 3, "groups": counts[..first] }));
    }
}

#[tokio::test]
async fn all_together_are_a_group_even_when_they_are_none() {
    let service = crowded().await;
    for (filter, having, expected) in [
        ("{}", "{}", vec![11]),
        ("{ or: [] }", "{}", vec![0]),
        ("{ or: [] }", "{ count: { gt: 0 } }", vec![]),
    ] {
        let arguments = format!("groupBy: [], filter: {filter}, having: {having}");
        let groups = groups(&service, &arguments, "stage").await;
        let counts: Vec<_> = groups.iter().map(|group| group["count"].as_i64().expect("a count")).collect();
        assert_eq!(counts, expected, "{filter} {having}");
    }
    // But nothing grouped by something has no group.
    assert!(groups(&service, "groupBy: [STAGE], filter: { or: [] }", "stage").await.is_empty());
}

#[tokio::test]
async fn counts_are_those_of_the_list_with_the_same_dates() {
    let service = crowded().await;
    for dates in [
        "asOf: \"2016-03-31\"",
        "asOf: \"2016-04-01\"",
        "statedBy: \"2015-12-30\"",
        "statedBy: \"2015-12-31\"",
        "knownAt: \"2026-01-01T00:00:00Z\"",
        "knownAt: \"2026-01-03T00:00:00Z\", asOf: \"2016-04-01\", statedBy: \"2016-01-01\"",
    ] {
        let echo = "asOf statedBy knownAt";
        let query = format!(
            "{{ list: adoptions({dates}) {{ totalCount {echo} }}
                stats: adoptionStats({dates}, groupBy: [REGION, BEST_CONFIDENCE]) {{ groups {{ count }} {echo} }} }}"
        );
        let data = service.data(&query).await;
        let groups = data["stats"]["groups"].as_array().expect("groups");
        assert_eq!(data["list"]["totalCount"], sum(groups), "{dates}");
        for date in ["asOf", "statedBy", "knownAt"] {
            assert_eq!(data["list"][date], data["stats"][date], "{dates}");
        }
    }
}

#[tokio::test]
async fn ccgs_are_counted_for_the_denominator_of_a_rate() {
    let service = crowded().await;
    let stats = async |arguments: &str, key: &str| {
        let query = format!("{{ ccgStats({arguments}) {{ groups {{ key {{ {key} }} count }} }} }}");
        service.data(&query).await["ccgStats"]["groups"].clone()
    };
    assert_eq!(
        stats("groupBy: [REGION], asOf: \"2014-01-01\"", "region").await,
        json!([{ "key": { "region": "London" }, "count": 3 }, { "key": { "region": "North" }, "count": 2 }])
    );
    assert_eq!(
        stats("groupBy: [REGION], asOf: \"2015-04-01\", having: { count: { gte: 2 } }", "region").await,
        json!([{ "key": { "region": "London" }, "count": 2 }])
    );
    assert_eq!(
        stats(
            "groupBy: [OPENED_ON, CLOSED_ON], orderBy: [{ field: CLOSED_ON, nulls: FIRST }]",
            "openedOn closedOn"
        )
        .await,
        json!([
            { "key": { "openedOn": "2013-04-01", "closedOn": null }, "count": 3 },
            { "key": { "openedOn": "2013-04-01", "closedOn": "2015-03-31" }, "count": 2 },
        ])
    );
    let all = "groupBy: [REGION, REGION_2025, AREA_TEAM, LOCAL_OFFICE, STP_ICS, OPENED_ON, CLOSED_ON]";
    let key = "region region2025 areaTeam localOffice stpIcs openedOn closedOn";
    let groups = stats(all, key).await;
    assert_eq!(sum(groups.as_array().expect("groups")), 5);
    assert_eq!(
        groups[0]["key"],
        json!({ "region": "London", "region2025": "Area 3", "areaTeam": "Area 4", "localOffice": "Area 5",
                "stpIcs": "Area 6", "openedOn": "2013-04-01", "closedOn": null })
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_can() {
    let service = Service::with_ccgs(1).await;
    for (arguments, argument, message) in [
        ("groupBy: [STAGE, MODEL, STAGE]", "groupBy", "names STAGE twice"),
        (
            "groupBy: [STAGE], orderBy: [{ field: REGION_2025 }]",
            "orderBy",
            "names REGION_2025, by which nothing",
        ),
        ("groupBy: [STAGE], first: 1001", "first", "0 to 1000 groups"),
        ("groupBy: [STAGE], first: -1", "first", "0 to 1000 groups"),
    ] {
        let answer = service.answer(&format!("{{ adoptionStats({arguments}) {{ totalGroups }} }}")).await;
        let error = json!(answer.errors[0]);
        assert_eq!(error["extensions"], json!({ "code": "BAD_USER_INPUT", "argument": argument }), "{error}");
        assert!(error["message"].as_str().expect("a message").contains(message), "{error}");
    }
    let costly =
        "{ adoptionStats(groupBy: [], first: 1000) { groups { key { model stage region areaTeam localOffice
        stpIcs odsCode ccgName effectiveFrom financialYear bestConfidence region2025 } count distinctCcgs
        minEffectiveFrom maxEffectiveFrom a: count b: count c: count d: count } } }";
    assert_eq!(json!(service.answer(costly).await.errors[0])["extensions"]["code"], "QUERY_TOO_COMPLEX");
}

#[tokio::test]
async fn a_question_takes_one_statement_whatever_it_is_grouped_by() {
    // And one for the version of the data.
    let service = crowded().await;
    let keys = ADOPTION_KEYS.join(", ");
    for (selection, statements) in [
        ("groups { key { odsCode ccgName region bestConfidence } count } totalGroups", 2),
        ("totalGroups asOf", 2),
        ("groupedBy", 1),
    ] {
        let query = format!(
            "{{ adoptionStats(groupBy: [{keys}], having: {{ count: {{ gt: 0 }} }}) {{ {selection} }} }}"
        );
        assert_eq!(service.statements(&query).await, statements, "{selection}");
    }
}
