//! Published figures, worked out again.

use entities::{domain::Stage, published_figure};
use serde_json::{Value, json};

use crate::fixture::{Service, a_figure, a_run, day, now, store};

const EVERYTHING: &str = "figure { value } published status reason comparedWith actual difference explanation
    denominator { value of } contradictedBy { value publisher } computedFrom { value }
    countedCcgs(first: 1) { totalCount nodes { odsCode } } candidates(first: 1) { totalCount nodes { odsCode } }";

type Figure = published_figure::Model;

/// Six CCGs, of which two closed in March 2015; each is approved for 2016/17, and was live in 2015/16.
async fn service(figures: Vec<Figure>) -> Service {
    let service = Service::with_ccgs(6).await;
    for (id, figure) in (1..).zip(figures) {
        store(&service.database, Figure { id, natural_key: id.to_string(), ..figure }).await;
    }
    service
}

async fn rows(service: &Service, arguments: &str) -> Vec<Value> {
    let data =
        service.data(&format!("{{ reconciliations{arguments} {{ nodes {{ {EVERYTHING} }} }} }}")).await;
    data["reconciliations"]["nodes"].as_array().expect("rows").clone()
}

/// Status, reason and actual number of each figure, in their order.
async fn outcomes(figures: Vec<Figure>) -> Vec<(String, String, Value)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows(&service(figures).await, "").await;
    rows.iter().map(|row| (text(&row["status"]), text(&row["reason"]), row["actual"].clone())).collect()
}

fn outcome(status: &str, reason: &str, actual: impl Into<Value>) -> (String, String, Value) {
    (status.to_owned(), reason.to_owned(), actual.into())
}

fn figure(measure: &str, value: f64) -> Figure {
    a_figure(0, measure, None, value)
}

fn at(stage: Stage, measure: &str, value: f64) -> Figure {
    a_figure(0, measure, Some(stage), value)
}

/// About no model and no year.
fn plain(measure: &str, value: f64, on: &str) -> Figure {
    let (as_of_from, as_of_to) = (Some(day(on)), Some(day(on)));
    Figure {
        model_id: None,
        model_as_published: None,
        financial_year: None,
        as_of_from,
        as_of_to,
        ..figure(measure, value)
    }
}

/// About a choice that is not one model.
fn choosing(published: &str, value: f64) -> Figure {
    Figure { model_id: None, model_as_published: Some(published.to_owned()), ..figure("chose", value) }
}

fn of_model(id: i64, letter: &str, figure: Figure) -> Figure {
    Figure { model_id: Some(id), model_as_published: Some(letter.to_owned()), ..figure }
}

fn in_year(year: &str, figure: Figure) -> Figure {
    Figure { financial_year: entities::domain::FinancialYear::parse(year).ok(), ..figure }
}

fn elsewhere(area_id: i64, name: &str, figure: Figure) -> Figure {
    Figure { area_id: Some(area_id), area_as_published: name.to_owned(), ..figure }
}

fn percent(value: &str, unit: &str, figure: Figure) -> Figure {
    let (value, value_as_published) = (value.parse().ok(), value.to_owned());
    Figure { value, value_as_published, unit: unit.to_owned(), ..figure }
}

#[tokio::test]
async fn the_register_says_how_many_ccgs_there_were() {
    let region = Figure { area_id: Some(1), ..plain("CCGs in region", 3.0, "2014-04-01") };
    let undated =
        Figure { as_of_from: None, as_of_to: None, ..plain("CCGs in existence", 6.0, "2014-04-01") };
    assert_eq!(
        outcomes(vec![
            plain("CCGs in existence", 6.0, "2014-04-01"),
            plain("CCGs in England", 4.0, "2014-04-01"),
            plain("CCGs in England", 5.0, "2014-04-01"),
            region,
            undated,
        ])
        .await,
        [
            outcome("MATCHES", "-", 6.0),
            outcome("DIFFERS", "OTHER_DATE", 6.0),
            outcome("DIFFERS", "UNEXPLAINED", 6.0),
            outcome("MATCHES", "-", 3.0),
            outcome("NOT_COMPARABLE", "NO_DAY", Value::Null),
        ]
    );
}

#[tokio::test]
async fn mergers_are_counted_from_the_successions() {
    let merged = |value, into: &str| Figure {
        unit: format!("CCGs into {into}"),
        ..plain("CCGs merged", value, "2015-04-01")
    };
    // One CCG was followed by two.
    assert_eq!(
        outcomes(vec![merged(1.0, "2"), merged(1.0, "1"), merged(2.0, "2")]).await,
        [
            outcome("MATCHES", "-", 1.0),
            outcome("DIFFERS", "UNEXPLAINED", 1.0),
            outcome("DIFFERS", "UNEXPLAINED", 1.0)
        ]
    );
}

#[tokio::test]
async fn names_decide_when_all_are_known_and_say_how_far_they_go_when_not() {
    let service = service(vec![
        at(Stage::Approved, "approved", 6.0),
        at(Stage::Applied, "applied", 4.0),
        in_year("2015/16", at(Stage::Live, "live", 9.0)),
        in_year("2015/16", of_model(2, "B", at(Stage::Live, "live", 3.0))),
        Figure { value: None, value_as_published: "all".to_owned(), ..at(Stage::Live, "total live", 0.0) },
        in_year("2015/16", elsewhere(1, "London", at(Stage::Live, "live", 1.0))),
    ])
    .await;
    let rows = rows(&service, "").await;
    let field = |name: &str| -> Vec<Value> { rows.iter().map(|row| row[name].clone()).collect() };
    assert_eq!(
        field("status"),
        ["MATCHES", "NOT_COMPARABLE", "NOT_COMPARABLE", "NOT_COMPARABLE", "MATCHES", "DIFFERS"]
    );
    let reasons = [
        Value::Null,
        json!("OTHER_STAGE"),
        json!("INCOMPLETE_NAMES"),
        json!("INCOMPLETE_NAMES"),
        Value::Null,
        json!("MORE_NAMED_THAN_PUBLISHED"),
    ];
    assert_eq!(field("reason"), reasons);
    assert_eq!(field("actual"), [6.0, 0.0, 6.0, 0.0, 4.0, 3.0]);
    assert_eq!(rows[2]["difference"], -3.0);
    assert_eq!(rows[4]["published"], 4.0);
    assert_eq!(rows[1]["candidates"], json!({ "totalCount": 4, "nodes": [{ "odsCode": "00A" }] }));
    assert_eq!(rows[0]["countedCcgs"], json!({ "totalCount": 6, "nodes": [{ "odsCode": "00A" }] }));
    let explanation =
        "No CCG is known by name at this stage; for the same model and year 6 are known as \"approved\".";
    assert_eq!(rows[1]["explanation"], explanation);
}

#[tokio::test]
async fn a_share_is_right_of_one_map() {
    // Two of three in London in 2014, where one closed in 2015.
    let on =
        |figure| Figure { as_of_from: Some(day("2014-04-01")), as_of_to: Some(day("2014-04-01")), ..figure };
    let number = || on(elsewhere(1, "London", at(Stage::Applied, "applied", 2.0)));
    let share = |value: &str| percent(value, "percent of CCGs in region", number());
    let service =
        service(vec![number(), share("66.7"), share("67"), share("33"), share("50"), share("100")]).await;
    let found = rows(&service, "(filter: { figure: { unit: { startsWith: \"percent\" } } })").await;
    let field = |name: &str| -> Vec<Value> { found.iter().map(|row| row[name].clone()).collect() };
    assert_eq!(field("status"), ["MATCHES", "MATCHES", "DIFFERS", "DIFFERS", "DIFFERS"]);
    assert_eq!(found[0]["denominator"], json!({ "value": 3.0, "of": "CCGs in London on 1 April 2014" }));
    assert_eq!(found[2]["reason"], "UNEXPLAINED");
    // Of the two that were left from 2015 on they would be all.
    assert_eq!(found[4]["reason"], "OTHER_DENOMINATOR");
    assert_eq!((&found[4]["actual"], &found[4]["difference"]), (&json!(67.0), &json!(-33.0)));
    let alone = rows(&self::service(vec![share("66.7")]).await, "").await;
    assert_eq!(alone[0]["reason"], "NO_NUMERATOR");
}

#[tokio::test]
async fn publications_that_contradict_each_other_are_held_against_each_other() {
    let by = |publisher: &str, value: f64| Figure {
        publisher: publisher.to_owned(),
        ..at(Stage::Applied, "applied", value)
    };
    let rows = rows(&service(vec![by("HSJ", 5.0), by("Pulse", 4.0), by("BMA", 4.0)]).await, "").await;
    assert!(
        rows.iter().all(|row| row["status"] == "DIFFERS" && row["reason"] == "SOURCES_CONTRADICT"),
        "{rows:?}"
    );
    assert_eq!((&rows[0]["actual"], &rows[0]["difference"]), (&json!(4.0), &json!(-1.0)));
    assert_eq!(
        rows[0]["contradictedBy"],
        json!([{ "value": 4.0, "publisher": "Pulse" }, { "value": 4.0, "publisher": "BMA" }])
    );
    assert_eq!(rows[1]["contradictedBy"], json!([{ "value": 5.0, "publisher": "HSJ" }]));
    assert_eq!(rows[0]["candidates"]["totalCount"], 4);
    let explanation =
        "HSJ (1 April 2016) gives 5, but Pulse (1 April 2016) gives 4; BMA (1 April 2016) gives 4.";
    assert_eq!(rows[0]["explanation"], explanation);
}

#[tokio::test]
async fn the_parts_of_a_publication_add_up_or_do_not() {
    let applied = |id, letter: &str, value| of_model(id, letter, at(Stage::Applied, "applied", value));
    let published = |value| outcome("MATCHES", "-", value);
    // All that chose: A, B, C and none; the whole is the number of CCGs on the day.
    let divided = vec![applied(3, "C", 2.0), applied(2, "B", 1.0), choosing("A/none", 1.0)];
    assert_eq!(outcomes(divided).await, [published(2.0), published(1.0), published(1.0)]);
    let whole = |value| Figure {
        model_id: None,
        model_as_published: None,
        ..at(Stage::Applied, "applied in any form", value)
    };
    let counted_twice = || vec![whole(4.0), applied(3, "C", 2.0), applied(2, "B", 2.0), applied(1, "A", 1.0)];
    let unclear = outcome("NOT_COMPARABLE", "PARTS_DO_NOT_ADD_UP", Value::Null);
    assert_eq!(
        outcomes(counted_twice()).await,
        [outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", 5.0), unclear.clone(), unclear.clone(), unclear]
    );
    // A number that is broken down further.
    let mut broken_down = counted_twice();
    broken_down.extend([figure("ready: now", 1.5), figure("ready: later", 0.5)]);
    let outcomes = outcomes(broken_down).await;
    assert_eq!(
        [&outcomes[1], &outcomes[4], &outcomes[5]],
        [&published(2.0), &published(1.5), &published(0.5)]
    );
}

#[tokio::test]
async fn what_came_on_top_is_the_difference_of_two_years() {
    let live = |year: &str, value| in_year(year, of_model(2, "B", at(Stage::Live, "total live", value)));
    let more = |value| of_model(2, "B", figure("further CCGs", value));
    assert_eq!(
        outcomes(vec![live("2015/16", 6.0), live("2016/17", 9.0), more(3.0), more(4.0)]).await[1..],
        [
            outcome("MATCHES", "-", 9.0),
            outcome("MATCHES", "-", 3.0),
            outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", 3.0)
        ]
    );
}

#[tokio::test]
async fn those_approved_on_conditions_are_counted_apart() {
    let approved = |measure: &str, value| of_model(2, "B", at(Stage::Approved, measure, value));
    let with = approved("approved incl. conditional", 9.0);
    assert_eq!(
        outcomes(vec![approved("approved", 8.0), approved("conditionally approved", 1.0), with]).await,
        [
            outcome("NOT_COMPARABLE", "INCOMPLETE_NAMES", 0.0),
            outcome("MATCHES", "-", 1.0),
            outcome("MATCHES", "-", 9.0),
        ]
    );
}

#[tokio::test]
async fn the_areas_of_a_map_make_up_england() {
    let applied = |value| at(Stage::Applied, "applied", value);
    let (london, north) = (elsewhere(1, "London", applied(1.0)), elsewhere(2, "North", applied(2.0)));
    let england = |value| outcomes(vec![london.clone(), north.clone(), applied(value)]);
    assert_eq!(
        england(3.0).await,
        [outcome("MATCHES", "-", 1.0), outcome("MATCHES", "-", 2.0), outcome("MATCHES", "-", 3.0)]
    );
    let differs = |actual| outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", actual);
    assert_eq!(england(4.0).await, [differs(2.0), differs(3.0), differs(3.0)]);
    // Without one of the areas nothing adds up to anything.
    assert_eq!(outcomes(vec![london, applied(4.0)]).await[1], outcome("NOT_COMPARABLE", "OTHER_STAGE", 0.0));
}

#[tokio::test]
async fn what_cannot_be_compared_says_why() {
    let unit = |unit: &str, figure: Figure| Figure { unit: unit.to_owned(), ..figure };
    let wordy = Figure { value: None, value_as_published: "most".to_owned(), ..at(Stage::Live, "live", 0.0) };
    let nowhere = Figure { area_as_published: "Somewhere".to_owned(), ..at(Stage::Live, "live", 1.0) };
    let reasons: Vec<String> = outcomes(vec![
        unit("documents", plain("documents reviewed", 9.0, "2019-01-01")),
        unit("of 77 CCGs that answered", at(Stage::Applied, "applied", 3.0)),
        wordy,
        nowhere,
        figure("liked it", 3.0),
    ])
    .await
    .into_iter()
    .map(|(status, reason, _)| format!("{status} {reason}"))
    .collect();
    assert_eq!(
        reasons,
        ["NOT_MODELLED", "RESPONDERS_ONLY", "NO_NUMBER", "NOT_MODELLED", "NOT_MODELLED"]
            .map(|reason| format!("NOT_COMPARABLE {reason}"))
    );
}

#[tokio::test]
async fn reconciliations_are_filtered_paged_and_dated() {
    let service = service(vec![
        plain("CCGs in existence", 6.0, "2014-04-01"),
        plain("CCGs in existence", 4.0, "2014-04-01"),
        plain("CCGs in existence", 4.0, "2016-04-01"),
    ])
    .await;
    for (arguments, count) in [
        ("", 3),
        ("(filter: { status: { eq: MATCHES } })", 2),
        ("(filter: { reason: { isNull: true } })", 2),
        ("(filter: { reason: { in: [OTHER_DATE, UNEXPLAINED] } })", 1),
        ("(filter: { comparedWith: { eq: REGISTER }, figure: { value: { eq: 4 } } })", 2),
        ("(filter: { comparedWith: { ne: REGISTER } })", 0),
        ("(statedBy: \"2015-01-01\")", 2),
        ("(knownAt: \"2020-01-01T00:00:00Z\")", 0),
    ] {
        let query = format!("{{ reconciliations{arguments} {{ totalCount }} }}");
        assert_eq!(service.data(&query).await["reconciliations"]["totalCount"], count, "{arguments}");
    }
    let page = |arguments: &str| {
        format!(
            "{{ reconciliations({arguments}) {{ nodes {{ published }} pageInfo {{ endCursor hasNextPage }} totalCount }} }}"
        )
    };
    let first = service.data(&page("first: 2")).await["reconciliations"].clone();
    // What is imported between two pages is not on the second one.
    store(&service.database, a_run(2)).await;
    let later = Figure {
        id: 9,
        natural_key: "9".to_owned(),
        recorded_at: now() + std::time::Duration::from_secs(60),
        ..plain("CCGs in existence", 1.0, "2016-04-01")
    };
    store(&service.database, later).await;
    let second =
        service.data(&page(&format!("after: {}", first["pageInfo"]["endCursor"]))).await["reconciliations"]
            .clone();
    assert_eq!((&second["nodes"], &second["totalCount"]), (&json!([{ "published": 4.0 }]), &json!(3)));
    assert_eq!(service.data(&page("first: 1")).await["reconciliations"]["totalCount"], 4);
}

#[tokio::test]
async fn reconciliations_take_a_fixed_number_of_statements() {
    let query = format!(
        "{{ reconciliations(filter: {{ figure: {{ value: {{ gt: 0 }} }} }}) {{ totalCount nodes {{ {EVERYTHING} }} }} }}"
    );
    let few = service(vec![at(Stage::Live, "live", 6.0)]).await.statements(&query).await;
    let many = service((1..9_u8).map(|value| at(Stage::Live, "live", value.into())).collect())
        .await
        .statements(&query)
        .await;
    // Figures that match; CCGs, models, rounds, adoptions, evidence and figures; areas, memberships and successions; and
    // the version of the data.
    assert_eq!((few, many), (11, 11));
}
