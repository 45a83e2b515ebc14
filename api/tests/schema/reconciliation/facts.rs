//! Figures held against the register and against the CCGs that are known by name.

use entities::domain::Stage;
use serde_json::{Value, json};

use super::{Figure, at, elsewhere, in_year, of_model, outcome, outcomes, percent, plain, rows, service};
use crate::fixture::day;

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
    let with_number =
        service(vec![number(), share("66.7"), share("67"), share("33"), share("50"), share("100")]).await;
    let found = rows(&with_number, "(filter: { figure: { unit: { startsWith: \"percent\" } } })").await;
    let field = |name: &str| -> Vec<Value> { found.iter().map(|row| row[name].clone()).collect() };
    assert_eq!(field("status"), ["MATCHES", "MATCHES", "DIFFERS", "DIFFERS", "DIFFERS"]);
    assert_eq!(found[0]["denominator"], json!({ "value": 3.0, "of": "CCGs in London on 1 April 2014" }));
    assert_eq!(found[2]["reason"], "UNEXPLAINED");
    // Of the two that were left from 2015 on they would be all.
    assert_eq!(found[4]["reason"], "OTHER_DENOMINATOR");
    assert_eq!((&found[4]["actual"], &found[4]["difference"]), (&json!(67.0), &json!(-33.0)));
    let alone = rows(&service(vec![share("66.7")]).await, "").await;
    assert_eq!(alone[0]["reason"], "NO_NUMERATOR");
}
