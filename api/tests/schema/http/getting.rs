//! Requests by GET.

use poem::http::{Method, StatusCode, header};
use serde_json::json;

use super::{get, json_of, send};
use crate::fixture::Service;

#[tokio::test]
async fn a_query_is_answered_by_get_as_by_post() {
    let service = Service::with_ccgs(2).await;
    let request = get(&[
        (
            "query",
            "query A { waves { totalCount } } query B($code: OdsCode!) { ccg(odsCode: $code) { name } }",
        ),
        ("operationName", "B"),
        ("variables", "{\"code\":\"01A\"}"),
        ("extensions", "{}"),
        ("other", "1"),
    ]);
    let response = send(&service, request.finish()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(json_of(response).await["data"], json!({ "ccg": { "name": "NHS Place 1 CCG" } }));
}

#[tokio::test]
async fn head_has_the_headers_of_get() {
    let service = Service::with_ccgs(1).await;
    let query = [("query", "{ waves { totalCount } }")];
    let got = send(&service, get(&query).finish()).await;
    let head = send(&service, get(&query).method(Method::HEAD).finish()).await;
    for name in
        [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::ETAG, header::CACHE_CONTROL, header::VARY]
    {
        assert!(head.headers().contains_key(&name), "{name}");
        assert_eq!(head.headers().get(&name), got.headers().get(&name), "{name}");
    }
    assert_eq!(head.into_body().into_string().await.expect("a body"), "");
}

#[tokio::test]
async fn get_is_for_queries_only() {
    let service = Service::with_ccgs(0).await;
    for query in ["mutation { __typename }", "subscription { __typename }"] {
        let response = send(&service, get(&[("query", query)]).finish()).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.header(header::ALLOW), Some("POST"));
        let error = json_of(response).await["errors"][0]["message"].clone();
        assert_eq!(error, "GET is for queries only.");
    }
}

#[tokio::test]
async fn a_get_that_is_no_request_is_refused() {
    let service = Service::with_ccgs(0).await;
    let long = "x".repeat(8200);
    for (parameters, status) in [
        (vec![], StatusCode::BAD_REQUEST),
        (vec![("query", "")], StatusCode::BAD_REQUEST),
        (vec![("query", "{a}"), ("query", "{b}")], StatusCode::BAD_REQUEST),
        (vec![("query", "{a}"), ("variables", "1")], StatusCode::BAD_REQUEST),
        (vec![("query", "{a}"), ("variables", "{")], StatusCode::BAD_REQUEST),
        (vec![("query", long.as_str())], StatusCode::URI_TOO_LONG),
    ] {
        let response = send(&service, get(&parameters).finish()).await;
        assert_eq!(response.status(), status, "{parameters:?}");
        assert_eq!(response.header(header::CACHE_CONTROL), Some("no-store"));
        assert!(json_of(response).await["errors"][0]["message"].is_string());
    }
}

#[tokio::test]
async fn who_accepts_neither_media_type_is_told_which_there_are() {
    let service = Service::with_ccgs(0).await;
    let request = get(&[("query", "{ __typename }")]).header(header::ACCEPT, "text/plain, image/*");
    let response = send(&service, request.finish()).await;
    assert_eq!(response.status(), StatusCode::NOT_ACCEPTABLE);
    let message = json_of(response).await["errors"][0]["message"].to_string();
    assert!(message.contains("application/graphql-response+json or application/json"), "{message}");
}

#[tokio::test]
async fn a_browser_is_led_to_the_page_unless_it_asks_something() {
    let service = Service::with_ccgs(0).await;
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (request, status, location) in [
        (get(&[]).header(header::ACCEPT, browser), StatusCode::SEE_OTHER, Some("/graphiql")),
        (get(&[("query", "{ __typename }")]).header(header::ACCEPT, browser), StatusCode::OK, None),
        (get(&[]).header(header::ACCEPT, "application/json"), StatusCode::BAD_REQUEST, None),
    ] {
        let response = send(&service, request.finish()).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.header(header::LOCATION), location);
        assert!(response.header(header::VARY).is_some_and(|vary| vary.starts_with("Accept")));
    }
}
