//! The schema explains itself: everything in it has a description.

use serde_json::Value;

use crate::fixture::Service;

const INTROSPECTION: &str = "{ __schema { types {
    kind name description specifiedByURL
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description }
} } }";

/// The scalars that every GraphQL service has.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

async fn types() -> Vec<Value> {
    let data = Service::with_ccgs(0).await.data(INTROSPECTION).await;
    let types = data["__schema"]["types"].as_array().expect("types").clone();
    let named = |kind: &Value| kind["name"].as_str().unwrap_or_default().to_owned();
    types
        .into_iter()
        .filter(|kind| !named(kind).starts_with("__") && !BUILT_IN.contains(&named(kind).as_str()))
        .collect()
}

/// The paths of the things beneath `path` that have no description, itself among them.
fn undescribed(path: &str, thing: &Value) -> Vec<String> {
    let path = format!("{path}.{}", thing["name"].as_str().unwrap_or_default());
    let described = thing["description"].as_str().is_some_and(|text| !text.trim().is_empty());
    let mut missing: Vec<String> = if described { vec![] } else { vec![path.clone()] };
    for members in ["fields", "args", "inputFields", "enumValues"] {
        for member in thing[members].as_array().into_iter().flatten() {
            missing.extend(undescribed(&path, member));
        }
    }
    missing
}

#[tokio::test]
async fn everything_has_a_description() {
    let missing: Vec<String> = types().await.iter().flat_map(|kind| undescribed("", kind)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[tokio::test]
async fn a_field_that_may_be_null_says_when() {
    let query = "{ __schema { types { name kind fields { name description type { kind } } } } }";
    let data = Service::with_ccgs(0).await.data(query).await;
    let mut silent = Vec::new();
    for kind in data["__schema"]["types"].as_array().expect("types") {
        let name = kind["name"].as_str().expect("a name");
        // The library describes pages in its own words.
        if kind["kind"] != "OBJECT" || name.starts_with("__") || name == "PageInfo" {
            continue;
        }
        for field in kind["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .filter(|field| field["type"]["kind"] != "NON_NULL")
        {
            let description = field["description"].as_str().expect("a description").to_lowercase();
            let mut words = description.split(|letter: char| !letter.is_alphabetic());
            if !words.any(|word| ["none", "null", "where", "when"].contains(&word)) {
                silent.push(format!("{name}.{}", field["name"].as_str().expect("a name")));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[tokio::test]
async fn no_type_is_named_after_a_type_of_the_implementation() {
    for kind in types().await {
        let name = kind["name"].as_str().expect("a name");
        assert!(!name.starts_with("Naive"), "{name}");
    }
}

#[tokio::test]
async fn scalars_point_to_their_specification() {
    for kind in types().await.iter().filter(|kind| kind["kind"] == "SCALAR") {
        // Nobody specifies how a financial year is written.
        let specified = kind["specifiedByURL"].is_string();
        assert_eq!(specified, kind["name"] != "FinancialYear", "{kind}");
    }
}

#[test]
fn the_sdl_is_the_one_that_is_committed() {
    let committed = include_str!("../../schema.graphql");
    let sdl = api::schema::sdl();
    let changed = sdl.lines().zip(committed.lines()).find(|(now, then)| now != then);
    assert!(
        sdl == committed,
        "the schema changed, first at {changed:?}; look at all of it: \
         cargo run -p api -- --print-schema > api/schema.graphql"
    );
    assert!(!sdl.contains("EqualityFilterString"), "flattened types are no types of their own");
}
