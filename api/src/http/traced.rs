//! Each request as a span of a trace, which its client may have begun.

use std::future::Future;

use opentelemetry::{
    Context, KeyValue, global,
    trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer},
};
use opentelemetry_http::HeaderExtractor;
use poem::{Request, http::StatusCode};

use super::request_id::RequestId;
use crate::telemetry::SERVICE;

/// Routes that machines ask every few seconds, of which nobody wants to know.
const QUIET: [&str; 3] = ["/health/live", "/health/ready", "/metrics"];

/// Work that belongs to the trace of the request that asks for it, whoever else waits for it.
pub(super) fn in_its_trace<F: Future>(work: F) -> impl Future<Output = F::Output> + use<F> {
    work.with_current_context()
}

/// A request that is traced.
pub(super) struct Traced(Context);

impl Traced {
    /// Begins the span of a request: as part of its client's trace (`traceparent`), or of one of its own. Neither the query nor
    /// anything else that a client sends is told but the number of the request.
    pub(super) fn begin(request: &Request, id: &RequestId, route: &'static str) -> Self {
        if QUIET.contains(&route) {
            return Self(Context::new());
        }
        let parent = global::get_text_map_propagator(|propagator| {
            propagator.extract(&HeaderExtractor(request.headers()))
        });
        let method = request.method();
        let tracer = global::tracer(SERVICE);
        let span = tracer
            .span_builder(format!("{method} {route}"))
            .with_kind(SpanKind::Server)
            .with_attributes([
                KeyValue::new("http.request.method", method.to_string()),
                KeyValue::new("http.route", route),
                KeyValue::new("request.id", id.as_str().to_owned()),
            ])
            .start_with_context(&tracer, &parent);
        Self(parent.with_span(span))
    }

    /// Work for the request, which can say more of it.
    pub(super) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        work.with_context(self.0.clone())
    }

    /// Ends the span. What is wrong with a request is for its client to know; what is wrong here is an error.
    pub(super) fn end(self, status: StatusCode) {
        let span = self.0.span();
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        if status.is_server_error() {
            span.set_status(Status::error(""));
        }
        span.end();
    }
}
