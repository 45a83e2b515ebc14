//! Variables in filters: supplied, left out and null.

use async_graphql::{Request, Response, Variables};
use serde_json::{Value, json};

use crate::fixture::Service;

async fn ask(service: &Service, query: &str, variables: Value) -> Response {
    let request = Request::new(query).variables(Variables::from_json(variables));
    service.schema.execute(request).await
}

/// How many CCGs a query finds whose root is a list of CCGs.
async fn count(service: &Service, query: &str, variables: Value) -> Value {
    let answer = ask(service, query, variables).await;
    assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
    answer.data.into_json().expect("JSON")["ccgs"]["totalCount"].clone()
}

#[tokio::test]
async fn a_field_is_absent_when_its_variable_is_not_supplied() {
    let service = Service::with_ccgs(3).await;
    for (declared, filter) in [
        ("$d: Date", "{ openOn: $d }"),
        ("$d: Date", "{ closedOn: { lte: $d } }"),
        ("$d: String", "{ and: [{ name: { contains: $d } }] }"),
        ("$d: [OdsCode!]", "{ odsCode: { in: $d } }"),
        ("$d: Boolean", "{ closedOn: { isNull: $d } }"),
        ("$d: AreaFilter", "{ region: $d, not: { odsCode: { eq: \"99Z\" } } }"),
        ("$d: CcgFilter", "$d"),
    ] {
        let query = format!("query ({declared}) {{ ccgs(filter: {filter}) {{ totalCount }} }}");
        assert_eq!(count(&service, &query, json!({})).await, 3, "{query}");
    }
    let query =
        "query ($d: Date) { ...f } fragment f on Query { ccgs(filter: { openOn: $d }) { totalCount } }";
    assert_eq!(count(&service, query, json!({})).await, 3);
    assert_eq!(count(&service, query, json!({ "d": "2015-04-01" })).await, 2);
    let query = "query ($d: Date = \"2015-04-01\") { ccgs(filter: { openOn: $d }) { totalCount } }";
    assert_eq!(count(&service, query, json!({})).await, 2);
}

#[tokio::test]
async fn a_null_in_a_filter_is_refused_wherever_it_comes_from() {
    let service = Service::with_ccgs(1).await;
    let by_day = "query ($d: Date) { ccgs(filter: { openOn: $d }) { totalCount } }";
    let by_filter = "query ($f: CcgFilter) { ccgs(filter: $f) { totalCount } }";
    let nested = "{ ccgs { nodes { adoptions(filter: { and: [{ stage: null }] }) { totalCount } } } }";
    for (query, variables) in [
        (by_day, json!({ "d": null })),
        (by_filter, json!({ "f": { "openOn": null } })),
        (by_filter, json!({ "f": { "or": [{ "name": { "eq": null } }] } })),
        ("query ($d: Date = null) { ccgs(filter: { openOn: $d }) { totalCount } }", json!({})),
        ("{ ccgs(filter: { openOn: null }) { totalCount } }", json!({})),
        (nested, json!({})),
    ] {
        let answer = ask(&service, query, variables).await;
        let error = json!(answer.errors.first().expect("an error"));
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{query}: {error}");
        assert!(error["message"].as_str().expect("a message").contains("isNull"), "{query}: {error}");
    }
}

#[tokio::test]
async fn a_null_that_is_no_part_of_a_filter_is_as_good_as_none() {
    let service = Service::with_ccgs(1).await;
    let query = "query ($f: CcgFilter, $n: Int) { ccgs(filter: $f, first: $n, after: null) { totalCount } }";
    assert_eq!(count(&service, query, json!({ "f": null, "n": null })).await, 1);
}

#[tokio::test]
async fn a_variable_that_is_not_declared_is_refused() {
    let service = Service::with_ccgs(1).await;
    let answer = ask(&service, "{ ccgs(filter: { openOn: $d }) { totalCount } }", json!({})).await;
    assert_eq!(json!(answer.errors[0])["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
}
