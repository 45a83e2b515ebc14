//! Answers as text are the answers that values give, to the byte: `Service::answer` sees to it for every question of these tests,
//! and here it does for questions that are special to text.

use async_graphql::Request;
use entities::{
    domain::{ScopeStatus, Stage},
    published_figure, scope_rule,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::fixture::{Service, a_figure, a_rule, store};

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
fn selection(types: &[Value], name: &str, depth: usize) -> Vec<String> {
    let selected = fields(types, name).filter_map(|(name, kind)| match kind["kind"].as_str()? {
        "INTERFACE" => None,
        "OBJECT" if depth == 0 => None,
        "OBJECT" => {
            let within = selection(types, kind["name"].as_str()?, depth - 1);
            Some(format!("{name} {{ __typename {} }}", within.join(" ")))
        }
        _ => Some(name.to_owned()),
    });
    selected.collect()
}

/// Each field without arguments of each object that a type leads to, as the only thing that is asked of it.
fn each_alone(types: &[Value], name: &str) -> Vec<String> {
    let objects = fields(types, name).filter(|(_, kind)| kind["kind"] == "OBJECT");
    let alone = objects.flat_map(|(name, kind)| {
        let within = of_connection(types, kind).unwrap_or_else(|| selection(types, name_of(kind), 0));
        within.into_iter().map(move |field| format!("{name} {{ {field} }}"))
    });
    alone.collect()
}

/// The same of the rows of a list, if it is one.
fn of_connection(types: &[Value], kind: &Value) -> Option<Vec<String>> {
    let within = |kind: &Value, field: &str| {
        fields(types, name_of(kind)).find(|(name, _)| *name == field).map(|(_, kind)| kind)
    };
    let (row, edge) = (within(kind, "nodes")?, within(kind, "edges")?);
    let leaves = selection(types, name_of(row), 0);
    let of_rows = leaves
        .iter()
        .flat_map(|field| [format!("nodes {{ {field} }}"), format!("edges {{ node {{ {field} }} }}")]);
    let of_edges = selection(types, name_of(edge), 0).into_iter().map(|field| format!("edges {{ {field} }}"));
    Some(of_rows.chain(of_edges).collect())
}

fn name_of(kind: &Value) -> &str {
    kind["name"].as_str().expect("a name")
}

/// The fields of a type that need no argument, each with the type of what it gives, whatever is around it.
fn fields<'a>(types: &'a [Value], name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let found = |name: &str| types.iter().find(|kind| kind["name"] == name).expect("a type");
    let is_optional = |argument: &Value| argument["type"]["kind"] != "NON_NULL";
    let fields = found(name)["fields"].as_array().into_iter().flatten();
    let optional =
        fields.filter(move |field| field["args"].as_array().into_iter().flatten().all(is_optional));
    optional.map(move |field| (name_of(field), found(innermost(&field["type"]))))
}

/// The types of the schema of a service.
async fn types(service: &Service) -> Vec<Value> {
    let answer = service.schema.execute(Request::new(TYPES)).await;
    let mut answer = answer.data.into_json().expect("JSON");
    serde_json::from_value(answer["__schema"]["types"].take()).expect("types")
}

/// The lists at the root: how each is asked for, and what it lists.
fn lists(types: &[Value]) -> Vec<(String, &str)> {
    let query = types.iter().find(|kind| kind["name"] == "Query").expect("a query");
    let fields = query["fields"].as_array().expect("fields").iter();
    let lists = fields.filter_map(|field| {
        let item = innermost(&field["type"]).strip_suffix("Connection")?;
        let name = field["name"].as_str()?;
        // Some lists are of a day, which must be named.
        let day = if name.starts_with("position") { ", asOf: \"2016-05-01\"" } else { "" };
        Some((format!("{name}(first: 50{day})"), item))
    });
    let lists: Vec<_> = lists.collect();
    assert!(lists.len() > 30, "{lists:?}");
    lists
}

#[tokio::test]
async fn every_field_of_every_list_is_the_same_as_text() {
    let service = Service::with_ccgs(2).await;
    let types = types(&service).await;
    for (list, item) in lists(&types) {
        let leaves = selection(&types, item, 0).join(" ");
        for fields in [selection(&types, item, 1).join(" "), format!("{leaves} again: __typename")] {
            let query = format!(
                "{{ list: {list} {{ nodes {{ {fields} }} totalCount asOf knownAt }}
                    edges: {list} {{ edges {{ cursor node {{ {leaves} }} }} pageInfo {{ endCursor hasNextPage }} }} }}"
            );
            let data = service.data(&query).await;
            assert!(data["list"]["nodes"].is_array(), "{query}");
        }
    }
}

/// Gives every nullable column a value, and every number one that is not 0, where that keeps references whole: a column
/// that was not read would look like one without a value.
const FILLED: &[&str] = &[
    "UPDATE adoption SET effective_from = '2015-04-01', effective_to = '2017-03-31'",
    "UPDATE area SET code = 'Y' || id",
    "UPDATE ccg SET note = 'A note', closed_on = '2022-06-30'",
    "UPDATE ccg_area SET valid_from = '2015-04-01', valid_to = '2017-03-31'",
    "UPDATE evidence SET cited_source_id = 1, effective_to = '2017-03-31', basis = 'A letter'",
    "UPDATE import_run SET profile = 'A profile', profile_sha256 = 'ab', options_sha256 = 'cd', reverts_run_id = 1,
        reason = 'A reason', message = 'A message', duplicates = 2, skipped = 3, rejected = 4, changed = 5, removed = 6, unchanged = 7",
    "UPDATE position SET model_id = 3, conflicting = 'JOINT DELEGATED', since_from = '2015-04-01', since_to = '2015-04-01',
        is_live = 1",
    "UPDATE source SET address = 'https://example.org/', licence = 'A licence'",
    "UPDATE succession SET cited_source_id = 1",
    "UPDATE wave SET delegated_deadline = '2015-01-01', joint_deadline = '2015-01-02', note = 'A note', cited_source_id = 1",
    "INSERT INTO import_issue VALUES (1, 1, 'WARNING', 'unknown_model', 'A sheet', 'C7', 'D', 'A message', 'A', 'B')",
];

/// A service with a row of every noun, all of whose columns have a value.
async fn filled() -> Service {
    let service = Service::with_ccgs(4).await;
    let figure = a_figure(1, "approved", Some(Stage::Approved), 3.0);
    let figure = published_figure::Model { area_id: Some(1), note: Some("A note".to_owned()), ..figure };
    store(&service.database, published_figure::Model { cited_source_id: Some(1), ..figure }).await;
    let rule = a_rule(1, Some(3), "2016/17", ScopeStatus::PartlyIn);
    store(&service.database, scope_rule::Model { note: Some("A note".to_owned()), ..rule }).await;
    for statement in FILLED {
        service.database.execute_unprepared(statement).await.expect(statement);
    }
    service
}

/// Of rows that are written as text only the columns are read from which something is told.
#[tokio::test]
async fn every_field_is_the_same_as_text_when_it_is_asked_for_alone() {
    let service = filled().await;
    let types = types(&service).await;
    for (list, item) in lists(&types) {
        for field in selection(&types, item, 0) {
            let query = format!(
                "{{ nodes: {list} {{ nodes {{ {field} }} }} edges: {list} {{ edges {{ node {{ {field} }} }} }} }}"
            );
            let data = service.data(&query).await;
            assert_ne!(data["nodes"]["nodes"], json!([]), "{query}");
        }
        let list = list.replace("first: 50", "first: 5");
        for field in each_alone(&types, item) {
            service.data(&format!("{{ {list} {{ nodes {{ {field} }} }} }}")).await;
        }
    }
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
        // Other columns of the same rows.
        "{ one: adoptions { nodes { stage ccg { name } } } other: adoptions { nodes { recordedAt ccg { closedOn } } }
            ccgs { nodes { position(asOf: \"2016-05-01\") { ccg { openedOn } adoptions { effectiveFrom ccg { note } } } } }
            adoption: node(id: \"QWRvcHRpb246MQ\") { ... on Adoption { ccg { odsCode openedOn } } } }",
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
