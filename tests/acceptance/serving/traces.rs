//! Traces for a collector of OpenTelemetry. The tests build the api with them (`otel`).

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::harness::{Api, Outcome, Store, api_command, importer, program};

/// What a collector was sent: the head of the request, and its body, in which texts stand as they are.
struct Sent {
    head: String,
    body: Vec<u8>,
}

impl Sent {
    fn has(&self, text: impl AsRef<[u8]>) -> bool {
        let text = text.as_ref();
        self.body.windows(text.len()).any(|window| window == text)
    }
}

/// A collector, and where it listens.
fn collector() -> (String, Receiver<Sent>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            if sender.send(take(stream.unwrap())).is_err() {
                return;
            }
        }
    });
    (address, receiver)
}

fn take(stream: TcpStream) -> Sent {
    let mut reader = BufReader::new(&stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let head = head.to_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (&stream).write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").unwrap();
    Sent { head, body }
}

/// An api that sends its traces as its environment says.
fn start(store: &Store, environment: &[(&str, &str)]) -> Api {
    let mut command = api_command(&[]);
    command.envs(environment.iter().copied());
    Api::start_by(command, store)
}

#[test]
fn a_collector_is_told_of_each_request_and_of_no_query() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let (address, sent) = collector();
    let api = start(
        &store,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-team=analysts"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"),
            ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ],
    );
    // Of these nobody wants to know.
    assert_eq!((api.get("/health/ready").0, api.get("/metrics").0), (200, 200));
    let query = "query OfTheNorth { ccgs(first: 7) { nodes { name } } }";
    let trace: Vec<u8> = (1..=16).collect();
    let hexadecimal: String = trace.iter().map(|byte| format!("{byte:02x}")).collect();
    let asked = ureq::get(format!("{}/graphql", api.address()))
        .query("query", query)
        .header("traceparent", format!("00-{hexadecimal}-00f067aa0ba902b7-01"))
        .header("X-Request-Id", "request-7")
        .call();
    assert_eq!(asked.unwrap().status(), 200);

    let told = sent.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(told.head.starts_with("post /v1/traces http/1.1\r\n"), "{}", told.head);
    for header in ["content-type: application/x-protobuf\r\n", "x-team: analysts\r\n"] {
        assert!(told.head.contains(header), "{}", told.head);
    }
    assert!(told.has(&trace), "it is part of its client's trace");
    for text in [
        "co-commissioning-api",
        "deployment.environment",
        "GET /graphql",
        "http.route",
        "http.response.status_code",
        "graphql.operation.name",
        "OfTheNorth",
        "graphql.operation.cost",
        "request-7",
    ] {
        assert!(told.has(text), "{text}");
    }
    for text in ["nodes", "/health", "/metrics"] {
        assert!(!told.has(text), "{text}");
    }
    // What was answered before has a name still, and costs nothing.
    assert_eq!(
        ureq::get(format!("{}/graphql", api.address())).query("query", query).call().unwrap().status(),
        200
    );
    let again = sent.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(again.has("OfTheNorth") && !again.has("graphql.operation.cost"));
}

#[test]
fn the_last_traces_are_sent_before_the_end_and_a_failure_is_told_as_one() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["migrate"]).code, 0);
    let (address, sent) = collector();
    // So late that only the end can be what sends them.
    let endpoint = format!("{address}/v1/traces");
    let environment =
        [("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint.as_str()), ("OTEL_BSP_SCHEDULE_DELAY", "600000")];
    let mut api = start(&store, &environment);
    store.execute("ALTER TABLE import_run RENAME TO lost");
    assert_eq!(api.get("/graphql?query={waves{totalCount}}").0, 503);
    assert!(matches!(sent.recv_timeout(Duration::from_millis(300)), Err(RecvTimeoutError::Timeout)));
    api.terminate();
    let told = sent.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(told.has("GET /graphql"));
    assert_eq!(api.ended_within(Duration::from_secs(10)).and_then(|ended| ended.code()), Some(0));
}

#[test]
fn a_collector_that_is_away_hinders_nobody_and_one_that_is_not_understood_is_told_at_once() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let away = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_BSP_SCHEDULE_DELAY", "50")];
    let api = start(&store, &away);
    assert_eq!(api.ask("{ waves { totalCount } }")["waves"]["totalCount"], 7);
    api.logged("BatchSpanProcessor");
    for (variable, value, told) in [
        (
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "grpc",
            "OTEL_EXPORTER_OTLP_PROTOCOL: grpc is not spoken here; give http/protobuf",
        ),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "not an address", "give an address such as http://127.0.0.1:4318"),
    ] {
        let mut command = program("api");
        command.args(["--listen", "127.0.0.1:0", "--database-url", &store.url()]);
        command.envs(away).env(variable, value);
        let ended: Outcome = command.output().unwrap().into();
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
    }
}
