//! Answers as text are the answers that values give, to the byte: `Service::answer` sees to it for every question of these tests,
//! and here it does for questions that are special to text.

use async_graphql::Request;
use serde_json::Value;

use crate::fixture::Service;

/// The types of the schema, with their fields.
const TYPES: &str =
    "{ __schema { types { kind name fields { name args { type { kind } } type { ...kind } } } } }
    fragment kind on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The name of what a field gives, whatever is around it.
fn innermost(mut kind: &Value) -> &str {
    while kind["ofType"].is_object() {
        kind = &kind["ofType"];
    }
    kind["name"].as_str().expect("a name")
}

/// All fields of a type that need no argument, and of objects all that are no objects, or nothing else.
fn selection(types: &[Value], name: &str, depth: usize) -> String {
    let found = |name: &str| types.iter().find(|kind| kind["name"] == name).expect("a type");
    let is_object = |name: &str| found(name)["kind"] == "OBJECT";
    let fields = found(name)["fields"].as_array().into_iter().flatten();
    let optional = |field: &&Value| {
        field["args"]
            .as_array()
            .expect("arguments")
            .iter()
            .all(|argument| argument["type"]["kind"] != "NON_NULL")
    };
    let selected = fields.filter(optional).filter_map(|field| {
        let (name, kind) = (field["name"].as_str()?, innermost(&field["type"]));
        match is_object(kind) {
            false if found(kind)["kind"] == "INTERFACE" => None,
            false => Some(name.to_owned()),
            true if depth == 0 => None,
            true => Some(format!("{name} {{ __typename {} }}", selection(types, kind, depth - 1))),
        }
    });
    selected.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_field_of_every_list_is_the_same_as_text() {
    let service = Service::with_ccgs(2).await;
    let answer = service.schema.execute(Request::new(TYPES)).await;
    let answer = answer.data.into_json().expect("JSON");
    let types = answer["__schema"]["types"].as_array().expect("types");
    let query = types.iter().find(|kind| kind["name"] == "Query").expect("a query");
    let mut lists = 0;
    for field in query["fields"].as_array().expect("fields") {
        let kind = innermost(&field["type"]);
        let Some(item) = kind.strip_suffix("Connection") else { continue };
        let name = field["name"].as_str().expect("a name");
        // Some lists are of a day or of two, which must be named.
        let arguments = match name {
            "positions" | "positionRows" => "(asOf: \"2016-05-01\")",
            _ => "",
        };
        let leaves = selection(types, item, 0);
        for fields in [selection(types, item, 1), format!("{leaves} again: __typename")] {
            let query = format!(
                "{{ list: {name}{arguments} {{ nodes {{ {fields} }} totalCount asOf knownAt }}
                    edges: {name}{arguments} {{ edges {{ cursor node {{ {leaves} }} }} pageInfo {{ endCursor hasNextPage }} }} }}"
            );
            let data = service.data(&query).await;
            assert!(data["list"]["nodes"].is_array(), "{query}");
        }
        lists += 1;
    }
    assert!(lists > 30, "{lists} lists");
}

#[tokio::test]
async fn questions_that_are_special_to_text_get_the_same_answers() {
    let service = Service::with_ccgs(3).await;
    for query in [
        // The same leaf again, under its own name and others.
        "{ ccgs { nodes { name name code: odsCode odsCode __typename kind: __typename } } }",
        // Fragments, on the object and on what it implements.
        "{ ccgs { ...page } } fragment page on CcgConnection { nodes { ...of ... on Node { id } ... { note } } }
            fragment of on Ccg { name adoptions(first: 1) { nodes { ccg { name } model { code } wave { title } } } }",
        // Objects that stand twice are put together by the library.
        "{ ccgs { nodes { region { kind } region { name } } nodes { name } } ccgs { totalCount } }",
        "{ ccgs { nodes { ...one ...two } } } fragment one on Ccg { region { kind } } fragment two on Ccg { region { name } }",
        "{ ccgs { nodes { ...one ...one } } } fragment one on Ccg { region { kind } }",
        // What the library resolves within a list is in order.
        "{ ccgs { nodes { position(asOf: \"2016-05-01\") { since model { title code } status } lineage { generation }
            identities { validTo name } region { name kind id } } } }",
        // Lists within lists, with pages, orders and counts of their own.
        "{ ccgs(first: 2) { edges { node { adoptions(first: 1, orderBy: [{ field: EFFECTIVE_FROM, direction: DESC }]) { totalCount
            pageInfo { hasNextPage endCursor } edges { cursor node { effectiveFrom evidence { nodes { sheet row cells { field raw address } } } } } }
            predecessors { edges { basis node { name } } } } } } }",
        // Nothing to list.
        "{ ccgs(first: 0) { nodes { name adoptions { nodes { id } } } totalCount } waves(first: 0) { edges { node { id } } } }",
        // What is left out.
        "{ ccgs { nodes { name @skip(if: true) odsCode @include(if: true) ... @include(if: false) { note }
            adoptions(first: 1) @skip(if: true) { totalCount } positions(first: 1) { nodes { status @include(if: false) firstDay } } } } }",
        // What is null, and what has no number.
        "{ publishedFigures { nodes { value valueAsPublished model { code } } } }",
        // Names that must be escaped.
        "{ ccgs(filter: { name: { contains: \"\\\"\" } }) { nodes { name } } }",
    ] {
        service.data(query).await;
    }
}

/// The library has nothing for an object of which nothing is left.
#[tokio::test]
async fn an_object_of_which_all_is_left_out_is_an_empty_one() {
    let query = "{ ccgs { nodes { name @skip(if: true) } } }";
    let answer = Service::with_ccgs(2).await.as_text(Request::new(query)).await;
    assert!(answer.starts_with(b"{\"data\":{\"ccgs\":{\"nodes\":[{},{}]}}"), "{answer:?}");
}

#[tokio::test]
async fn what_fails_in_one_row_is_told_by_the_library() {
    let service = Service::with_ccgs(2).await;
    for query in [
        "{ ccgs { nodes { name adoptions(first: -1) { totalCount } } } }",
        "{ ccgs { nodes { name adoptions(after: \"x\") { totalCount } } } waves { totalCount } }",
        "{ adoptions { nodes { ccg { position(asOf: \"2016-05-01\", statedBy: \"1800-01-01\") { status } } } } }",
    ] {
        service.answer(query).await;
    }
}
