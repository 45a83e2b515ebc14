//! Which model a CCG had on a day.

use entities::{
    adoption,
    domain::{FinancialYear, Stage},
    evidence, wave,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, an_adoption, day};

const POSITION: &str = "{ status model { letter } since begunBy isLive conflicting firstDay lastDay
    adoptions { stage evidence { totalCount } } }";

async fn position(service: &Service, arguments: &str) -> Value {
    let query = format!("{{ ccg(odsCode: \"00A\") {{ position({arguments}) {POSITION} }} }}");
    service.data(&query).await["ccg"]["position"].clone()
}

#[tokio::test]
async fn none_unknown_and_a_model_are_different_answers() {
    let service = Service::with_ccgs(2).await;
    for (on, status, days) in [
        ("2013-03-31", "NOT_OPEN", (json!(null), json!("2013-03-31"))),
        ("2013-04-01", "NONE", (json!("2013-04-01"), json!("2015-03-31"))),
        ("2015-04-01", "UNKNOWN", (json!("2015-04-01"), json!("2016-03-31"))),
    ] {
        let expected = json!({ "status": status, "model": null, "since": null, "begunBy": null, "isLive": null,
            "conflicting": [], "firstDay": days.0, "lastDay": days.1, "adoptions": [] });
        assert_eq!(position(&service, &format!("asOf: \"{on}\"")).await, expected);
    }
    let had = json!({ "status": "MODEL", "model": { "letter": "C" }, "since": "2016-04-01", "begunBy": "2016-04-01",
        "isLive": true, "conflicting": [], "firstDay": "2016-04-01", "lastDay": null, "adoptions": [
            { "stage": "LIVE", "evidence": { "totalCount": 1 } },
            { "stage": "APPROVED", "evidence": { "totalCount": 1 } } ] });
    assert_eq!(position(&service, "asOf: \"2016-04-01\"").await, had);
    // The day of the look-up around, and today where none is given.
    let query = "{ then: ccg(odsCode: \"01A\", asOf: \"2014-01-01\") { position { status } }
        now: ccg(odsCode: \"01A\") { position { status } other: position(asOf: \"2015-03-31\") { status } } }";
    let data = service.data(query).await;
    assert_eq!(data["then"]["position"]["status"], "NONE");
    assert_eq!(data["now"], json!({ "position": { "status": "CLOSED" }, "other": { "status": "NONE" } }));
}

#[tokio::test]
async fn what_had_been_published_by_a_day_decides_with_stated_by() {
    let service = Service::with_ccgs(1).await;
    // That it was live was published a year after that it was approved.
    let row = evidence::Entity::find_by_id(11).one(&service.database).await.expect("a statement");
    let mut row = row.expect("evidence").into_active_model();
    (row.stated_from, row.stated_to) = (Set(Some(day("2016-12-01"))), Set(Some(day("2016-12-31"))));
    row.update(&service.database).await.expect("a later statement");
    for (stated_by, expected) in [
        ("2015-12-30", json!({ "status": "UNKNOWN", "isLive": null, "since": null })),
        ("2015-12-31", json!({ "status": "MODEL", "isLive": false, "since": "2016-04-01" })),
        ("2016-12-31", json!({ "status": "MODEL", "isLive": true, "since": "2016-04-01" })),
    ] {
        let query = format!(
            "{{ ccg(odsCode: \"00A\", statedBy: \"{stated_by}\", asOf: \"2017-01-01\") {{
                position {{ status isLive since }} }} }}"
        );
        assert_eq!(service.data(&query).await["ccg"]["position"], expected, "{stated_by}");
    }
}

#[tokio::test]
async fn the_first_round_is_the_one_with_number_one() {
    let service = Service::with_ccgs(1).await;
    // A year of which some file speaks, though no round was numbered for it.
    let first = wave::Entity::find_by_id(1).one(&service.database).await.expect("a statement");
    let earlier = wave::Model {
        id: 9,
        financial_year: FinancialYear::parse("2014/15").expect("a year"),
        number: None,
        live_from: Some(day("2014-04-01")),
        ..first.expect("a wave")
    };
    crate::fixture::store(&service.database, earlier).await;
    let query = "{ positionStats(asOf: \"2014-06-01\", statedBy: \"2020-01-01\", groupBy: [MODEL]) {
            groups { key { status } count } }
        ccg(odsCode: \"00A\", statedBy: \"2020-01-01\") {
            before: position(asOf: \"2015-03-31\") { status firstDay lastDay }
            after: position(asOf: \"2015-04-01\") { status } } }";
    let none = json!({ "status": "NONE", "firstDay": "2013-04-01", "lastDay": "2015-03-31" });
    let expected = json!({
        "positionStats": { "groups": [{ "key": { "status": "NONE" }, "count": 1 }] },
        "ccg": { "before": none, "after": { "status": "UNKNOWN" } },
    });
    assert_eq!(service.data(query).await, expected);
}

#[tokio::test]
async fn ccgs_are_found_by_their_position() {
    let service = Service::with_ccgs(5).await;
    for (arguments, expected) in [
        (
            "asOf: \"2016-04-01\", filter: { position: { model: { eq: DELEGATED } } }",
            vec!["00A", "02A", "03A"],
        ),
        ("asOf: \"2016-03-31\", filter: { position: { model: { eq: DELEGATED } } }", vec![]),
        (
            "asOf: \"2016-03-31\", filter: { position: { status: { eq: UNKNOWN } } }",
            vec!["00A", "02A", "03A"],
        ),
        (
            "asOf: \"2015-03-31\", filter: { position: { status: { eq: NONE } } }",
            vec!["00A", "01A", "02A", "03A", "04A"],
        ),
        ("filter: { position: { onDay: \"2015-04-01\", status: { eq: CLOSED } } }", vec!["01A", "04A"]),
        ("filter: { position: { status: { eq: CLOSED } } }", vec!["01A", "04A"]),
        (
            "filter: { not: { position: { onDay: \"2016-04-01\", model: { isNull: true } } } }",
            vec!["00A", "02A", "03A"],
        ),
        ("filter: { positions: { none: { model: { eq: DELEGATED } } } }", vec!["01A", "04A"]),
    ] {
        let codes = service.nodes(&format!("ccgs({arguments})"), "odsCode").await;
        assert_eq!(codes, expected, "{arguments}");
    }
    let query = "{ adoptions(asOf: \"2016-04-01\", filter: { ccg: { position: { status: { eq: MODEL } } } }) { totalCount } }";
    assert_eq!(service.data(query).await["adoptions"]["totalCount"], 6);
}

/// Three CCGs are open in 2016. Of the first it was published in 2015 that it was approved and in 2016 that it was live, of
/// the others all in 2015.
async fn published_in_turn() -> Service {
    let service = Service::with_ccgs(5).await;
    let row = evidence::Entity::find_by_id(11).one(&service.database).await.expect("a statement");
    let mut row = row.expect("evidence").into_active_model();
    (row.stated_from, row.stated_to) = (Set(Some(day("2016-12-01"))), Set(Some(day("2016-12-31"))));
    row.update(&service.database).await.expect("a later statement");
    service
}

#[tokio::test]
async fn ccgs_are_found_by_the_position_that_had_been_published() {
    let service = published_in_turn().await;
    let (none, two, three) = (vec![], vec!["02A", "03A"], vec!["00A", "02A", "03A"]);
    for (stated_by, position, expected) in [
        ("2015-12-30", "model: { eq: DELEGATED }", &none),
        ("2015-12-30", "status: { eq: UNKNOWN }", &three),
        ("2015-12-31", "model: { eq: DELEGATED }", &three),
        ("2015-12-31", "isLive: true", &two),
        ("2016-12-31", "isLive: true", &three),
        ("2016-12-30", "and: [{ isLive: true }, { begunBy: { lte: \"2016-04-01\" } }]", &two),
        ("2016-12-30", "or: [{ model: { isNull: true } }, { firstDay: { gt: \"2016-04-01\" } }]", &none),
        ("2016-12-30", "not: { isLive: false }, lastDay: { isNull: true }", &two),
    ] {
        let open = "openOn: \"2017-01-01\"";
        let list = format!(
            "ccgs(asOf: \"2017-01-01\", statedBy: \"{stated_by}\", filter: {{ {open} position: {{ {position} }} }})"
        );
        assert_eq!(service.nodes(&list, "odsCode").await, *expected, "{list}");
    }
}

#[tokio::test]
async fn what_had_been_published_decides_wherever_a_position_is_asked_for() {
    let service = published_in_turn().await;
    let live = "position: { onDay: \"2017-01-01\", isLive: true }";
    for (stated_by, ccgs) in [("2015-12-30", 0), ("2015-12-31", 2), ("2016-12-31", 3)] {
        let dates = format!("statedBy: \"{stated_by}\"");
        let query = format!(
            "{{ ccgs({dates}, filter: {{ and: [{{ {live} }}, {{ odsCode: {{ ne: \"99Z\" }} }}] }}) {{ totalCount }}
                rows: ccgRows({dates}, filter: {{ or: [{{ {live} }}] }}) {{ totalCount }}
                not: ccgs({dates}, filter: {{ not: {{ {live} }} }}) {{ totalCount }}
                adoptions({dates}, filter: {{ stage: {{ eq: APPROVED }}, ccg: {{ {live} }} }}) {{ totalCount }}
                areas({dates}) {{ nodes {{ ccgs(filter: {{ {live} }}) {{ totalCount }} }} }}
                ccgStats(groupBy: [], {dates}, filter: {{ {live} }}) {{ groups {{ count }} }}
                positionStats(asOf: \"2017-01-01\", {dates}, filter: {{ {live} }}) {{ groups {{ count }} }} }}"
        );
        let data = service.data(&query).await;
        for list in ["ccgs", "rows", "adoptions"] {
            assert_eq!(data[list]["totalCount"], ccgs, "{list} {stated_by}");
        }
        assert_eq!(data["not"]["totalCount"], 5 - ccgs, "{stated_by}");
        assert_eq!(data["ccgStats"]["groups"][0]["count"], ccgs, "{stated_by}");
        let counted = data["positionStats"]["groups"].as_array().expect("groups");
        assert_eq!(counted.iter().map(|group| group["count"].as_i64().expect("a count")).sum::<i64>(), ccgs);
        let areas = data["areas"]["nodes"].as_array().expect("areas");
        let in_areas = areas.iter().map(|area| area["ccgs"]["totalCount"].as_i64().expect("a count"));
        assert_eq!(in_areas.sum::<i64>(), ccgs, "{stated_by}");
    }
}

#[tokio::test]
async fn positions_over_time_are_a_list() {
    let service = Service::with_ccgs(3).await;
    let query = "{ ccg(odsCode: \"00A\") { positions { nodes { status firstDay } } }
        positions(asOf: \"2016-04-01\", orderBy: [{ field: STATUS }, { field: CCG_ODS_CODE }]) {
            totalCount nodes { status ccg { odsCode } } }
        models(filter: { positions: { some: { isLive: true } } }) { nodes { letter
            positions(asOf: \"2020-01-01\") { totalCount } } } }";
    let data = service.data(query).await;
    let spells = json!([
        { "status": "NOT_OPEN", "firstDay": null },
        { "status": "NONE", "firstDay": "2013-04-01" },
        { "status": "UNKNOWN", "firstDay": "2015-04-01" },
        { "status": "MODEL", "firstDay": "2016-04-01" },
    ]);
    assert_eq!(data["ccg"]["positions"]["nodes"], spells);
    assert_eq!(data["positions"]["totalCount"], 3);
    assert_eq!(data["positions"]["nodes"][2], json!({ "status": "CLOSED", "ccg": { "odsCode": "01A" } }));
    assert_eq!(data["models"]["nodes"], json!([{ "letter": "C", "positions": { "totalCount": 2 } }]));
}

#[tokio::test]
async fn before_it_was_imported_no_ccg_is_known() {
    let service = Service::with_ccgs(5).await;
    for (known_at, ccgs) in [("2025-12-31T00:00:00Z", 0), ("2026-01-02T03:04:05Z", 3)] {
        let dates = format!("asOf: \"2016-07-01\", knownAt: \"{known_at}\"");
        let query = format!(
            "{{ ccg(odsCode: \"00A\", {dates}) {{ position {{ status }} }}
                ccgs({dates}) {{ totalCount }} all: ccgs(knownAt: \"{known_at}\") {{ totalCount }}
                rows: ccgRows({dates}) {{ totalCount }}
                filtered: ccgs({dates}, filter: {{ position: {{ status: {{ in: [MODEL, UNKNOWN] }} }} }}) {{ totalCount }}
                stated: ccgs({dates}, statedBy: \"2020-01-01\", filter: {{
                    position: {{ status: {{ in: [MODEL, UNKNOWN] }} }} }}) {{ totalCount }}
                positions({dates}, filter: {{ status: {{ eq: MODEL }} }}) {{ totalCount }}
                ccgStats(groupBy: [], {dates}) {{ groups {{ count }} }}
                positionStats({dates}) {{ groups {{ count }} }}
                published: positionStats({dates}, statedBy: \"2020-01-01\") {{ groups {{ count }} }}
                changes(from: {{ asOf: \"2013-01-01\", knownAt: \"{known_at}\" }},
                    to: {{ asOf: \"2016-07-01\" }}) {{ summary {{ kind count }} }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data["ccg"].is_null(), ccgs == 0, "{known_at}");
        for list in ["ccgs", "rows", "filtered", "stated", "positions"] {
            assert_eq!(data[list]["totalCount"], ccgs, "{known_at} {list}");
        }
        assert_eq!(data["all"]["totalCount"], if ccgs == 0 { 0 } else { 5 }, "{known_at}");
        let counted = |field: &str| -> i64 {
            let groups = data[field]["groups"].as_array().expect("groups").iter();
            groups.map(|group| group["count"].as_i64().expect("a count")).sum()
        };
        for field in ["ccgStats", "positionStats", "published"] {
            assert_eq!(counted(field), ccgs, "{known_at} {field}");
        }
        assert_eq!(data["changes"]["summary"].as_array().expect("kinds").is_empty(), ccgs == 0, "{known_at}");
        // Of a CCG that is known by now nothing was known then.
        let status = if ccgs == 0 { "UNKNOWN" } else { "MODEL" };
        let position = format!("asOf: \"2016-07-01\", knownAt: \"{known_at}\"");
        for stated_by in ["", ", statedBy: \"2020-01-01\""] {
            let query = format!(
                "{{ ccg(odsCode: \"00A\") {{ position({position}{stated_by}) {{ status adoptions {{ stage }} lastStated }} }} }}"
            );
            let told = service.data(&query).await["ccg"]["position"].clone();
            assert_eq!(told["status"], status, "{known_at} {stated_by}");
            assert_eq!(told["adoptions"], if ccgs == 0 { json!([]) } else { told["adoptions"].clone() });
        }
    }
}

#[tokio::test]
async fn an_answer_says_of_which_day_positions_are_that_were_asked_for() {
    let service = Service::with_ccgs(3).await;
    let today = chrono::Utc::now().date_naive().to_string();
    let position = "position: { status: { eq: CLOSED } }";
    let on_a_day = "position: { onDay: \"2016-01-01\", status: { eq: CLOSED } }";
    for (list, day) in [
        (format!("ccgs(filter: {{ {position} }})"), json!(today)),
        (format!("ccgRows(filter: {{ or: [{{ not: {{ {position} }} }}] }})"), json!(today)),
        (format!("adoptions(filter: {{ ccg: {{ {position} }} }})"), json!(today)),
        (format!("ccgStats(groupBy: [], filter: {{ {position} }})"), json!(today)),
        (format!("ccgs(filter: {{ {on_a_day} }})"), json!(null)),
        (format!("ccgs(asOf: \"2014-01-01\", filter: {{ {position} }})"), json!("2014-01-01")),
        ("ccgs(filter: { name: { contains: \"x\" } })".to_owned(), json!(null)),
    ] {
        let data = service.data(&format!("{{ list: {list} {{ asOf }} }}")).await;
        assert_eq!(data["list"]["asOf"], day, "{list}");
    }
    // It narrows no list: those that closed are there.
    let all = format!(
        "{{ ccgs(filter: {{ {position} }}) {{ totalCount }}
        ccgStats(groupBy: [], filter: {{ {position} }}) {{ groups {{ count }} }} }}"
    );
    let data = service.data(&all).await;
    assert_eq!(
        (&data["ccgs"]["totalCount"], &data["ccgStats"]["groups"][0]["count"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_position_says_when_it_was_last_stated() {
    let service = Service::with_ccgs(1).await;
    let row = evidence::Entity::find_by_id(11).one(&service.database).await.expect("a statement");
    let mut row = row.expect("evidence").into_active_model();
    (row.stated_from, row.stated_to) = (Set(Some(day("2018-12-01"))), Set(Some(day("2018-12-31"))));
    row.update(&service.database).await.expect("a later statement");
    for (dates, last) in [
        ("asOf: \"2015-07-01\"", json!(null)),
        ("asOf: \"2017-01-01\"", json!("2018-12-31")),
        ("asOf: \"2017-01-01\", statedBy: \"2016-01-01\"", json!("2015-12-31")),
    ] {
        let query = format!("{{ ccg(odsCode: \"00A\", {dates}) {{ position {{ lastStated }} }} }}");
        assert_eq!(service.data(&query).await["ccg"]["position"]["lastStated"], last, "{dates}");
    }
}

#[tokio::test]
async fn what_cannot_be_combined_is_said() {
    let service = Service::with_ccgs(1).await;
    for (query, argument) in [
        ("{ positions(statedBy: \"2016-01-01\") { totalCount } }", "statedBy"),
        ("{ ccg(odsCode: \"00A\", statedBy: \"2016-01-01\") { positions { totalCount } } }", "statedBy"),
        (
            "{ ccgs(statedBy: \"2016-01-01\", filter: { or: [{ positions: { some: { isLive: true } } }] }) { totalCount } }",
            "filter",
        ),
        (
            "{ adoptionStats(groupBy: [], statedBy: \"2016-01-01\",
                filter: { ccg: { positions: { none: {} } } }) { totalGroups } }",
            "filter",
        ),
        (
            "{ ccgs(statedBy: \"2016-01-01\", filter: { position: { not: { ccg: { name: { eq: \"x\" } } } } }) {
                totalCount } }",
            "filter",
        ),
    ] {
        let answer = service.answer(query).await;
        let extensions = answer.errors[0].extensions.as_ref().expect("extensions");
        assert_eq!(extensions.get("code"), Some(&"BAD_USER_INPUT".into()), "{query}");
        assert_eq!(extensions.get("argument"), Some(&argument.into()), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn positions_cost_a_fixed_number_of_statements() {
    for (query, statements) in [
        ("{ ccgs(asOf: \"2016-04-01\") { nodes { position { status isLive } } } }", 3),
        ("{ ccgs(asOf: \"2016-04-01\") { nodes { position { model { letter } adoptions { stage } } } } }", 7),
        ("{ ccgs(asOf: \"2016-04-01\", statedBy: \"2016-04-01\") { nodes { position { status } } } }", 4),
        (
            "{ areas(statedBy: \"2016-04-01\") { nodes { ccgs(filter: { position: { isLive: true } }) { totalCount } } } }",
            9,
        ),
    ] {
        let few = Service::with_ccgs(3).await.statements(query).await;
        let many = Service::with_ccgs(30).await.statements(query).await;
        assert_eq!((few, many), (statements, statements), "{query}");
    }
}

#[tokio::test]
async fn conflicts_name_all_sides() {
    let service = Service::with_ccgs(1).await;
    let other = adoption::Model {
        id: 901,
        model_id: Some(2),
        natural_key: "901".to_owned(),
        ..an_adoption(1, Stage::Live, 2)
    };
    let said = evidence::Entity::find_by_id(11)
        .one(&service.database)
        .await
        .expect("a statement")
        .expect("evidence");
    crate::fixture::store(&service.database, other).await;
    crate::fixture::store(&service.database, evidence::Model { id: 901, adoption_id: 901, ..said }).await;
    // Judged anew, for the fixture keeps no other position.
    let query = "{ ccg(odsCode: \"00A\", asOf: \"2016-04-01\", statedBy: \"2020-01-01\") {
        position { status conflicting model { letter } adoptions { model { letter } stage } } } }";
    let expected = json!({ "status": "CONFLICT", "conflicting": ["JOINT", "DELEGATED"], "model": null, "adoptions": [
        { "model": { "letter": "C" }, "stage": "LIVE" }, { "model": { "letter": "B" }, "stage": "LIVE" } ] });
    assert_eq!(service.data(query).await["ccg"]["position"], expected);
}
