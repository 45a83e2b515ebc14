//! What whoever runs the api can see of it: metrics and the log.

use std::fs;

use serde_json::Value;

use crate::{
    harness::{Api, Outcome, Store, api_alone, client, importer},
    on_both,
};

/// The value of a metric.
fn metric(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name}: {text}")).parse().unwrap()
}

on_both! {
    fn what_was_asked_and_imported_is_counted(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        importer(store, &["run", "no such file.csv"]);
        let api = Api::start(store);
        for _ in 0..3 {
            api.ask("query Waves { waves { totalCount } }");
        }
        assert_eq!(api.get("/q/adoptions.csv").0, 200);
        let (status, text) = api.get("/metrics");
        assert_eq!(status, 200);
        assert!(text.ends_with("# EOF\n"), "{text}");
        for (name, value) in [
            ("http_requests_total{route=\"/graphql\",status=\"200\"}", 3.0),
            ("http_requests_total{route=\"/q/*\",status=\"200\"}", 1.0),
            ("graphql_operation_duration_seconds_count{operation=\"Waves\"}", 3.0),
            ("graphql_requests{gate=\"answers\",state=\"working\"}", 0.0),
            ("database_up", 1.0),
            ("data_version", 9.0),
            ("import_runs{status=\"COMMITTED\"}", 9.0),
            ("import_runs{status=\"RUNNING\"}", 0.0),
        ] {
            assert_eq!(metric(&text, name), value, "{name}");
        }
        let imported = metric(&text, "dataset_last_import_timestamp_seconds{dataset=\"co-commissioning-adoptions\"}");
        let now = chrono::Utc::now().timestamp();
        assert!((now - 300..=now).contains(&(imported as i64)), "{imported}");
        assert_eq!(api.get("/health/live").0, 200);
    }

    fn a_slow_query_is_in_the_log_with_its_name_and_cost(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        let api = Api::start_with(store, &["--slow", "0s", "--log-format", "json"]);
        let query = "query OfTheNorth { ccgs(first: 7) { nodes { name } } }";
        assert_eq!(api.ask(query)["ccgs"]["nodes"].as_array().unwrap().len(), 7);
        let line: Value = serde_json::from_str(&api.logged("\"slow\"")).unwrap();
        assert_eq!((&line["level"], &line["operation"]), (&"WARN".into(), &"OfTheNorth".into()), "{line}");
        assert!(line["cost"].as_u64().unwrap() > 7, "{line}");
        assert!(line["seconds"].as_f64().unwrap() > 0.0, "{line}");
        assert_eq!(line["span"]["path"], "/graphql", "{line}");
        assert_eq!(line["span"]["id"].as_str().unwrap().len(), 36, "{line}");
        assert!(!line.to_string().contains("nodes"), "no text of a query: {line}");
    }
}

#[test]
fn whoever_may_ask_is_read_again_when_a_signal_says_so() {
    let (store, folder) = (Store::sqlite(), tempfile::tempdir().unwrap());
    assert_eq!(importer(&store, &["migrate"]).code, 0);
    let file = folder.path().join("credentials");
    let (first, second) = (api_alone(&["--new-token", "ann"]), api_alone(&["--new-token", "bob"]));
    let token = |made: &Outcome| made.stderr.trim().rsplit_once(' ').unwrap().1.to_owned();
    fs::write(&file, &first.stdout).unwrap();
    let api = Api::start_with(&store, &["--credentials", file.to_str().unwrap()]);
    let status = |made: &Outcome| {
        let request = client().get(format!("{}/schema.graphql", api.address()));
        request.header("X-Api-Key", token(made)).call().unwrap().status().as_u16()
    };
    assert_eq!((status(&first), status(&second)), (200, 401));
    fs::write(&file, &second.stdout).unwrap();
    api.signal("HUP");
    api.logged("the credentials were read again");
    assert_eq!((status(&first), status(&second)), (401, 200));
    fs::write(&file, "nobody\n").unwrap();
    api.signal("HUP");
    api.logged("the credentials stay as they were");
    assert_eq!((status(&first), status(&second)), (401, 200));
}

#[test]
fn no_secret_is_in_the_log() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let secret = Store::at(store.url().replace("postgres@", "postgres:s3cr3t@"));
    // All that can be logged.
    let api = Api::start_with(&secret, &["--slow", "0s", "--log-format", "text"]);
    api.ask("query Once { waves { totalCount } }");
    api.logged("slow");
    store.execute("DROP TABLE seaql_migrations");
    assert_eq!(api.get("/health/ready").0, 503);
    let line = api.logged("the database cannot be asked");
    assert!(!api.log().contains("s3cr3t"), "{line}");
}
