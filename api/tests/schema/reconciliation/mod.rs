//! Published figures, worked out again: what the rules share, and what holds for all of them. `facts` are the rules that
//! ask the register and the names, `published` those that ask other figures.

mod facts;
mod published;

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
        ("(filter: { or: [{ figure: { value: { eq: 6 } } }, { status: { eq: DIFFERS } }] })", 2),
        ("(filter: { and: [{ figure: { value: { eq: 4 } } }, { status: { eq: MATCHES } }] })", 1),
        ("(filter: { not: { figure: { value: { eq: 4 } } } })", 1),
        ("(filter: { not: { or: [] } })", 3),
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
    // Figures that match; models, rounds, figures and CCGs; how many facts, positions and memberships there are, and these; areas
    // and successions; and the version of the data.
    assert_eq!((few, many), (14, 14));
}

#[tokio::test]
async fn flat_rows_say_the_same() {
    let hsj = Figure { publisher: "HSJ".to_owned(), ..at(Stage::Approved, "approved", 4.0) };
    let service =
        service(vec![at(Stage::Approved, "approved", 6.0), hsj, plain("documents", 1.0, "2016-04-01")]).await;
    let data = service
        .data(
            "{ reconciliations { totalCount nodes { figure { measure publisher unit model { letter title } asOf { earliest } }
                published status reason comparedWith actual difference denominator { value of } explanation
                contradictedBy { value } countedCcgs { totalCount } candidates { totalCount } } }
            reconciliationRows { totalCount nodes { measure publisher unit modelCode modelLetter modelName stage
                financialYear areaAsPublished asOfFrom asOfTo published status reason comparedWith actual difference
                denominator denominatorOf contradictionCount countedCount candidateCount explanation } } }",
        )
        .await;
    let (nouns, rows) = (&data["reconciliations"], &data["reconciliationRows"]);
    assert_eq!((&nouns["totalCount"], &rows["totalCount"]), (&json!(3), &json!(3)));
    for (noun, row) in
        nouns["nodes"].as_array().expect("nodes").iter().zip(rows["nodes"].as_array().expect("rows"))
    {
        for same in ["published", "status", "reason", "comparedWith", "actual", "difference", "explanation"] {
            assert_eq!(noun[same], row[same], "{same}");
        }
        let figure = &noun["figure"];
        for same in ["measure", "publisher", "unit"] {
            assert_eq!(figure[same], row[same], "{same}");
        }
        assert_eq!(figure["asOf"]["earliest"], row["asOfFrom"]);
        assert_eq!(figure["model"]["letter"], row["modelLetter"]);
        assert_eq!(figure["model"]["title"], row["modelName"]);
        assert_eq!(noun["denominator"]["value"], row["denominator"]);
        assert_eq!(noun["denominator"]["of"], row["denominatorOf"]);
        assert_eq!(noun["countedCcgs"]["totalCount"], row["countedCount"]);
        assert_eq!(noun["candidates"]["totalCount"], row["candidateCount"]);
        assert_eq!(
            noun["contradictedBy"].as_array().map(Vec::len),
            row["contradictionCount"].as_u64().map(|n| n as usize)
        );
    }
    let hsj = &rows["nodes"][1];
    let said =
        ["modelCode", "stage", "financialYear", "areaAsPublished", "asOfTo", "status", "contradictionCount"];
    let expected = json!(["DELEGATED", "APPROVED", "2016/17", "England", "2016-04-01", "DIFFERS", 1]);
    assert_eq!(json!(said.map(|column| &hsj[column])), expected);
}
