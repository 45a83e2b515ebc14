//! What a client may cost: time, and work that goes on when nobody waits for it.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use api::{
    config::Serving,
    database::{self, Databases},
    reader::{Reader, ResultRow},
};
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    sea_query::{Expr, Query, SelectStatement},
};
use serde_json::Value;

use crate::{
    harness::{Api, Store, block_on, importer},
    on_both,
};

/// Takes for ever.
const ENDLESS: &str =
    "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n)";

fn number(row: ResultRow<'_>) -> Result<i64, DbErr> {
    row.get("number")
}

fn select(value: &'static str) -> SelectStatement {
    Query::select().expr_as(Expr::cust(value), "number").to_owned()
}

/// A reader with one connection for requests.
async fn reader(store: &Store) -> Reader {
    let serving =
        Serving { max_concurrent: 1, time_limit: Duration::from_secs(60).into(), ..Serving::default() };
    database::open(&Databases::at(store.url()), &serving).await.unwrap()
}

/// How many processes of the server are at work on the endless statement.
async fn at_work(database: &DatabaseConnection) -> i64 {
    let count = "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%WITH' || ' RECURSIVE n%')";
    let row = database.query_one(&select(count)).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

/// The processor time that this process has used.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<u64> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|field| field.parse().unwrap())
        .collect();
    Duration::from_millis((fields[0] + fields[1]) * 10)
}

on_both! {
    fn a_statement_that_nobody_waits_for_is_stopped(store: &Store) {
        importer(store, &["migrate"]);
        block_on(async {
            let reader = reader(store).await;
            let snapshot = reader.snapshot();
            snapshot.state().await.unwrap();
            let endless = select(ENDLESS);
            let waited = tokio::time::timeout(Duration::from_millis(500), snapshot.read(&endless, number)).await;
            assert!(waited.is_err(), "it ended");
            drop(snapshot);
            tokio::time::sleep(Duration::from_millis(1000)).await;
            let database = Database::connect(store.url()).await.unwrap();
            if database.get_database_backend() == DbBackend::Postgres {
                assert_eq!(at_work(&database).await, 0);
            } else {
                let before = processor_time();
                tokio::time::sleep(Duration::from_millis(500)).await;
                let used = processor_time() - before;
                assert!(used < Duration::from_millis(200), "{used:?}");
            }
            // The connection serves the next one.
            let again = reader.snapshot();
            assert_eq!(again.read(&select("CAST(1 AS BIGINT)"), number).await.unwrap(), [1]);
        });
    }

    fn an_answer_is_given_up_after_its_time(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start_with(store, &["--time-limit", "500ms", "--max-concurrent", "1", "--max-waiting", "1"]);
        // Each another one: what was answered before is answered without the table, and what is asked twice is waited for once.
        let query = |number: usize| format!("{{ waves(first: {number}) {{ totalCount }} }}");
        api.ask(&query(1));
        block_on(async {
            // Nobody can read the table until this is over.
            let writer = Database::connect(store.url()).await.unwrap();
            let lock = match writer.get_database_backend() {
                DbBackend::Postgres => "BEGIN; LOCK TABLE wave IN ACCESS EXCLUSIVE MODE",
                _ => "BEGIN EXCLUSIVE",
            };
            writer.execute_unprepared(lock).await.unwrap();
            let begun = Instant::now();
            let answer = api.answer(&query(2));
            assert_eq!(answer["errors"][0]["extensions"]["code"], "TIMEOUT", "{answer}");
            assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
            let codes: Vec<Value> = std::thread::scope(|scope| {
                let (api, query) = (&api, &query);
                let asking = (3..9).map(|number| scope.spawn(move || api.answer(&query(number))));
                let asking: Vec<_> = asking.collect();
                let answers = asking.into_iter().map(|asking| asking.join().unwrap());
                answers.map(|answer| answer["errors"][0]["extensions"]["code"].clone()).collect()
            });
            assert!(codes.iter().filter(|code| **code == "OVERLOADED").count() >= 4, "{codes:?}");
            writer.execute_unprepared("ROLLBACK").await.unwrap();
        });
        api.ask(&query(9));
    }
}

/// How many statements wait for the lock of `waves_locked`.
async fn waiting(database: &DatabaseConnection) -> i64 {
    let count = "(SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%\"wave\"%')";
    let row = database.query_one(&select(count)).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

/// Who keeps everybody from reading the waves.
async fn waves_locked(store: &Store) -> DatabaseConnection {
    let writer = Database::connect(store.url()).await.unwrap();
    writer.execute_unprepared("BEGIN; LOCK TABLE wave IN ACCESS EXCLUSIVE MODE").await.unwrap();
    writer
}

/// A client that has asked for the number of waves.
fn asking(api: &Api) -> TcpStream {
    let mut client = TcpStream::connect(api.address().strip_prefix("http://").unwrap()).unwrap();
    let request = "GET /graphql?query=%7Bwaves%7BtotalCount%7D%7D HTTP/1.1\r\nHost: api\r\n\r\n";
    client.write_all(request.as_bytes()).unwrap();
    client
}

#[test]
fn the_work_for_a_client_that_goes_away_is_stopped() {
    let store = Store::postgres();
    importer(&store, &["run"]);
    let api = Api::start_with(&store, &["--time-limit", "5m", "--idle-timeout", "10m"]);
    block_on(async {
        let database = Database::connect(store.url()).await.unwrap();
        let _writer = waves_locked(&store).await;
        let client = asking(&api);
        until("a statement waits for the lock", async || waiting(&database).await == 1).await;
        drop(client);
        until("nothing waits any more", async || waiting(&database).await == 0).await;
    });
}

#[test]
fn a_client_that_goes_away_takes_nothing_from_those_who_ask_the_same() {
    let store = Store::postgres();
    importer(&store, &["run"]);
    let api =
        Api::start_with(&store, &["--time-limit", "5m", "--idle-timeout", "10m", "--max-concurrent", "1"]);
    block_on(async {
        let database = Database::connect(store.url()).await.unwrap();
        let writer = waves_locked(&store).await;
        let first = asking(&api);
        until("a statement waits for the lock", async || waiting(&database).await == 1).await;
        let second = asking(&api);
        tokio::time::sleep(Duration::from_millis(300)).await;
        drop(first);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(waiting(&database).await, 1, "it goes on, and is the only one");
        writer.execute_unprepared("ROLLBACK").await.unwrap();
        let mut answer = [0; 4096];
        let length = (&second).read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.contains("{\"waves\":{\"totalCount\":7}}"), "{answer}");
    });
    assert!(api.get("/metrics").1.contains("answer_cache_requests_total{outcome=\"shared\"} 1\n"));
}

/// Waits for something to be so, for ten seconds at most.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..100 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not so after ten seconds: {what}");
}

/// What the api says to a request of which this much arrives and no more.
fn stalled(api: &Api, request: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(api.address().strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let begun = Instant::now();
    let mut told = Vec::new();
    if let Err(error) = stream.read_to_end(&mut told) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
    }
    (String::from_utf8(told).unwrap(), begun.elapsed())
}

#[test]
fn a_request_that_does_not_arrive_is_given_up() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    let api = Api::start_with(&store, &["--body-time-limit", "300ms", "--idle-timeout", "1s"]);
    let head = "POST /graphql HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    let (told, after) = stalled(&api, &format!("{head}{{\"que"));
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    assert!(after < Duration::from_secs(5), "{after:?}");
    for unfinished in ["", "POST /graphql HT", "POST /graphql HTTP/1.1\r\nHost: api\r\nX-Some"] {
        let (told, after) = stalled(&api, unfinished);
        assert_eq!(told, "", "{unfinished}");
        assert!(after < Duration::from_secs(5), "{unfinished}: {after:?}");
    }
}
