//! Documents that are named by their hash, as Apollo's clients do.

use poem::http::StatusCode;
use poem::{Endpoint, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{get, json_of, post};
use crate::fixture::Service;

const QUERY: &str = "{ ccgs { totalCount } }";
const NEWER: &str = "application/graphql-response+json";

fn hash(query: &str) -> String {
    Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn extensions(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn by_get(served: &impl Endpoint<Output = Response>, query: Option<&str>, hash: &str) -> Response {
    let extensions = extensions(hash).to_string();
    let mut parameters = vec![("extensions", extensions.as_str())];
    parameters.extend(query.map(|query| ("query", query)));
    served.get_response(get(&parameters).finish()).await
}

#[tokio::test]
async fn a_document_is_known_by_its_hash_once_it_was_sent_with_it() {
    let service = Service::with_ccgs(2).await;
    let served = service.served();
    let data = json!({ "ccgs": { "totalCount": 2 } });

    let unknown = by_get(&served, None, &hash(QUERY)).await;
    assert_eq!((unknown.status(), unknown.header("etag")), (StatusCode::OK, None));
    let error = json_of(unknown).await["errors"][0].clone();
    assert_eq!(error["message"], "PersistedQueryNotFound");
    assert_eq!(error["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");

    assert_eq!(json_of(by_get(&served, Some(QUERY), &hash(QUERY)).await).await["data"], data);
    assert_eq!(json_of(by_get(&served, None, &hash(QUERY)).await).await["data"], data);
    let body = json!({ "extensions": extensions(&hash(QUERY)) }).to_string();
    let posted = served.get_response(post("application/json", NEWER, body)).await;
    assert_eq!(json_of(posted).await["data"], data);
}

#[tokio::test]
async fn a_document_that_is_not_as_its_hash_says_is_refused() {
    let service = Service::with_ccgs(0).await;
    let served = service.served();
    let wrong = by_get(&served, Some(QUERY), &hash("{ other }")).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json_of(wrong).await["errors"][0]["message"], "provided sha does not match query");
    for text in ["", "0123", &"é".repeat(32)] {
        assert_eq!(by_get(&served, Some(QUERY), text).await.status(), StatusCode::BAD_REQUEST, "{text}");
    }
    let newer = json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": hash(QUERY) } } });
    let newer = served.get_response(post("application/json", "*/*", newer.to_string())).await;
    assert_eq!(newer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_document_that_cannot_be_executed_is_not_kept() {
    let service = Service::with_ccgs(0).await;
    let served = service.served();
    let deep = format!("{{ {} a {} }}", "x { ".repeat(20), "} ".repeat(20));
    for document in ["{", deep.as_str()] {
        by_get(&served, Some(document), &hash(document)).await;
        let error = json_of(by_get(&served, None, &hash(document)).await).await["errors"][0].clone();
        assert_eq!(error["message"], "PersistedQueryNotFound", "{document}");
    }
}
