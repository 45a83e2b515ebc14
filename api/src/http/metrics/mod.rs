//! What is counted, for Prometheus and what reads its format. `recorded` counts as it happens, and `looked_up` is found out
//! whenever somebody asks.

mod looked_up;
mod recorded;
mod sources;

use std::sync::Arc;

use poem::{
    Endpoint, Request, Response,
    http::{StatusCode, header},
};
use prometheus_client::{encoding::text::encode, registry::Registry};

use self::looked_up::LookedUp;
pub(super) use self::recorded::{Had, Operation, Recorded, route};
use super::{desk::Desk, edge, refusal::Refusal};
use crate::reader::Reader;

/// The text format of OpenMetrics, which Prometheus asks for first.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers `/metrics`.
pub(super) struct Metrics {
    registry: Registry,
    looked_up: LookedUp,
    desk: Arc<Desk>,
    reader: Reader,
}

impl Metrics {
    /// Of what was recorded, of a desk, and of what a reader reads.
    pub(super) fn new(recorded: &Recorded, desk: Arc<Desk>, reader: Reader) -> Self {
        let mut registry = Registry::default();
        recorded.register(&mut registry);
        let looked_up = LookedUp::register(&mut registry);
        Self { registry, looked_up, desk, reader }
    }
}

impl Endpoint for Metrics {
    type Output = Response;

    async fn call(&self, _: Request) -> poem::Result<Response> {
        self.looked_up.look(&self.desk, &self.reader).await;
        let mut text = String::new();
        Ok(match encode(&mut text, &self.registry) {
            Ok(()) => {
                let response = Response::builder().content_type(OPEN_METRICS);
                response.header(header::CACHE_CONTROL, "no-store").body(text)
            }
            Err(error) => {
                tracing::error!(%error, "the metrics cannot be written");
                let message = "The metrics cannot be written.";
                edge::refuse(None, Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message))
            }
        })
    }
}
