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

/// A document is held against the schema once; its variables are others each time.
#[tokio::test]
async fn variables_are_checked_however_often_a_document_was_answered() {
    let service = Service::with_ccgs(3).await;
    let code = |answer: &Response| {
        json!(answer.errors.first().map(|error| error.extensions.clone()))["code"].clone()
    };
    for (query, right, wrong) in [
        (
            "query ($n: Int) { ccgs(first: $n) { totalCount nodes { adoptions(first: $n) { nodes { stage } } } } }",
            json!({ "n": 1 }),
            json!({ "n": 200 }),
        ),
        ("query ($n: Int) { ccgs(first: $n) { totalCount } }", json!({ "n": 1 }), json!({ "n": "1" })),
        (
            "query ($if: Boolean!) { ccgs { totalCount nodes @include(if: $if) { name } } }",
            json!({ "if": true }),
            json!({ "if": "true" }),
        ),
        (
            "query ($if: Boolean!) { ccgs { totalCount ...f @skip(if: $if) } } fragment f on CcgConnection { asOf }",
            json!({ "if": true }),
            json!({ "if": 1 }),
        ),
        (
            "query ($name: String!) { __type(name: $name) { name } ccgs { totalCount } }",
            json!({ "name": "Ccg" }),
            json!({ "name": 1 }),
        ),
        (
            "query a ($n: Int) { ccgs(first: $n) { totalCount } }
             query b ($n: String) { ccgs(filter: { name: { eq: $n } }) { totalCount } }",
            json!({ "n": 1 }),
            json!({ "n": "a" }),
        ),
    ] {
        let named = |variables: &Value| {
            let request = Request::new(query).variables(Variables::from_json(variables.clone()));
            if query.contains("query b") { request.operation_name("a") } else { request }
        };
        let refused = service.schema.execute(named(&wrong)).await;
        let answered = service.schema.execute(named(&right)).await;
        assert!(answered.errors.is_empty(), "{query}: {:?}", answered.errors);
        let again = service.schema.execute(named(&wrong)).await;
        assert_eq!(refused.errors, again.errors, "{query}");
        let expected = if wrong["n"] == 200 { "QUERY_TOO_COMPLEX" } else { "GRAPHQL_VALIDATION_FAILED" };
        assert_eq!(code(&again), expected, "{query}: {:?}", again.errors);
        assert_eq!(again.data, async_graphql::Value::Null, "{query}");
    }
}
