//! Lists as tables.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use poem::{
    Request, RequestBuilder, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{json_of, post, send};
use crate::fixture::{Service, a_run, store};

const ROWS: &str = "{ ccgRows { nodes { odsCode ccgName openedOn closedOn } } }";

/// A GET of a table of a query, with other parameters.
fn get(extension: &str, query: &str, others: &[(&str, &str)]) -> RequestBuilder {
    let mut parameters = form_urlencoded::Serializer::new(String::new());
    parameters.append_pair("query", query).extend_pairs(others);
    Request::builder().uri_str(format!("/graphql.{extension}?{}", parameters.finish()))
}

async fn table(service: &Service, extension: &str, query: &str) -> String {
    let response = send(service, get(extension, query, &[]).finish()).await;
    let status = response.status();
    let body = response.into_body().into_string().await.expect("a body");
    assert_eq!(status, StatusCode::OK, "{query}: {body}");
    body
}

/// Why there is no table.
async fn refusal(service: &Service, request: Request, status: StatusCode) -> String {
    let response = send(service, request).await;
    assert_eq!(response.status(), status);
    assert_eq!(response.content_type(), Some("application/json; charset=utf-8"));
    assert_eq!(response.header("x-total-count"), None);
    json_of(response).await["errors"][0]["message"].as_str().expect("a message").to_owned()
}

/// More areas than a page has.
async fn store_areas(service: &Service, number: usize) {
    let insert = format!(
        "INSERT INTO area (id, kind, code, name)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})
         SELECT 1000 + i, 'REGION_2015', NULL, printf('Place %06d', i) FROM n"
    );
    service.database.execute_unprepared(&insert).await.expect("areas");
}

#[tokio::test]
async fn a_list_is_a_table_in_every_format() {
    let service = Service::with_ccgs(2).await;
    assert_eq!(
        table(&service, "csv", ROWS).await,
        "odsCode,ccgName,openedOn,closedOn\r\n00A,NHS Place 0 CCG,2013-04-01,\r\n\
         01A,NHS Place 1 CCG,2013-04-01,2015-03-31\r\n"
    );
    let rows = [
        json!({ "odsCode": "00A", "ccgName": "NHS Place 0 CCG", "openedOn": "2013-04-01", "closedOn": null }),
        json!({
            "odsCode": "01A", "ccgName": "NHS Place 1 CCG", "openedOn": "2013-04-01",
            "closedOn": "2015-03-31",
        }),
    ];
    let read: Value = serde_json::from_str(&table(&service, "json", ROWS).await).expect("JSON");
    assert_eq!(read, json!(rows));
    let lines = table(&service, "ndjson", ROWS).await;
    let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(read, rows);
}

#[tokio::test]
async fn a_workbook_has_typed_cells_and_says_what_it_is() {
    let service = Service::with_ccgs(2).await;
    let rename = "UPDATE ccg SET name = '=HYPERLINK(\"x\")' WHERE ods_code = '01A'";
    service.database.execute_unprepared(rename).await.expect("another name");
    let query = "query Sheet($at: DateTime) { adoptionRows(knownAt: $at) {
        nodes { odsCode ccgName ccgClosedOn financialYear waveNumber recordedAt }
    } }";
    let variables = [("variables", "{\"at\": \"2026-01-03T00:00:00Z\"}")];
    let response = send(&service, get("xlsx", query, &variables).finish()).await;
    let length: usize = response.header("content-length").expect("a length").parse().expect("a number");
    let body = response.into_body().into_vec().await.expect("a body");
    assert_eq!(body.len(), length);
    let again = send(&service, get("xlsx", query, &variables).finish()).await;
    assert_eq!(again.into_body().into_vec().await.expect("a body"), body);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(body)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Rows", "About"]);
    let rows = book.worksheet_range("Rows").expect("rows");
    let row = |number| rows.rows().nth(number).expect("a row").to_vec();
    let text = |text: &str| Data::String(text.to_owned());
    let head = ["odsCode", "ccgName", "ccgClosedOn", "financialYear", "waveNumber", "recordedAt"];
    assert_eq!(row(0), head.map(text));
    assert_eq!(row(1)[..3], [text("00A"), text("NHS Place 0 CCG"), Data::Empty]);
    assert_eq!(row(1)[3], text("2015/16"));
    assert_eq!(row(1)[4], Data::Float(1.0));
    let moment = |cell: &Data| cell.get_datetime().map(|moment| moment.to_ymd_hms_milli());
    assert_eq!(moment(&row(1)[5]), Some((2026, 1, 2, 3, 4, 5, 0)));
    assert_eq!(row(3)[1], text("=HYPERLINK(\"x\")"));
    assert!(matches!(row(3)[2], Data::DateTime(_)), "{:?}", row(3)[2]);
    assert_eq!(moment(&row(3)[2]), Some((2015, 3, 31, 0, 0, 0, 0)));
    assert_eq!(rows.height(), 5);
    let about = book.worksheet_range("About").expect("what it is");
    let said = |label: &str| {
        let mut rows = about.rows();
        rows.find(|row| row[0] == text(label)).map(|row| row[1].to_string())
    };
    assert_eq!(said("Name").as_deref(), Some("Sheet"));
    assert_eq!(said("Query").as_deref(), Some(query));
    assert_eq!(said("Variables").as_deref(), Some("{\"at\":\"2026-01-03T00:00:00Z\"}"));
    assert_eq!(said("asOf"), None);
    assert_eq!(said("knownAt").as_deref(), Some("2026-01-03T00:00:00Z"));
    assert_eq!(said("Data version").as_deref(), Some("1"));
    assert_eq!(said("Rows of the list").as_deref(), Some("4"));
    assert!(said("Address").expect("an address").starts_with("/graphql.xlsx?query=query+Sheet"));
}

#[tokio::test]
async fn a_workbook_has_all_pages_and_no_text_that_is_too_long() {
    let service = Service::with_ccgs(1).await;
    store_areas(&service, 1200).await;
    let body = async |query| {
        let response = send(&service, get("xlsx", query, &[]).finish()).await;
        (response.status(), response.into_body().into_vec().await.expect("a body"))
    };
    for (query, height) in
        [("{ areas { nodes { name } } }", 1203), ("{ areas(first: 0) { nodes { name } } }", 1)]
    {
        let (_, book) = body(query).await;
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
        assert_eq!(book.worksheet_range("Rows").expect("rows").height(), height);
    }
    let lengthen = "UPDATE ccg SET name = printf('%040000d', 1)";
    service.database.execute_unprepared(lengthen).await.expect("a long name");
    let (status, told) = body("{ ccgs { nodes { name } } }").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(String::from_utf8(told).expect("JSON").contains("longer than a cell can be"));
}

#[tokio::test]
async fn columns_are_in_the_order_of_the_query() {
    let service = Service::with_ccgs(1).await;
    for (query, head) in [
        ("{ ccgs { nodes { name odsCode } } }", "name,odsCode"),
        ("{ ccgs { nodes { code: odsCode closedOn openedOn } totalCount } }", "code,closedOn,openedOn"),
        (
            "{ adoptions { nodes { ccg { odsCode } stage model { code title } ccg { name } } } }",
            "ccg.odsCode,ccg.name,stage,model.code,model.title",
        ),
        ("{ ccgs { edges { cursor node { odsCode } } } }", "cursor,node.odsCode"),
        ("{ ccgs { nodes { odsCode adoptions { totalCount } } } }", "odsCode,adoptions.totalCount"),
        ("{ ccgs { nodes { ...f __typename } } } fragment f on Ccg { odsCode }", "odsCode,__typename"),
        ("{ c: ccgs { ...f } } fragment f on CcgConnection { nodes { odsCode } }", "odsCode"),
        (
            "{ ...f } fragment f on Query { ccgs { nodes { name } } ccgs { nodes { odsCode } } }",
            "name,odsCode",
        ),
        ("{ ccgs { nodes { name @skip(if: true) odsCode @include(if: true) } } }", "odsCode"),
        ("{ ccg(odsCode: \"00A\") { adoptions { nodes { stage } } } }", "stage"),
        ("{ ccg(odsCode: \"99X\") { adoptions { nodes { stage } } } }", "stage"),
        ("{ adoptionStats(groupBy: STAGE) { groupedBy groups { key { stage } count } } }", "key.stage,count"),
        ("{ search(text: \"Place\") { matched ccg { odsCode } } }", "matched,ccg.odsCode"),
        ("{ adoptionStats(groupBy: STAGE) { groupedBy } }", "groupedBy"),
    ] {
        let table = table(&service, "csv", query).await;
        assert_eq!(table.lines().next(), Some(head), "{query}");
    }
}

#[tokio::test]
async fn a_table_has_the_whole_list_unless_a_page_is_asked_for() {
    let service = Service::with_ccgs(2).await;
    store_areas(&service, 2500).await;
    let expected: Vec<String> = ["London".to_owned(), "North".to_owned()]
        .into_iter()
        .chain((1..=2500).map(|number| format!("Place {number:06}")))
        .collect();
    for (extension, skipped) in [("csv", 1), ("ndjson", 0)] {
        let query = "{ areas(orderBy: { field: NAME }) { nodes { name } } }";
        let response = send(&service, get(extension, query, &[]).finish()).await;
        assert_eq!(response.header("x-total-count"), Some("2502"));
        assert_eq!(response.header("content-length"), None);
        let body = response.into_body().into_string().await.expect("a body");
        let name = |line: &str| line.trim_start_matches("{\"name\":\"").trim_end_matches("\"}").to_owned();
        assert_eq!(body.lines().skip(skipped).map(name).collect::<Vec<_>>(), expected);
    }
    for (arguments, rows) in [
        ("first: 3", &expected[..3]),
        ("last: 2", &expected[2500..]),
        ("first: 0", &expected[..0]),
        ("filter: { name: { eq: \"North\" } }", &expected[1..2]),
        ("filter: { name: { eq: \"nowhere\" } }", &expected[..0]),
    ] {
        let query = format!("{{ areas({arguments}, orderBy: {{ field: NAME }}) {{ nodes {{ name }} }} }}");
        let table = table(&service, "csv", &query).await;
        assert_eq!(table.lines().skip(1).collect::<Vec<_>>(), rows, "{arguments}");
    }
    let variable = "query ($first: Int) { areas(first: $first) { nodes { name } } }";
    for (variables, lines) in [("{}", 2503), ("{\"first\": null}", 2503), ("{\"first\": 7}", 8)] {
        let response = send(&service, get("csv", variable, &[("variables", variables)]).finish()).await;
        assert_eq!(response.header("x-total-count"), Some("2502"), "{variables}");
        let body = response.into_body().into_string().await.expect("a body");
        assert_eq!(body.lines().count(), lines, "{variables}");
    }
}

#[tokio::test]
async fn all_pages_are_of_one_state_of_the_data() {
    let service = Service::with_ccgs(0).await;
    store_areas(&service, 1500).await;
    let query = "{ areas { nodes { name } } }";
    let response = send(&service, get("csv", query, &[]).finish()).await;
    let other = service.another_connection().await;
    let change = "PRAGMA journal_mode = WAL; UPDATE area SET name = 'changed'";
    // The export reads on from its snapshot, and whoever writes waits for it or writes beside it.
    let changing = tokio::spawn(async move { other.execute_unprepared(change).await.map(drop) });
    let body = response.into_body().into_string().await.expect("a body");
    assert_eq!(body.lines().filter(|line| line.starts_with("Place")).count(), 1500, "{body:.300}");
    drop(changing.await.expect("it ran"));
}

#[tokio::test]
async fn what_goes_wrong_in_the_middle_breaks_the_transfer_off() {
    let service = Service::with_ccgs(0).await;
    store_areas(&service, 2500).await;
    let damage = "UPDATE area SET kind = 'nonsense' WHERE name > 'Place 002000'";
    service.another_connection().await.execute_unprepared(damage).await.expect("damage");
    let query = "{ areas(orderBy: { field: NAME }) { nodes { name kind } } }";
    for coding in ["identity", "gzip"] {
        let request = get("csv", query, &[]).header(header::ACCEPT_ENCODING, coding).finish();
        let response = send(&service, request).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.into_body().into_bytes().await.is_err(), "{coding}");
    }
    // Where nothing was sent it is told in words.
    let query = query.replace("orderBy: {", "orderBy: { direction: DESC,");
    let told = refusal(&service, get("csv", &query, &[]).finish(), StatusCode::INTERNAL_SERVER_ERROR).await;
    assert!(told.starts_with("The data could not be read."), "{told}");
}

#[tokio::test]
async fn what_is_not_one_list_is_refused() {
    let service = Service::with_ccgs(1).await;
    for (query, told) in [
        ("{ ccg(odsCode: \"00A\") { name } }", "The answer has no list"),
        ("{ ccgs { totalCount } }", "The answer has no list"),
        ("{ ccgs { nodes { name } } waves { nodes { title } } }", "these are 2: ccgs.nodes, waves.nodes."),
        ("{ ccgs { nodes { name } edges { cursor } } }", "these are 2: ccgs.nodes, ccgs.edges."),
        (
            "{ ccgs { nodes { odsCode adoptions { nodes { stage } } } } }",
            "adoptions is a list: ask for adoptionRows, which",
        ),
        ("{ ccgs { nodes { odsCode identities { name } } } }", "identities is a list: leave it out."),
        ("{ __schema { types { name } } }", "not of the schema"),
        ("{ ccgs { nodes { name @skip(if: true) } } }", "no column"),
        ("{ ccgs { nodes { nonsense } } }", "nonsense"),
        ("{ ccgs { totalCount(x: 1) nodes { name } } }", "\"x\""),
        ("{ ccgs(first: 999) { nodes { name } } }", "first is 999"),
        ("{ ccgs(after: \"x\") { nodes { name } } }", "after is not a cursor"),
        ("query A { ccgs { nodes { name } } } query B { ccgs { nodes { name } } }", "peration"),
        ("{ ccgs { nodes {", "not a GraphQL document"),
        ("mutation { x }", "GET is for queries only."),
    ] {
        let status = if query.starts_with("mutation") {
            StatusCode::METHOD_NOT_ALLOWED
        } else {
            StatusCode::BAD_REQUEST
        };
        let message = refusal(&service, get("csv", query, &[]).finish(), status).await;
        assert!(message.contains(told), "{query}: {message}");
    }
    let mut request = post("application/json", "text/csv", json!({ "query": "mutation { x }" }).to_string());
    refusal(&service, request, StatusCode::BAD_REQUEST).await;
    request = Request::builder().uri_str("/graphql.csv").finish();
    refusal(&service, request, StatusCode::BAD_REQUEST).await;
    for parameter in [("bom", "2"), ("v", "x")] {
        let request = get("csv", ROWS, &[parameter]).finish();
        refusal(&service, request, StatusCode::BAD_REQUEST).await;
    }
    let put = Request::builder().method(Method::PUT).uri_str("/graphql.csv").finish();
    refusal(&service, put, StatusCode::METHOD_NOT_ALLOWED).await;
}

#[tokio::test]
async fn a_table_can_be_asked_for_by_accept() {
    let service = Service::with_ccgs(1).await;
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    for (accept, content_type) in [
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8; header=present"),
        ("application/x-ndjson", "application/x-ndjson"),
        (sheet, sheet),
        ("text/csv, application/json", "application/json; charset=utf-8"),
        ("text/csv;q=0, */*", "application/json; charset=utf-8"),
        ("text/*, */*;q=0.1", "application/json; charset=utf-8"),
    ] {
        let request = super::get(&[("query", ROWS)]).header(header::ACCEPT, accept).finish();
        let response = send(&service, request).await;
        assert_eq!(response.status(), StatusCode::OK, "{accept}");
        assert_eq!(response.content_type(), Some(content_type), "{accept}");
        let vary = response.header(header::VARY).expect("it varies").to_owned();
        assert!(vary.contains("Accept") && !vary.replace("Accept-Encoding", "").is_empty(), "{vary}");
    }
    let body = json!({ "query": ROWS }).to_string();
    let response = send(&service, post("application/json", "text/csv", body)).await;
    assert_eq!(response.header(header::CACHE_CONTROL), Some("no-store"));
    assert_eq!(response.into_body().into_string().await.expect("a body").lines().count(), 2);
}

fn header_of(response: &Response, name: &str) -> Option<String> {
    response.header(name).map(str::to_owned)
}

#[tokio::test]
async fn a_table_is_named_counted_and_cached() {
    let service = Service::with_ccgs(3).await;
    let named = "query RegionsOfCcgs { ccgRows { nodes { odsCode } } }";
    for (extension, query, disposition) in [
        ("csv", ROWS, "attachment; filename=\"ccgRows-v1.csv\""),
        ("xlsx", named, "attachment; filename=\"RegionsOfCcgs-v1.xlsx\""),
        ("json", named, "inline; filename=\"RegionsOfCcgs-v1.json\""),
        ("ndjson", ROWS, "inline; filename=\"ccgRows-v1.ndjson\""),
    ] {
        let response = send(&service, get(extension, query, &[]).finish()).await;
        assert_eq!(header_of(&response, "content-disposition").as_deref(), Some(disposition));
        assert_eq!(header_of(&response, "x-total-count").as_deref(), Some("3"));
        assert_eq!(header_of(&response, "x-data-version").as_deref(), Some("1"));
        assert_eq!(header_of(&response, "cache-control").as_deref(), Some("no-cache"));
        assert_eq!(header_of(&response, "last-modified").as_deref(), Some("Fri, 02 Jan 2026 03:04:05 GMT"));
        let tag = header_of(&response, "etag").expect("a tag");
        let head = get(extension, query, &[]).method(Method::HEAD).finish();
        let head = send(&service, head).await;
        assert_eq!(header_of(&head, "etag").as_ref(), Some(&tag));
        assert_eq!(header_of(&head, "x-total-count").as_deref(), Some("3"));
        assert_eq!(header_of(&head, "content-disposition").as_deref(), Some(disposition));
        assert_eq!(head.into_body().into_bytes().await.expect("a body").len(), 0);
        let held = get(extension, query, &[]).header(header::IF_NONE_MATCH, &tag).finish();
        let held = send(&service, held).await;
        assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(held.headers().get(header::ETAG), HeaderValue::from_str(&tag).ok().as_ref());
    }
    let tag = async |extension, others: &[(&str, &str)]| {
        header_of(&send(&service, get(extension, ROWS, others).finish()).await, "etag").expect("a tag")
    };
    let tags = [tag("csv", &[]).await, tag("csv", &[("bom", "1")]).await, tag("json", &[]).await];
    assert!(tags[0] != tags[1] && tags[0] != tags[2] && tags[1] != tags[2], "{tags:?}");
    let marked = send(&service, get("csv", ROWS, &[("bom", "1")]).finish()).await;
    assert!(marked.into_body().into_bytes().await.expect("a body").starts_with(b"\xef\xbb\xbfodsCode,"));
}

#[tokio::test]
async fn a_table_can_be_of_an_earlier_version() {
    let service = Service::with_ccgs(1).await;
    let mut second = a_run(2);
    second.recorded_at = Some("2026-02-02T00:00:00Z".parse().expect("a moment"));
    store(&service.database, second).await;
    let retract = "UPDATE adoption SET retracted_at = '2026-02-02 00:00:00+00:00' WHERE stage = 'LIVE'";
    service.database.execute_unprepared(retract).await.expect("a retraction");
    let rows = "{ adoptionRows { nodes { stage } } }";
    for (version, lines) in [("", 2), ("2", 2), ("1", 3)] {
        let response = send(&service, get("csv", rows, &[("v", version)]).finish()).await;
        let shown = if version.is_empty() { "2" } else { version };
        assert_eq!(header_of(&response, "x-data-version").as_deref(), Some(shown));
        let name = format!("attachment; filename=\"adoptionRows-v{shown}.csv\"");
        assert_eq!(header_of(&response, "content-disposition"), Some(name));
        let body = response.into_body().into_string().await.expect("a body");
        assert_eq!(body.lines().count(), lines, "{version}: {body}");
    }
    let knowing = "{ adoptionRows(knownAt: \"2026-01-03T00:00:00Z\") { nodes { stage } } }";
    for (query, version, status, told) in [
        (rows, "3", StatusCode::CONFLICT, "Version 3 of the data is not here yet; the last one is 2."),
        (rows, "0", StatusCode::GONE, "There was no version 0 of the data. The current version is 2."),
        (ROWS, "1", StatusCode::GONE, "ccgRows cannot be had of version 1"),
        (knowing, "1", StatusCode::BAD_REQUEST, "knownAt already"),
    ] {
        let message = refusal(&service, get("csv", query, &[("v", version)]).finish(), status).await;
        assert!(message.contains(told), "{message}");
    }
}
