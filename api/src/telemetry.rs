//! Traces for a collector of OpenTelemetry, by OTLP over HTTP, as the variables that its specification names say.

use std::{env, future::Future, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use async_trait::async_trait;
use opentelemetry::{Context, KeyValue, global, trace::TraceContextExt};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};

use crate::asked::Asked;

/// What the service is called unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` says otherwise.
pub(crate) const SERVICE: &str = "co-commissioning-api";

/// Where traces go: without one of these there are none.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// In which form, if not in the only one that there is.
const PROTOCOLS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"];
const PROTOCOL: &str = "http/protobuf";

/// How long a collector may take. What it does not take in time is lost, and logged.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest name of an operation that is told: clients name them as they like.
const LONGEST: usize = 64;

/// Traces that are being sent.
#[derive(Debug)]
pub struct Telemetry(SdkTracerProvider);

impl Telemetry {
    /// Begins to send traces, if the environment names a collector.
    ///
    /// # Errors
    /// When what it says cannot be done.
    pub fn start() -> Result<Option<Self>, String> {
        let is_set = |name: &&str| env::var(name).is_ok_and(|value| !value.trim().is_empty());
        let is_disabled = env::var("OTEL_SDK_DISABLED").is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        let is_unwanted = env::var("OTEL_TRACES_EXPORTER").is_ok_and(|value| value == "none");
        let Some(endpoint) = ENDPOINTS.iter().find(|name| is_set(name)) else { return Ok(None) };
        if is_disabled || is_unwanted {
            return Ok(None);
        }
        if let Some(name) = PROTOCOLS.iter().find(|name| is_set(name))
            && let Ok(protocol) = env::var(name)
            && protocol != PROTOCOL
        {
            return Err(format!("{name}: {protocol} is not spoken here; give {PROTOCOL}, or nothing"));
        }
        let exporter = SpanExporter::builder().with_http().with_http_client(Client::new()).build();
        let exporter = exporter
            .map_err(|error| format!("{endpoint}: {error}; give an address such as http://127.0.0.1:4318"))?;
        let provider =
            SdkTracerProvider::builder().with_resource(resource()).with_batch_exporter(exporter).build();
        global::set_text_map_propagator(TraceContextPropagator::new());
        global::set_tracer_provider(provider.clone());
        Ok(Some(Self(provider)))
    }

    /// Sends what there is left to send.
    pub fn end(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn resource() -> Resource {
    let found = Resource::builder().build();
    let name = found.get(&"service.name".into()).map(|name| name.to_string()).unwrap_or_default();
    let named =
        Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if name.is_empty() || name.starts_with("unknown_service") {
        named.with_service_name(SERVICE).build()
    } else {
        named.build()
    }
}

/// Says of the request that is worked on which operation it asks for, and what that costs.
pub(crate) async fn tell_operation<F: Future<Output = Option<usize>>>(
    asked: &Asked,
    cost: impl FnOnce() -> F,
) {
    // Not held over the wait: it belongs to this thread.
    let context = Context::current();
    if !context.span().is_recording() {
        return;
    }
    let kind = asked.operation().map(|operation| match operation.ty {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    });
    let cost = cost().await.and_then(|cost| i64::try_from(cost).ok());
    let told = [
        kind.map(|kind| KeyValue::new("graphql.operation.type", kind)),
        asked.name().map(told_name),
        cost.map(|cost| KeyValue::new("graphql.operation.cost", cost)),
    ];
    context.span().set_attributes(told.into_iter().flatten());
}

/// Says of the request that is worked on the name of its operation, whose answer was there already.
pub(crate) fn tell_name(name: Option<&str>) {
    let context = Context::current();
    if let Some(name) = name
        && context.span().is_recording()
    {
        context.span().set_attribute(told_name(name));
    }
}

fn told_name(name: &str) -> KeyValue {
    KeyValue::new("graphql.operation.name", name.chars().take(LONGEST).collect::<String>())
}

/// The client of the exporter, which sends from a thread of its own.
#[derive(Clone, Debug)]
struct Client(Arc<ureq::Agent>);

impl Client {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            // A collector is near, and what it is told is for nobody between.
            .proxy(None);
        Self(Arc::new(config.build().new_agent()))
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let mut response = self.0.run(Request::from_parts(parts, body.to_vec()))?;
        let body = response.body_mut().read_to_vec()?;
        let (parts, _) = response.into_parts();
        Ok(Response::from_parts(parts, body.into()))
    }
}
