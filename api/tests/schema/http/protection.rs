//! Who may ask, from where, and how much at once.

use std::{fs, time::Duration};

use api::{config::Serving, http::Credentials};
use poem::{
    Endpoint, Request, RequestBuilder, Response,
    http::{Method, StatusCode, header},
};
use sea_orm::ConnectionTrait;

use super::{get, json_of, post, send, send_to};
use crate::fixture::Service;

const ORIGIN: &str = "https://reports.example.org";

fn ask() -> RequestBuilder {
    get(&[("query", "{ __typename }")])
}

fn preflight(origin: &str) -> Request {
    let request = Request::builder().method(Method::OPTIONS).uri_str("/graphql");
    let request =
        request.header(header::ORIGIN, origin).header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
    request.header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type,x-other").finish()
}

fn allowing(origin: &str) -> Serving {
    Serving { cors_origins: vec![origin.parse().expect("a site")], ..Serving::default() }
}

#[tokio::test]
async fn every_response_is_protected_and_numbered() {
    let service = Service::with_ccgs(0).await;
    for (path, status) in [
        ("/graphql", StatusCode::BAD_REQUEST),
        ("/nowhere", StatusCode::NOT_FOUND),
        ("/health/ready", StatusCode::OK),
    ] {
        let response = send(&service, Request::builder().uri_str(path).finish()).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
        assert_eq!(response.header(header::REFERRER_POLICY), Some("no-referrer"));
        assert!(
            response
                .header(header::CONTENT_SECURITY_POLICY)
                .is_some_and(|csp| csp.contains("default-src 'none'"))
        );
        assert!(response.header("x-request-id").is_some_and(|id| id.len() == 36), "{path}");
        assert_eq!(response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), None);
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_ask_only_when_they_are_listed() {
    let service = Service::with_ccgs(0).await;
    assert_eq!(send(&service, preflight(ORIGIN)).await.status(), StatusCode::METHOD_NOT_ALLOWED);

    let allowed = send_to(&service, allowing(ORIGIN), preflight(ORIGIN)).await;
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert_eq!(allowed.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), Some(ORIGIN));
    assert_eq!(allowed.header(header::ACCESS_CONTROL_ALLOW_METHODS), Some("GET, HEAD, POST"));
    assert_eq!(allowed.header(header::ACCESS_CONTROL_ALLOW_HEADERS), Some("content-type,x-other"));
    assert_eq!(allowed.header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), None);

    let refused = send_to(&service, allowing(ORIGIN), preflight("https://evil.example")).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert_eq!(refused.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), None);

    for (origin, allow) in [(ORIGIN, Some(ORIGIN)), ("https://evil.example", None)] {
        let request = ask().header(header::ORIGIN, origin).finish();
        let response = send_to(&service, allowing(ORIGIN), request).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), allow);
        assert_eq!(response.header(header::VARY), Some("Accept, Accept-Encoding, Origin"));
    }
    let any =
        send_to(&service, allowing("*"), ask().header(header::ORIGIN, "https://evil.example").finish()).await;
    assert_eq!(any.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), Some("*"));
}

#[tokio::test]
async fn with_credentials_only_those_who_show_a_token_are_answered() {
    let service = Service::with_ccgs(0).await;
    let (token, line) = Credentials::new_token("excel");
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), line).expect("a line");
    let credentials = Credentials::read(file.path().to_str().expect("a path")).expect("credentials");
    let serving = || Serving { credentials: Some(credentials.clone()), ..allowing(ORIGIN) };

    for request in [ask(), ask().header(header::AUTHORIZATION, "Bearer wrong")] {
        let response = send_to(&service, serving(), request.finish()).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let challenges: Vec<_> = response.headers().get_all(header::WWW_AUTHENTICATE).iter().collect();
        assert!(challenges[0].to_str().expect("a challenge").starts_with("Basic realm="));
        assert_eq!(json_of(response).await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    }
    let shown = ask().header(header::AUTHORIZATION, format!("Bearer {token}")).finish();
    let response = send_to(&service, serving(), shown).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.header(header::CACHE_CONTROL), Some("private, no-cache"));
    assert!(response.header(header::VARY).is_some_and(|vary| vary.contains("Authorization")));
    let health = Request::builder().uri_str("/health/ready").finish();
    assert_eq!(send_to(&service, serving(), health).await.status(), StatusCode::OK);
    // A browser asks whether it may before it shows anything.
    assert_eq!(send_to(&service, serving(), preflight(ORIGIN)).await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_document_beyond_the_limits_is_refused_with_its_cost() {
    let service = Service::with_ccgs(0).await;
    let expensive = "{ ccgs(first: 200) { nodes { adoptions(first: 200) { nodes { id } } } } }";
    let response = send(&service, get(&[("query", expensive)]).finish()).await;
    let error = json_of(response).await["errors"][0].clone();
    assert_eq!(error["extensions"]["code"], "QUERY_TOO_COMPLEX");
    assert_eq!(error["extensions"]["limit"], 20_000);
    assert_eq!(error["extensions"]["cost"], 80_401, "{error}");
    let deep = serde_json::json!({
        "query": "query ($f: CcgFilter) { ccgs(filter: $f) { totalCount } }",
        "variables": { "f": (0..20).fold(serde_json::json!({}), |within, _| serde_json::json!({ "and": [within] })) },
    });
    let response = send(&service, post("application/json", "*/*", deep.to_string())).await;
    assert_eq!(json_of(response).await["errors"][0]["extensions"]["code"], "QUERY_TOO_DEEP");
}

#[tokio::test]
async fn the_errors_of_an_answer_are_limited() {
    let service = Service::with_ccgs(1).await;
    let wrong: String = (0..50).map(|n| format!("a{n}: nothing{n} b{n} ")).collect();
    let answer = service.answer(&format!("{{ {wrong} }}")).await;
    assert_eq!(answer.errors.len(), 51);
    assert_eq!(answer.errors[50].message, "There are 50 more errors, which are left out.");
}

async fn busy(service: &Service, serving: Serving) -> Vec<Response> {
    let served = service.served_as(serving);
    let writer = service.another_connection().await;
    // Nobody can read until it is over.
    writer.execute_unprepared("BEGIN EXCLUSIVE").await.expect("a lock");
    let query = get(&[("query", "{ waves { totalCount } }")]);
    let first = served.get_response(query.finish());
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        served.get_response(get(&[("query", "{ waves { totalCount } }")]).finish()).await
    };
    let (first, second) = tokio::join!(first, second);
    writer.execute_unprepared("ROLLBACK").await.expect("no more lock");
    vec![first, second]
}

#[tokio::test]
async fn an_answer_that_takes_too_long_and_a_crowd_are_refused_in_time() {
    let service = Service::with_ccgs(1).await;
    let limit = Duration::from_millis(400).into();
    let serving = Serving { time_limit: limit, max_concurrent: 1, max_waiting: 0, ..Serving::default() };
    let responses = busy(&service, serving).await;
    let [first, second] = responses.try_into().expect("two responses");
    assert_eq!(first.status(), StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(json_of(first).await["errors"][0]["extensions"]["code"], "TIMEOUT");
    assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.header(header::RETRY_AFTER), Some("2"));
    assert_eq!(json_of(second).await["errors"][0]["extensions"]["code"], "OVERLOADED");
    assert_eq!(send(&service, ask().finish()).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn without_the_database_a_client_is_told_to_come_back() {
    let service = Service::with_ccgs(0).await;
    service.database.execute_unprepared("ALTER TABLE import_run RENAME TO away").await.expect("no more runs");
    let response = send(&service, ask().finish()).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.header(header::RETRY_AFTER), Some("2"));
    let error = json_of(response).await["errors"][0].clone();
    assert!(!error.to_string().contains("import_run"), "{error}");
}
