//! What each operator matches.

use entities::ccg;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, an_adoption, day, store};

async fn rename(service: &Service, id: i64, name: &str) {
    let row = ccg::Entity::find_by_id(id).one(&service.database).await.expect("a statement").expect("a CCG");
    let mut row = row.into_active_model();
    row.name = Set(name.to_owned());
    row.update(&service.database).await.expect("a new name");
}

/// The codes of the CCGs that a filter matches.
async fn codes(service: &Service, filter: &str) -> Vec<Value> {
    service.nodes(&format!("ccgs(filter: {{ {filter} }})"), "odsCode").await
}

#[tokio::test]
async fn text_operators_tell_case_apart_and_know_no_wildcards() {
    let service = Service::with_ccgs(4).await;
    for (id, name) in [(1, "NHS Bath CCG"), (2, "nhs bath ccg"), (3, "100% Ba_h"), (4, "Ba\u{f1}os")] {
        rename(&service, id, name).await;
    }
    for (operator, matched) in [
        ("eq: \"NHS Bath CCG\"", vec!["00A"]),
        ("ne: \"NHS Bath CCG\"", vec!["01A", "02A", "03A"]),
        ("in: [\"NHS Bath CCG\", \"Ba\u{f1}os\"]", vec!["00A", "03A"]),
        ("in: []", vec![]),
        ("notIn: [\"NHS Bath CCG\"]", vec!["01A", "02A", "03A"]),
        ("notIn: []", vec!["00A", "01A", "02A", "03A"]),
        ("contains: \"Bath\"", vec!["00A"]),
        ("contains: \"%\"", vec!["02A"]),
        ("contains: \"_\"", vec!["02A"]),
        ("contains: \"\"", vec!["00A", "01A", "02A", "03A"]),
        ("containsIgnoreCase: \"BATH\"", vec!["00A", "01A"]),
        ("startsWith: \"NHS\"", vec!["00A"]),
        ("startsWith: \"Ba\u{f1}\"", vec!["03A"]),
        ("startsWith: \"\"", vec!["00A", "01A", "02A", "03A"]),
        ("endsWith: \"CCG\"", vec!["00A"]),
        ("endsWith: \"\u{f1}os\"", vec!["03A"]),
        ("startsWithIgnoreCase: \"nhs b\"", vec!["00A", "01A"]),
        ("endsWithIgnoreCase: \"CcG\"", vec!["00A", "01A"]),
        ("neIgnoreCase: \"nhs bath CCG\"", vec!["02A", "03A"]),
        ("endsWith: \"a longer text than any name has\"", vec![]),
        ("eqIgnoreCase: \"Nhs BATH ccg\"", vec!["00A", "01A"]),
        ("isNull: true", vec![]),
        ("isNull: false, contains: \"h\", startsWith: \"n\"", vec!["01A"]),
    ] {
        assert_eq!(codes(&service, &format!("name: {{ {operator} }}")).await, matched, "{operator}");
    }
}

#[tokio::test]
async fn dates_compare_in_order() {
    let service = Service::with_ccgs(3).await;
    for (filter, matched) in [
        ("openOn: \"2013-04-01\"", vec!["00A", "01A", "02A"]),
        ("openOn: \"2015-03-31\"", vec!["00A", "01A", "02A"]),
        ("openOn: \"2015-04-01\"", vec!["00A", "02A"]),
        ("openOn: \"2013-03-31\"", vec![]),
        ("closedOn: { eq: \"2015-03-31\" }", vec!["01A"]),
        ("closedOn: { lt: \"2015-03-31\" }", vec![]),
        ("closedOn: { lte: \"2015-03-31\", gte: \"2015-01-01\" }", vec!["01A"]),
        ("closedOn: { gt: \"2015-03-30\" }", vec!["01A"]),
        ("closedOn: { isNull: true }", vec!["00A", "02A"]),
        ("closedOn: { in: [\"2015-03-31\"] }", vec!["01A"]),
        ("closedOn: { between: { from: \"2015-03-31\", to: \"2015-03-31\" } }", vec!["01A"]),
        ("closedOn: { between: { from: \"2015-04-01\", to: \"2015-04-02\" } }", vec![]),
    ] {
        assert_eq!(codes(&service, filter).await, matched, "{filter}");
    }
}

#[tokio::test]
async fn filters_combine() {
    let service = Service::with_ccgs(3).await;
    let every = vec!["00A", "01A", "02A"];
    for (filter, matched) in [
        ("", every.clone()),
        ("name: {}", every.clone()),
        ("region: {}", every.clone()),
        ("and: []", every.clone()),
        ("or: []", vec![]),
        ("or: [{}]", every.clone()),
        ("not: {}", vec![]),
        ("or: [{ odsCode: { eq: \"00a\" } }, { odsCode: { eq: \"02A\" } }]", vec!["00A", "02A"]),
        ("and: [{ odsCode: { ne: \"00A\" } }, { odsCode: { ne: \"02A\" } }]", vec!["01A"]),
        ("not: { odsCode: { in: [\"00A\", \"02A\"] } }", vec!["01A"]),
        // A row without a value is among those that do not match.
        ("not: { closedOn: { lt: \"2020-01-01\" } }", vec!["00A", "02A"]),
        ("region: { name: { eq: \"London\" } }", vec!["01A"]),
        ("not: { region: { name: { eq: \"London\" } } }", vec!["00A", "02A"]),
        ("areas: { some: { kind: { eq: LOCAL_OFFICE } } }", vec![]),
        ("region: { name: { eq: \"North\" } }, odsCode: { ne: \"00A\" }", vec!["02A"]),
    ] {
        assert_eq!(codes(&service, filter).await, matched, "{filter}");
    }
}

#[tokio::test]
async fn relations_of_adoptions_do_not_multiply_rows() {
    let service = Service::with_ccgs(4).await;
    let mut undated = an_adoption(1, entities::domain::Stage::Applied, 1);
    undated.id = 999;
    undated.natural_key = "999".to_owned();
    (undated.wave_id, undated.model_id) = (None, None);
    store(&service.database, undated).await;
    for (filter, count) in [
        (
            "model: { eq: DELEGATED }, stage: { eq: APPROVED }, wave: { financialYear: { eq: \"2016-17\" } }",
            4,
        ),
        ("wave: { financialYear: { eq: \"FY17\" } }", 4),
        ("wave: { financialYear: { lt: \"2016/17\" } }", 4),
        ("wave: { number: {} }", 9),
        ("not: { wave: { number: { gte: 1 } } }", 1),
        ("ccg: { region: { name: { eq: \"London\" } } }", 4),
        ("model: { in: [JOINT, DELEGATED] }", 8),
        ("model: { ne: JOINT }", 8),
        ("model: { isNull: true }", 1),
        ("model: { isNull: false, eq: DELEGATED }", 8),
        ("effectiveFrom: { gt: \"2016-04-01\" }", 0),
    ] {
        let query = format!("{{ adoptions(filter: {{ {filter} }}) {{ totalCount }} }}");
        assert_eq!(service.data(&query).await, json!({ "adoptions": { "totalCount": count } }), "{filter}");
    }
}

#[tokio::test]
async fn related_rows_are_asked_without_being_counted_twice() {
    let service = Service::with_ccgs(4).await;
    let every = vec!["00A", "01A", "02A", "03A"];
    for (filter, matched) in [
        ("adoptions: {}", every.clone()),
        ("adoptions: { some: {} }", every.clone()),
        ("adoptions: { none: {} }", vec![]),
        ("adoptions: { every: {} }", every.clone()),
        ("adoptions: { some: { stage: { eq: LIVE } } }", every.clone()),
        ("adoptions: { every: { stage: { eq: LIVE } } }", vec![]),
        ("adoptions: { none: { stage: { eq: APPLIED } } }", every.clone()),
        ("adoptions: { every: { stage: { in: [LIVE, APPROVED] } } }", every.clone()),
        ("successors: { some: {} }", vec!["00A"]),
        ("successors: { some: { odsCode: { eq: \"02A\" } } }", vec!["00A"]),
        ("successors: { every: { odsCode: { eq: \"02A\" } } }", vec!["01A", "02A", "03A"]),
        ("predecessors: { none: {} }", vec!["00A", "03A"]),
        (
            "predecessors: { some: { successors: { some: { odsCode: { eq: \"02A\" } } } } }",
            vec!["01A", "02A"],
        ),
        ("areas: { some: { ccgs: { some: { odsCode: { eq: \"01A\" } } } } }", vec!["01A", "03A"]),
        ("identities: { some: { validTo: { isNull: true } } }", every.clone()),
        ("identities: { some: { onsCode: { eq: \"E00000002\" } } }", vec!["01A"]),
        (
            "identities: { every: { name: { startsWith: \"NHS\" } }, none: { validFrom: { lt: \"2013-04-01\" } } }",
            every.clone(),
        ),
        ("not: { adoptions: { some: { evidence: { some: { confidence: { eq: PUBLISHED } } } } } }", vec![]),
    ] {
        assert_eq!(codes(&service, filter).await, matched, "{filter}");
        let count = service.data(&format!("{{ ccgs(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
        assert_eq!(count["ccgs"]["totalCount"], matched.len(), "{filter}");
    }
}

#[tokio::test]
async fn every_relation_can_be_asked_from_both_ends() {
    let service = Service::with_ccgs(3).await;
    for (list, count) in [
        (
            "areas(filter: { ccgs: { some: { odsCode: { eq: \"01A\" } } }, publishedFigures: { none: {} } })",
            1,
        ),
        ("models(filter: { adoptions: { some: { ccg: { odsCode: { eq: \"01A\" } } } } })", 1),
        (
            "models(filter: { adoptions: { none: {} }, scopeRules: { none: {} }, publishedFigures: { none: {} } })",
            2,
        ),
        ("waves(filter: { adoptions: { every: { stage: { eq: LIVE } } } })", 1),
        ("adoptions(filter: { evidence: { some: { source: { fileName: { eq: \"waves.xlsx\" } } } } })", 6),
        (
            "evidence(filter: { adoption: { stage: { eq: LIVE } }, importRun: { dataset: { eq: \"waves\" } } })",
            3,
        ),
        (
            "evidence(filter: { citedSource: {}, row: { between: { from: 7, to: 7 } }, matchMethod: { eq: ODS_CODE } })",
            6,
        ),
        ("evidence(filter: { citedSource: { title: { contains: \"\" } } })", 0),
        ("sources(filter: { evidence: { some: { adoption: { ccg: { odsCode: { eq: \"01A\" } } } } } })", 1),
        ("sources(filter: { evidenceCiting: { some: {} } })", 0),
        ("sources(filter: { importRuns: { every: { facts: { gte: 1 } } }, sha256: { isNull: false } })", 1),
        (
            "importRuns(filter: { evidence: { some: {} }, issues: { none: {} }, source: { kind: { eq: FILE } } })",
            1,
        ),
        (
            "importRuns(filter: { startedAt: { between: { from: \"2026-01-01T00:00:00Z\", to: \"2026-02-01T00:00:00Z\" } } })",
            1,
        ),
        ("importRuns(filter: { reverts: { dataset: { eq: \"waves\" } } })", 0),
        ("importIssues(filter: { importRun: { kind: { eq: ADOPTIONS } } })", 0),
        (
            "successions(filter: { predecessor: { odsCode: { eq: \"00A\" } }, successor: { closedOn: { isNull: false } } })",
            1,
        ),
        ("serviceScopes(filter: { rules: { none: {} }, title: { containsIgnoreCase: \"DENT\" } })", 1),
        ("publishedFigures(filter: { value: { gt: 0.5 }, area: { kind: { eq: REGION_2015 } } })", 0),
        ("scopeRules(filter: { service: { eq: DENTAL }, citedSource: { title: { contains: \"a\" } } })", 0),
    ] {
        let data = service.data(&format!("{{ list: {list} {{ totalCount nodes {{ id }} }} }}")).await;
        assert_eq!(data["list"]["totalCount"], count, "{list}");
        assert_eq!(data["list"]["nodes"].as_array().expect("nodes").len(), count, "{list}");
    }
}

#[tokio::test]
async fn what_is_absent_can_be_asked_for() {
    let service = Service::with_ccgs(3).await;
    let row = entities::adoption::Entity::find_by_id(12).one(&service.database).await.expect("a statement");
    let mut row = row.expect("an adoption").into_active_model();
    row.wave_id = Set(None);
    row.update(&service.database).await.expect("no round");
    entities::ccg_area::Entity::delete_by_id(21).exec(&service.database).await.expect("no region");
    for (list, total) in [
        ("adoptions(filter: { wave: { isNull: true } })", 1),
        ("adoptions(filter: { wave: { isNull: false } })", 5),
        ("adoptions(filter: { wave: {} })", 6),
        ("adoptions(filter: { not: { wave: { isNull: true } } })", 5),
        ("adoptions(filter: { wave: { isNull: false, number: { eq: 2 } } })", 2),
        ("adoptions(filter: { wave: { isNull: true, number: { eq: 2 } } })", 0),
        ("adoptions(filter: { or: [{ wave: { isNull: true } }, { wave: { number: { eq: 2 } } }] })", 3),
        ("ccgs(filter: { adoptions: { some: { wave: { isNull: true } } } })", 1),
        ("ccgs(filter: { region: { isNull: true } })", 1),
        ("ccgs(filter: { region: { isNull: false } })", 2),
        ("ccgs(filter: { region: { isNull: false, name: { eq: \"North\" } } })", 2),
        ("adoptions(filter: { wave: { or: [{ isNull: true }, { number: { eq: 2 } }] } })", 3),
        ("adoptions(filter: { wave: { not: { isNull: true } } })", 5),
        ("adoptions(filter: { wave: { not: { isNull: false } } })", 1),
        // Of no round nothing holds, nor the contrary.
        ("adoptions(filter: { wave: { not: { number: { eq: 2 } } } })", 3),
        (
            "adoptions(filter: { wave: { and: [{ isNull: true }, { or: [{ number: { eq: 2 } }, { isNull: true }] }] } })",
            1,
        ),
        ("adoptions(filter: { wave: { or: [] } })", 0),
        ("waves(filter: { isNull: true })", 0),
        ("waves(filter: { isNull: false })", 2),
        ("evidence(filter: { citedSource: { isNull: true } })", 6),
        ("importRuns(filter: { reverts: { isNull: true } })", 1),
        ("importRuns(filter: { source: { isNull: true } })", 0),
    ] {
        let data = service.data(&format!("{{ list: {list} {{ totalCount }} }}")).await;
        assert_eq!(data["list"]["totalCount"], total, "{list}");
    }
}

#[tokio::test]
async fn as_many_ccgs_as_no_statement_takes_parameters_are_found_by_what_was_published() {
    let service = Service::with_ccgs(1).await;
    let letters: Vec<char> = ('A'..='Z').collect();
    let new =
        (2..).zip(letters.iter().flat_map(|one| letters.iter().map(move |other| format!("9{one}{other}"))));
    let more: Vec<ccg::ActiveModel> = new
        .flat_map(|(id, code)| [(id, code.clone()), (id + 1000, format!("8{}", &code[1..]))])
        .map(|(id, code)| {
            let (opened_on, closed_on) = (Some(day("2013-04-01")), None);
            let ods_code = entities::domain::OdsCode::parse(&code).expect("a code");
            let name = format!("NHS {code} CCG");
            ccg::Model { id, ods_code, name, opened_on, closed_on, note: None, import_run_id: 1 }
                .into_active_model()
        })
        .collect();
    let number = more.len() + 1;
    ccg::Entity::insert_many(more).exec(&service.database).await.expect("CCGs");
    let query = "{ ccgs(asOf: \"2014-07-01\", statedBy: \"2014-07-01\", first: 1, filter: {
            position: { status: { in: [NONE, UNKNOWN] } } }) { totalCount nodes { odsCode } } }";
    let told = service.data(query).await;
    assert!(number > 1300);
    assert_eq!(told, json!({ "ccgs": { "totalCount": number, "nodes": [{ "odsCode": "00A" }] } }));
}
