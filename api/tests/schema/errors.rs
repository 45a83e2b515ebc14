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
             openOn, region, areas, memberships, identities, predecessors, successors, successionsAsSuccessor, \
             successionsAsPredecessor, adoptions, position, positions, and, or, not. Did \
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
            "asOf: \"2016\" is not a date; expected a day such as 2015-04-01",
        ),
        (
            "{ ccgs(asOf: 20160401) { totalCount } }",
            "asOf",
            "asOf is 20160401; expected a text in quotes, such as \"2015-04-01\".",
        ),
        (
            "query { ...lists } fragment lists on Query { ccgs(filter: { odsCode: { eq: \"RQX\" } }) { totalCount } }",
            "filter",
            "filter.odsCode.eq: \"RQX\" is not an ODS code; expected three characters such as 08F, or five such as W2U3Z",
        ),
        (
            "{ ccgs(filter: { odsCode: \"08F\" }) { totalCount } }",
            "filter",
            "filter.odsCode is \"08F\"; expected an object of the type OdsCodeFilter, whose fields are eq, ne, in, notIn, \
             isNull.",
        ),
        (
            "{ ccgs(filter: { name: { eq: null } }) { totalCount } }",
            "filter",
            "filter.name.eq is null, which is not a value to filter by; expected one of the type String. Leave the field out, \
             or use isNull.",
        ),
        (
            "query ($day: Date!) { ccgs(asOf: $day) { totalCount } }",
            "day",
            "The variable $day is needed, and no value was given for it.",
        ),
        (
            "{ adoptionStats(groupBy: [], having: { count: { gte: \"5\" } }) { totalGroups } }",
            "having",
            "having.count.gte is \"5\"; expected a whole number.",
        ),
        (
            "{ publishedFigures(filter: { value: { between: { from: 1 } } }) { totalCount } }",
            "filter",
            "filter.value.between lacks the field \"to\", which a FloatRange must have.",
        ),
        (
            "{ positionStats(groupBy: [MODEL, MODEL]) { groups { count } } }",
            "groupBy",
            "groupBy names MODEL twice; once is enough.",
        ),
        (
            "{ ccg(odsCode: null) { name } }",
            "odsCode",
            "odsCode is null; expected a value of the type OdsCode.",
        ),
        (
            "{ ccg(odsCode: \"Leeds\") { name } }",
            "odsCode",
            "odsCode: \"Leeds\" is not an ODS code; expected three characters such as 08F, or five such as W2U3Z. By its name a CCG \
             is found with search(text: \"Leeds\").",
        ),
        (
            "{ ccgs(filter: { or: [{ openOn: \"01/04/2015\" }] }) { totalCount } }",
            "filter",
            "filter.or.0.openOn: \"01/04/2015\" is not a date; expected a day such as 2015-04-01",
        ),
        (
            "query ($year: FinancialYear!) { waves(filter: { financialYear: { in: [$year] } }) { totalCount } }",
            "filter",
            "filter.financialYear.in.0: \"2015-17\" is not a financial year; expected a year such as 2015/16",
        ),
        (
            "query ($by: AdoptionFilter) { adoptions(filter: $by) { totalCount } }",
            "filter",
            "filter.effectiveFrom.gte is 42095; expected a text in quotes, such as \"2015-04-01\".",
        ),
        (
            "{ adoptions(filter: { model: { eq: \"DELEGATED\" } }) { totalCount } }",
            "filter",
            "filter.model.eq is \"DELEGATED\", a text; expected DELEGATED, without quotes.",
        ),
        (
            "{ adoptions(filter: { model: { eq: JOINT, eq: DELEGATED } }) { totalCount } }",
            "filter",
            "The field \"eq\" stands twice in one object of filter; expected it once. For both to hold, put each into an \
             object of its own under `and`.",
        ),
        (
            "{ adoptions(filter: { wave: { financialYear: { between: { from: \"2016/17\", to: \"15/16\" } } } }) { totalCount } }",
            "filter",
            "filter.wave.financialYear.between is from \"2016/17\" to \"15/16\", between which there is nothing; expected from \
             \"15/16\" to \"2016/17\".",
        ),
        (
            "{ publishedFigures(filter: { value: { between: { from: 65, to: 63.5 } } }) { totalCount } }",
            "filter",
            "filter.value.between is from 65 to 63.5, between which there is nothing; expected from 63.5 to 65.",
        ),
        (
            "{ ccgs(first: 99999999999) { totalCount } }",
            "first",
            "first is 99999999999; expected a whole number from -2147483648 to 2147483647.",
        ),
        (
            "{ changes(from: { wave: \"2015/16\", asOf: null }, to: { wave: \"2016/17\" }) { summary { count } } }",
            "from",
            "from.asOf is null; expected a value of the type Date. Leave it out where there is none.",
        ),
        (
            "{ ccgs { nodes { ... on Ccg { adoptions(first: \"1\") { totalCount } } } } }",
            "first",
            "first is \"1\"; expected a whole number.",
        ),
    ] {
        let supplied = json!({ "year": "2015-17", "by": { "effectiveFrom": { "gte": 42_095 } } });
        let request = Request::new(query).variables(Variables::from_json(supplied));
        let error = json!(service.schema.execute(request).await.errors[0]);
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

#[tokio::test]
async fn a_value_of_an_enum_may_be_a_text_in_a_variable_only() {
    let service = Service::with_ccgs(2).await;
    let query = "query ($stage: Stage) { adoptions(filter: { stage: { eq: $stage } }) { totalCount } }";
    let supplied = Variables::from_json(json!({ "stage": "LIVE" }));
    let answer = service.schema.execute(Request::new(query).variables(supplied)).await;
    assert_eq!(answer.data.into_json().expect("JSON"), json!({ "adoptions": { "totalCount": 2 } }));
    let by_default = query.replace("$stage: Stage", "$stage: Stage = \"LIVE\"");
    let error = service.answer(&by_default).await.errors[0].message.clone();
    assert!(error.ends_with("expected LIVE, without quotes."), "{error}");
}

#[tokio::test]
async fn one_bad_id_keeps_no_other_node_from_the_answer() {
    let service = Service::with_ccgs(1).await;
    let id = service.data("{ ccg(odsCode: \"00A\") { id } }").await["ccg"]["id"].clone();
    let answer = service.answer(&format!("{{ nodes(ids: [{id}, \"x\", {id}]) {{ id }} }}")).await;
    let error = json!(answer.errors[0]);
    assert_eq!(answer.errors.len(), 1);
    assert_eq!((&error["path"], &error["extensions"]["argument"]), (&json!(["nodes", 1]), &json!("ids")));
    let node = json!({ "id": id });
    assert_eq!(answer.data.into_json().expect("JSON"), json!({ "nodes": [node, null, node] }));
}
