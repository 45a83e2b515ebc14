//! The three dates of a question.

use entities::{adoption, domain::Stage, evidence, import_run};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, a_run, an_adoption, store};

/// A second import: the live adoption of the first CCG is taken back, and another recorded.
async fn import_again(service: &Service) {
    let database = &service.database;
    let moment = "2026-02-01T00:00:00Z".parse().expect("a moment");
    let again = import_run::Model { recorded_at: Some(moment), ..a_run(2) };
    store(database, again).await;
    let row =
        adoption::Entity::find_by_id(11).one(database).await.expect("a statement").expect("an adoption");
    let mut row = row.into_active_model();
    row.retracted_at = Set(Some(moment));
    row.update(database).await.expect("a retraction");
    let withdrawn = an_adoption(1, Stage::Withdrawn, 1);
    store(database, adoption::Model { id: 900, recorded_at: moment, import_run_id: 2, ..withdrawn }).await;
}

#[tokio::test]
async fn known_at_gives_earlier_answers_again() {
    let service = Service::with_ccgs(3).await;
    import_again(&service).await;
    let stages = async |dates: &str| {
        let query = format!(
            "{{ adoptions({dates} orderBy: [{{ field: STAGE }}], filter: {{ ccg: {{ odsCode: {{ eq: \"00A\" }} }} }}) {{
                totalCount nodes {{ stage }} }}
              ccgs(knownAt: \"2026-01-15T00:00:00Z\", filter: {{ adoptions: {{ some: {{ stage: {{ eq: WITHDRAWN }} }} }} }}) {{
                totalCount }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data["ccgs"]["totalCount"], 0);
        let nodes = data["adoptions"]["nodes"].as_array().expect("nodes");
        assert_eq!(data["adoptions"]["totalCount"], nodes.len());
        nodes.iter().map(|node| node["stage"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(stages("").await, ["APPROVED", "WITHDRAWN"]);
    assert_eq!(stages("knownAt: \"2026-02-01T00:00:00Z\",").await, ["APPROVED", "WITHDRAWN"]);
    assert_eq!(stages("knownAt: \"2026-01-31T23:59:59Z\",").await, ["APPROVED", "LIVE"]);
    assert_eq!(stages("knownAt: \"2026-01-01T00:00:00Z\",").await, Vec::<Value>::new());
}

#[tokio::test]
async fn dates_hold_for_what_a_list_leads_to() {
    let service = Service::with_ccgs(1).await;
    import_again(&service).await;
    let query = "{ ccg(odsCode: \"00A\", knownAt: \"2026-01-15T00:00:00Z\") {
            then: adoptions(orderBy: [{ field: STAGE }]) { knownAt nodes { stage ccg { adoptions { totalCount } } } }
            now: adoptions(knownAt: \"2026-03-01T00:00:00Z\", orderBy: [{ field: STAGE }]) { nodes { stage } } }
        waves(knownAt: \"2026-01-15T00:00:00Z\", first: 1) { knownAt nodes { adoptions { nodes { stage } } } } }";
    let data = service.data(query).await;
    let live = json!({ "stage": "LIVE", "ccg": { "adoptions": { "totalCount": 2 } } });
    assert_eq!(data["ccg"]["then"]["nodes"][1], live);
    assert_eq!(data["ccg"]["then"]["knownAt"], "2026-01-15T00:00:00Z");
    assert_eq!(data["ccg"]["now"]["nodes"][1], json!({ "stage": "WITHDRAWN" }));
    assert_eq!(data["waves"]["nodes"][0]["adoptions"]["nodes"], json!([{ "stage": "LIVE" }]));
}

#[tokio::test]
async fn stated_by_leaves_out_what_nobody_had_published() {
    let service = Service::with_ccgs(2).await;
    // The evidence of the fixture was stated in December 2015.
    let row = evidence::Entity::find_by_id(11).one(&service.database).await.expect("a statement");
    let mut row = row.expect("evidence").into_active_model();
    (row.stated_from, row.stated_to) = (Set(None), Set(None));
    row.update(&service.database).await.expect("undated evidence");
    for (day, adoptions, of_the_first) in [("2015-12-30", 0, 0), ("2015-12-31", 3, 1)] {
        let query = format!(
            "{{ adoptions(statedBy: \"{day}\") {{ totalCount statedBy nodes {{ evidence {{ totalCount }} }} }}
                ccg(odsCode: \"00A\", statedBy: \"{day}\") {{ adoptions {{ totalCount nodes {{ stage }} }} }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data["adoptions"]["totalCount"], adoptions);
        assert_eq!(data["adoptions"]["statedBy"], day);
        assert_eq!(data["ccg"]["adoptions"]["totalCount"], of_the_first);
    }
}

#[tokio::test]
async fn as_of_narrows_the_list_that_it_is_given_to() {
    let service = Service::with_ccgs(3).await;
    let query = "{ before: ccgs(asOf: \"2015-03-31\") { asOf totalCount nodes { odsCode identity { validFrom } } }
        after: ccgs(asOf: \"2015-04-01\") { totalCount nodes { odsCode successors { totalCount } } }
        adoptions(asOf: \"2016-04-01\") { totalCount } none: adoptions(asOf: \"2016-03-31\") { totalCount }
        ccg(odsCode: \"00A\", asOf: \"2013-03-31\") { identity { validFrom validTo } }
        later: successions(asOf: \"2015-03-31\") { totalCount }
        north: areas(filter: { name: { eq: \"North\" } }) { nodes { ccgs(asOf: \"2013-03-31\") { totalCount } } } }";
    let data = service.data(query).await;
    assert_eq!(data["before"]["totalCount"], 3);
    assert_eq!(data["before"]["asOf"], "2015-03-31");
    assert_eq!(
        data["before"]["nodes"][0],
        json!({ "odsCode": "00A", "identity": { "validFrom": "2013-04-01" } })
    );
    // 01A closed on 31 March; its successor does not go because it lies in the future of that day.
    assert_eq!(data["after"]["totalCount"], 2);
    assert_eq!(data["after"]["nodes"][0], json!({ "odsCode": "00A", "successors": { "totalCount": 1 } }));
    assert_eq!(data["adoptions"]["totalCount"], 4);
    assert_eq!(data["none"]["totalCount"], 0);
    assert_eq!(data["ccg"]["identity"], json!(null));
    assert_eq!(data["later"]["totalCount"], 0);
    assert_eq!(data["north"]["nodes"][0]["ccgs"]["totalCount"], 0);
}

#[tokio::test]
async fn a_list_is_read_to_its_end_as_it_was_begun() {
    let service = Service::with_ccgs(3).await;
    let list = |arguments: &str| {
        format!(
            "{{ adoptions(first: 2, orderBy: [{{ field: CCG_ODS_CODE }}, {{ field: STAGE }}] {arguments}) {{
                knownAt totalCount nodes {{ stage }} pageInfo {{ endCursor hasNextPage }} }} dataVersion }}"
        )
    };
    let first = service.data(&list("")).await;
    import_again(&service).await;
    let (mut page, mut stages) = (first.clone(), Vec::new());
    loop {
        let nodes = page["adoptions"]["nodes"].as_array().expect("nodes");
        stages.extend(nodes.iter().map(|node| node["stage"].clone()));
        assert_eq!(page["adoptions"]["totalCount"], 6);
        assert_eq!(page["adoptions"]["knownAt"], "2026-01-02T03:04:05Z");
        if page["adoptions"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
        page = service.data(&list(&format!(", after: {}", page["adoptions"]["pageInfo"]["endCursor"]))).await;
        assert_eq!(page["dataVersion"], 2);
    }
    assert_eq!(stages, ["APPROVED", "LIVE", "APPROVED", "LIVE", "APPROVED", "LIVE"]);
    let begun_now = service.data(&list("")).await;
    assert_eq!(begun_now["adoptions"]["nodes"], json!([{ "stage": "APPROVED" }, { "stage": "WITHDRAWN" }]));
    assert_eq!(first["dataVersion"], 1);
}

#[tokio::test]
async fn as_of_holds_for_the_lists_beneath() {
    let service = Service::with_ccgs(6).await;
    let areas = |argument: &str, nested: &str| {
        format!(
            "{{ areas({argument} filter: {{ name: {{ eq: \"North\" }} }}) {{ asOf nodes {{
                ccgs{nested} {{ asOf totalCount nodes {{ odsCode }} }} publishedFigures {{ asOf }} }} }}
              areaRows({argument} filter: {{ name: {{ eq: \"North\" }} }}) {{ asOf nodes {{ ccgCount }} }} }}"
        )
    };
    let always = service.data(&areas("", "")).await;
    assert_eq!(always["areas"]["nodes"][0]["ccgs"]["asOf"], json!(null));
    let of_all_days = always["areaRows"]["nodes"][0]["ccgCount"].as_i64().expect("a count");
    let then = service.data(&areas("asOf: \"2016-04-01\",", "")).await;
    let narrowed = &then["areas"]["nodes"][0]["ccgs"];
    assert_eq!(narrowed["asOf"], "2016-04-01");
    let count = narrowed["totalCount"].as_i64().expect("a count");
    assert!(count > 0 && count < of_all_days, "{count} of {of_all_days}");
    assert_eq!(narrowed["nodes"].as_array().map(Vec::len), usize::try_from(count).ok());
    assert_eq!(then["areaRows"], json!({ "asOf": "2016-04-01", "nodes": [{ "ccgCount": count }] }));
    // It does not narrow the areas, nor what was published about them.
    assert_eq!(then["areas"]["asOf"], json!(null));
    assert_eq!(then["areas"]["nodes"][0]["publishedFigures"]["asOf"], json!(null));
    // What is given to the list itself goes first.
    let anew = service.data(&areas("asOf: \"2016-04-01\",", "(asOf: \"2014-04-01\")")).await;
    let anew = &anew["areas"]["nodes"][0]["ccgs"];
    assert_eq!((&anew["asOf"], anew["totalCount"].as_i64()), (&json!("2014-04-01"), Some(of_all_days)));
    let sorted = "{ areas(asOf: \"2012-04-01\", orderBy: [{ field: CCG_COUNT }]) { asOf } }";
    assert_eq!(service.data(sorted).await["areas"]["asOf"], "2012-04-01");
}

#[tokio::test]
async fn a_date_that_makes_no_difference_is_not_told_again() {
    let service = Service::with_ccgs(1).await;
    let day = "2016-04-01";
    for (list, as_of, stated_by) in [
        ("ccgs", true, true),
        ("memberships", true, false),
        ("scopeRules", true, false),
        ("adoptions", true, true),
        ("successions", true, false),
        ("publishedFigures", false, true),
        ("evidence", false, true),
        ("areas", false, false),
        ("models", false, false),
        ("waves", false, false),
        ("serviceScopes", false, false),
        ("sources", false, false),
        ("importRuns", false, false),
        ("importIssues", false, false),
    ] {
        let query = format!("{{ {list}(asOf: \"{day}\", statedBy: \"{day}\") {{ asOf statedBy }} }}");
        let told = |reaches: bool| if reaches { json!(day) } else { json!(null) };
        let expected = json!({ "asOf": told(as_of), "statedBy": told(stated_by) });
        assert_eq!(service.data(&query).await[list], expected, "{list}");
    }
    // A filter may reach further than the list itself.
    let asked = "statedBy: \"2016-04-01\", asOf: \"2016-04-01\"";
    let named = "{ ccgs: { some: { position: { model: { eq: DELEGATED } } } } }";
    let query = format!(
        "{{ areas({asked}, filter: {named}) {{ asOf statedBy }}
            without: ccgStats({asked}, groupBy: []) {{ asOf statedBy }}
            ccgStats({asked}, groupBy: [], filter: {{ position: {{ model: {{ eq: DELEGATED }} }} }}) {{ asOf statedBy }} }}"
    );
    let data = service.data(&query).await;
    assert_eq!(data["areas"]["statedBy"], day);
    assert_eq!(data["without"], json!({ "asOf": day, "statedBy": null }));
    assert_eq!(data["ccgStats"], json!({ "asOf": day, "statedBy": day }));
}
