//! What stands around all routes, and holds for every request and every response, whatever is asked for.

use std::{net::SocketAddr, sync::Arc};

use poem::{
    Endpoint, IntoResponse, Request, Response,
    endpoint::BoxEndpoint,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
};
use tokio::time::Instant;
use tracing::{Instrument, Level, Span, debug, enabled, info_span, warn};

#[cfg(feature = "otel")]
use super::traced::Traced;
use super::{
    answer::Writer,
    connections::Connections,
    cors::Origins,
    credentials::{self, Credentials},
    encoding::Compressing,
    graphql::GraphQl,
    media::MediaType,
    metrics::{Recorded, route},
    refusal::Refusal,
    request_id::{RequestId, X_REQUEST_ID},
};

/// What every response says unless it says otherwise: a browser is to take it as what it is called, run nothing in
/// it, show it in no frame, and tell nobody where it came from.
static PROTECTION: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Routes, and what stands around them: it numbers requests, lets those through that may ask, compresses, protects, logs and
/// records. All of it is one step, since each would otherwise make room for the whole way through the others.
pub(super) struct Edge {
    /// What is asked for.
    pub(super) routes: BoxEndpoint<'static, Response>,
    /// What may have been answered before.
    pub(super) graphql: Arc<GraphQl>,
    /// Whose pages may ask; none when no page of another site may.
    pub(super) origins: Option<Origins>,
    /// Who may ask; none when everybody may.
    pub(super) credentials: Option<Credentials>,
    pub(super) recorded: Recorded,
    pub(super) connections: Connections,
}

impl Edge {
    /// The response to a request that was answered before, if it is there.
    fn at_once(&self, request: &Request, begun: Instant) -> Option<Response> {
        let known = self.graphql.known(request)?;
        if self.credentials.as_ref().is_some_and(|credentials| !credentials.admit(request.headers())) {
            return None;
        }
        let mut response = self.graphql.at_once(&known, request, begun)?;
        if self.credentials.is_some() {
            credentials::tell(response.headers_mut());
        }
        Some(response)
    }

    /// The response to a request of a client; none when that has gone away before it was there.
    async fn unless_gone(&self, request: Request, remote: Option<SocketAddr>) -> Option<Response> {
        tokio::select! {
            biased;
            response = self.answer(request) => Some(response),
            () = self.connections.gone(remote) => None,
        }
    }

    async fn answer(&self, request: Request) -> Response {
        let compressing = Compressing::for_client(&request);
        let Some(credentials) = self.credentials.as_ref().filter(|_| !credentials::are_needless(&request))
        else {
            return compressing.done(self.routes.get_response(request).await);
        };
        if !credentials.admit(request.headers()) {
            return compressing.done(credentials::refuse(RequestId::of(&request)));
        }
        let mut response = self.routes.get_response(request).await;
        credentials::tell(response.headers_mut());
        compressing.done(response)
    }
}

impl Endpoint for Edge {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let begun = Instant::now();
        let remote = request.remote_addr().as_socket_addr().copied();
        let _at_work = self.connections.begin(remote);
        let id = RequestId::new(&request);
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let route = route(uri.path());
        let crossing = self.origins.as_ref().map(|origins| origins.crossing(&request));
        #[cfg(feature = "otel")]
        let traced = Traced::begin(&request, &id, route);
        let answered = async {
            if let Some(response) = self.at_once(&request, begun) {
                return Some(response);
            }
            if let Some(response) = crossing.as_ref().and_then(|crossing| crossing.preflight(&id)) {
                return Some(response);
            }
            request.extensions_mut().insert(id.clone());
            // On the heap, so that no room is made for it where the answer is there.
            Box::pin(self.unless_gone(request, remote)).await
        };
        #[cfg(feature = "otel")]
        let answered = traced.around(answered);
        let Some(mut response) = answered.await else {
            debug!("the client has gone away");
            // It goes nowhere.
            return Ok(StatusCode::BAD_REQUEST.into());
        };
        if let Some(crossing) = crossing {
            crossing.tell(response.headers_mut());
        }
        protect(response.headers_mut());
        let (status, took) = (response.status(), begun.elapsed());
        self.recorded.request(route, status, took);
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
        response.headers_mut().insert(X_REQUEST_ID, id.into_header());
        Ok(response)
    }
}

fn protect(headers: &mut HeaderMap) {
    headers.reserve(PROTECTION.len() + 1);
    for (name, value) in &PROTECTION {
        headers.entry(name).or_insert_with(|| value.clone());
    }
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

/// Refuses a request before it is known in which media type its answer would have been.
pub(super) fn refuse(id: Option<RequestId>, refusal: Refusal) -> Response {
    Writer::new(MediaType::Json, id).refuse(refusal)
}

/// What is answered when the service itself is at fault.
pub(super) fn broken() -> Response {
    let message = "The service failed. The reason is in its log.";
    refuse(None, Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message))
}
