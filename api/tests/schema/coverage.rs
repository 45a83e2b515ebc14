//! How much of what was published is known by name.

use entities::{domain::Stage, evidence, published_figure};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::fixture::{Service, a_figure, an_evidence, day, store};

const EVERYTHING: &str = "financialYear model { letter } stage wave { number } named alsoInForce known status countedOn
    byConfidence { confidence ccgs } totals { value unknown status figure { publisher } }
    knownCcgs(first: 2) { totalCount nodes { odsCode } } notKnownCcgs(last: 1) { totalCount nodes { odsCode } }";

/// For filters: only rows of which something is known.
const SOMETHING: &str = "status: { ne: NOTHING_KNOWN }";

/// Six CCGs, two of which closed in 2015. Each has an approval for 2016/17, in force since April 2016, and was
/// live in 2015/16.
async fn service(figures: &[published_figure::Model]) -> Service {
    let service = Service::with_ccgs(6).await;
    for figure in figures {
        store(&service.database, figure.clone()).await;
    }
    service
}

async fn rows(service: &Service, arguments: &str) -> Vec<Value> {
    let data = service.data(&format!("{{ coverage{arguments} {{ nodes {{ {EVERYTHING} }} }} }}")).await;
    let rows = data["coverage"]["nodes"].as_array().expect("rows").iter();
    // Those of which nothing is known are looked at apart.
    rows.filter(|row| row["status"] != "NOTHING_KNOWN").cloned().collect()
}

async fn statuses(service: &Service, arguments: &str) -> Vec<String> {
    let line = |row: Value| {
        let text = |field: &str| row[field].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", text("financialYear"), text("stage"), text("status"))
    };
    rows(service, arguments).await.into_iter().map(line).collect()
}

#[tokio::test]
async fn a_row_holds_the_totals_against_the_names() {
    let other = published_figure::Model {
        publisher: "HSJ".to_owned(),
        ..a_figure(2, "approved", Some(Stage::Approved), 6.0)
    };
    let service = service(&[a_figure(1, "approved", Some(Stage::Approved), 8.0), other]).await;
    let rows = rows(&service, "(filter: { stage: { eq: APPROVED } })").await;
    assert_eq!(
        rows,
        [json!({
            "financialYear": "2016/17", "model": { "letter": "C" }, "stage": "APPROVED", "wave": { "number": 2 },
            "named": 6, "alsoInForce": 0, "known": 6, "status": "PARTIAL", "countedOn": "2016-04-01",
            "byConfidence": [{ "confidence": "PUBLISHED", "ccgs": 6 }],
            "totals": [
                { "value": 8.0, "unknown": 2.0, "status": "PARTIAL", "figure": { "publisher": "NHS England" } },
                { "value": 6.0, "unknown": 0.0, "status": "COMPLETE", "figure": { "publisher": "HSJ" } },
            ],
            "knownCcgs": { "totalCount": 6, "nodes": [{ "odsCode": "00A" }, { "odsCode": "01A" }] },
            "notKnownCcgs": { "totalCount": 0, "nodes": [] },
        })]
    );
}

#[tokio::test]
async fn each_total_has_a_flat_row() {
    let other = published_figure::Model {
        publisher: "HSJ".to_owned(),
        ..a_figure(12, "approved", Some(Stage::Approved), 6.0)
    };
    let service = service(&[a_figure(3, "approved", Some(Stage::Approved), 8.0), other]).await;
    let columns =
        "financialYear waveNumber modelCode modelLetter modelName stage total totalPublisher totalAsOfFrom
        totalAsOfTo status named namedAsPublished alsoInForce known unknown countedOn notKnownCount";
    let row = |total: Value| {
        let mut row = json!({
            "financialYear": "2016/17", "waveNumber": 2, "modelCode": "DELEGATED", "modelLetter": "C",
            "modelName": "Delegated commissioning", "stage": "APPROVED", "totalAsOfFrom": "2016-04-01",
            "totalAsOfTo": "2016-04-01", "named": 6, "namedAsPublished": 6, "alsoInForce": 0, "known": 6,
            "countedOn": "2016-04-01", "notKnownCount": 0,
        });
        row.as_object_mut().expect("an object").extend(total.as_object().expect("an object").clone());
        row
    };
    let nhs =
        row(json!({ "total": 8.0, "totalPublisher": "NHS England", "unknown": 2.0, "status": "PARTIAL" }));
    let hsj = row(json!({ "total": 6.0, "totalPublisher": "HSJ", "unknown": 0.0, "status": "COMPLETE" }));
    let query = format!(
        "{{ coverageRows(filter: {{ stage: {{ eq: APPROVED }}, {SOMETHING} }}) {{ nodes {{ {columns} }} }} }}"
    );
    assert_eq!(service.data(&query).await["coverageRows"]["nodes"], json!([nhs, hsj]));
    // What has no total has a row as well, and pages join.
    let page = |cursor: &str| {
        format!(
            "{{ coverageRows(first: 2 {cursor}, filter: {{ {SOMETHING} }}) {{ totalCount nodes {{ stage total status }} pageInfo {{ endCursor }} }} }}"
        )
    };
    let first = &service.data(&page("")).await["coverageRows"];
    let second =
        &service.data(&page(&format!("after: {}", first["pageInfo"]["endCursor"]))).await["coverageRows"];
    assert_eq!(first["totalCount"], 4);
    assert_eq!(
        first["nodes"],
        json!([
            { "stage": "LIVE", "total": null, "status": "NO_TOTAL_PUBLISHED" },
            { "stage": "APPROVED", "total": 8.0, "status": "PARTIAL" },
        ])
    );
    assert_eq!(
        second["nodes"],
        json!([
            { "stage": "APPROVED", "total": 6.0, "status": "COMPLETE" },
            // What is in force by approvals.
            { "stage": "LIVE", "total": null, "status": "NO_TOTAL_PUBLISHED" },
        ])
    );
}

#[tokio::test]
async fn no_total_is_never_passed_over_in_silence() {
    let part =
        published_figure::Model { area_id: Some(1), ..a_figure(5, "approved", Some(Stage::Approved), 1.0) };
    let service = service(&[
        a_figure(1, "applications", Some(Stage::Applied), 4.0),
        a_figure(2, "approved", Some(Stage::Approved), 5.0),
        a_figure(3, "total live", Some(Stage::Live), 4.0),
        // What counts a part or nothing at a stage is no total.
        a_figure(4, "conditionally approved", Some(Stage::Approved), 2.0),
        part,
        a_figure(6, "further CCGs", None, 2.0),
    ])
    .await;
    assert_eq!(
        statuses(&service, "").await,
        [
            // Nobody published how many were live in 2015/16.
            "2015/16 LIVE NO_TOTAL_PUBLISHED",
            "2016/17 APPLIED NOBODY_NAMED",
            "2016/17 APPROVED MORE_NAMED_THAN_PUBLISHED",
            "2016/17 LIVE COMPLETE",
        ]
    );
    let more = &rows(&service, "(filter: { stage: { eq: APPROVED } })").await[0]["totals"];
    assert_eq!(more.as_array().map(Vec::len), Some(1));
    assert_eq!(more[0]["unknown"], Value::Null, "{more}");
    // Approvals that took effect are in force, but not of those that had closed.
    let live =
        &rows(&service, "(filter: { stage: { eq: LIVE }, financialYear: { eq: \"2016/17\" } })").await[0];
    assert_eq!((&live["named"], &live["alsoInForce"]), (&json!(0), &json!(4)));
    let applied = &rows(&service, "(filter: { stage: { eq: APPLIED } })").await[0];
    assert_eq!(applied["notKnownCcgs"], json!({ "totalCount": 4, "nodes": [{ "odsCode": "05A" }] }));
    let before = "(asOf: \"2014-04-01\", filter: { stage: { eq: APPLIED } })";
    assert_eq!(rows(&service, before).await[0]["notKnownCcgs"]["totalCount"], 6);
}

#[tokio::test]
async fn coverage_is_filtered_by_what_it_says() {
    let service = service(&[a_figure(1, "applications", Some(Stage::Applied), 4.0)]).await;
    let all = [
        "2015/16 LIVE NO_TOTAL_PUBLISHED",
        "2016/17 APPLIED NOBODY_NAMED",
        "2016/17 APPROVED NO_TOTAL_PUBLISHED",
        "2016/17 LIVE NO_TOTAL_PUBLISHED",
    ];
    for (filter, wanted) in [
        ("", vec![0, 1, 2, 3]),
        ("status: { eq: NOBODY_NAMED }", vec![1]),
        ("not: { status: { eq: NOBODY_NAMED } }", vec![0, 2, 3]),
        ("financialYear: { gt: \"2015/16\" }", vec![1, 2, 3]),
        ("financialYear: { between: { from: \"2015/16\", to: \"2015/16\" } }", vec![0]),
        ("financialYear: { isNull: true }", vec![]),
        ("stage: { in: [LIVE, APPROVED] }", vec![0, 2, 3]),
        ("stage: { notIn: [] }", vec![0, 1, 2, 3]),
        ("stage: { in: [] }", vec![]),
        ("model: { ne: DELEGATED }", vec![]),
        ("or: [{ stage: { eq: LIVE } }, { status: { eq: NOBODY_NAMED } }]", vec![0, 1, 3]),
        ("and: [{ model: { eq: DELEGATED } }, { stage: { ne: LIVE } }]", vec![1, 2]),
        ("or: []", vec![]),
    ] {
        let expected: Vec<&str> = wanted.into_iter().map(|place: usize| all[place]).collect();
        assert_eq!(statuses(&service, &format!("(filter: {{ {filter} }})")).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn coverage_is_paged_and_knows_its_dates() {
    let old = published_figure::Model {
        as_of_to: Some(day("2014-01-01")),
        ..a_figure(1, "applications", Some(Stage::Applied), 4.0)
    };
    let service = service(&[old]).await;
    let page = |arguments: &str| {
        format!(
            "{{ coverage({arguments}, filter: {{ {SOMETHING} }}) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} nodes {{ stage }} statedBy }} }}"
        )
    };
    let first = service.data(&page("first: 2")).await["coverage"].clone();
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(4), &json!(true)));
    let next =
        service.data(&page(&format!("after: {}", first["pageInfo"]["endCursor"]))).await["coverage"].clone();
    assert_eq!(next["nodes"], json!([{ "stage": "APPROVED" }, { "stage": "LIVE" }]));
    assert_eq!(next["pageInfo"]["hasPreviousPage"], true);
    let back = service.data(&page(&format!("last: 1, before: {}", next["pageInfo"]["startCursor"]))).await["coverage"].clone();
    assert_eq!(back["nodes"], json!([{ "stage": "APPLIED" }]));
    // The names had been published in December 2015, the total earlier.
    let then = service.data(&page("statedBy: \"2015-01-01\"")).await["coverage"].clone();
    assert_eq!((&then["nodes"], &then["statedBy"]), (&json!([{ "stage": "APPLIED" }]), &json!("2015-01-01")));
    let never = service.data(&page("knownAt: \"2020-01-01T00:00:00Z\"")).await["coverage"].clone();
    assert_eq!(never["totalCount"], 0);
    let cursor =
        service.data("{ ccgs(first: 1) { pageInfo { endCursor } } }").await["ccgs"]["pageInfo"]["endCursor"]
            .clone();
    let refused = service.answer(&page(&format!("after: {cursor}"))).await;
    assert!(refused.errors[0].message.contains("not a cursor of this list"), "{:?}", refused.errors);
}

#[tokio::test]
async fn coverage_takes_a_fixed_number_of_statements() {
    let query = format!("{{ coverage {{ totalCount nodes {{ {EVERYTHING} }} }} }}");
    let few = service(&[]).await.statements(&query).await;
    let many = service(&[1, 2, 3].map(|id| a_figure(id, "total live", Some(Stage::Live), 4.0)))
        .await
        .statements(&query)
        .await;
    // Models, rounds, figures, CCGs; how many facts and positions there are, and what is stated; and the version of the data.
    assert_eq!((few, many), (9, 9));
}

#[tokio::test]
async fn what_had_been_published_decides_as_it_does_for_positions() {
    let live = a_figure(1, "total live", Some(Stage::Live), 4.0);
    let service = service(&[published_figure::Model { as_of_to: Some(day("2015-12-31")), ..live }]).await;
    // Of the approval of one CCG it was published later than of the others from when it is in force, and that any was
    // live was never published with a date.
    let undated = evidence::Model { stated_from: None, stated_to: None, ..an_evidence(0) };
    for ccg in 1..=6 {
        replace(&service, evidence::Model { id: ccg * 10 + 1, adoption_id: ccg * 10 + 1, ..undated.clone() })
            .await;
    }
    replace(&service, evidence::Model { effective_from: None, ..an_evidence(12) }).await;
    let later = Some(day("2016-12-31"));
    let later = evidence::Model { id: 901, stated_from: later, stated_to: later, ..an_evidence(12) };
    store(&service.database, later).await;
    for (stated_by, number, status) in [("2016-01-01", 3, "UNKNOWN"), ("2016-12-31", 4, "MODEL")] {
        let query = format!(
            "{{ coverage(statedBy: \"{stated_by}\", filter: {{ stage: {{ eq: LIVE }}, {SOMETHING} }}) {{ nodes {{ alsoInForce }} }}
                positionStats(statedBy: \"{stated_by}\", asOf: \"2016-04-01\") {{
                    groups {{ count }} }}
                models: positionStats(statedBy: \"{stated_by}\", asOf: \"2016-04-01\", groupBy: [MODEL]) {{
                    groups {{ key {{ status }} count }} }}
                ccg(odsCode: \"00A\", statedBy: \"{stated_by}\") {{ position(asOf: \"2016-04-01\") {{ status }} }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data["coverage"]["nodes"], json!([{ "alsoInForce": number }]), "{stated_by}");
        assert_eq!(data["ccg"]["position"]["status"], status, "{stated_by}");
        assert_eq!(data["models"]["groups"][0], json!({ "key": { "status": "MODEL" }, "count": number }));
        assert_eq!(data["positionStats"]["groups"], json!([{ "count": 4 }]));
    }
}

async fn replace(service: &Service, row: evidence::Model) {
    evidence::Entity::delete_by_id(row.id).exec(&service.database).await.expect("a statement");
    store(&service.database, row).await;
}

#[tokio::test]
async fn what_nothing_is_known_of_is_told_too() {
    let service = service(&[a_figure(1, "applications", Some(Stage::Applied), 4.0)]).await;
    let of_round = "filter: { financialYear: { eq: \"2016/17\" } }";
    let query = format!(
        "{{ coverage({of_round}) {{ nodes {{ model {{ letter }} stage status named known totals {{ value }} }} }}
            coverageRows({of_round}) {{ nodes {{ modelLetter stage status total known }} }} }}"
    );
    let data = service.data(&query).await;
    let told = |row: &Value, letter: &Value| {
        format!("{} {} {}", letter, row["stage"], row["status"]).replace('"', "")
    };
    let expected = [
        "A APPLIED NOTHING_KNOWN",
        "A LIVE NOTHING_KNOWN",
        "B APPLIED NOTHING_KNOWN",
        "B APPROVED NOTHING_KNOWN",
        "B LIVE NOTHING_KNOWN",
        "C APPLIED NOBODY_NAMED",
        "C APPROVED NO_TOTAL_PUBLISHED",
        "C LIVE NO_TOTAL_PUBLISHED",
    ];
    let nodes = |field: &str| data[field]["nodes"].as_array().expect("rows").clone();
    let rows: Vec<String> = nodes("coverage").iter().map(|row| told(row, &row["model"]["letter"])).collect();
    assert_eq!(rows, expected);
    let rows: Vec<String> = nodes("coverageRows").iter().map(|row| told(row, &row["modelLetter"])).collect();
    assert_eq!(rows, expected);
    assert_eq!(nodes("coverage")[0]["totals"], json!([]));
    assert_eq!(nodes("coverageRows")[0]["total"], Value::Null);
}
