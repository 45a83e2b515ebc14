//! CCGs over time: their lineage, and counts on the boundaries of another day.

use entities::{
    ccg,
    domain::{Basis, PositionStatus},
    position, succession,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, day, store};

/// Two CCGs merge into a third one on 1 April 2017, and that one is taken over by a fourth on 1 April 2018. The first
/// was delegated from April 2016, of the second nothing is known.
async fn merged() -> Service {
    let service = Service::with_ccgs(6).await;
    let database = &service.database;
    succession::Entity::delete_many().exec(database).await.expect("no successions");
    for (id, opened, closed) in [
        (1, "2013-04-01", Some("2017-03-31")),
        (3, "2013-04-01", Some("2017-03-31")),
        (4, "2017-04-01", Some("2018-03-31")),
        (6, "2018-04-01", None),
    ] {
        let row = ccg::Entity::find_by_id(id).one(database).await.expect("a statement").expect("a CCG");
        let mut row = row.into_active_model();
        (row.opened_on, row.closed_on) = (Set(Some(day(opened))), Set(closed.map(day)));
        row.update(database).await.expect("other days");
    }
    for (predecessor_id, successor_id, on) in
        [(1, 4, "2017-04-01"), (3, 4, "2017-04-01"), (4, 6, "2018-04-01")]
    {
        let merger = succession::Model {
            id: predecessor_id,
            predecessor_id,
            successor_id,
            effective_on: day(on),
            basis: Basis::Published,
            note: None,
            cited_source_id: None,
            natural_key: format!("{predecessor_id} {successor_id}"),
            import_run_id: 1,
            recorded_at: "2026-01-02T03:04:05Z".parse().expect("a moment"),
            retracted_at: None,
        };
        store(database, merger).await;
    }
    // Nothing is known of the two that were formed later.
    let formed = position::Column::CcgId.is_in([4, 6]);
    position::Entity::delete_many().filter(formed).exec(database).await.expect("no positions");
    position_of(&service, 33, PositionStatus::Unknown).await;
    service
}

/// Makes a position another one, without a model.
async fn position_of(service: &Service, id: i64, status: PositionStatus) {
    let database = &service.database;
    let row = position::Entity::find_by_id(id).one(database).await.expect("a statement").expect("a position");
    let mut row = row.into_active_model();
    (row.status, row.model_id) = (Set(status), Set(None));
    row.update(database).await.expect("another position");
}

async fn steps(service: &Service, code: &str, field: &str) -> Value {
    let query = format!(
        "{{ ccg(odsCode: \"{code}\") {{ {field} {{ generation ccg {{ odsCode }} effectiveOn basis }} }} }}"
    );
    let name = field.split('(').next().expect("a name");
    let told = service.data(&query).await["ccg"][name].as_array().expect("steps").clone();
    told.iter().map(|step| json!([step["generation"], step["ccg"]["odsCode"], step["effectiveOn"]])).collect()
}

#[tokio::test]
async fn lineage_goes_on_to_the_day_that_is_asked_about() {
    let service = merged().await;
    let all = json!([[1, "03A", "2017-04-01"], [2, "05A", "2018-04-01"]]);
    assert_eq!(steps(&service, "00A", "lineage").await, all);
    assert_eq!(
        steps(&service, "00A", "lineage(until: \"2018-03-31\")").await,
        json!([[1, "03A", "2017-04-01"]])
    );
    assert_eq!(steps(&service, "00A", "lineage(until: \"2017-03-31\")").await, json!([]));
    assert_eq!(steps(&service, "00A", "ancestry").await, json!([]));
    let back = json!([[1, "03A", "2018-04-01"], [2, "00A", "2017-04-01"], [2, "02A", "2017-04-01"]]);
    assert_eq!(steps(&service, "05A", "ancestry").await, back);
    assert_eq!(
        steps(&service, "05A", "ancestry(since: \"2018-01-01\")").await,
        json!([[1, "03A", "2018-04-01"]])
    );
}

#[tokio::test]
async fn successions_in_a_circle_end() {
    let service = merged().await;
    let row = succession::Entity::find_by_id(1).one(&service.database).await.expect("a statement");
    let circle = succession::Model {
        id: 99,
        predecessor_id: 6,
        successor_id: 1,
        natural_key: "6 1".to_owned(),
        ..row.expect("a succession")
    };
    store(&service.database, circle).await;
    assert_eq!(steps(&service, "00A", "lineage").await.as_array().expect("steps").len(), 3);
}

async fn stats(service: &Service, arguments: &str) -> Value {
    let query = format!(
        "{{ positionStats({arguments}) {{ groups {{ key {{ status model isSplit isPartlyUnknown region }} count denominator rate }}
            split {{ ccg {{ odsCode }} parts {{ odsCode }} models }}
            partlyUnknown {{ ccg {{ odsCode }} parts {{ odsCode }} models }} asOf onBoundariesOf }} }}"
    );
    service.data(&query).await["positionStats"].clone()
}

#[tokio::test]
async fn positions_are_counted_with_their_denominators() {
    let service = Service::with_ccgs(5).await;
    let told = stats(&service, "asOf: \"2016-04-01\", groupBy: [MODEL, REGION]").await;
    assert_eq!(told["asOf"], "2016-04-01");
    let key = |region: &str| json!({ "status": "MODEL", "model": "DELEGATED", "isSplit": null, "isPartlyUnknown": null, "region": region });
    assert_eq!(
        told["groups"],
        json!([
            { "key": key("London"), "count": 1, "denominator": 1, "rate": 1.0 },
            { "key": key("North"), "count": 2, "denominator": 2, "rate": 1.0 },
        ])
    );
    let told = stats(&service, "asOf: \"2016-03-31\"").await;
    let all =
        json!({ "status": null, "model": null, "isSplit": null, "isPartlyUnknown": null, "region": null });
    assert_eq!(told["groups"], json!([{ "key": all, "count": 3, "denominator": 3, "rate": 1.0 }]));
    // By then nobody had published that they would be delegated.
    let told = stats(&service, "asOf: \"2016-04-01\", statedBy: \"2015-12-30\", groupBy: [MODEL]").await;
    assert_eq!(told["groups"][0]["key"]["status"], "UNKNOWN");
    let answer = service.answer("{ positionStats(groupBy: [MODEL, MODEL]) { asOf } }").await;
    assert!(answer.errors[0].message.contains("once"), "{:?}", answer.errors);
}

#[tokio::test]
async fn a_ccg_of_whose_parts_not_all_is_known_is_not_split() {
    let service = merged().await;
    let told =
        stats(&service, "asOf: \"2016-07-01\", groupBy: [MODEL], onBoundariesOf: \"2018-04-01\"").await;
    assert_eq!(told["onBoundariesOf"], "2018-04-01");
    // 05A was formed of 00A, which was delegated, and 02A, of which nothing is known.
    assert_eq!(told["split"], json!([]));
    assert_eq!(
        told["partlyUnknown"],
        json!([{ "ccg": { "odsCode": "05A" }, "parts": [{ "odsCode": "00A" }, { "odsCode": "02A" }], "models": ["DELEGATED"] }])
    );
    let groups = told["groups"].as_array().expect("groups");
    let of = |status: Value, flag: &str| {
        let key = groups.iter().find(|group| group["key"][flag] == true).expect("a group");
        assert_eq!((&key["key"]["status"], &key["key"]["model"]), (&status, &Value::Null));
        key["count"].clone()
    };
    assert_eq!(of(Value::Null, "isPartlyUnknown"), 1);
    assert!(groups.iter().all(|group| group["key"]["isSplit"] == false));
    // On the day itself nothing is split.
    let told =
        stats(&service, "asOf: \"2016-07-01\", groupBy: [MODEL], onBoundariesOf: \"2016-07-01\"").await;
    assert_eq!(told["split"], json!([]));
    // Where the parts are known to differ it is split, though nothing is known of others.
    position_of(&service, 33, PositionStatus::None).await;
    let told =
        stats(&service, "asOf: \"2016-07-01\", groupBy: [MODEL], onBoundariesOf: \"2018-04-01\"").await;
    assert_eq!((&told["split"][0]["ccg"]["odsCode"], &told["partlyUnknown"]), (&json!("05A"), &json!([])));
    // A contradiction is no known answer.
    position_of(&service, 33, PositionStatus::Conflict).await;
    let told =
        stats(&service, "asOf: \"2016-07-01\", groupBy: [MODEL], onBoundariesOf: \"2018-04-01\"").await;
    assert_eq!((&told["split"], &told["partlyUnknown"][0]["ccg"]["odsCode"]), (&json!([]), &json!("05A")));
    // What is asked about a later day is told of what became of the parts.
    let told =
        stats(&service, "asOf: \"2018-07-01\", groupBy: [MODEL], onBoundariesOf: \"2016-07-01\"").await;
    assert_eq!(told["split"], json!([]));
}

/// Every CCG that is open closes in June 2022.
async fn abolished(service: &Service) {
    let open = ccg::Entity::find().filter(ccg::Column::ClosedOn.is_null());
    for row in open.all(&service.database).await.expect("CCGs") {
        let mut row = row.into_active_model();
        row.closed_on = Set(Some(day("2022-06-30")));
        row.update(&service.database).await.expect("a last day");
    }
}

#[tokio::test]
async fn a_question_about_positions_needs_a_day_on_which_there_were_ccgs() {
    let service = merged().await;
    let open = service
        .answer("{ positionStats { totalCcgs } ccgs(filter: { position: { isLive: true } }) { asOf } }")
        .await;
    assert_eq!(open.errors, [], "as long as there are CCGs today will do");
    abolished(&service).await;
    for (query, argument, named) in [
        ("{ positionStats(groupBy: [MODEL]) { totalCcgs } }", "asOf", "asOf is needed: today, "),
        (
            "{ positionStats(asOf: \"2016-07-01\", onBoundariesOf: \"2022-07-01\") { totalCcgs } }",
            "onBoundariesOf",
            "is 2022-07-01,",
        ),
        (
            "{ positionStats(asOf: \"2013-03-31\", onBoundariesOf: \"2016-07-01\") { totalCcgs } }",
            "asOf",
            "is 2013-03-31,",
        ),
        (
            "{ ccgs(filter: { position: { model: { eq: DELEGATED } } }) { totalCount } }",
            "filter",
            "or onDay within position",
        ),
        (
            "{ ccgRows(filter: { not: { position: { status: { in: [MODEL, NONE] } } } }) { totalCount } }",
            "filter",
            "Give asOf",
        ),
        (
            "{ ccgStats(groupBy: [], filter: { position: { or: [{ isLive: true }] } }) { totalGroups } }",
            "filter",
            "Give asOf",
        ),
        (
            "{ areas(filter: { ccgs: { some: { position: { begunBy: { isNull: false } } } } }) { totalCount } }",
            "filter",
            "Give",
        ),
    ] {
        let answer = service.answer(query).await;
        let error = json!(answer.errors.first().expect("an error"));
        let message = error["message"].as_str().expect("a message");
        assert_eq!(error["extensions"]["argument"], argument, "{message}");
        assert!(message.contains(named) && message.contains("2013-04-01 to 2022-06-30"), "{message}");
    }
    for (query, expected) in [
        (
            "{ positionStats(asOf: \"2023-01-01\") { totalCcgs totalGroups groups { count } } }",
            json!({ "positionStats": { "totalCcgs": 0, "totalGroups": 0, "groups": [] } }),
        ),
        (
            "{ ccgs(filter: { position: { onDay: \"2016-07-01\", model: { eq: DELEGATED } } }) { totalCount } }",
            json!({ "ccgs": { "totalCount": 1 } }),
        ),
        (
            "{ ccgs(asOf: \"2023-01-01\", filter: { position: { model: { eq: DELEGATED } } }) { totalCount } }",
            json!({ "ccgs": { "totalCount": 0 } }),
        ),
    ] {
        assert_eq!(service.data(query).await, expected, "{query}");
    }
    // What closed has a position, too: nothing is wrong with asking for it.
    let closed =
        service.answer("{ ccgs(filter: { position: { status: { eq: CLOSED } } }) { totalCount } }").await;
    assert_eq!(closed.errors, []);
}

#[tokio::test]
async fn a_restated_count_says_from_whom_its_positions_are() {
    let service = merged().await;
    let told = async |arguments: &str| {
        let query = format!("{{ positionStats({arguments}) {{ restatement totalCcgs }} }}");
        service.data(&query).await["positionStats"].clone()
    };
    for (arguments, restatement, total) in [
        ("asOf: \"2016-07-01\"", Value::Null, 2),
        ("asOf: \"2016-07-01\", onBoundariesOf: \"2016-07-01\"", Value::Null, 2),
        ("asOf: \"2016-07-01\", onBoundariesOf: \"2018-04-01\"", json!("FROM_PREDECESSORS"), 1),
        ("asOf: \"2018-07-01\", onBoundariesOf: \"2016-07-01\"", json!("FROM_SUCCESSORS"), 2),
    ] {
        let told = told(arguments).await;
        assert_eq!(told["restatement"], restatement, "{arguments}");
        assert_eq!(told["totalCcgs"], total, "{arguments}");
    }
}

#[tokio::test]
async fn groups_of_positions_are_narrowed_sorted_and_cut() {
    let service = Service::with_ccgs(5).await;
    let told = async |more: &str| {
        let query = format!(
            "{{ positionStats(asOf: \"2014-07-01\", groupBy: [REGION, MODEL], {more}) {{ totalGroups totalCcgs groups {{ key {{ region }} count }} }} }}"
        );
        let told = service.data(&query).await["positionStats"].clone();
        let groups = told["groups"].as_array().expect("groups").iter();
        let lines: Vec<String> = groups
            .map(|group| format!("{} {}", group["key"]["region"].as_str().unwrap_or("-"), group["count"]))
            .collect();
        assert_eq!(told["totalCcgs"], 5);
        (lines, told["totalGroups"].as_i64())
    };
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let (all, largest) = (lines(&["London 2", "North 3"]), lines(&["North 3", "London 2"]));
    assert_eq!(told("first: 1000").await, (all.clone(), Some(2)));
    assert_eq!(told("orderBy: [{ field: REGION, direction: DESC }]").await, (largest.clone(), Some(2)));
    assert_eq!(
        told("orderBy: [{ field: RATE }, { field: COUNT, direction: DESC }]").await,
        (largest.clone(), Some(2))
    );
    assert_eq!(
        told("orderBy: [{ field: COUNT, direction: DESC }], first: 1").await,
        (lines(&["North 3"]), Some(2))
    );
    assert_eq!(
        told("having: { count: { lt: 3 }, rate: { gte: 0.5 } }").await,
        (lines(&["London 2"]), Some(1))
    );
    assert_eq!(
        told("having: { status: { eq: NONE }, model: { isNull: true } }").await,
        (all.clone(), Some(2))
    );
    assert_eq!(told("having: { model: { eq: DELEGATED } }").await, (lines(&[]), Some(0)));
    assert_eq!(told("having: { denominator: { between: { from: 4, to: 9 } } }").await, (lines(&[]), Some(0)));
    for (arguments, argument) in [("orderBy: [{ field: STP_ICS }]", "orderBy"), ("first: 1001", "first")] {
        let query = format!("{{ positionStats(asOf: \"2014-07-01\", {arguments}) {{ totalGroups }} }}");
        let error = json!(service.answer(&query).await.errors[0]);
        assert_eq!(error["extensions"]["argument"], argument, "{error}");
    }
}

#[tokio::test]
async fn lineages_and_counts_take_a_fixed_number_of_statements() {
    for (query, statements) in [
        ("{ ccgs { nodes { lineage { effectiveOn } } } }", 3),
        ("{ positionStats(asOf: \"2016-04-01\", groupBy: [MODEL, REGION]) { groups { count } } }", 5),
    ] {
        let few = Service::with_ccgs(3).await.statements(query).await;
        let many = Service::with_ccgs(30).await.statements(query).await;
        assert_eq!((few, many), (statements, statements), "{query}");
    }
}
