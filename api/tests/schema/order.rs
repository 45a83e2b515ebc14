//! The members of an answer stand as the query names them, every time.

use api::rendering::text;
use async_graphql::{Request, Variables};
use serde_json::json;

use crate::fixture::Service;

/// The data of some answers to the same query, once it is certain that they are the same to the byte.
async fn data(service: &Service, query: &str) -> String {
    let variables = Variables::from_json(json!({ "yes": true }));
    let ask = async || {
        let answer = service.schema.execute(Request::new(query).variables(variables.clone())).await;
        assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
        let as_text = service.as_text(Request::new(query).variables(variables.clone())).await;
        assert_eq!(as_text, text(&answer), "{query}");
        serde_json::to_string(&answer.data).expect("JSON")
    };
    let first = ask().await;
    for _ in 0..10 {
        assert_eq!(ask().await, first, "{query}");
    }
    first
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_stand_in_the_order_of_the_query() {
    let service = Service::with_ccgs(2).await;
    let query = "{ w: waves(first: 1) { nodes { adoptions(first: 1) { totalCount } title } totalCount }
        ccg(odsCode: \"00A\") { region { kind name } name adoptions { nodes { wave { number } stage } } odsCode }
        __typename
        models(first: 0) { totalCount nodes { code } } }";
    assert_eq!(
        data(&service, query).await,
        "{\"w\":{\"nodes\":[{\"adoptions\":{\"totalCount\":2},\"title\":\"Wave 1\"}],\"totalCount\":2},\
         \"ccg\":{\"region\":{\"kind\":\"REGION_2015\",\"name\":\"North\"},\"name\":\"NHS Place 0 CCG\",\
         \"adoptions\":{\"nodes\":[{\"wave\":{\"number\":1},\"stage\":\"LIVE\"},\
         {\"wave\":{\"number\":2},\"stage\":\"APPROVED\"}]},\"odsCode\":\"00A\"},\
         \"__typename\":\"Query\",\"models\":{\"totalCount\":3,\"nodes\":[]}}"
    );
}

#[tokio::test]
async fn fragments_stand_where_they_are_spread_and_merged_fields_where_they_are_named_first() {
    let service = Service::with_ccgs(1).await;
    let query = "query ($yes: Boolean!) { ccgs { ...page nodes { closedOn region { kind } code: odsCode } } }
        fragment page on CcgConnection { nodes { ...place ... { openedOn } ...place } totalCount }
        fragment place on Ccg {
            closedOn @skip(if: $yes) note @include(if: false) region { name } ... on Node { id }
            ... @include(if: $yes) { name closedOn }
        }";
    assert_eq!(
        data(&service, query).await,
        "{\"ccgs\":{\"nodes\":[{\"region\":{\"name\":\"North\",\"kind\":\"REGION_2015\"},\"id\":\"Q2NnOjAwQQ\",\
         \"name\":\"NHS Place 0 CCG\",\"closedOn\":null,\"openedOn\":\"2013-04-01\",\"code\":\"00A\"}],\
         \"totalCount\":1}}"
    );
}

#[tokio::test]
async fn only_fragments_of_the_type_of_an_object_count() {
    let service = Service::with_ccgs(1).await;
    let query = "{ nodes(ids: [\"Q2NnOjAwQQ\", \"V2F2ZTox\"]) {
            ... on Wave { number id } ... on Ccg { id name adoptions(first: 1) { totalCount } }
            ... on Node { __typename } ...wave id }
        node(id: \"V2F2ZTox\") { ... on Ccg { id __typename } __typename ... on Wave { title } id } }
        fragment wave on Wave { title }";
    assert_eq!(
        data(&service, query).await,
        "{\"nodes\":[{\"id\":\"Q2NnOjAwQQ\",\"name\":\"NHS Place 0 CCG\",\"adoptions\":{\"totalCount\":2},\
         \"__typename\":\"Ccg\"},{\"number\":1,\"id\":\"V2F2ZTox\",\"__typename\":\"Wave\",\
         \"title\":\"Wave 1\"}],\"node\":{\"__typename\":\"Wave\",\"title\":\"Wave 1\",\"id\":\"V2F2ZTox\"}}"
    );
}

/// The library puts together what it finds for each.
#[tokio::test]
async fn an_object_of_any_type_that_is_named_twice_is_known_by_its_type() {
    let service = Service::with_ccgs(1).await;
    for (query, expected) in [
        (
            "{ node(id: \"Q2NnOjAwQQ\") { id } node(id: \"Q2NnOjAwQQ\") { ... on Wave { title } ... on Ccg { name } } }",
            "{\"node\":{\"id\":\"Q2NnOjAwQQ\",\"name\":\"NHS Place 0 CCG\"}}",
        ),
        (
            "{ nodes(ids: [\"V2F2ZTox\"]) { ... on Ccg { name } id } nodes(ids: [\"V2F2ZTox\"]) { ... on Wave { title } } }",
            "{\"nodes\":[{\"id\":\"V2F2ZTox\",\"title\":\"Wave 1\"}]}",
        ),
    ] {
        assert_eq!(data(&service, query).await, expected);
    }
}

#[tokio::test]
async fn no_type_but_node_leaves_the_type_of_an_object_open() {
    let query = "{ __schema { types { kind name fields { name type { kind name ofType { kind
        ofType { kind ofType { kind } } } } } } } }";
    let types = Service::with_ccgs(0).await.data(query).await["__schema"]["types"].clone();
    for kind in types.as_array().expect("types") {
        let open = kind["kind"] == "UNION" || kind["kind"] == "INTERFACE";
        assert!(!open || kind["name"] == "Node", "{}", kind["name"]);
        for field in kind["fields"].as_array().into_iter().flatten() {
            let open = field["type"].to_string().contains("INTERFACE");
            // These two give it away.
            let told = kind["name"] == "Query" && (field["name"] == "node" || field["name"] == "nodes");
            assert_eq!(open, told, "{}.{}", kind["name"], field["name"]);
        }
    }
}

#[tokio::test]
async fn a_field_that_failed_is_null_in_its_place() {
    let service = Service::with_ccgs(1).await;
    let query = "{ before: waves { totalCount } ccg(odsCode: \"00A\") { adoptions(first: -1) { totalCount } } after: waves { totalCount } }";
    let answer = service.schema.execute(Request::new(query)).await;
    assert_eq!(answer.errors.len(), 1);
    assert_eq!(
        serde_json::to_string(&answer.data).expect("JSON"),
        "{\"before\":{\"totalCount\":2},\"ccg\":null,\"after\":{\"totalCount\":2}}"
    );
}

#[tokio::test]
async fn nothing_stands_where_the_schema_says_that_there_is_always_something() {
    let service = Service::with_ccgs(2).await;
    for (query, data) in [
        // A list of the root is always there, a CCG by its code is not.
        ("{ waves { totalCount } ccgs(first: -1) { totalCount } }", "null"),
        ("{ ccgs(first: -1) { totalCount } }", "null"),
        // What is missing makes the next thing around it that may be missing null.
        (
            "{ waves { totalCount } found: ccg(odsCode: \"00A\") { name adoptions(first: -1) { totalCount } } }",
            "{\"waves\":{\"totalCount\":2},\"found\":null}",
        ),
        (
            "{ ccg(odsCode: \"00A\") { ...of } } fragment of on Ccg { name ... { all: adoptions(first: -1) { totalCount } } }",
            "{\"ccg\":null}",
        ),
        ("{ ccgs { nodes { name adoptions(first: -1) { totalCount } } } }", "null"),
        // By its id anything may be found, of whatever type.
        (
            "{ nodes(ids: [\"Q2NnOjAwQQ\", \"V2F2ZTox\"]) { id ... on Ccg { adoptions(first: -1) { totalCount } } } }",
            "{\"nodes\":[null,{\"id\":\"V2F2ZTox\"}]}",
        ),
        (
            "{ node(id: \"Q2NnOjAwQQ\") { id } node(id: \"Q2NnOjAwQQ\") { ... on Ccg { name adoptions(first: -1) { totalCount } } } }",
            "{\"node\":null}",
        ),
    ] {
        let answer = service.schema.execute(Request::new(query)).await;
        assert!(!answer.errors.is_empty(), "{query}");
        assert_eq!(serde_json::to_string(&answer.data).expect("JSON"), data, "{query}");
    }
}
