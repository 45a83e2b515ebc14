//! A connection that is cut while an answer is read.

use api::{
    config::Serving,
    database::{self, Databases},
    reader::{Reader, Snapshot},
};
use sea_orm::sea_query::{Expr, Query};
use tokio::task::spawn_blocking;

use crate::harness::{Store, block_on, importer};

/// How many runs a snapshot shows.
async fn runs(snapshot: &Snapshot) -> Option<i64> {
    let count = Query::select().expr_as(Expr::cust("COUNT(*)"), "number").from("import_run").to_owned();
    snapshot.read(&count, |row| row.get("number")).await.ok()?.pop()
}

/// Ends every connection to the database but its own.
async fn cut(url: String) {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    spawn_blocking(move || Store::at(url).execute(cut)).await.unwrap();
}

async fn reader(store: &Store) -> Reader {
    database::open(&Databases::at(store.url()), &Serving::default()).await.unwrap()
}

#[test]
fn an_answer_goes_on_over_another_connection_where_the_same_data_is_to_be_seen() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    block_on(async {
        let reader = reader(&store).await;
        let snapshot = reader.snapshot();
        let before = (snapshot.state().await.unwrap(), runs(&snapshot).await.unwrap());
        for _ in 0..3 {
            cut(store.url()).await;
            assert_eq!(runs(&snapshot).await, Some(before.1));
        }
        assert!(!snapshot.is_lost());
        assert_eq!(snapshot.state().await.unwrap(), before.0);
        snapshot.end().await;
    });
}

#[test]
fn an_answer_is_never_of_two_states_of_the_data() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    block_on(async {
        let reader = reader(&store).await;
        let snapshot = reader.snapshot();
        let before = runs(&snapshot).await.unwrap();
        store_another_run(&store).await;
        assert_eq!(runs(&snapshot).await, Some(before), "one moment");
        cut(store.url()).await;
        assert_eq!(runs(&snapshot).await, None);
        assert!(snapshot.is_lost());
        assert_eq!(runs(&reader.snapshot()).await, Some(before + 1));
    });
}

async fn store_another_run(store: &Store) {
    let url = store.url();
    let run = spawn_blocking(move || importer(&Store::at(url), &["run", "no such file.csv"])).await;
    assert_eq!(run.unwrap().code, 66);
}
