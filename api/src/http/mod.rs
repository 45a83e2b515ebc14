//! The HTTP side. `graphql` answers GraphQL requests: `request` reads one, `media` says what its client accepts,
//! `persisted` knows documents by their hash, `caching` tells what a client holds already and `version` that it gets nothing older, `answer` and `refusal` write
//! what goes back. `exports` writes the same as tables, `saved` those of queries with a name, and `openapi` describes them.
//! They ask over `desk`, which has the limits and the answers that are `kept`, and gives each question its `turn`, through a
//! `gate` and for a time. `pages` are for people. Around all routes
//! stands the `edge`, which numbers, protects and logs, and lets through as `cors` and `credentials` say; `encoding` compresses; `connection` ends those on which
//! nothing passes, `connections` knows which are open and which clients have gone away, `breaking` ends those whose answer
//! cannot be finished, `health` says whether the service lives and can answer, `metrics` what it has done, and `traced` makes
//! each request a span of a trace.

mod answer;
mod breaking;
mod caching;
mod connection;
mod connections;
mod cors;
mod credentials;
mod desk;
mod edge;
mod encoding;
mod exports;

mod gate;
mod graphql;
mod health;
mod kept;
mod media;
mod metrics;
mod openapi;
#[cfg(feature = "pages")]
mod pages;
mod persisted;
mod preference;
mod refusal;
mod request;
mod request_id;
mod saved;
#[cfg(feature = "otel")]
mod traced;
mod turn;
mod version;

use std::{future::Future, io, sync::Arc};

use poem::{
    Endpoint, EndpointExt, Request, Response, Route, Server,
    endpoint::make_sync,
    error::{MethodNotAllowedError, NotFoundError},
    get,
    http::{StatusCode, header},
    listener::TcpAcceptor,
    middleware::CatchPanic,
};
use tokio::net::TcpListener;

use self::{
    caching::Validator,
    connection::{Impatient, Patience},
    connections::Connections,
    cors::Origins,
    desk::Desk,
    edge::Edge,
    exports::Exports,
    graphql::GraphQl,
    health::{Health, is_alive},
    metrics::{Metrics, Recorded},
    refusal::Refusal,
    saved::Saved,
};
pub use self::{cors::Origin, credentials::Credentials};
use crate::{
    config::Serving,
    exports::{Format, SavedQueries},
    reader::Reader,
    schema::{Schema, sdl},
};

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// What is said where there is no route.
const NOTHING: &str =
    "There is nothing here. Queries go to /graphql, and /q lists those that have an address.";

/// Serves until `stop` is done, and then finishes the requests that it has begun.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    schema: Schema,
    reader: Reader,
    serving: Serving,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let connections = Connections::default();
    let stop_time_limit = *serving.stop_time_limit;
    let tcp = TcpAcceptor::from_tokio(listener)?;
    let patience = Patience {
        most: serving.max_connections,
        idle: *serving.idle_timeout,
        head: *serving.head_time_limit,
    };
    let acceptor = Impatient::new(tcp, patience, connections.clone());
    let served = edge(schema, reader, serving, connections);
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(served, stop, Some(stop_time_limit)).await
}

/// What is served, where, and what stands around it.
pub fn routes(schema: Schema, reader: Reader, serving: Serving) -> impl Endpoint<Output = Response> {
    edge(schema, reader, serving, Connections::default())
}

fn edge(schema: Schema, reader: Reader, serving: Serving, connections: Connections) -> Edge {
    let origins = Origins::new(serving.cors_origins.clone());
    let credentials = serving.credentials.clone();
    let queries = serving.saved_queries.iter().fold(SavedQueries::built_in(), SavedQueries::with);
    let queries = Arc::new(queries);
    let recorded = Recorded::default();
    let desk = Arc::new(Desk::new(schema, serving, recorded.clone()));
    let metrics = Metrics::new(&recorded, desk.clone(), reader.clone());
    let graphql = Arc::new(GraphQl::new(desk.clone()));
    let routes = Route::new();
    #[cfg(feature = "pages")]
    let routes = pages::add(routes);
    let routes = Format::ALL.into_iter().fold(routes, |routes, format| {
        let exports = Arc::new(Exports::new(desk.clone(), format));
        let path = format!("/graphql.{}", format.extension());
        routes.at(path, allowing("GET, HEAD, POST", get(exports.clone()).post(exports).around(edge::tell)))
    });
    let routes = routes
        // This one tells the log what there is to tell by itself.
        .at("/graphql", allowing("GET, HEAD, POST", get(graphql.clone()).post(graphql.clone())))
        .at("/schema.graphql", allowing("GET, HEAD", get(fixed(TEXT, sdl()))))
        .at("/q", allowing("GET, HEAD", get(fixed(JSON, saved::list(&queries)))))
        .at("/openapi.json", allowing("GET, HEAD", get(fixed(JSON, openapi::describe(&queries)))))
        .at("/q/:file", allowing("GET, HEAD", get(Saved::new(desk, queries)).around(edge::tell)))
        .at("/health/live", allowing("GET, HEAD", get(make_sync(is_alive))))
        .at("/health/ready", allowing("GET, HEAD", get(Health::new(reader)).around(edge::tell)))
        .at("/metrics", allowing("GET, HEAD", get(metrics).around(edge::tell)))
        .catch_error(async |_: NotFoundError| {
            edge::refuse(None, Refusal::new(StatusCode::NOT_FOUND, NOTHING))
        })
        .catch_all_error(async |error| error.into_response())
        .with(CatchPanic::new().with_handler(|_| edge::broken()))
        .boxed();
    Edge { routes, graphql, origins, credentials, recorded, connections }
}

/// What has a route, but not for the method of the request, says for which it has.
fn allowing(methods: &'static str, route: impl Endpoint + 'static) -> impl Endpoint {
    route.catch_error(move |_: MethodNotAllowedError| async move {
        edge::refuse(None, Refusal::method(format!("Use {methods} here."), methods))
    })
}

/// A text that never changes while the program runs.
fn fixed(content_type: &'static str, text: String) -> impl Endpoint {
    make_sync(move |request: Request| answer_text(&request, content_type, &text))
}

fn answer_text(request: &Request, content_type: &str, text: &str) -> Response {
    let validator = Validator::of_text(text, request.headers());
    if validator.is_held(request.headers()) {
        return validator.not_modified();
    }
    let mut response = Response::builder().content_type(content_type).body(text.to_owned());
    validator.sign(response.headers_mut());
    // Of HEAD, too, which has no body.
    response.headers_mut().insert(header::CONTENT_LENGTH, text.len().into());
    response
}
