//! An answer is true of one moment, and holds nobody up once it is there.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};

use api::{
    config::Serving,
    database::{self, Databases},
    reader::Snapshot,
    schema::{self, Schema},
};
use async_graphql::Request;
use entities::{domain::RunStatus, import_run};
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::sleep};

use crate::fixture::{Service, a_run, store};

const CCGS: usize = 8;

const QUERY: &str = "{
    adoptions(first: 200) { totalCount nodes { stage evidence { totalCount nodes { sheet } } } }
    ccgs { nodes { adoptions { totalCount nodes { evidence { totalCount } } } } }
    again: adoptions { totalCount }
}";

/// What the query is answered while each CCG has `each` adoptions, with an evidence for each of them.
fn whole(answer: &Value, each: usize) -> bool {
    let total = json!(CCGS * each);
    let list = |of: &Value| of["nodes"].as_array().expect("nodes").clone();
    let has_evidence = |adoption: &Value| adoption["evidence"]["totalCount"] == 1;
    let adoptions = list(&answer["adoptions"]);
    let told_by_sheets = adoptions.iter().all(|adoption| list(&adoption["evidence"]).len() == 1);
    let of_ccgs: Vec<Value> = list(&answer["ccgs"]).iter().map(|ccg| ccg["adoptions"].clone()).collect();
    answer["adoptions"]["totalCount"] == total
        && answer["again"]["totalCount"] == total
        && adoptions.len() == CCGS * each
        && adoptions.iter().all(has_evidence)
        && told_by_sheets
        && of_ccgs.iter().all(|adoptions| adoptions["totalCount"] == each)
        && of_ccgs.iter().all(|of| list(of).len() == each && list(of).iter().all(has_evidence))
}

/// Retracts what was live with its evidence, or takes that back, as one import does.
async fn flip(writer: &DatabaseConnection, retracted_at: &str) {
    let transaction = writer.begin().await.expect("a transaction");
    for statement in [
        format!("UPDATE adoption SET retracted_at = {retracted_at} WHERE stage = 'LIVE'"),
        format!(
            "UPDATE evidence SET retracted_at = {retracted_at}
             WHERE adoption_id IN (SELECT id FROM adoption WHERE stage = 'LIVE')"
        ),
    ] {
        transaction.execute_unprepared(&statement).await.expect("a statement");
    }
    transaction.commit().await.expect("a commit");
}

async fn served(service: &Service) -> Schema {
    schema::build(database::open(&Databases::at(service.url()), &Serving::default()).await.expect("a reader"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_shows_all_of_an_import_or_nothing_of_it() {
    let service = Service::with_ccgs(CCGS).await;
    let (schema, writer) = (served(&service).await, service.another_connection().await);
    let done = Arc::new(AtomicBool::new(false));
    let mut clients = JoinSet::new();
    for _ in 0..3 {
        let (schema, done) = (schema.clone(), done.clone());
        clients.spawn(async move {
            let mut seen = [0, 0];
            while !done.load(Ordering::Relaxed) {
                let answer = schema.execute(Request::new(QUERY)).await;
                assert!(answer.errors.is_empty(), "{:?}", answer.errors);
                let answer = answer.data.into_json().expect("JSON");
                let before = whole(&answer, 2);
                assert!(before || whole(&answer, 1), "{answer}");
                seen[usize::from(before)] += 1;
            }
            seen
        });
    }
    for _ in 0..40 {
        flip(&writer, "'2026-02-01 00:00:00+00:00'").await;
        sleep(Duration::from_millis(3)).await;
        flip(&writer, "NULL").await;
        sleep(Duration::from_millis(3)).await;
    }
    done.store(true, Ordering::Relaxed);
    let seen = clients.join_all().await;
    for state in [0, 1] {
        assert!(seen.iter().any(|seen| seen[state] > 0), "{seen:?}");
    }
}

/// Whether somebody could write at this moment.
async fn is_free(writer: &DatabaseConnection) -> bool {
    writer.execute_unprepared("PRAGMA busy_timeout = 0").await.expect("a setting");
    let locked = writer.execute_unprepared("BEGIN EXCLUSIVE").await;
    if locked.is_ok() {
        writer.execute_unprepared("ROLLBACK").await.expect("the end");
    }
    locked.is_ok()
}

#[tokio::test]
async fn nothing_is_locked_once_the_answer_is_there() {
    let service = Service::with_ccgs(2).await;
    let (schema, writer) = (served(&service).await, service.another_connection().await);
    for query in [QUERY, "{ ccgs { nodes { adoptions(first: -1) { totalCount } } } }"] {
        let answer = schema.execute(Request::new(query)).await;
        assert!(is_free(&writer).await, "{query}");
        drop(answer);
    }
}

#[tokio::test]
async fn nothing_stays_locked_when_a_client_goes_away() {
    let service = Service::with_ccgs(2).await;
    let (schema, writer) = (served(&service).await, service.another_connection().await);
    for polls in 1..20 {
        {
            let mut execution = pin!(schema.execute(Request::new(QUERY)));
            for _ in 0..polls {
                if execution.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                    break;
                }
                sleep(Duration::from_millis(1)).await;
            }
        }
        while !is_free(&writer).await {
            sleep(Duration::from_millis(1)).await;
        }
    }
    // Nor are connections lost.
    for _ in 0..20 {
        assert!(schema.execute(Request::new(QUERY)).await.errors.is_empty());
    }
}

#[tokio::test]
async fn what_needs_no_data_needs_no_database() {
    let service = Service::with_ccgs(1).await;
    service.lose_database();
    let ask = async |query| service.schema.execute(Request::new(query)).await;
    for query in ["{ __schema { queryType { name } } }", "{ __typename }", "{ ccgs { __typename } }"] {
        assert!(ask(query).await.errors.is_empty(), "{query}");
    }
    let answer = ask("{ ccgs { totalCount } waves { totalCount } }").await;
    assert_eq!(answer.errors.len(), 2, "{:?}", answer.errors);
}

#[tokio::test]
async fn one_look_at_the_state_is_for_all_who_ask_at_once() {
    let service = Service::with_ccgs(1).await;
    let states = join_all((0..50).map(|_| service.reader.state(0))).await;
    let versions: Vec<_> = states.into_iter().map(|state| state.expect("a state").version()).collect();
    assert_eq!(versions, [1; 50]);
    store(&service.database, a_run(2)).await;
    // What is known to be there is looked for, whatever was seen a moment ago.
    assert_eq!(service.reader.state(2).await.expect("a state").version(), 2);
    // From then on nothing older will do.
    assert_eq!(service.reader.state(0).await.expect("a state").version(), 2);
    assert_eq!(service.reader.state(9).await.expect("a state").version(), 2);
    store(&service.database, a_run(3)).await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(service.reader.state(0).await.expect("a state").version(), 3);
    // A snapshot is a look.
    store(&service.database, a_run(4)).await;
    service.reader.snapshot().state().await.expect("a state");
    assert_eq!(service.reader.state(0).await.expect("a state").version(), 4);
}

/// A connection to a file remembers the state that it saw last, while nobody writes.
#[tokio::test]
async fn what_was_committed_is_seen_over_every_connection() {
    for journal in ["DELETE", "WAL"] {
        let service = Service::with_ccgs(1).await;
        let set = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA journal_mode = {journal}"));
        let set = service.database.query_one_raw(set).await.expect("a setting").expect("a mode");
        assert_eq!(set.try_get_by_index::<String>(0).expect("a word"), journal.to_lowercase());
        for run in 1..6 {
            if run > 1 {
                store(&service.database, a_run(run)).await;
            }
            // Two connections, at the moment after a commit and later.
            for _ in 0..2 {
                let snapshots = [service.reader.snapshot(), service.reader.snapshot()];
                for snapshot in &snapshots {
                    let state = snapshot.state().await.expect("a state");
                    assert_eq!(state.version(), run, "{journal}");
                }
                join_all(snapshots.iter().map(Snapshot::end)).await;
            }
        }
        // A run that ends makes no version, and is a change all the same.
        let state = async || {
            let snapshot = service.reader.snapshot();
            let state = snapshot.state().await.expect("a state");
            snapshot.end().await;
            state
        };
        let begun = import_run::Model { status: RunStatus::Running, data_version: None, ..a_run(9) };
        store(&service.database, begun).await;
        let running = state().await;
        let ended = "UPDATE import_run SET status = 'REJECTED' WHERE id = 9";
        service.database.execute_unprepared(ended).await.expect("an end");
        assert_ne!(state().await, running, "{journal}");
    }
}
