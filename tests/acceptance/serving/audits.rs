//! The programs of others that say whether this is GraphQL over HTTP: the audits of `graphql-http`, by which servers are
//! compared, and the reference implementation, `graphql`.

use std::{
    fs::File,
    process::{Command, Output},
};

use serde_json::Value;

use crate::harness::{Api, Store, importer, node, repository};

fn output_of(command: &mut Command) -> Vec<u8> {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    stdout
}

#[test]
fn all_audits_of_graphql_over_http_pass() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    let api = Api::start(&store);
    let output = output_of(node("audit.js").arg(format!("{}/graphql", api.address())));
    let audits: Vec<Value> = serde_json::from_slice(&output).unwrap();
    let failed: Vec<_> = audits.iter().filter(|audit| audit["status"] != "ok").collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(audits.len(), 61);
}

#[test]
fn what_clients_read_of_the_schema_is_the_schema() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    let api = Api::start(&store);
    let read = output_of(node("introspect.js").arg(format!("{}/graphql", api.address())));
    let written = File::open(repository().join("api/schema.graphql")).unwrap();
    let written = output_of(node("sort.js").stdin(written));
    assert!(read == written, "api/schema.graphql is not what the service says of itself");
}
