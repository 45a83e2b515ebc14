//! What is looked at and when, and what is written down of it.

use std::{
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use chrono::TimeDelta;
use entities::{domain::CheckOutcome, import_run, wave};
use importer::{
    catalogue::SourceEntry,
    load::{
        checks::{self, Claim},
        database,
    },
    stop::Stop,
    watch::Watcher,
};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::{
    fixture::{A_BAD_WAVE, Fixture, ONE_WAVE, SIX_IN_LONDON, TWO_WAVES, connect, end, moment, source},
    server::{Server, send},
};

/// Serves a list with a mark, and answers 304 to whoever has it.
fn marked(body: &'static str) -> Server {
    Server::start(move |request, stream| match request.header("if-none-match") {
        Some("\"v1\"") => send(stream, "304 Not Modified", "", b""),
        _ => send(stream, "200 OK", "ETag: \"v1\"\r\n", body.as_bytes()),
    })
}

#[tokio::test]
async fn a_source_is_fetched_when_it_is_due_and_asked_for_news_after_that() {
    let server = marked(ONE_WAVE);
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    let round = fixture.round().await;
    let file = &round.report.files[0];
    assert_eq!((file.path.as_str(), file.file.as_str()), (server.url("/waves.csv").as_str(), "waves.csv"));
    assert_eq!(round.next, Some(moment("2026-07-02T05:00:00Z")));
    assert_eq!(fixture.outcome().await, "IMPORTED");

    fixture.at("2026-07-02T04:59:59Z").round().await;
    assert_eq!(server.requests().len(), 1);
    let round = fixture.at("2026-07-02T05:00:01Z").round().await;
    assert_eq!((server.requests().len(), round.report.files.len()), (2, 0));
    let checks = fixture.checks().await;
    assert_eq!(checks[1].outcome, Some(CheckOutcome::NotModified));
    assert_eq!((checks[1].due_at, checks[1].missed), (moment("2026-07-02T05:00:00Z"), 0));
    // The mark and the run that it stands for are carried on.
    assert_eq!((&checks[1].etag, checks[1].import_run_id), (&checks[0].etag, checks[0].import_run_id));
    fixture.at("2026-07-03T05:00:00Z").round().await;
    assert_eq!(fixture.outcome().await, "NOT_MODIFIED");
}

#[tokio::test]
async fn a_list_that_is_not_in_force_whole_is_fetched_again() {
    let server = marked(A_BAD_WAVE);
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    assert_eq!(fixture.round().await.report.exit_code, 1);
    assert_eq!(fixture.checks().await[0].message.as_deref(), Some("1 of 2 rows were rejected."));
    let round = fixture.at("2026-07-02T05:00:00Z").round().await;
    assert_eq!((server.requests()[1].header("if-none-match"), round.report.exit_code), (None, 1));
}

#[tokio::test]
async fn a_list_that_another_has_replaced_is_fetched_again() {
    let server = marked(ONE_WAVE);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.csv");
    fs::write(&other, TWO_WAVES).unwrap();
    let first = source(server.url("/waves.csv"), SIX_IN_LONDON);
    let second = SourceEntry { name: Some("other".to_owned()), ..source(&other, SIX_IN_LONDON) };
    let mut fixture = Fixture::new(vec![first.clone(), second]).await;
    fixture.round().await;
    fixture.sources = vec![first];
    fixture.at("2026-07-02T05:00:00Z").round().await;
    assert_eq!(server.requests()[1].header("if-none-match"), None);
    assert_eq!(fixture.outcome().await, "IMPORTED");
}

#[tokio::test]
async fn moments_that_were_missed_are_made_up_for_once_and_counted() {
    let server = marked(ONE_WAVE);
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    fixture.round().await;
    let round = fixture.at("2026-07-05T12:00:00Z").round().await;
    assert_eq!((server.requests().len(), round.next), (2, Some(moment("2026-07-06T05:00:00Z"))));
    let last = fixture.checks().await.pop().unwrap();
    assert_eq!((last.due_at, last.missed), (moment("2026-07-02T05:00:00Z"), 3));
}

#[tokio::test]
async fn what_a_server_cannot_give_is_a_refused_run_and_tried_at_the_next_moment() {
    let failed = Arc::new(AtomicUsize::new(0));
    let count = failed.clone();
    let server = Server::start(move |_, stream| match count.fetch_add(1, Ordering::SeqCst) {
        0 => send(stream, "500 Internal Server Error", "", b""),
        1 => send(stream, "200 OK", "", b"<!doctype html><title>Sorry</title>"),
        _ => send(stream, "200 OK", "", ONE_WAVE.as_bytes()),
    });
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    assert_eq!(fixture.round().await.report.exit_code, 66);
    let run = import_run::Entity::find().one(&fixture.db).await.unwrap().unwrap();
    assert_eq!(run.reason.as_deref(), Some("not_fetched"));
    assert_eq!(fixture.outcome().await, "FAILED");

    assert_eq!(fixture.at("2026-07-02T05:00:00Z").round().await.report.exit_code, 65);
    let told = fixture.checks().await[1].message.clone().unwrap();
    assert!(told.starts_with("waves.csv: this is a web page and no list"), "{told}");
    assert_eq!(fixture.outcome().await, "REFUSED");

    fixture.at("2026-07-03T05:00:00Z").round().await;
    assert_eq!((fixture.outcome().await.as_str(), failed.load(Ordering::SeqCst)), ("IMPORTED", 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_watchers_never_do_the_same_check() {
    let server = marked(ONE_WAVE);
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    let (other, (_ask, stop)) = (connect(&fixture.folder).await, Stop::by_hand());
    let clock = || fixture.now();
    let (first, second) = (fixture.watcher(&clock, &stop), fixture.watcher(&clock, &stop));
    let second = Watcher { db: &other, ..second };
    for day in 1..=5 {
        fixture.at(&format!("2026-07-0{day}T05:00:00Z"));
        let (one, two) = tokio::join!(first.round(false), second.round(false));
        assert!(one.error.is_none() && two.error.is_none(), "{one:?} {two:?}");
        assert_eq!((server.requests().len(), fixture.checks().await.len()), (day, day));
    }
}

#[tokio::test]
async fn a_check_whose_importer_was_killed_is_done_again_when_its_claim_has_ended() {
    let server = marked(ONE_WAVE);
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    fixture.round().await;
    let six = moment("2026-07-02T05:00:00Z");
    let txn = database::begin(&fixture.db, Duration::from_secs(1)).await.unwrap();
    let until = six + TimeDelta::minutes(5);
    let claim = Claim { source: "waves", due_at: six, missed: 0, now: six, until };
    assert!(checks::claim(&txn, claim).await.unwrap().is_some());
    txn.commit().await.unwrap();

    let round = fixture.at("2026-07-02T05:04:59Z").round().await;
    assert_eq!((server.requests().len(), round.next), (1, Some(until)));
    fixture.at("2026-07-02T05:05:00Z").round().await;
    let checks = fixture.checks().await;
    assert_eq!((server.requests().len(), checks.len()), (2, 2));
    assert_eq!((checks[1].due_at, checks[1].outcome), (six, Some(CheckOutcome::NotModified)));
}

#[tokio::test]
async fn a_fetch_is_given_up_when_the_importer_is_to_end_and_done_by_the_next() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (count, (ask, stop)) = (asked.clone(), Stop::by_hand());
    let (release, held) = mpsc::channel();
    let held = Mutex::new(held);
    let server = Server::start(move |_, stream| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            end(&ask);
            held.lock().unwrap().recv().unwrap();
        }
        send(stream, "200 OK", "", ONE_WAVE.as_bytes());
    });
    let fixture = Fixture::new(vec![source(server.url("/waves.csv"), SIX_IN_LONDON)]).await;
    let round = fixture.round_until(&stop).await;
    release.send(()).unwrap();
    assert_eq!(round.report.files.len(), 0);
    assert_eq!(fixture.checks().await[0].finished_at, None);
    fixture.at("2026-07-01T05:00:30Z").round().await;
    // A source that was never looked at is due whenever that is, so the second check is another one.
    let outcomes: Vec<_> = fixture.checks().await.into_iter().map(|check| check.outcome).collect();
    assert_eq!(outcomes, [Some(CheckOutcome::BrokenOff), Some(CheckOutcome::Imported)]);
}

#[tokio::test]
async fn files_of_a_pattern_are_imported_in_their_order_and_late_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("waves-2016.csv", TWO_WAVES);
    write("waves-2015.csv", ONE_WAVE);
    write("~$waves-2017.csv", "not for reading");
    let fixture = Fixture::new(vec![source(folder.path().join("waves-*.csv"), SIX_IN_LONDON)]).await;
    let names = |round: &importer::watch::Round| -> Vec<String> {
        round.report.files.iter().map(|file| file.file.clone()).collect()
    };
    assert_eq!(names(&fixture.round().await), ["waves-2015.csv", "waves-2016.csv"]);
    assert_eq!(wave::Entity::find().count(&fixture.db).await.unwrap(), 2);
    assert_eq!(names(&fixture.at("2026-07-02T05:00:00Z").round().await), ["waves-2016.csv"]);
    assert_eq!(fixture.outcome().await, "UNCHANGED");

    write("waves-2014.csv", "Financial year,Live from\n2014/15,2014-04-01\n");
    write("waves-2017.csv", "Financial year,Live from\n2017/18,2017-04-01\n");
    let round = fixture.at("2026-07-03T05:00:00Z").round().await;
    assert_eq!(names(&round), ["waves-2016.csv", "waves-2017.csv"]);
    let told = fixture.checks().await[2].message.clone().unwrap();
    assert!(
        told.starts_with("Never stored") && told.contains("/waves-2014.csv; import it by hand"),
        "{told}"
    );
}

#[tokio::test]
async fn a_pattern_that_nothing_fits_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Fixture::new(vec![source(folder.path().join("*.csv"), SIX_IN_LONDON)]).await;
    assert_eq!(fixture.round().await.report.exit_code, 66);
    assert_eq!(fixture.outcome().await, "FAILED");
}
