//! The service over HTTP, without a socket.

use api::config::Serving;
use poem::{
    Endpoint, Request, RequestBuilder, Response,
    http::{Method, StatusCode, header},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::fixture::Service;

mod addresses;
mod caching;
mod encoding;
mod exports;
mod getting;
mod kept;
mod persisted;
mod protection;
mod saved;

async fn send(service: &Service, request: Request) -> Response {
    send_to(service, Serving::default(), request).await
}

async fn send_to(service: &Service, serving: Serving, request: Request) -> Response {
    service.served_as(serving).get_response(request).await
}

/// A GET with these parameters, which are pairs of names and values.
fn get(parameters: &[(&str, &str)]) -> RequestBuilder {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    Request::builder().uri_str(format!("/graphql?{}", query.finish()))
}

fn post(content_type: &str, accept: &str, body: impl Into<String>) -> Request {
    Request::builder()
        .method(Method::POST)
        .uri_str("/graphql")
        .content_type(content_type)
        .header(header::ACCEPT, accept)
        .body(body.into())
}

async fn json_of(response: Response) -> Value {
    let body = response.into_body().into_string().await.expect("a body");
    serde_json::from_str(&body).expect("JSON")
}

#[tokio::test]
async fn a_query_is_answered() {
    let service = Service::with_ccgs(2).await;
    let body = json!({
        "query": "query A { waves { totalCount } } query B($code: OdsCode!) { ccg(odsCode: $code) { name } }",
        "operationName": "B", "variables": { "code": "01A" }, "extensions": {}, "other": 1,
    });
    let response = send(&service, post("application/json", "*/*", body.to_string())).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.content_type(), Some("application/json; charset=utf-8"));
    assert_eq!(response.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
    let answer = json!({
        "data": { "ccg": { "name": "NHS Place 1 CCG" } },
        "extensions": { "dataVersion": 1, "lastImportAt": "2026-01-02T03:04:05Z" },
    });
    assert_eq!(json_of(response).await, answer);
}

#[tokio::test]
async fn members_come_in_the_order_of_the_query() {
    let service = Service::with_ccgs(1).await;
    let body = json!({ "query": "{ ccgs { totalCount nodes { odsCode name closedOn } } }" }).to_string();
    let response = send(&service, post("application/json", "*/*", body)).await;
    assert_eq!(
        response.into_body().into_string().await.expect("a body"),
        "{\"data\":{\"ccgs\":{\"totalCount\":1,\"nodes\":[{\"odsCode\":\"00A\",\"name\":\"NHS Place 0 CCG\",\
         \"closedOn\":null}]}},\"extensions\":{\"dataVersion\":1,\"lastImportAt\":\"2026-01-02T03:04:05Z\"}}"
    );
}

#[tokio::test]
async fn the_status_says_whether_anything_was_executed_to_those_who_ask() {
    let service = Service::with_ccgs(1).await;
    for (query, status) in [
        ("{", StatusCode::BAD_REQUEST),
        ("{ nonsense }", StatusCode::BAD_REQUEST),
        ("{ ccgs(first: 999) { nodes { name } } }", StatusCode::OK),
        ("{ ccgs { nodes { name } } }", StatusCode::OK),
    ] {
        let body = json!({ "query": query }).to_string();
        let accept = "application/graphql-response+json, application/json;q=0.9";
        let response = send(&service, post("application/json", accept, body.clone())).await;
        assert_eq!(response.status(), status, "{query}");
        assert_eq!(response.content_type(), Some("application/graphql-response+json; charset=utf-8"));
        let executed = status == StatusCode::OK;
        assert_eq!(json_of(response).await.get("data").is_some(), executed, "{query}");
        let response = send(&service, post("application/json", "application/json", body)).await;
        assert_eq!(response.status(), StatusCode::OK, "{query}");
    }
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let service = Service::with_ccgs(0).await;
    let query = json!({ "query": "{ waves { totalCount } }" });
    let huge = json!({ "query": " ".repeat(300_000) });
    for (content_type, body, status) in [
        ("text/plain", query.to_string(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", "{".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", "{}".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", json!([query]).to_string(), StatusCode::BAD_REQUEST),
        ("application/json", json!({ "query": 1 }).to_string(), StatusCode::BAD_REQUEST),
        ("application/json", json!({ "query": "{a}", "variables": [] }).to_string(), StatusCode::BAD_REQUEST),
        ("application/json", huge.to_string(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let response = send(&service, post(content_type, "*/*", body)).await;
        assert_eq!(response.status(), status);
        assert!(json_of(response).await["errors"][0]["message"].is_string());
    }
    let packed = Request::builder().method(Method::POST).uri_str("/graphql").content_type("application/json");
    let response = send(&service, packed.header(header::CONTENT_ENCODING, "gzip").body("{}")).await;
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS] {
        let response = send(&service, Request::builder().method(method).uri_str("/graphql").finish()).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.header(header::ALLOW), Some("GET, HEAD, POST"));
    }
    for path in ["/metrics", "/health/ready", "/q", "/q/adoptions.csv", "/schema.graphql"] {
        let response = send(&service, Request::builder().method(Method::PUT).uri_str(path).finish()).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(response.header(header::ALLOW), Some("GET, HEAD"), "{path}");
    }
}

#[tokio::test]
async fn the_schema_and_the_health_are_there_to_read() {
    let service = Service::with_ccgs(0).await;
    let get = |path: &str| Request::builder().uri_str(path).finish();
    let response = send(&service, get("/schema.graphql")).await;
    assert_eq!(response.content_type(), Some("text/plain; charset=utf-8"));
    assert_eq!(response.into_body().into_string().await.expect("a body"), api::schema::sdl());

    let health = json_of(send(&service, get("/health/ready")).await).await;
    let schema = migrations::names().pop();
    assert_eq!(
        health,
        json!({
            "status": "ok", "schema": schema, "dataVersion": 1, "lastImportAt": "2026-01-02T03:04:05Z",
            "databases": [{ "name": "primary", "status": "ok", "dataVersion": 1 }],
            "freshness": null, "stale": [],
        })
    );
    service.database.execute_unprepared("DROP TABLE import_issue").await.expect("no more issues");
    service.database.execute_unprepared("DROP TABLE seaql_migrations").await.expect("no more schema");
    let response = send(&service, get("/health/ready")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let unavailable = json_of(response).await;
    assert_eq!(
        (&unavailable["status"], &unavailable["databases"][0]["name"]),
        (&json!("unavailable"), &json!("primary"))
    );
    // The program lives all the same, and can be asked what is wrong.
    assert_eq!(send(&service, get("/health/live")).await.status(), StatusCode::OK);
    service.database.execute_unprepared("ALTER TABLE import_run RENAME TO lost").await.expect("no more runs");
    let metrics = send(&service, get("/metrics")).await;
    assert_eq!(metrics.status(), StatusCode::OK);
    let text = metrics.into_body().into_string().await.expect("a body");
    assert!(text.contains("\ndatabase_up 0\n"), "{text}");
}

#[tokio::test]
async fn a_variable_that_cannot_be_is_a_request_that_cannot_be_executed() {
    let service = Service::with_ccgs(2).await;
    for (declared, argument, variables, message) in [
        ("$v: OdsCode!", "odsCode", json!({}), "The variable $v is needed, and no value was given for it."),
        (
            "$v: OdsCode!",
            "odsCode",
            json!({ "v": "zz!" }),
            "odsCode: \"zz!\" is not an ODS code; expected three characters such as 08F, or five such as W2U3Z. By its name \
             a CCG is found with search(text: \"zz!\").",
        ),
        (
            "$v: OdsCode!",
            "odsCode",
            json!({ "v": 5 }),
            "odsCode is 5; expected a text in quotes, such as \"08F\".",
        ),
    ] {
        let query = format!("query ({declared}) {{ waves {{ totalCount }} ccg({argument}: $v) {{ name }} }}");
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = post("application/json", "application/graphql-response+json", body);
        let response = send(&service, request).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{variables}");
        let told = json_of(response).await;
        assert_eq!(told.get("data"), None);
        assert_eq!(told["errors"][0]["message"], message);
        let argument = if variables == json!({}) { "v" } else { "odsCode" };
        assert_eq!(
            told["errors"][0]["extensions"],
            json!({ "code": "BAD_USER_INPUT", "argument": argument })
        );
    }
    // That no CCG can have a code is no mistake, and one is as good as a list of it.
    let query = "query ($code: OdsCode!, $days: [Date!], $none: Date, $default: Date! = \"2015-04-01\") {
        ccg(odsCode: $code) { name } ccgs(filter: { or: [{ openOn: $default }, { closedOn: { in: $days, eq: $none } }] }) {
            totalCount } }";
    let variables = json!({ "code": "RQX", "days": "2015-04-01" });
    let body = json!({ "query": query, "variables": variables }).to_string();
    let response = send(&service, post("application/json", "*/*", body)).await;
    assert_eq!(json_of(response).await.get("errors"), None);
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_said_of_its_member() {
    let service = Service::with_ccgs(0).await;
    for (body, told) in [
        ("null", "object such as {\"query\": \"...\"}"),
        ("\"{ __typename }\"", "object such as"),
        (
            "{\"query\": 5}",
            "The member \"query\" of the body is wrong: invalid type: integer `5`, expected a string.",
        ),
        ("{\"query\": \"{a}\", \"operationName\": {}}", "\"operationName\""),
        ("{\"query\": \"{a}\", \"variables\": []}", "\"variables\""),
        ("{\"query\": \"{a}\", \"extensions\": {\"persistedQuery\": {\"version\": 1}}}", "`sha256Hash`"),
        ("{\"query\"", "The body is not JSON"),
    ] {
        let response = send(&service, post("application/json", "*/*", body)).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        let message = json_of(response).await["errors"][0]["message"].as_str().expect("a message").to_owned();
        assert!(message.contains(told), "{message}");
    }
}

#[tokio::test]
async fn where_there_is_nothing_it_is_said_what_there_is() {
    let service = Service::with_ccgs(0).await;
    for path in ["/nothing", "/graphql/", "/q/a/b.csv"] {
        let response = send(&service, Request::builder().uri_str(path).finish()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(response.header(header::CACHE_CONTROL), Some("no-store"));
        let told = json_of(response).await;
        assert!(told["errors"][0]["message"].as_str().expect("a message").contains("/graphql"), "{told}");
    }
}
