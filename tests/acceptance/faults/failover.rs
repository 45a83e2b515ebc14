//! One primary, one standby and two api: whatever happens to the servers, answers are right and never go back in time.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    thread::{scope, sleep},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::tempdir;

use super::{all_and_fewer, faults_of, replacing, spread};
use crate::harness::{Api, Cluster, client, importer};

const QUERY: &str = "query=%7B%20adoptions(first%3A%201)%20%7B%20totalCount%20%7D%20all%3A%20adoptions%20%7B%20totalCount%20%7D%20%7D";

/// What one reader was told: the number of facts of each version of the data.
type Told = BTreeMap<i64, i64>;

/// Asks two services by turns until it is told to stop, and holds the version of the last answer.
fn read(services: [&Api; 2], stop: &AtomicBool) -> (Told, Vec<Duration>) {
    let (mut told, mut held, mut times) = (Told::new(), 0, Vec::new());
    let agent = client();
    while !stop.load(Ordering::Relaxed) {
        let (service, begun) = (services[times.len() % 2], Instant::now());
        // Some ask what was answered before, and some what nobody has asked.
        let comment = if times.len() % 3 == 0 { format!("%23{}", times.len()) } else { String::new() };
        let request = agent.get(format!("{}/graphql?{QUERY}{comment}", service.address()));
        let mut response = request.header("X-Data-Version", held.to_string()).call().unwrap();
        let status = response.status();
        let version =
            response.headers().get("x-data-version").map(|value| value.to_str().unwrap().to_owned());
        let answer: Value = response.body_mut().read_json().unwrap();
        assert_eq!(status, 200, "{answer} {}", service.log());
        assert_eq!(answer.get("errors"), None, "{answer} {}", service.log());
        let facts = answer["data"]["all"]["totalCount"].as_i64().unwrap();
        assert_eq!(answer["data"]["adoptions"]["totalCount"], facts);
        let now = answer["extensions"]["dataVersion"].as_i64().unwrap();
        assert_eq!(version, Some(now.to_string()));
        assert!(now >= held, "version {now} after {held}");
        assert_eq!(*told.entry(now).or_insert(facts), facts, "version {now}");
        held = now;
        times.push(begun.elapsed());
    }
    (told, times)
}

#[test]
fn reads_go_on_when_the_primary_is_lost_and_a_standby_takes_its_place() {
    let primary = Cluster::new();
    let store = primary.store();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let standby = primary.standby();
    let replica = standby.store();
    let options = ["--read-database-url", &replica.url()];
    let services = [Api::start_with(&store, &options), Api::start_with(&store, &options)];
    let folder = tempdir().unwrap();
    let [all, fewer] = all_and_fewer(&folder);
    let run = |store, list: &str| importer(store, &replacing(list));
    let stop = AtomicBool::new(false);
    let told = scope(|scope| {
        let readers: Vec<_> =
            (0..2).map(|_| scope.spawn(|| read([&services[0], &services[1]], &stop))).collect();
        // Readers that fail are heard of at the end; the rest goes on without them.
        for list in [&fewer, &all, &fewer] {
            assert_eq!(run(&store, list).code, 0);
        }
        standby.catch_up_with(&primary);
        primary.crash();
        sleep(Duration::from_secs(2));
        let refused = run(&store, &all);
        assert_eq!(refused.code, 69, "{}", refused.stderr);
        standby.promote();
        for list in [&all, &fewer] {
            assert_eq!(run(&replica, list).code, 0);
        }
        sleep(Duration::from_secs(1));
        stop.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect::<Vec<_>>()
    });
    for (told, times) in told {
        assert!(times.len() > 50, "{} answers", times.len());
        eprintln!("{} answers, none failed: {}", times.len(), spread(times));
        // Nine versions were there at first, three came before the primary was lost and two after.
        assert_eq!((told.keys().next(), told.keys().last()), (Some(&9), Some(&14)), "{told:?}");
        for (version, facts) in told {
            assert_eq!(facts, if [10, 12, 14].contains(&version) { 182 } else { 207 }, "version {version}");
        }
    }
    for service in &services {
        let (status, health) = service.get("/health/ready");
        let health: Value = serde_json::from_str(&health).unwrap();
        assert_eq!((status, &health["dataVersion"]), (200, &14.into()), "{health}");
        assert_eq!(health["databases"][0]["status"], "unavailable", "{health}");
        assert_eq!(health["databases"][1]["status"], "ok", "{health}");
        let (_, metrics) = service.get("/metrics");
        for line in [
            "database_up 1\n",
            "database_reachable{database=\"primary\"} 0\n",
            "database_reachable{database=\"replica 1\"} 1\n",
            "database_data_version{database=\"replica 1\"} 14\n",
        ] {
            assert!(metrics.contains(line), "no {line}: {metrics}");
        }
    }
    assert_eq!(faults_of(&replica), json!([]));
}

#[test]
fn a_replica_that_is_behind_is_passed_over_and_a_version_that_is_nowhere_is_said_not_to_be_there() {
    let primary = Cluster::new();
    let store = primary.store();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let standby = primary.standby();
    standby.catch_up_with(&primary);
    let service = Api::start_with(&store, &["--read-database-url", &standby.store().url()]);
    let folder = tempdir().unwrap();
    let [_, fewer] = all_and_fewer(&folder);
    let count = || service.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"].as_i64().unwrap();
    assert_eq!(count(), 207);
    // It receives what is written and does not show it.
    standby.store().execute("SELECT pg_wal_replay_pause()");
    assert_eq!(importer(&store, &replacing(&fewer)).code, 0);
    let ask = |version: &str, path: &str| {
        let request = client().get(format!("{}{path}", service.address())).header("X-Data-Version", version);
        let mut response = request.call().unwrap();
        let waits = response.headers().get("retry-after").is_some();
        (response.status().as_u16(), waits, response.body_mut().read_to_string().unwrap())
    };
    // At once for whoever holds it, and a moment later for everybody.
    let (status, _, body) = ask("10", &format!("/graphql?{QUERY}"));
    assert!(status == 200 && body.contains("182"), "{body}");
    assert_eq!(count(), 182);
    let (status, waits, body) = ask("11", &format!("/graphql?{QUERY}"));
    assert_eq!((status, waits), (409, true), "{body}");
    assert!(body.contains("Version 11 of the data is not here yet; the last one is 10."), "{body}");
    assert_eq!(ask("11", "/q/adoptions.csv").0, 409);
    let (status, _, body) = ask("eleven", &format!("/graphql?{QUERY}"));
    assert!(status == 400 && body.contains("X-Data-Version is no version"), "{body}");
    // Where there is only what is behind, that is what is served, with its version.
    primary.crash();
    assert_eq!(count(), 207);
    let (status, _, body) = ask("10", &format!("/graphql?{QUERY}"));
    assert_eq!(status, 409, "{body}");
    standby.store().execute("SELECT pg_wal_replay_resume()");
    standby.promote();
    assert_eq!(count(), 182);
}
