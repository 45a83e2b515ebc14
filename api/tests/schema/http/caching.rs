//! What a client holds already is not worked out again, and nothing stale is called fresh.

use entities::{domain::RunStatus, import_run};
use poem::{
    Response,
    http::{StatusCode, header},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};

use super::{get, json_of, send};
use crate::fixture::{Service, a_run, store};

const QUERY: &str = "{ ccgs { totalCount nodes { name } } }";
const RUNS: &str = "{ importRuns { nodes { status } } }";

fn tag(response: &Response) -> String {
    response.header(header::ETAG).expect("a tag").to_owned()
}

/// The response to a GET of a query by a client that holds what has this tag.
async fn holding(service: &Service, tag: &str, query: &str) -> Response {
    send(service, get(&[("query", query)]).header(header::IF_NONE_MATCH, tag).finish()).await
}

async fn tag_of(service: &Service, query: &str) -> String {
    tag(&send(service, get(&[("query", query)]).finish()).await)
}

#[tokio::test]
async fn what_a_client_holds_is_not_worked_out_again() {
    let service = Service::with_ccgs(3).await;
    let first = send(&service, get(&[("query", QUERY)]).finish()).await;
    assert_eq!(first.header(header::CACHE_CONTROL), Some("no-cache"));
    assert_eq!(first.header(header::VARY), Some("Accept, Accept-Encoding"));
    assert_eq!(first.header(header::LAST_MODIFIED), Some("Fri, 02 Jan 2026 03:04:05 GMT"));
    let tag = tag(&first);
    assert!(tag.starts_with('"'), "{tag}");
    // An answer could not be worked out without these.
    service.database.execute_unprepared("DROP TABLE position").await.expect("no more positions");
    for held in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
        let again = holding(&service, &held, QUERY).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{held}");
        for name in [header::ETAG, header::CACHE_CONTROL, header::VARY, header::LAST_MODIFIED] {
            assert_eq!(again.headers().get(&name), first.headers().get(&name), "{name}");
        }
        assert_eq!(again.into_body().into_string().await.expect("a body"), "");
    }
    for other in ["\"other\"", "*", ""] {
        assert_eq!(holding(&service, other, QUERY).await.status(), StatusCode::OK, "{other}");
    }
}

#[tokio::test]
async fn a_tag_is_of_one_request_and_of_how_it_is_answered() {
    let service = Service::with_ccgs(1).await;
    let with = |name, value| get(&[("query", QUERY)]).header(name, value);
    let named = "query A { ccgs { totalCount } } query B { ccgs { totalCount } }";
    let variable = "query ($first: Int) { ccgs(first: $first) { totalCount } }";
    let requests = [
        get(&[("query", QUERY)]),
        get(&[("query", "{ ccgs { totalCount } }")]),
        with(header::ACCEPT, "application/graphql-response+json"),
        with(header::ACCEPT_ENCODING, "gzip"),
        with(header::ACCEPT_ENCODING, "br"),
        get(&[("query", named), ("operationName", "A")]),
        get(&[("query", named), ("operationName", "B")]),
        get(&[("query", variable), ("variables", "{\"first\":1}")]),
        get(&[("query", variable), ("variables", "{\"first\":2}")]),
    ];
    let mut tags = Vec::new();
    for request in requests {
        tags.push(tag(&send(&service, request.finish()).await));
    }
    let number = tags.len();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), number);
}

#[tokio::test]
async fn every_change_of_what_runs_say_makes_a_new_tag() {
    let service = Service::with_ccgs(1).await;
    let mut tags = vec![tag_of(&service, RUNS).await];
    let of_status = |id: i64, status: RunStatus| import_run::Model {
        status,
        recorded_at: None,
        data_version: None,
        ..a_run(id)
    };
    let end = async |id: i64, status: RunStatus| {
        let mut run = of_status(id, RunStatus::Running).into_active_model();
        run.status = Set(status);
        run.update(&service.database).await.expect("an end");
    };
    store(&service.database, of_status(2, RunStatus::Running)).await;
    tags.push(tag_of(&service, RUNS).await);
    end(2, RunStatus::Unchanged).await;
    tags.push(tag_of(&service, RUNS).await);
    store(&service.database, of_status(3, RunStatus::Running)).await;
    tags.push(tag_of(&service, RUNS).await);
    store(&service.database, of_status(4, RunStatus::Running)).await;
    tags.push(tag_of(&service, RUNS).await);
    end(3, RunStatus::Abandoned).await;
    tags.push(tag_of(&service, RUNS).await);
    for (at, tag) in tags.iter().enumerate() {
        assert_eq!(tags.iter().filter(|other| *other == tag).count(), 1, "{at}");
        let status = holding(&service, tag, RUNS).await.status();
        assert_eq!(status == StatusCode::NOT_MODIFIED, at + 1 == tags.len(), "{at}");
    }
}

#[tokio::test]
async fn what_failed_is_not_kept() {
    let service = Service::with_ccgs(1).await;
    service.database.execute_unprepared("DROP TABLE scope_rule").await.expect("no more rules");
    let failing = "{ ccgs { totalCount } scopeRules { nodes { note } } }";
    for query in [failing, "{ nonsense }", "{"] {
        let response = send(&service, get(&[("query", query)]).finish()).await;
        assert_eq!(response.header(header::ETAG), None, "{query}");
        assert_eq!(response.header(header::CACHE_CONTROL), Some("no-store"), "{query}");
    }
    let response = send(&service, get(&[("query", failing)]).header("x-request-id", "r-1").finish()).await;
    assert_eq!(response.header("x-request-id"), Some("r-1"));
    let answer = json_of(response).await;
    assert_eq!(answer["errors"][0]["extensions"]["requestId"], "r-1", "{answer}");
}

#[tokio::test]
async fn the_schema_has_a_tag_too() {
    let service = Service::with_ccgs(0).await;
    let get = || poem::Request::builder().uri_str("/schema.graphql");
    let tag = tag(&send(&service, get().finish()).await);
    let again = send(&service, get().header(header::IF_NONE_MATCH, tag).finish()).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}
