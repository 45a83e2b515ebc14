//! Answers that a client holds, while imports come and go.

use std::fs;

use crate::{
    harness::{Api, Store, adoptions, importer, write},
    on_both,
};

const FACTS: &str = "{ adoptions { totalCount } }";
const RUNS: &str = "{ importRuns(first: 200) { nodes { status } } }";

on_both! {
    fn what_a_client_holds_holds_until_an_import_changes_it(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let (status, tag) = api.revalidate(FACTS, "");
        assert_eq!(status, 200);
        assert_eq!(api.revalidate(FACTS, &tag), (304, tag.clone()));
        let folder = tempfile::tempdir().unwrap();
        let fewer = write(&folder, "fewer.xlsx", &adoptions()[1..]);
        let dataset = ["--dataset", "co-commissioning-adoptions", "--replace"];
        let run = importer(store, &[&["run", fewer.to_str().unwrap()], &dataset[..]].concat());
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(api.revalidate(FACTS, &tag).0, 200);
    }

    fn a_run_that_stored_nothing_is_seen_at_once(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let version = api.get("/health/ready");
        let (_, tag) = api.revalidate(RUNS, "");
        assert_eq!(api.revalidate(RUNS, &tag).0, 304);
        let folder = tempfile::tempdir().unwrap();
        let refused = folder.path().join("refused.csv");
        fs::write(&refused, "nothing,that,is,known\n1,2,3,4\n").unwrap();
        let run = importer(store, &["run", refused.to_str().unwrap(), "--dataset", "other"]);
        assert_ne!(run.code, 0, "{}", run.stdout);
        assert_eq!(api.get("/health/ready"), version);
        assert_eq!(api.revalidate(RUNS, &tag).0, 200);
    }

    fn what_was_answered_before_is_answered_of_the_new_data_by_every_service(store: &Store) {
        importer(store, &["run"]);
        let services = [Api::start(store), Api::start(store)];
        let count = |api: &Api| api.ask(FACTS)["adoptions"]["totalCount"].as_u64().unwrap();
        for api in services.iter().cycle().take(6) {
            assert_eq!(count(api), 207);
        }
        let folder = tempfile::tempdir().unwrap();
        let fewer = write(&folder, "fewer.xlsx", &adoptions()[1..]);
        let dataset = ["--dataset", "co-commissioning-adoptions", "--replace"];
        let run = importer(store, &[&["run", fewer.to_str().unwrap()], &dataset[..]].concat());
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        for api in services.iter().cycle().take(6) {
            assert_eq!(count(api), 206);
        }
        for api in &services {
            let (_, metrics) = api.get("/metrics");
            for told in ["{outcome=\"hit\"} 4\n", "{outcome=\"miss\"} 2\n"] {
                assert!(metrics.contains(&format!("answer_cache_requests_total{told}")), "{metrics}");
            }
        }
    }
}
