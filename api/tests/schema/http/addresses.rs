//! Addresses that were asked before are answered as they were, by a shorter way.

use std::{collections::BTreeSet, fs};

use api::{config::Serving, http::Credentials};
use poem::{
    Endpoint, RequestBuilder, Response,
    http::{HeaderName, StatusCode, header},
};

use super::get;
use crate::fixture::Service;

const QUERY: &str =
    "query Places { ccgs(first: 50) { totalCount nodes { id odsCode name openedOn closedOn } } }";

/// More often than it takes for an address to be known, and for what was found of the data to hold no longer.
const TIMES: usize = 20;

fn ask() -> RequestBuilder {
    get(&[("query", QUERY)])
}

/// All that a response says but for the number of its request.
async fn told(response: Response) -> (StatusCode, Vec<String>, Vec<u8>) {
    let mut headers = response.headers().clone();
    assert!(headers.remove("x-request-id").is_some());
    let mut headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    (response.status(), headers, response.into_body().into_vec().await.expect("a body"))
}

#[tokio::test]
async fn a_known_address_is_answered_as_it_was_before() {
    let service = Service::with_ccgs(20).await;
    let served = service.served_as(Serving {
        cors_origins: vec!["https://reports.example.org".parse().expect("a site")],
        ..Serving::default()
    });
    let tag = served.get_response(ask().finish()).await.header(header::ETAG).expect("a tag").to_owned();
    let asked = |header: Option<(HeaderName, &str)>| match header {
        Some((name, value)) => ask().header(name, value).finish(),
        None => ask().finish(),
    };
    for header in [
        None,
        Some((header::ACCEPT_ENCODING, "gzip")),
        Some((header::ACCEPT, "application/graphql-response+json")),
        Some((header::ORIGIN, "https://reports.example.org")),
    ] {
        // The first was compressed on its way; from the second on it is as it is kept.
        served.get_response(asked(header.clone())).await;
        let first = told(served.get_response(asked(header.clone())).await).await;
        assert_eq!(first.0, StatusCode::OK, "{header:?}");
        for _ in 0..TIMES {
            assert_eq!(told(served.get_response(asked(header.clone())).await).await, first, "{header:?}");
        }
    }
    let held = || ask().header(header::IF_NONE_MATCH, &tag).finish();
    let first = told(served.get_response(held()).await).await;
    assert_eq!(first.0, StatusCode::NOT_MODIFIED);
    for _ in 0..TIMES {
        assert_eq!(told(served.get_response(held()).await).await, first);
    }
    let newer = served.get_response(ask().header("x-data-version", "9").finish()).await;
    assert_eq!(newer.status(), StatusCode::CONFLICT);
    let wrong = served.get_response(ask().header("x-data-version", "x").finish()).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_known_address_is_for_those_who_may_ask() {
    let service = Service::with_ccgs(1).await;
    let (token, line) = Credentials::new_token("excel");
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), line).expect("a line");
    let credentials = Credentials::read(file.path().to_str().expect("a path")).expect("credentials");
    let served = service.served_as(Serving { credentials: Some(credentials), ..Serving::default() });
    for _ in 0..TIMES {
        let shown = ask().header(header::AUTHORIZATION, format!("Bearer {token}"));
        let response = served.get_response(shown.finish()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.header(header::CACHE_CONTROL), Some("private, no-cache"));
        let vary = response.header(header::VARY).expect("what it depends on");
        assert_eq!(
            vary.split(", ").collect::<BTreeSet<_>>(),
            BTreeSet::from(["Accept", "Accept-Encoding", "Authorization", "x-api-key"])
        );
        let others = [ask(), ask().header(header::AUTHORIZATION, "Bearer wrong")];
        for other in others {
            let response = served.get_response(other.finish()).await;
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        }
    }
}
