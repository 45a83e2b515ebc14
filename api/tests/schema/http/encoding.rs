//! Answers are compressed for those who take them so.

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
use poem::{Body, http::header};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::{get, send};
use crate::fixture::Service;

const LONG: &str = "{ ccgs(first: 50) { nodes { id odsCode name openedOn closedOn } } }";

/// What was compressed so.
pub(super) async fn decoded(coding: &str, bytes: Vec<u8>) -> String {
    let body = tokio::io::BufReader::new(Body::from(bytes).into_async_read());
    match coding {
        "gzip" => text_of(GzipDecoder::new(body)).await,
        "br" => text_of(BrotliDecoder::new(body)).await,
        _ => text_of(ZstdDecoder::new(body)).await,
    }
}

async fn text_of(mut reader: impl AsyncRead + Unpin) -> String {
    let mut text = String::new();
    reader.read_to_string(&mut text).await.expect("a text");
    text
}

#[tokio::test]
async fn a_long_answer_is_compressed_as_its_client_takes_it() {
    let service = Service::with_ccgs(50).await;
    let plain = send(&service, get(&[("query", LONG)]).finish()).await;
    assert_eq!(plain.header(header::CONTENT_ENCODING), None);
    let plain = plain.into_body().into_string().await.expect("a body");
    for coding in ["gzip", "br", "zstd"] {
        let request = get(&[("query", LONG)]).header(header::ACCEPT_ENCODING, coding);
        let response = send(&service, request.finish()).await;
        assert_eq!(response.header(header::CONTENT_ENCODING), Some(coding));
        assert_eq!(response.header(header::CONTENT_LENGTH), None);
        assert_eq!(response.header(header::VARY), Some("Accept, Accept-Encoding"));
        let bytes = response.into_body().into_vec().await.expect("a body");
        assert!(bytes.len() * 2 < plain.len(), "{} of {}", bytes.len(), plain.len());
        assert_eq!(decoded(coding, bytes).await, plain);
    }
}

#[tokio::test]
async fn a_short_answer_is_sent_as_it_is() {
    let service = Service::with_ccgs(1).await;
    let request = get(&[("query", "{ __typename }")]).header(header::ACCEPT_ENCODING, "gzip, br, zstd");
    let response = send(&service, request.finish()).await;
    assert_eq!(response.header(header::CONTENT_ENCODING), None);
    assert_eq!(response.header(header::VARY), Some("Accept, Accept-Encoding"));
}
