//! The HTTP side: `request` reads a GraphQL request and refuses what is none, `answer` writes responses in the
//! media type that the client accepts, `graphql` puts an execution between the two, `health` says whether the
//! database can be read.

mod answer;
mod graphql;
mod health;
mod request;

use std::{future::Future, io, time::Duration};

use poem::{
    Endpoint, EndpointExt, Response, Route, Server,
    error::MethodNotAllowedError,
    get,
    http::{StatusCode, header},
    listener::TcpAcceptor,
    middleware::SetHeader,
    post,
};
use tokio::net::TcpListener;

use self::{answer::Refusal, graphql::GraphQl, health::Health};
use crate::{
    reader::Reader,
    schema::{Schema, sdl},
};

/// How long requests that are being answered may take when the service is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` is done, and then finishes the requests that it has begun.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    schema: Schema,
    reader: Reader,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?)
        .run_with_graceful_shutdown(routes(schema, reader), stop, Some(GRACE))
        .await
}

/// What is served, and where.
pub fn routes(schema: Schema, reader: Reader) -> impl Endpoint {
    let sdl = sdl();
    let sdl = poem::endpoint::make_sync(move |_| {
        Response::builder().content_type("text/plain; charset=utf-8").body(sdl.clone())
    });
    Route::new()
        .at(
            "/graphql",
            post(GraphQl::new(schema)).catch_error(|_: MethodNotAllowedError| not_allowed("POST")),
        )
        .at("/schema.graphql", get(sdl).catch_error(|_: MethodNotAllowedError| not_allowed("GET, HEAD")))
        .at(
            "/health",
            get(Health::new(reader)).catch_error(|_: MethodNotAllowedError| not_allowed("GET, HEAD")),
        )
        .catch_all_error(async |error| error.into_response())
        .with(SetHeader::new().overriding(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

async fn not_allowed(allowed: &'static str) -> Response {
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, format!("Use {allowed} here."));
    let mut response = answer::refuse(refusal);
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allowed));
    response
}
