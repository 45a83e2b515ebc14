//! What is counted as it happens.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use poem::http::StatusCode;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

/// The ends of the classes of durations, in seconds: from an answer that is held to one that is given up.
const CLASSES: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The most operations that are told apart. Clients name them, and may name them as they like.
const OPERATIONS: usize = 100;
/// The longest name that is told apart, in bytes.
const LONGEST: usize = 64;
/// No GraphQL operation can be called so.
const NAMELESS: &str = "(nameless)";
/// Those that are not told apart.
const OTHERS: &str = "(other)";

/// Requests and operations. A clone counts the same.
#[derive(Clone, Debug)]
pub(in crate::http) struct Recorded {
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    operations: Family<OfOperation, Histogram, fn() -> Histogram>,
    /// How many operations are told apart, or would be.
    told_apart: Arc<AtomicUsize>,
    answers: Family<Asked, Counter>,
    /// Each of them, which need not be looked for.
    had: [Counter; Had::ALL.len()],
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfOperation {
    operation: Arc<str>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    outcome: &'static str,
}

/// How an answer was had.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) enum Had {
    /// It was kept.
    Hit,
    /// It was being worked out for somebody else.
    Shared,
    /// It was worked out.
    Miss,
}

impl Had {
    /// All, in their order.
    const ALL: [Self; 3] = [Self::Hit, Self::Shared, Self::Miss];

    fn outcome(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Shared => "shared",
            Self::Miss => "miss",
        }
    }
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Build {
    version: &'static str,
}

/// An operation, by whose name durations are counted.
#[derive(Clone)]
pub(in crate::http) struct Operation {
    /// The name that its client gave it.
    pub(in crate::http) name: Option<Arc<str>>,
    durations: Histogram,
}

impl Operation {
    /// Counts that it was worked on for so long.
    pub(in crate::http) fn took(&self, time: Duration) {
        self.durations.observe(time.as_secs_f64());
    }
}

impl Default for Recorded {
    fn default() -> Self {
        let durations: fn() -> Histogram = || Histogram::new(CLASSES);
        let answers = Family::<Asked, Counter>::default();
        let had = Had::ALL.map(|had| answers.get_or_create(&Asked { outcome: had.outcome() }).clone());
        Self {
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            operations: Family::new_with_constructor(durations),
            told_apart: Arc::default(),
            answers,
            had,
        }
    }
}

impl Recorded {
    pub(super) fn register(&self, registry: &mut Registry) {
        let build = Info::new(Build { version: env!("CARGO_PKG_VERSION") });
        registry.register("api_build", "The version of the api", build);
        registry.register("http_requests", "Requests that were answered", self.requests.clone());
        let told = "From a request to the beginning of its answer";
        registry.register_with_unit("http_request_duration", told, Unit::Seconds, self.durations.clone());
        let told =
            "How long an operation was worked on, once it had its turn, by the name that its client gave it";
        registry.register_with_unit(
            "graphql_operation_duration",
            told,
            Unit::Seconds,
            self.operations.clone(),
        );
        let told =
            "Answers to operations, by whether they were kept, shared with another request, or worked out";
        registry.register("answer_cache_requests", told, self.answers.clone());
    }

    /// Counts a request for a route, which is one that `route` gives.
    pub(in crate::http) fn request(&self, route: &'static str, status: StatusCode, took: Duration) {
        self.requests.get_or_create(&Answered { route, status: status.as_u16() }).inc();
        self.durations.get_or_create(&Route { route }).observe(took.as_secs_f64());
    }

    /// Counts an answer that was had in this way.
    pub(in crate::http) fn answer(&self, had: Had) {
        self.had[had as usize].inc();
    }

    /// An operation of this name.
    pub(in crate::http) fn operation(&self, name: Option<&str>) -> Operation {
        let label = |name: &str| OfOperation { operation: name.into() };
        let named = label(name.unwrap_or(NAMELESS));
        let is_told_apart = named.operation.len() <= LONGEST
            && (self.operations.get(&named).is_some()
                || self.told_apart.fetch_add(1, Ordering::Relaxed) < OPERATIONS);
        let operation = if is_told_apart { named } else { label(OTHERS) };
        let durations = self.operations.get_or_create(&operation).clone();
        Operation { name: name.map(Arc::from), durations }
    }
}

/// What is asked for, of a closed set: paths are the clients' own.
pub(in crate::http) fn route(path: &str) -> &'static str {
    const ROUTES: [&str; 17] = [
        "/",
        "/ccgs",
        "/ccg",
        "/figures",
        "/coverage",
        "/graphql",
        "/graphql.csv",
        "/graphql.xlsx",
        "/graphql.json",
        "/graphql.ndjson",
        "/graphiql",
        "/q",
        "/schema.graphql",
        "/openapi.json",
        "/health/live",
        "/health/ready",
        "/metrics",
    ];
    let known = ROUTES.into_iter().find(|route| *route == path);
    known.unwrap_or(match path {
        path if path.starts_with("/q/") => "/q/*",
        path if path.starts_with("/assets/") => "/assets/*",
        _ => "other",
    })
}

#[cfg(test)]
mod tests {
    use prometheus_client::{encoding::text::encode, registry::Registry};

    use super::*;

    fn text(recorded: &Recorded) -> String {
        let (mut registry, mut text) = (Registry::default(), String::new());
        recorded.register(&mut registry);
        encode(&mut text, &registry).unwrap();
        text
    }

    #[test]
    fn what_clients_can_name_does_not_grow_for_ever() {
        let recorded = Recorded::default();
        for number in 0..1000 {
            recorded.operation(Some(&format!("Q{number}"))).took(Duration::from_millis(3));
            recorded.request(route(&format!("/no/such/{number}")), StatusCode::NOT_FOUND, Duration::ZERO);
        }
        recorded.operation(Some(&"x".repeat(65))).took(Duration::ZERO);
        recorded.operation(Some("Q7")).took(Duration::ZERO);
        let text = text(&recorded);
        assert_eq!(text.matches("_duration_seconds_count").count(), 1 + OPERATIONS + 1, "{text}");
        assert!(
            text.contains("graphql_operation_duration_seconds_count{operation=\"(other)\"} 901\n"),
            "{text}"
        );
        assert!(text.contains("graphql_operation_duration_seconds_count{operation=\"Q7\"} 2\n"), "{text}");
        assert!(text.contains("http_requests_total{route=\"other\",status=\"404\"} 1000\n"), "{text}");
    }

    #[test]
    fn a_duration_is_counted_in_its_class() {
        let recorded = Recorded::default();
        recorded.operation(None).took(Duration::from_millis(7));
        let text = text(&recorded);
        let class = |end: &str, count: u8| {
            format!(
                "graphql_operation_duration_seconds_bucket{{le=\"{end}\",operation=\"(nameless)\"}} {count}\n"
            )
        };
        assert!(text.contains(&class("0.005", 0)) && text.contains(&class("0.01", 1)), "{text}");
    }
}
