//! The audits of GraphQL over HTTP by `graphql-http`, the suite that servers are compared by.

use serde_json::Value;

use crate::harness::{Api, Store, importer, node};

#[test]
fn all_audits_of_graphql_over_http_pass() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    let api = Api::start(&store);
    let output = node("audit.js").arg(format!("{}/graphql", api.address())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let audits: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let failed: Vec<_> = audits.iter().filter(|audit| audit["status"] != "ok").collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(audits.len(), 61);
}
