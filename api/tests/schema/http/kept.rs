//! What was answered once is not worked out again while the data is the same, and never given for other data.

use std::{collections::HashSet, time::Duration};

use api::config::Serving;
use entities::{domain::RunStatus, import_run};
use futures_util::future::join_all;
use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::{get, json_of, post};
use crate::fixture::{Service, a_run, store};

const QUERY: &str =
    "query Places { ccgs(first: 50) { totalCount nodes { id odsCode name openedOn closedOn } } }";

async fn ask(served: &impl Endpoint<Output = Response>, query: &str) -> Response {
    served.get_response(get(&[("query", query)]).finish()).await
}

async fn metric(served: &impl Endpoint<Output = Response>, name: &str) -> u64 {
    let response = served.get_response(Request::builder().uri_str("/metrics").finish()).await;
    let text = response.into_body().into_string().await.expect("a body");
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.map_or(0, |value| value.parse().expect("a number"))
}

async fn outcomes(served: &impl Endpoint<Output = Response>) -> [u64; 3] {
    let mut found = [0; 3];
    for (found, outcome) in found.iter_mut().zip(["hit", "shared", "miss"]) {
        *found = metric(served, &format!("answer_cache_requests_total{{outcome=\"{outcome}\"}}")).await;
    }
    found
}

/// Longer than a look at the state of the data holds.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(5)).await;
}

/// Without this table the query fails, and the data is of the same state.
async fn break_the_data(service: &Service) {
    service.database.execute_unprepared("ALTER TABLE ccg RENAME TO lost").await.expect("no more CCGs");
}

#[tokio::test]
async fn what_was_answered_is_answered_again_without_the_data() {
    let service = Service::with_ccgs(20).await;
    let served = service.served();
    let first = ask(&served, QUERY).await;
    let (tag, length) =
        (first.header(header::ETAG).map(str::to_owned), first.header("content-length").map(str::to_owned));
    assert!(tag.is_some() && length.is_some());
    let answer = json_of(first).await;
    break_the_data(&service).await;

    let again = ask(&served, QUERY).await;
    for (name, value) in [
        (header::ETAG, tag.as_deref()),
        (header::CONTENT_LENGTH, length.as_deref()),
        (header::CONTENT_TYPE, Some("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, Some("no-cache")),
        (header::VARY, Some("Accept, Accept-Encoding")),
        (header::LAST_MODIFIED, Some("Fri, 02 Jan 2026 03:04:05 GMT")),
    ] {
        assert_eq!(again.header(&name), value, "{name}");
    }
    assert_eq!(again.header("x-data-version"), Some("1"));
    assert_eq!(json_of(again).await, answer);

    let held = get(&[("query", QUERY)]).header(header::IF_NONE_MATCH, tag.as_deref().expect("a tag"));
    let held = served.get_response(held.finish()).await;
    assert_eq!((held.status(), held.header(header::ETAG)), (StatusCode::NOT_MODIFIED, tag.as_deref()));
    assert_eq!(held.header(header::VARY), Some("Accept, Accept-Encoding"));

    // The same by POST, which nobody else may keep.
    let posted =
        served.get_response(post("application/json", "*/*", json!({ "query": QUERY }).to_string())).await;
    assert_eq!((posted.header(header::ETAG), posted.header(header::CACHE_CONTROL)), (None, Some("no-store")));
    assert_eq!(json_of(posted).await, answer);
    let head = served.get_response(get(&[("query", QUERY)]).method(Method::HEAD).finish()).await;
    assert_eq!((head.status(), head.header("content-length")), (StatusCode::OK, length.as_deref()));

    assert_eq!(outcomes(&served).await, [4, 0, 1]);
    assert_eq!(metric(&served, "graphql_operation_duration_seconds_count{operation=\"Places\"}").await, 5);
    assert_eq!(metric(&served, "answer_cache_entries").await, 1);
    // Written in another way it is another answer, and so is that to any other question.
    for (accept, variables) in [("application/graphql-response+json", "{}"), ("*/*", "{\"x\":1}")] {
        let other = get(&[("query", QUERY), ("variables", variables)]).header(header::ACCEPT, accept);
        let other = json_of(served.get_response(other.finish()).await).await;
        assert_eq!(other["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{other}");
    }
}

#[tokio::test]
async fn other_data_has_other_answers_at_once() {
    let service = Service::with_ccgs(1).await;
    let served = service.served();
    const RUNS: &str = "{ importRuns { totalCount nodes { status } } }";
    let statuses = async || {
        a_moment().await;
        let answer = json_of(ask(&served, RUNS).await).await;
        let version = answer["extensions"]["dataVersion"].as_i64().expect("a version");
        let nodes = answer["data"]["importRuns"]["nodes"].as_array().expect("nodes").clone();
        (
            version,
            nodes
                .iter()
                .map(|node| node["status"].as_str().expect("a status").to_owned())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(statuses().await, (1, vec!["COMMITTED".to_owned()]));
    let running =
        import_run::Model { status: RunStatus::Running, recorded_at: None, data_version: None, ..a_run(2) };
    store(&service.database, running.clone()).await;
    assert!(statuses().await.1.contains(&"RUNNING".to_owned()));
    let mut ended = running.into_active_model();
    ended.status = Set(RunStatus::Committed);
    ended.data_version = Set(Some(2));
    ended.recorded_at = Set(Some(crate::fixture::now()));
    ended.update(&service.database).await.expect("an end");
    assert_eq!(statuses().await, (2, vec!["COMMITTED".to_owned(); 2]));
    assert_eq!(outcomes(&served).await, [0, 0, 3]);
}

#[tokio::test]
async fn nobody_gets_anything_older_than_he_holds() {
    let service = Service::with_ccgs(3).await;
    let served = service.served();
    let paged = |after: Option<&str>| {
        let after = after.map(|after| format!(", after: \"{after}\"")).unwrap_or_default();
        format!("{{ ccgs(first: 1{after}) {{ nodes {{ odsCode }} pageInfo {{ endCursor }} }} }}")
    };
    let first = json_of(ask(&served, &paged(None)).await).await;
    let cursor = first["data"]["ccgs"]["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
    let second = json_of(ask(&served, &paged(Some(&cursor))).await).await;
    assert_eq!(json_of(ask(&served, &paged(Some(&cursor))).await).await, second);
    assert_eq!(outcomes(&served).await, [1, 0, 2]);
    for (told, status) in [
        ("1", StatusCode::OK),
        ("2", StatusCode::CONFLICT),
        ("-1", StatusCode::BAD_REQUEST),
        ("x", StatusCode::BAD_REQUEST),
    ] {
        let request = get(&[("query", &paged(Some(&cursor)))]).header("x-data-version", told);
        assert_eq!(served.get_response(request.finish()).await.status(), status, "{told}");
    }
    store(&service.database, a_run(2)).await;
    // No look holds for who knows better.
    let request = get(&[("query", &paged(None))]).header("x-data-version", "2");
    let answer = json_of(served.get_response(request.finish()).await).await;
    assert_eq!(answer["extensions"]["dataVersion"], 2, "{answer}");
}

#[tokio::test]
async fn without_the_database_nothing_is_answered_from_memory() {
    let service = Service::with_ccgs(1).await;
    let served = service.served();
    assert_eq!(ask(&served, QUERY).await.status(), StatusCode::OK);
    service.database.execute_unprepared("ALTER TABLE import_run RENAME TO away").await.expect("no more runs");
    a_moment().await;
    let response = ask(&served, QUERY).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.header(header::RETRY_AFTER), Some("2"));
}

#[tokio::test]
async fn what_may_be_another_answer_next_time_is_not_kept() {
    let service = Service::with_ccgs(1).await;
    let served = service.served();
    break_the_data(&service).await;
    let broken = json_of(ask(&served, QUERY).await).await;
    assert_eq!(broken["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{broken}");
    for refused in ["{ nonsense }", "mutation { nothing }", "{"] {
        let body = json!({ "query": refused }).to_string();
        let answer = json_of(served.get_response(post("application/json", "*/*", body)).await).await;
        assert!(answer["errors"][0]["message"].is_string(), "{answer}");
    }
    assert_eq!(metric(&served, "answer_cache_entries").await, 0);
    service.database.execute_unprepared("ALTER TABLE lost RENAME TO ccg").await.expect("the CCGs");
    assert_eq!(json_of(ask(&served, QUERY).await).await["data"]["ccgs"]["totalCount"], 1);
    // What cannot be asked of a list is an answer like any other.
    let wrong = "{ ccgs(first: 999) { totalCount } }";
    let first = json_of(ask(&served, wrong).await).await;
    assert_eq!(first["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{first}");
    assert_eq!(json_of(ask(&served, wrong).await).await, first);
}

#[tokio::test]
async fn what_many_ask_at_once_is_worked_out_once() {
    let service = Service::with_ccgs(20).await;
    // Whoever waits for another's work has no turn and no place.
    let served = service.served_as(Serving { max_concurrent: 1, max_waiting: 0, ..Serving::default() });
    let answers = join_all((0..20).map(|_| async { json_of(ask(&served, QUERY).await).await })).await;
    assert!(answers.iter().all(|answer| answer["data"]["ccgs"]["totalCount"] == 20), "{answers:?}");
    let [hit, shared, miss] = outcomes(&served).await;
    assert_eq!((hit + shared, miss), (19, 1));
}

#[tokio::test]
async fn one_refusal_is_for_all_who_wait_for_the_same() {
    let service = Service::with_ccgs(2).await;
    let served = service.served();
    break_the_data(&service).await;
    let answers = join_all((0..5).map(|number| {
        let request = get(&[("query", QUERY)]).header("x-request-id", format!("r-{number}"));
        let answer = served.get_response(request.finish());
        async { json_of(answer.await).await }
    }))
    .await;
    // It is in the log under the number of the one that was worked on. Nothing of it is kept, so who comes when that has ended
    // is worked for anew.
    let number = |answer: &Value| answer["errors"][0]["extensions"]["requestId"].as_str().map(str::to_owned);
    let numbers: HashSet<String> = answers.iter().map(|answer| number(answer).expect("a number")).collect();
    assert_eq!(outcomes(&served).await[2], numbers.len() as u64, "{numbers:?}");
}

#[tokio::test]
async fn an_answer_is_compressed_once() {
    let service = Service::with_ccgs(50).await;
    let served = service.served();
    let compressed = async |coding: &str| {
        let request = get(&[("query", QUERY)]).header(header::ACCEPT_ENCODING, coding);
        let response = served.get_response(request.finish()).await;
        assert_eq!(response.header(header::VARY), Some("Accept, Accept-Encoding"));
        assert_eq!(response.header(header::CONTENT_ENCODING), Some(coding));
        let (tag, length) = (
            response.header(header::ETAG).map(str::to_owned),
            response.header("content-length").map(str::to_owned),
        );
        let body = response.into_body().into_bytes().await.expect("a body");
        assert!(length.is_none_or(|length| length == body.len().to_string()));
        (tag, super::encoding::decoded(coding, body.into()).await)
    };
    let plain = ask(&served, QUERY).await.into_body().into_string().await.expect("a body");
    let mut tags = Vec::new();
    let mut size = metric(&served, "answer_cache_bytes").await;
    for coding in ["zstd", "br", "gzip"] {
        let first = compressed(coding).await;
        assert_eq!(first.1, plain, "{coding}");
        assert_eq!(compressed(coding).await, first);
        tags.push(first.0);
        let grown = metric(&served, "answer_cache_bytes").await;
        assert!(grown > size, "what it is compressed to counts too");
        size = grown;
    }
    tags.dedup();
    assert_eq!((tags.len(), outcomes(&served).await), (3, [6, 0, 1]));
    // An address that asks first for it compressed gets the same.
    let anew = service.served();
    let request = get(&[("query", QUERY)]).header(header::ACCEPT_ENCODING, "br").finish();
    assert_eq!(anew.get_response(request).await.header(header::ETAG).map(str::to_owned), tags[1]);
}

#[tokio::test]
async fn there_is_room_for_so_much_and_no_more() {
    let service = Service::with_ccgs(50).await;
    for (mib, kept) in [(0, false), (1, true)] {
        let served = service.served_as(Serving { answer_cache_mib: mib, ..Serving::default() });
        for number in 0..400 {
            let answer = json_of(ask(&served, &format!("{QUERY} # {number}")).await).await;
            assert_eq!(answer["data"]["ccgs"]["totalCount"], 50);
        }
        let size = metric(&served, "answer_cache_bytes").await;
        assert!(size <= mib as u64 * 1024 * 1024 && (size > 0) == kept, "{size}");
        ask(&served, &format!("{QUERY} # 399")).await;
        assert_eq!(outcomes(&served).await[0], u64::from(kept));
    }
}

#[tokio::test]
async fn a_document_is_known_by_its_hash_though_its_answer_was_there() {
    let service = Service::with_ccgs(1).await;
    let served = service.served();
    ask(&served, QUERY).await;
    let hash: String = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(QUERY))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } }).to_string();
    let both = get(&[("query", QUERY), ("extensions", &extensions)]).finish();
    assert_eq!(served.get_response(both).await.status(), StatusCode::OK);
    let alone = get(&[("extensions", &extensions)]).finish();
    let answer = json_of(served.get_response(alone).await).await;
    assert_eq!(answer["data"]["ccgs"]["totalCount"], 1, "{answer}");
    assert_eq!(outcomes(&served).await, [2, 0, 1]);
}
