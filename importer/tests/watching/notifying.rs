//! Who is told, of what, and how often.

use std::fs;

use importer::catalogue::Notify;
use serde_json::Value;

use crate::{
    fixture::{A_BAD_WAVE, Fixture, ONE_WAVE, SIX_IN_LONDON, TWO_WAVES, source},
    server::Server,
};

fn notify(toml: &str) -> Option<Notify> {
    Some(toml::from_str(toml).unwrap())
}

#[tokio::test]
async fn a_webhook_is_told_of_changes_and_of_each_failure_once() {
    let hook = Server::of("200 OK", "", "");
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("waves.csv");
    fs::write(&list, ONE_WAVE).unwrap();
    let mut fixture = Fixture::new(vec![source(&list, SIX_IN_LONDON)]).await;
    fixture.notify = notify(&format!("on = ['failure', 'change']\nwebhook = '{}'", hook.url("/T0/s3cr3t")));
    let told = || -> Vec<Value> {
        hook.requests().iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect()
    };
    fixture.round().await;
    let change = &told()[0];
    assert_eq!(
        (&change["event"], &change["source"], &change["outcome"]),
        (&"change".into(), &"waves".into(), &"IMPORTED".into())
    );
    let file = &change["report"]["files"][0];
    assert_eq!(
        (&file["diff"]["added"], &file["issueCount"], file.get("issues")),
        (&1.into(), &0.into(), None)
    );

    fixture.at("2026-07-02T05:00:00Z").round().await;
    assert_eq!(told().len(), 1, "nothing had changed");

    fs::remove_file(&list).unwrap();
    fixture.at("2026-07-03T05:00:00Z").round().await;
    fixture.at("2026-07-04T05:00:00Z").round().await;
    assert_eq!(told().len(), 2, "a failure that goes on is told once");
    assert_eq!((&told()[1]["event"], &told()[1]["outcome"]), (&"failure".into(), &"FAILED".into()));

    fs::write(&list, A_BAD_WAVE).unwrap();
    fixture.at("2026-07-05T05:00:00Z").round().await;
    assert_eq!(told()[2]["message"], "1 of 2 rows were rejected.");
}

#[tokio::test]
async fn a_command_gets_the_whole_report() {
    let folder = tempfile::tempdir().unwrap();
    let (list, told) = (folder.path().join("waves.csv"), folder.path().join("told.json"));
    fs::write(&list, A_BAD_WAVE).unwrap();
    let mut fixture = Fixture::new(vec![source(&list, SIX_IN_LONDON)]).await;
    fixture.notify =
        notify(&format!("on = ['failure']\ncommand = ['sh', '-c', 'cat > \"$0\"', '{}']", told.display()));
    fixture.round().await;
    let notice: Value = serde_json::from_slice(&fs::read(&told).unwrap()).unwrap();
    assert_eq!(notice["report"]["files"][0]["issues"][0]["cell"], "B3");
    // A change is not what it wanted to hear of.
    fs::remove_file(&told).unwrap();
    fs::write(&list, TWO_WAVES).unwrap();
    fixture.at("2026-07-02T05:00:00Z").round().await;
    assert_eq!((fixture.outcome().await.as_str(), told.exists()), ("IMPORTED", false));
}

#[tokio::test]
async fn a_notification_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("waves.csv");
    fs::write(&list, ONE_WAVE).unwrap();
    let broken = Server::of("500 Internal Server Error", "", "");
    for command in ["['/no/such/program']", "['false']", "['sleep', '600']"] {
        let mut fixture = Fixture::new(vec![source(&list, SIX_IN_LONDON)]).await;
        fixture.notify = notify(&format!(
            "on = ['change']\ncommand = {command}\nwebhook = '{}'\ntime_limit = '200ms'",
            broken.url("/")
        ));
        assert_eq!(fixture.round().await.report.exit_code, 0);
        assert_eq!(fixture.outcome().await, "IMPORTED");
    }
    assert_eq!(broken.requests().len(), 3);
}
