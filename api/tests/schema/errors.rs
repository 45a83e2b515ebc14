//! Errors say what is wrong to people and to programs, and nothing of the inside.

use async_graphql::{Request, Variables};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::fixture::Service;

async fn refused(query: &str) -> Value {
    let answer = Service::with_ccgs(1).await.answer(query).await;
    json!(answer.errors.first().expect("an error"))
}

#[tokio::test]
async fn every_error_has_a_code() {
    let deep = format!("{{ ccg(odsCode: \"00A\") {} name {} }}", "{ region".repeat(20), "}".repeat(20));
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nonsense }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ccg { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ccg(odsCode: \"nonsense\") { name } }", "BAD_USER_INPUT"),
        ("{ ccg(odsCode: \"E38000077\") { name } }", "BAD_USER_INPUT"),
        ("{ ccg(odsCode: \"\") { name } }", "BAD_USER_INPUT"),
        ("{ ccg(odsCode: \"08-\") { name } }", "BAD_USER_INPUT"),
        ("{ ccgs(filter: { odsCode: { eq: \"QHM\" } }) { totalCount } }", "BAD_USER_INPUT"),
        ("{ node(id: \"nonsense\") { id } }", "BAD_USER_INPUT"),
        ("{ ccgs(first: 201) { totalCount } }", "BAD_USER_INPUT"),
        ("{ ccgs(filter: { name: { eq: null } }) { totalCount } }", "BAD_USER_INPUT"),
        (deep.as_str(), "QUERY_TOO_DEEP"),
        ("{ ccgs(first: 200) { nodes { adoptions(first: 200) { nodes { id } } } } }", "QUERY_TOO_COMPLEX"),
    ] {
        let error = refused(query).await;
        assert_eq!(error["extensions"]["code"], code, "{query}: {error}");
    }
}

#[tokio::test]
async fn a_wrong_argument_is_named() {
    for (arguments, argument) in [
        ("first: -1", "first"),
        ("last: 201", "last"),
        ("first: 1, last: 1", "last"),
        ("after: \"nonsense\"", "after"),
        ("before: \"WyIwMEEiXQ\"", "before"),
    ] {
        let error = refused(&format!("{{ ccgs({arguments}) {{ nodes {{ name }} }} }}")).await;
        assert_eq!(error["extensions"]["argument"], argument, "{error}");
    }
}

#[tokio::test]
async fn a_wrong_variable_is_bad_user_input() {
    let service = Service::with_ccgs(1).await;
    let query = "query ($code: OdsCode!) { ccg(odsCode: $code) { name } }";
    let request = Request::new(query).variables(Variables::from_json(json!({ "code": "nonsense" })));
    let answer = service.schema.execute(request).await;
    assert!(answer.errors[0].message.contains("three characters such as 08F"), "{:?}", answer.errors);
}

#[tokio::test]
async fn what_the_database_says_is_not_shown() {
    let service = Service::with_ccgs(1).await;
    service.database.execute_unprepared("DROP TABLE scope_rule").await.expect("no more rules");
    let answer = service.answer("{ scopeRules { nodes { note } } }").await;
    let error = json!(answer.errors[0]);
    assert_eq!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR");
    assert!(!error["message"].as_str().expect("a message").contains("scope_rule"));
}

#[tokio::test]
async fn long_messages_are_cut() {
    let error = refused(&format!("{{ {} ( }}", "x".repeat(50_000))).await;
    assert!(error["message"].as_str().expect("a message").len() < 1_100);
}

#[tokio::test]
async fn the_usual_introspection_query_is_within_the_limits() {
    let kind = "kind name ".to_owned();
    let nested = (0..9).fold(kind.clone(), |within, _| format!("{kind} ofType {{ {within} }}"));
    let query = format!(
        "query IntrospectionQuery {{ __schema {{
            queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
            types {{ ...FullType }}
            directives {{ name description locations args(includeDeprecated: true) {{ ...InputValue }} }}
        }} }}
        fragment FullType on __Type {{
            kind name description specifiedByURL isOneOf
            fields(includeDeprecated: true) {{
                name description args(includeDeprecated: true) {{ ...InputValue }} type {{ ...TypeRef }}
                isDeprecated deprecationReason
            }}
            inputFields(includeDeprecated: true) {{ ...InputValue }}
            interfaces {{ ...TypeRef }}
            enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
            possibleTypes {{ ...TypeRef }}
        }}
        fragment InputValue on __InputValue {{
            name description type {{ ...TypeRef }} defaultValue isDeprecated deprecationReason
        }}
        fragment TypeRef on __Type {{ {nested} }}"
    );
    Service::with_ccgs(0).await.data(&query).await;
}

#[tokio::test]
async fn an_error_names_the_argument_what_was_expected_and_the_nearest_name() {
    let service = Service::with_ccgs(1).await;
    for (query, argument, message) in [
        (
            "{ ccgs(filter: { and: [{ odsCod: { eq: \"08F\" } }] }) { totalCount } }",
            "filter",
            "filter.and.0 has no field \"odsCod\"; the fields of CcgFilter are odsCode, name, openedOn, closedOn, \
             openOn, region, areas, identities, predecessors, successors, adoptions, position, positions, and, or, not. Did \
             you mean \"odsCode\"?",
        ),
        (
            "{ adoptions(filter: { model: { eq: DELEGATE } }) { totalCount } }",
            "filter",
            "filter.model.eq is DELEGATE, which is no ModelCode; expected GREATER_INVOLVEMENT, JOINT, DELEGATED. Did you mean \
             \"DELEGATED\"?",
        ),
        (
            "{ positions(orderBy: [{ field: STATE }]) { totalCount } }",
            "orderBy",
            "orderBy.0.field is STATE, which is no PositionSort; expected CCG_ODS_CODE, CCG_NAME, STATUS, MODEL, FIRST_DAY, \
             LAST_DAY, BEGUN_BY. Did you mean \"STATUS\"?",
        ),
        (
            "{ node(id: \"x\", limit: 10) { id } }",
            "limit",
            "Field \"node\" has no argument \"limit\"; expected id.",
        ),
        ("{ ccg { name } }", "odsCode", "Field \"ccg\" needs the argument \"odsCode\", which is not there."),
        (
            "{ ccgs { nodes { adoptions(asOf: \"2016\") { totalCount } } } }",
            "asOf",
            "\"2016\" is not a date; expected a day such as 2015-04-01",
        ),
        (
            "{ ccgs(asOf: 20160401) { totalCount } }",
            "asOf",
            "20160401 is not a string; expected text in quotes, as the schema describes Date",
        ),
        (
            "query { ...lists } fragment lists on Query { ccgs(filter: { odsCode: { eq: \"RQX\" } }) { totalCount } }",
            "filter",
            "\"RQX\" is not an ODS code; expected three characters such as 08F, or five such as W2U3Z",
        ),
        (
            "{ ccgs(filter: { odsCode: \"08F\" }) { totalCount } }",
            "filter",
            "Expected an input of the type OdsCodeFilter, whose fields are eq, ne, in, notIn, isNull, and found \"08F\".",
        ),
        (
            "{ ccgs(filter: { name: { eq: null } }) { totalCount } }",
            "filter",
            "null is not a value to filter by; leave the field out, or use isNull",
        ),
        (
            "query ($day: Date!) { ccgs(asOf: $day) { totalCount } }",
            "day",
            "The variable $day is needed, and no value was given for it.",
        ),
        (
            "{ adoptionStats(groupBy: [], having: { count: { gte: \"5\" } }) { totalGroups } }",
            "having",
            "having.count.gte has another type; expected Int.",
        ),
        (
            "{ publishedFigures(filter: { value: { between: { from: 1 } } }) { totalCount } }",
            "filter",
            "filter.value.between lacks the field \"to\" of the type Float!, which it must have.",
        ),
        (
            "{ positionStats(groupBy: [MODEL, MODEL]) { groups { count } } }",
            "groupBy",
            "groupBy names MODEL twice; once is enough.",
        ),
    ] {
        let answer = service.answer(query).await;
        let error = json!(answer.errors[0]);
        assert_eq!(
            (error["message"].as_str(), error["extensions"]["argument"].as_str()),
            (Some(message), Some(argument))
        );
    }
}

#[tokio::test]
async fn what_is_said_of_a_request_is_said_once() {
    let service = Service::with_ccgs(1).await;
    for (query, message) in [
        (
            "mutation { x }",
            "The service is read-only: it answers queries, and knows no mutations or subscriptions.",
        ),
        ("", "This is not a GraphQL document: expected executable definition here."),
        ("{ ccgs(filter: { ) }", "This is not a GraphQL document: expected name here."),
        (
            "{ ccg(odsCode: \"00A\") { names } }",
            "Unknown field \"names\" on type \"Ccg\". Did you mean \"name\"?",
        ),
    ] {
        let errors = service.answer(query).await.errors;
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, [message], "{query}");
        assert!(!errors[0].locations.is_empty(), "{query}");
    }
}

#[tokio::test]
async fn a_value_that_publications_use_leads_to_its_name() {
    let service = Service::with_ccgs(1).await;
    for (query, name) in [
        ("{ adoptions(filter: { model: { eq: C } }) { totalCount } }", "DELEGATED"),
        ("{ scopeAnswer(service: PHARMACY, financialYear: \"2015/16\") { answer } }", "COMMUNITY_PHARMACY"),
        ("{ adoptions(filter: { stage: { eq: LIV } }) { totalCount } }", "LIVE"),
    ] {
        let error = service.answer(query).await.errors[0].message.clone();
        assert!(error.ends_with(&format!("Did you mean \"{name}\"?")), "{error}");
    }
}
