//! A server that fails while an import or an answer is under way, and comes back.

use std::{
    fs,
    thread::{scope, sleep},
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::tempdir;

use super::{all_and_fewer, faults_of, replacing};
use crate::harness::{Api, Cluster, importer, start_importer};

/// How often the server fails.
const ROUNDS: u64 = 20;

#[test]
fn a_server_that_fails_during_imports_loses_nothing_and_keeps_nothing_by_halves() {
    let server = Cluster::new();
    let store = server.store();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let folder = tempdir().unwrap();
    let [all, fewer] = all_and_fewer(&folder);
    let arguments = |round: u64| replacing(if round.is_multiple_of(2) { &fewer } else { &all });
    let begun = Instant::now();
    assert_eq!(importer(&store, &arguments(0)).code, 0);
    let mut whole = begun.elapsed();
    let mut cut = 0;
    for round in 1..=ROUNDS {
        // At another moment each time, from before the first statement to after the last.
        let moment = whole * u32::try_from(round).unwrap() / u32::try_from(ROUNDS).unwrap();
        let run = scope(|scope| {
            let run = scope.spawn(|| importer(&store, &arguments(round)));
            sleep(moment);
            server.crash();
            server.start();
            run.join().unwrap()
        });
        match run.code {
            0 => {}
            69 => {
                cut += 1;
                assert!(run.stderr.contains("Run it again"), "{}", run.stderr);
            }
            code => panic!("round {round}: exit code {code}: {}", run.stderr),
        }
        let facts = store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len();
        let evidence = store.column("SELECT sheet FROM evidence WHERE retracted_at IS NULL").len();
        assert!(
            matches!(facts, 182 | 207) && facts == evidence,
            "round {round}: {facts} facts, {evidence} pieces of evidence"
        );
        // Said again it is stored, or was already.
        let begun = Instant::now();
        let again = importer(&store, &arguments(round));
        assert_eq!(again.code, 0, "round {round}: {}", again.stderr);
        if facts == if round % 2 == 0 { 207 } else { 182 } {
            // It was stored only now. Other tests come and go, and it takes more or less time for that.
            whole = begun.elapsed();
        }
        let facts = store.column("SELECT natural_key FROM adoption WHERE retracted_at IS NULL").len();
        assert_eq!(facts, if round % 2 == 0 { 182 } else { 207 }, "round {round}");
    }
    eprintln!("{cut} of {ROUNDS} imports were cut within {whole:?}, and stored when they were run again");
    assert!(cut >= ROUNDS / 4, "only {cut} imports were cut");
    assert_eq!(faults_of(&store), json!([]));
}

#[test]
fn a_service_whose_server_fails_says_so_and_recovers_by_itself() {
    let server = Cluster::new();
    let store = server.store();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let service = Api::start(&store);
    let count = "{ adoptions { totalCount } }";
    assert_eq!(service.ask(count)["adoptions"]["totalCount"], 207);
    // As many connections as there may be, all of them dead when it is back.
    scope(|scope| {
        for number in 1..=12 {
            let (service, other) = (&service, format!("{{ adoptions(first: {number}) {{ totalCount }} }}"));
            scope.spawn(move || service.ask(&other));
        }
    });
    server.crash();
    server.start();
    let another = "{ adoptions(first: 13) { totalCount } }";
    assert_eq!(service.ask(another)["adoptions"]["totalCount"], 207, "the first request after a restart");
    server.crash();
    assert_eq!(service.get("/health/ready").0, 503);
    assert_eq!(service.get("/health/live").0, 200);
    let begun = Instant::now();
    // Though it was answered before.
    let answer = service.answer(count);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "OVERLOADED", "{answer}");
    // It is known to be away, so nobody waits for it.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    service.logged("is away");
    server.start();
    let until = Instant::now() + Duration::from_secs(20);
    while service.get("/health/ready").0 != 200 {
        assert!(Instant::now() < until, "{}", service.log());
        sleep(Duration::from_millis(100));
    }
    assert_eq!(service.ask(count)["adoptions"]["totalCount"], 207);
    service.logged("is there again");
}

#[test]
fn an_importer_that_watches_outlives_its_server() {
    let server = Cluster::new();
    let store = server.store();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let folder = tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let sources = folder.path().join("sources.toml");
    let inbox_name = inbox.to_str().unwrap();
    let arguments = ["watch", "--sources", sources.to_str().unwrap(), "--inbox", inbox_name, "--settle", "0"];
    let mut watching = start_importer(&store, &arguments);
    let arrive = |name: &str, text: &str| fs::write(inbox.join(name), text).unwrap();
    let until_there = |day: &str| {
        let until = Instant::now() + Duration::from_secs(90);
        let query = format!("SELECT financial_year FROM wave WHERE live_from = '{day}'");
        while store.column(&query).is_empty() {
            assert!(Instant::now() < until, "{day} is not taken");
            sleep(Duration::from_millis(100));
        }
    };
    arrive("waves-1.csv", "Financial year,Live from\n2031/32,2031-04-01\n");
    until_there("2031-04-01");
    server.crash();
    arrive("waves-2.csv", "Financial year,Live from\n2032/33,2032-04-01\n");
    // Several looks into the inbox.
    sleep(Duration::from_secs(5));
    server.start();
    until_there("2032-04-01");
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert_eq!(fs::read_dir(inbox.join("failed")).map_or(0, Iterator::count), 0);
    assert_eq!(faults_of(&store), json!([]));
}
