//! Queries with a name.

use std::fs;

use api::{config::Serving, exports::SavedQueries};
use poem::{
    Request, Response,
    http::{StatusCode, header},
};
use serde_json::{Value, json};

use super::{json_of, send, send_to};
use crate::fixture::Service;

async fn get(service: &Service, path: &str) -> Response {
    send(service, Request::builder().uri_str(path).finish()).await
}

async fn body(service: &Service, path: &str) -> String {
    let response = get(service, path).await;
    let status = response.status();
    let body = response.into_body().into_string().await.expect("a body");
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    body
}

async fn refused(service: &Service, path: &str, status: StatusCode) -> String {
    let response = get(service, path).await;
    assert_eq!(response.status(), status, "{path}");
    json_of(response).await["errors"][0]["message"].as_str().expect("a message").to_owned()
}

#[tokio::test]
async fn every_query_of_the_list_can_be_had_in_every_form() {
    let service = Service::with_ccgs(3).await;
    let list = json_of(get(&service, "/q").await).await;
    let list = list.as_array().expect("a list");
    assert_eq!(list.len(), 13);
    for query in list {
        let columns: Vec<_> = query["columns"].as_array().expect("columns").iter().collect();
        let names: Vec<_> = columns.iter().map(|column| column["name"].as_str().expect("a name")).collect();
        let addresses = query["addresses"].as_object().expect("addresses");
        let forms: Vec<_> = addresses.keys().map(String::as_str).collect();
        assert_eq!(forms, ["csv", "graphql", "json", "ndjson", "xlsx"]);
        let address = |form: &str| addresses[form].as_str().expect("an address").to_owned();
        let csv = body(&service, &address("csv")).await;
        assert_eq!(csv.lines().next(), Some(names.join(",").as_str()), "{query}");
        let rows: Value = serde_json::from_str(&body(&service, &address("json")).await).expect("JSON");
        let rows = rows.as_array().expect("rows");
        assert_eq!(body(&service, &address("ndjson")).await.lines().count(), rows.len());
        assert_eq!(get(&service, &address("xlsx")).await.status(), StatusCode::OK);
        let document = body(&service, &address("graphql")).await;
        let answer = service.data(&document).await;
        assert!(answer.is_object() && document.starts_with('#'), "{document}");
    }
}

#[tokio::test]
async fn every_address_is_described() {
    let service = Service::with_ccgs(1).await;
    let described = json_of(get(&service, "/openapi.json").await).await;
    let paths = described["paths"].as_object().expect("paths");
    // Four tables of any query, the list, and five forms of each query with a name.
    assert_eq!(paths.len(), 4 + 1 + 13 * 5);
    let operation = &paths["/q/positions-by-region.json"]["get"];
    let parameters = operation["parameters"].as_array().expect("parameters");
    assert_eq!(
        parameters[0],
        json!({
            "name": "asOf", "in": "query", "required": false, "description": "The day of the positions.",
            "schema": { "type": "string", "format": "date", "default": "2016-04-01" },
        })
    );
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["items"]["properties"]["count"], json!({ "type": ["integer", "null"] }));
    for path in paths.keys().filter(|path| path.starts_with("/q")) {
        assert_eq!(get(&service, path).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn an_address_gives_the_variables_of_its_query() {
    let service = Service::with_ccgs(4).await;
    let lines = async |path: &str| body(&service, path).await.lines().count() - 1;
    assert_eq!(lines("/q/ccgs.csv").await, 4);
    assert_eq!(lines("/q/ccgs.csv?asOf=2015-04-01").await, 3);
    assert_eq!(lines("/q/ccgs.csv?asOf=&region=London").await, 2);
    assert_eq!(lines("/q/adoptions.csv").await, 8);
    assert_eq!(lines("/q/adoptions.csv?stage=LIVE&model=DELEGATED&financialYear=2015%2F16").await, 4);
    assert_eq!(lines("/q/adoptions.csv?stage=LIVE&financialYear=2016/17").await, 0);
    let response = get(&service, "/q/adoptions.csv?v=1&bom=1&stage=LIVE").await;
    assert_eq!(response.header("content-disposition"), Some("attachment; filename=\"adoptions-v1.csv\""));
    assert_eq!(response.header("x-total-count"), Some("4"));
    let tag = response.header(header::ETAG).expect("a tag").to_owned();
    let held = Request::builder().uri_str("/q/adoptions.csv?v=1&bom=1&stage=LIVE");
    let held = send(&service, held.header(header::IF_NONE_MATCH, &tag).finish()).await;
    assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
    let other = get(&service, "/q/adoptions.csv?v=1&bom=1&stage=APPROVED").await;
    assert_ne!(other.header(header::ETAG), Some(tag.as_str()));
}

#[tokio::test]
async fn a_wrong_address_says_what_would_be_right() {
    let service = Service::with_ccgs(1).await;
    for (path, status, told) in [
        ("/q/adoption.csv", StatusCode::NOT_FOUND, "Did you mean \"adoptions\"?"),
        ("/q/adoptions.xls", StatusCode::NOT_FOUND, ".csv, .xlsx, .json, .ndjson and .graphql"),
        ("/q/adoptions", StatusCode::NOT_FOUND, "not as \"adoptions\""),
        ("/q/ccgs.csv?asof=2016-04-01", StatusCode::BAD_REQUEST, "expected asOf, knownAt, region, bom, v."),
        ("/q/ccgs.csv?asof=2016-04-01", StatusCode::BAD_REQUEST, "Did you mean \"asOf\"?"),
        ("/q/ccgs.csv?asOf=1.4.2016", StatusCode::BAD_REQUEST, "1.4.2016"),
        ("/q/ccgs.csv?asOf=2016-04-01&asOf=2017-04-01", StatusCode::BAD_REQUEST, "given 2 times"),
        ("/q/adoptions.csv?stage=Live", StatusCode::BAD_REQUEST, "Live"),
    ] {
        let message = refused(&service, path, status).await;
        assert!(message.contains(told), "{path}: {message}");
    }
    let long = format!("/q/ccgs.csv?region={}", "x".repeat(9000));
    refused(&service, &long, StatusCode::URI_TOO_LONG).await;
}

#[tokio::test]
async fn a_site_has_queries_of_its_own() {
    let service = Service::with_ccgs(2).await;
    let folder = tempfile::tempdir().expect("a folder");
    let document = "# Some CCGs\n#\n# As many as\n# wanted.\nquery (\n  # How many.\n  $number: Int!,\n\
                    $codes: [OdsCode!] = [\"00A\"]\n) { ccgs(first: $number, filter: { odsCode: { in: $codes } }) \
                    { nodes { odsCode region { name } } } }\n";
    for (name, text) in [("some-ccgs", document), ("ccgs", "{ ccgs { nodes { name } } }")] {
        fs::write(folder.path().join(format!("{name}.graphql")), text).expect("a file");
    }
    let saved = SavedQueries::read(folder.path().to_str().expect("a path")).expect("queries");
    let serving = Serving { saved_queries: Some(saved), ..Serving::default() };
    let get = async |path: &str| {
        let request = Request::builder().uri_str(path).finish();
        send_to(&service, serving.clone(), request).await.into_body().into_string().await.expect("a body")
    };
    assert_eq!(get("/q/ccgs.csv").await.lines().next(), Some("name"));
    assert_eq!(get("/q/some-ccgs.csv?number=5").await, "odsCode,region.name\r\n00A,North\r\n");
    assert_eq!(get("/q/some-ccgs.csv?number=1&codes=01A&codes=00A").await.lines().count(), 2);
    assert!(get("/q/some-ccgs.csv").await.contains("needs the parameter \\\"number\\\""));
    let list: Value = serde_json::from_str(&get("/q").await).expect("JSON");
    let mut queries = list.as_array().expect("a list").iter();
    let listed = queries.find(|query| query["name"] == "some-ccgs").expect("the query");
    assert_eq!(
        *listed,
        json!({
            "name": "some-ccgs", "title": "Some CCGs", "description": "As many as wanted.",
            "parameters": [
                { "name": "number", "type": "Int!", "needed": true, "default": null, "description": "How many." },
                {
                    "name": "codes", "type": "[OdsCode!]", "needed": false, "default": ["00A"],
                    "description": "",
                },
            ],
            "columns": [
                { "name": "odsCode", "type": "OdsCode" }, { "name": "region.name", "type": "String" },
            ],
            "addresses": {
                "csv": "/q/some-ccgs.csv", "xlsx": "/q/some-ccgs.xlsx", "json": "/q/some-ccgs.json",
                "ndjson": "/q/some-ccgs.ndjson", "graphql": "/q/some-ccgs.graphql",
            },
            "document": document,
        })
    );
}
