//! Walks along relations.

use entities::{
    adoption,
    domain::{Commissioner, FinancialYear, ScopeStatus, SourceKind, Stage},
    import_run, published_figure, scope_rule, source, succession, wave,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::fixture::{Service, a_figure, a_run, an_adoption, now, store};

#[tokio::test]
async fn a_ccg_says_what_it_was_called_and_where_it_was() {
    let service = Service::with_ccgs(2).await;
    let query = "{ ccg(odsCode: \"01a\") { odsCode onsCode name openedOn closedOn note region { name kind }
        identities { name onsCode validFrom validTo }
        areas { totalCount edges { validFrom validTo basis node { name } } } } }";
    assert_eq!(
        service.data(query).await["ccg"],
        json!({
            "odsCode": "01A", "onsCode": "E00000002", "name": "NHS Place 1 CCG",
            "openedOn": "2013-04-01", "closedOn": "2015-03-31", "note": null,
            "region": { "name": "London", "kind": "REGION_2015" },
            // Two lists that say the same are one spell.
            "identities": [{
                "name": "NHS Place CCG", "onsCode": "E00000002", "validFrom": "2013-04-01", "validTo": null,
            }],
            "areas": { "totalCount": 1, "edges": [{
                "validFrom": "2013-04-01", "validTo": null, "basis": "PUBLISHED", "node": { "name": "London" },
            }] },
        })
    );
    // The last ones have the length of a code, but no CCG can have them.
    for code in ["99Z", "QHM", "zzz", " 012 ", "ABC1E"] {
        let query = format!("{{ ccg(odsCode: \"{code}\") {{ name }} }}");
        assert_eq!(service.data(&query).await, json!({ "ccg": null }), "{code}");
    }
}

#[tokio::test]
async fn successions_are_seen_from_both_ends() {
    let service = Service::with_ccgs(4).await;
    let query = "{ old: ccg(odsCode: \"00A\") { successors(last: 1) {
            totalCount pageInfo { hasPreviousPage } edges { effectiveOn basis note node { odsCode } } } }
        new: ccg(odsCode: \"02A\") { predecessors { nodes { odsCode } } successors { totalCount nodes { name } } } }";
    assert_eq!(
        service.data(query).await,
        json!({
            "old": { "successors": {
                "totalCount": 2, "pageInfo": { "hasPreviousPage": true },
                "edges": [{
                    "effectiveOn": "2015-04-01", "basis": "PUBLISHED", "note": "Merged",
                    "node": { "odsCode": "02A" },
                }],
            } },
            "new": { "predecessors": { "nodes": [{ "odsCode": "00A" }] },
                "successors": { "totalCount": 0, "nodes": [] } },
        })
    );
}

#[tokio::test]
async fn an_adoption_leads_to_the_cell_that_states_it() {
    let service = Service::with_ccgs(1).await;
    let query = "{ adoptions(filter: { stage: { eq: APPROVED } }) { nodes {
        ccg { odsCode } model { code letter } wave { financialYear startsOn endsOn announcedOn { text latest } }
        stage effectiveFrom effectiveTo recordedAt
        evidence { nodes { sheet row matchMethod confidence statedOn { text earliest latest } recordedAt
            source { publisher sizeBytes importRuns { nodes { status } } } citedSource { title } importRun { dataset }
            adoption { stage } cells(field: \"model\") { field address raw value rule } } } } } }";
    assert_eq!(
        service.data(query).await["adoptions"]["nodes"],
        json!([{
            "ccg": { "odsCode": "00A" },
            "model": { "code": "DELEGATED", "letter": "C" },
            "wave": {
                "financialYear": "2016/17", "startsOn": "2016-04-01", "endsOn": "2017-03-31",
                "announcedOn": { "text": "2015-12", "latest": "2015-12-31" },
            },
            "stage": "APPROVED", "effectiveFrom": "2016-04-01", "effectiveTo": null,
            "recordedAt": "2026-01-02T03:04:05Z",
            "evidence": { "nodes": [{
                "sheet": "2016-17", "row": 7, "matchMethod": "ODS_CODE", "confidence": "PUBLISHED",
                "statedOn": { "text": "2015-12", "earliest": "2015-12-01", "latest": "2015-12-31" },
                "recordedAt": "2026-01-02T03:04:05Z",
                "source": {
                    "publisher": "NHS England", "sizeBytes": 12345,
                    "importRuns": { "nodes": [{ "status": "COMMITTED" }] },
                },
                "citedSource": null, "importRun": { "dataset": "waves" }, "adoption": { "stage": "APPROVED" },
                "cells": [{ "field": "model", "address": "C7", "raw": " C", "value": "C", "rule": "trimmed" }],
            }] },
        }])
    );
}

#[tokio::test]
async fn a_nested_list_is_filtered_and_paged_by_itself() {
    let service = Service::with_ccgs(3).await;
    let query = "{ ccgs { nodes {
        live: adoptions(filter: { stage: { eq: LIVE } }) { totalCount nodes { stage } }
        one: adoptions(first: 1) { totalCount nodes { stage } pageInfo { hasNextPage endCursor } } } } }";
    let data = service.data(query).await;
    for ccg in data["ccgs"]["nodes"].as_array().expect("nodes") {
        assert_eq!(ccg["live"], json!({ "totalCount": 1, "nodes": [{ "stage": "LIVE" }] }));
        assert_eq!(
            (&ccg["one"]["totalCount"], &ccg["one"]["nodes"][0]["stage"]),
            (&json!(2), &json!("LIVE"))
        );
        assert_eq!(ccg["one"]["pageInfo"]["hasNextPage"], true);
    }
}

/// Of one row a page is asked for by itself. Of many, short lists are read whole, and of long ones the rows of the pages alone.
#[tokio::test]
async fn a_page_of_related_rows_is_the_same_whoever_else_is_asked_about() {
    let service = Service::with_ccgs(6).await;
    for (place, stage) in (3..).zip([Stage::Applied, Stage::Declined, Stage::Withdrawn]) {
        for ccg_id in [1, 2, 4] {
            let (id, natural_key) = (ccg_id * 10 + place, format!("{ccg_id} {place}"));
            let row = adoption::Model { id, natural_key, ..an_adoption(ccg_id, stage, 1 + place % 2) };
            store(&service.database, row).await;
        }
    }
    for (outer, key, inner, fields) in [
        ("ccgs", "odsCode", "adoptions", ["STAGE", "FINANCIAL_YEAR", "EVIDENCE_COUNT"]),
        ("waves", "financialYear", "adoptions", ["STAGE", "CCG_ODS_CODE", "MODEL"]),
        ("areas", "name", "ccgs", ["NAME", "CLOSED_ON", "ADOPTION_COUNT"]),
        ("areas", "name", "memberships", ["CCG_ODS_CODE", "VALID_FROM", "CCG_NAME"]),
    ] {
        let ask = async |filter: &str, arguments: &str| {
            let page = "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage }";
            let list = format!("list: {inner}({arguments}) {{ {page} }}");
            let asked =
                format!("{{ outer: {outer}(filter: {{ {filter} }}) {{ nodes {{ {key} {list} }} }} }}");
            service.data(&asked).await["outer"]["nodes"].as_array().expect("nodes").clone()
        };
        let orders = fields.map(|field| format!("orderBy: [{{ field: {field}, direction: DESC }}]"));
        for order in orders.into_iter().chain([String::new()]) {
            let cursor = ask("", &format!("first: 2 {order}")).await[0]["list"]["edges"][1]["cursor"].clone();
            let [after, before] =
                [format!("first: 1, after: {cursor}"), format!("last: 1, before: {cursor}")];
            for page in [
                "first: 0",
                "first: 1",
                "first: 2",
                "last: 1",
                "last: 50",
                &after,
                &before,
                "first: 1, asOf: \"2016-06-01\"",
                "first: 1, statedBy: \"2015-01-01\"",
                "first: 1, knownAt: \"2999-01-01T00:00:00Z\"",
            ] {
                let arguments = format!("{page} {order}");
                for of_many in ask("", &arguments).await {
                    let of_one = ask(&format!("{key}: {{ eq: {} }}", of_many[key]), &arguments).await;
                    assert_eq!(of_one, [of_many], "{outer} {inner} {arguments}");
                }
            }
        }
    }
}

#[tokio::test]
async fn retracted_rows_are_not_served() {
    let service = Service::with_ccgs(1).await;
    let row = entities::adoption::Entity::find_by_id(11).one(&service.database).await;
    let mut row = row.expect("a statement").expect("an adoption").into_active_model();
    row.retracted_at = Set(Some("2026-02-01T00:00:00Z".parse().expect("a moment")));
    row.update(&service.database).await.expect("a retraction");
    let query = "{ adoptions { totalCount nodes { stage } }
        ccg(odsCode: \"00A\") { adoptions { totalCount nodes { stage } } } }";
    let rest = json!({ "totalCount": 1, "nodes": [{ "stage": "APPROVED" }] });
    assert_eq!(service.data(query).await, json!({ "adoptions": rest, "ccg": { "adoptions": rest } }));
}

#[tokio::test]
async fn everything_can_be_fetched_again_by_its_id() {
    let service = Service::with_ccgs(3).await;
    let lists =
        "{ ccgs { nodes { id } } areas { nodes { id } } models { nodes { id } } waves { nodes { id } }
        serviceScopes { nodes { id } } successions { nodes { id } } sources { nodes { id } }
        importRuns { nodes { id } } adoptions { nodes { id evidence { nodes { id } } } } }";
    let data = service.data(lists).await;
    let ids: Vec<_> = data.as_object().expect("lists").values().map(|list| &list["nodes"][0]["id"]).collect();
    let fetched = service.data(&format!("{{ nodes(ids: {}) {{ id __typename }} }}", json!(ids))).await;
    let again: Vec<_> = fetched["nodes"].as_array().expect("nodes").iter().map(|node| &node["id"]).collect();
    assert_eq!(again, ids);
    let query = "{ nodes(ids: [\"Q2NnOjk5Wg\", \"Q2NnOjAwQQ\"]) { ... on Ccg { odsCode } } }";
    assert_eq!(service.data(query).await, json!({ "nodes": [null, { "odsCode": "00A" }] }));
}

#[tokio::test]
async fn a_publication_leads_to_all_that_cites_it() {
    let service = Service::with_ccgs(4).await;
    let database = &service.database;
    let cited = source::Model {
        id: 2,
        kind: SourceKind::Publication,
        publisher: None,
        title: "A page".to_owned(),
        address: None,
        licence: None,
        published_on: None,
        file_name: None,
        sha256: None,
        size_bytes: None,
        natural_key: "page".to_owned(),
    };
    store(database, cited).await;
    let figure = a_figure(1, "approved", None, 3.0);
    store(database, published_figure::Model { cited_source_id: Some(2), ..figure }).await;
    let rule = scope_rule::Model {
        id: 1,
        service_scope_id: 1,
        commissioner: Commissioner::Ccg,
        model_id: Some(3),
        financial_year: FinancialYear::parse("2015/16").expect("a year"),
        status: ScopeStatus::Out,
        service_as_published: "pharmacy".to_owned(),
        status_as_published: None,
        note: None,
        cited_source_id: Some(2),
        natural_key: "rule".to_owned(),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    };
    store(database, rule).await;
    let row = wave::Entity::find_by_id(1).one(database).await.expect("a statement").expect("a round");
    let mut row = row.into_active_model();
    row.cited_source_id = Set(Some(2));
    row.update(database).await.expect("a citation");
    let row = succession::Entity::find_by_id(2).one(database).await.expect("a statement").expect("a merger");
    let mut row = row.into_active_model();
    row.cited_source_id = Set(Some(2));
    row.update(database).await.expect("a citation");
    let query = "{ sources(filter: { scopeRulesCiting: { some: {} }, wavesCiting: { some: { number: { eq: 1 } } },
            successionsCiting: { every: { basis: { eq: PUBLISHED } } }, publishedFiguresCiting: { none: { value: { gt: 3 } } } }) {
        totalCount nodes { title publishedFiguresCiting { nodes { value citedSource { title } } } scopeRulesCiting { totalCount }
            wavesCiting { nodes { number } } successionsCiting { nodes { successor { odsCode } } } } } }";
    let told = json!({ "totalCount": 1, "nodes": [{ "title": "A page",
        "publishedFiguresCiting": { "nodes": [{ "value": 3.0, "citedSource": { "title": "A page" } }] },
        "scopeRulesCiting": { "totalCount": 1 }, "wavesCiting": { "nodes": [{ "number": 1 }] },
        "successionsCiting": { "nodes": [{ "successor": { "odsCode": "01A" } }] } }] });
    assert_eq!(service.data(query).await["sources"], told);
}

#[tokio::test]
async fn takeovers_memberships_and_reverts_are_asked_from_both_ends() {
    let service = Service::with_ccgs(4).await;
    let revert = import_run::Model { reverts_run_id: Some(1), ..a_run(2) };
    store(&service.database, revert).await;
    for (query, expected) in [
        (
            "{ ccgs(filter: { successionsAsPredecessor: { some: { effectiveOn: { eq: \"2015-04-01\" } } } }) { nodes { odsCode
                successionsAsPredecessor { totalCount } successionsAsSuccessor { totalCount } } } }",
            json!({ "ccgs": { "nodes": [{ "odsCode": "00A", "successionsAsPredecessor": { "totalCount": 2 },
                "successionsAsSuccessor": { "totalCount": 0 } }] } }),
        ),
        (
            "{ ccgs(filter: { successionsAsSuccessor: { some: { predecessor: { odsCode: { eq: \"00A\" } } } } }) { nodes { odsCode
                successionsAsSuccessor { nodes { basis } } } } }",
            json!({ "ccgs": { "nodes": [
                { "odsCode": "01A", "successionsAsSuccessor": { "nodes": [{ "basis": "PUBLISHED" }] } },
                { "odsCode": "02A", "successionsAsSuccessor": { "nodes": [{ "basis": "PUBLISHED" }] } }] } }),
        ),
        (
            "{ ccgs(filter: { memberships: { some: { basis: { eq: PUBLISHED }, area: { name: { eq: \"London\" } } } } }) {
                nodes { odsCode memberships(asOf: \"2014-01-01\") { nodes { area { name memberships { totalCount } } } } } } }",
            json!({ "ccgs": { "nodes": [
                { "odsCode": "01A", "memberships": { "nodes": [{ "area": { "name": "London", "memberships": { "totalCount": 2 } } }] } },
                { "odsCode": "03A", "memberships": { "nodes": [{ "area": { "name": "London", "memberships": { "totalCount": 2 } } }] } }] } }),
        ),
        (
            "{ areas(filter: { memberships: { every: { ccg: { odsCode: { in: [\"00A\", \"02A\"] } } } } }) { nodes { name } } }",
            json!({ "areas": { "nodes": [{ "name": "North" }] } }),
        ),
        (
            "{ importRuns(filter: { revertedBy: { some: {} } }) { nodes { dataVersion revertedBy { nodes { dataVersion reverts { dataVersion } } } } } }",
            json!({ "importRuns": { "nodes": [{ "dataVersion": 1, "revertedBy": { "nodes": [{ "dataVersion": 2, "reverts": { "dataVersion": 1 } }] } }] } }),
        ),
    ] {
        assert_eq!(service.data(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_field_of_cells_that_there_is_not_is_named() {
    let service = Service::with_ccgs(1).await;
    let cells = async |field: &str| {
        service
            .answer(&format!(
                "{{ evidence(first: 1) {{ nodes {{ cells(field: \"{field}\") {{ raw }} }} }} }}"
            ))
            .await
    };
    assert_eq!(cells("citation").await.errors, []);
    let error = json!(cells("odsCode").await.errors[0]);
    let message = error["message"].as_str().expect("a message");
    assert!(
        message.contains("expected ods_code, ons_code,") && message.ends_with("Did you mean \"ods_code\"?"),
        "{message}"
    );
    assert_eq!(error["extensions"]["argument"], "field");
}
