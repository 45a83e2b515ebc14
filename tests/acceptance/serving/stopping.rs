//! How the api ends when it is told to.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};

use crate::{
    harness::{Api, Store, block_on, importer},
    on_both,
};

const QUERY: &str = "{ waves { totalCount } }";

/// Keeps everybody else from reading the rounds.
async fn lock(store: &Store) -> DatabaseConnection {
    // One connection, which is the one that has the lock.
    let options = ConnectOptions::new(store.url()).max_connections(1).to_owned();
    let writer = Database::connect(options).await.unwrap();
    let statement = match writer.get_database_backend() {
        DbBackend::Postgres => "BEGIN; LOCK TABLE wave IN ACCESS EXCLUSIVE MODE",
        _ => "BEGIN EXCLUSIVE",
    };
    writer.execute_unprepared(statement).await.unwrap();
    writer
}

fn connect(api: &Api) -> std::io::Result<TcpStream> {
    TcpStream::connect(api.address().strip_prefix("http://").unwrap())
}

on_both! {
    fn a_service_that_is_told_to_stop_answers_what_it_has_begun_and_nothing_new(store: &Store) {
        importer(store, &["run"]);
        let mut api = Api::start_with(store, &["--time-limit", "1m"]);
        // Neither one who never asked nor one who may ask again holds it up.
        let _silent = connect(&api).unwrap();
        let mut idle = connect(&api).unwrap();
        idle.write_all(b"GET /health/ready HTTP/1.1\r\nHost: api\r\n\r\n").unwrap();
        assert!(idle.read(&mut [0; 4096]).unwrap() > 0);
        block_on(async {
            let writer = lock(store).await;
            let address = format!("{}/graphql", api.address());
            let asking = thread::spawn(move || {
                let mut response = ureq::get(address).query("query", QUERY).call().unwrap();
                response.body_mut().read_to_string().unwrap()
            });
            thread::sleep(Duration::from_millis(700));
            assert!(!asking.is_finished());
            api.terminate();
            let until = Instant::now() + Duration::from_secs(5);
            // In between, one that has been waiting to be accepted may be reset.
            while connect(&api).map_err(|error| error.kind()).err() != Some(ErrorKind::ConnectionRefused) {
                assert!(Instant::now() < until, "it still listens");
                thread::sleep(Duration::from_millis(20));
            }
            assert_eq!(api.ended_within(Duration::from_millis(300)), None);
            writer.execute_unprepared("ROLLBACK").await.unwrap();
            let answer = asking.join().unwrap();
            assert!(answer.contains("\"totalCount\":7"), "{answer}");
        });
        let ended = api.ended_within(Duration::from_secs(5)).expect("it ends");
        assert_eq!(ended.code(), Some(0));
    }
}

#[test]
fn a_service_that_is_told_to_stop_waits_for_nobody_for_ever() {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    let mut api =
        Api::start_with(&store, &["--time-limit", "10m", "--idle-timeout", "10m", "--stop-time-limit", "3s"]);
    block_on(async {
        let _writer = lock(&store).await;
        let mut client = connect(&api).unwrap();
        client
            .write_all(b"GET /graphql?query=%7Bwaves%7BtotalCount%7D%7D HTTP/1.1\r\nHost: api\r\n\r\n")
            .unwrap();
        thread::sleep(Duration::from_millis(700));
        api.terminate();
        let ended = api.ended_within(Duration::from_secs(20)).expect("it ends");
        assert_eq!(ended.code(), Some(0));
        let mut told = Vec::new();
        let _ = client.read_to_end(&mut told);
        assert_eq!(told, b"", "an answer that was not worked out");
    });
}
