//! What holds for every request and every response, whatever is asked for.

use std::{sync::Arc, time::Instant};

use poem::{
    Endpoint, IntoResponse, Request, Response,
    http::{HeaderName, Method, StatusCode, Uri, header},
};
use tracing::{Instrument, Level, Span, debug, enabled, info_span, warn};

#[cfg(feature = "otel")]
use super::traced::Traced;
use super::{
    answer::Writer,
    connections::Connections,
    media::MediaType,
    metrics::{Recorded, route},
    refusal::Refusal,
    request_id::{RequestId, X_REQUEST_ID},
};

/// What every response says unless it says otherwise: a browser is to take it as what it is called, run nothing in
/// it, show it in no frame, and tell nobody where it came from.
const PROTECTION: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Numbers a request, protects its response, and logs and records both.
pub(super) async fn guard<E: Endpoint>(
    recorded: Recorded,
    inner: Arc<E>,
    mut request: Request,
) -> poem::Result<Response> {
    let id = RequestId::new(&request);
    request.extensions_mut().insert(id.clone());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let route = route(uri.path());
    #[cfg(feature = "otel")]
    let traced = Traced::begin(&request, &id, route);
    let begun = Instant::now();
    let answered = inner.get_response(request);
    #[cfg(feature = "otel")]
    let answered = traced.around(answered);
    let mut response = answered.await;
    let headers = response.headers_mut();
    headers.reserve(PROTECTION.len() + 1);
    for (name, value) in PROTECTION {
        headers.entry(name).or_insert(header::HeaderValue::from_static(value));
    }
    if let Some(id) = id.header() {
        headers.insert(X_REQUEST_ID, id);
    }
    let (status, took) = (response.status(), begun.elapsed());
    recorded.request(route, status, took);
    #[cfg(feature = "otel")]
    traced.end(status);
    if status.is_server_error() || enabled!(Level::DEBUG) {
        let seconds = took.as_secs_f64();
        span_of(Some(&id), &method, &uri).in_scope(|| {
            if status.is_server_error() {
                warn!(status = status.as_u16(), seconds, "refused");
            } else {
                debug!(status = status.as_u16(), seconds, "answered");
            }
        });
    }
    Ok(response)
}

/// What everything stands under that the log is told of a request. It is made where there may be something to tell: most of
/// what is answered at once costs less.
pub(super) fn span(request: &Request) -> Span {
    let id = RequestId::of(request);
    span_of(id.as_ref(), request.method(), request.uri())
}

fn span_of(id: Option<&RequestId>, method: &Method, uri: &Uri) -> Span {
    info_span!("request", id = id.map(tracing::field::display), %method, path = uri.path())
}

/// Answers a request under its number in the log.
pub(super) async fn tell<E: Endpoint>(inner: Arc<E>, request: Request) -> poem::Result<Response> {
    let span = span(&request);
    inner.call(request).instrument(span).await.map(IntoResponse::into_response)
}

/// Works for a client only as long as it is there.
pub(super) async fn unless_gone<E: Endpoint>(
    connections: Connections,
    inner: Arc<E>,
    request: Request,
) -> poem::Result<Response> {
    let remote = request.remote_addr().as_socket_addr().copied();
    let _at_work = connections.begin(remote);
    tokio::select! {
        biased;
        response = inner.get_response(request) => Ok(response),
        () = connections.gone(remote) => {
            debug!("the client has gone away");
            // It goes nowhere.
            Ok(StatusCode::BAD_REQUEST.into())
        }
    }
}

/// Refuses a request before it is known in which media type its answer would have been.
pub(super) fn refuse(id: Option<RequestId>, refusal: Refusal) -> Response {
    Writer::new(MediaType::Json, id).refuse(refusal)
}

/// What is answered when the service itself is at fault.
pub(super) fn broken() -> Response {
    let message = "The service failed. The reason is in its log.";
    refuse(None, Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message))
}
