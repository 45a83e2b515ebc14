//! Lists as tables, as reporting tools fetch them.

use std::io::Read;

use sea_orm::{ConnectionTrait, Database};
use serde_json::{Map, Value, json};

use crate::{
    harness::{Api, Store, block_on, client, importer, node},
    on_both,
};

/// A response to a GET: status, headers by name, and the body or how it broke off.
pub(crate) struct Fetched {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Result<Vec<u8>, String>,
}

impl Fetched {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone().unwrap()).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// What a path answers to a GET.
pub(crate) fn fetch(api: &Api, path: &str, parameters: &[(&str, &str)]) -> Fetched {
    let request = client().get(format!("{}{path}", api.address()));
    let response = request.query_pairs(parameters.iter().copied()).call().unwrap();
    let (parts, body) = response.into_parts();
    let mut bytes = Vec::new();
    let read = body.into_reader().read_to_end(&mut bytes);
    let body = read.map(|_| bytes).map_err(|error| error.to_string());
    Fetched { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Rows as a client gets them that follows the cursors.
fn by_cursor(api: &Api, list: &str, columns: &str) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = format!(
            "query ($after: String) {{ {list}(first: 200, after: $after) {{
                nodes {{ {columns} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let answer = api.post(&json!({ "query": query, "variables": { "after": after } }).to_string());
        let page = &answer["data"][list];
        rows.extend(page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"]["hasNextPage"] == false {
            return rows;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// As a cell of CSV shows a value.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// As many areas as there are in no country.
pub(crate) fn store_areas(store: &Store, number: u32) {
    execute(
        store,
        &format!(
            "INSERT INTO area (id, kind, name)
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})
             SELECT 1000000 + i, 'STP_ICS', 'Place ' || (1000000 + i) FROM n"
        ),
    );
}

/// Changes a database.
pub(crate) fn execute(store: &Store, statements: &str) {
    block_on(async {
        Database::connect(store.url()).await.unwrap().execute_unprepared(statements).await.unwrap();
    });
}

on_both! {
    fn a_table_has_the_rows_that_the_cursors_give(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        for list in [
            "adoptionRows", "areaRows", "ccgRows", "coverageRows", "evidenceRows", "importIssueRows", "importRunRows",
            "membershipRows", "modelRows", "positionRows", "publishedFigureRows", "reconciliationRows",
            "scopeRuleRows", "serviceScopeRows", "sourceRows", "successionRows", "waveRows",
        ] {
            let row = format!("{}{}", list[..1].to_uppercase(), list[1..].trim_end_matches('s'));
            let fields = api.ask(&format!("{{ __type(name: \"{row}\") {{ fields {{ name }} }} }}"));
            let columns: Vec<_> =
                fields["__type"]["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
            let rows = by_cursor(&api, list, &columns.join(" "));
            let query = format!("{{ {list} {{ nodes {{ {} }} }} }}", columns.join(" "));
            let get = |format: &str| {
                let fetched = fetch(&api, &format!("/graphql.{format}"), &[("query", &query)]);
                assert_eq!(fetched.status, 200, "{}", fetched.text());
                assert_eq!(fetched.header("x-total-count"), rows.len().to_string(), "{list}");
                fetched.text()
            };
            assert_eq!(serde_json::from_str::<Vec<Value>>(&get("json")).unwrap(), rows, "{list}");
            let lines = get("ndjson");
            let of_lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(of_lines, rows, "{list}");
            let table = get("csv");
            let mut table = csv::Reader::from_reader(table.as_bytes());
            assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>(), columns);
            let records = table.records().map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
            let cells = |row: &Value| columns.iter().map(|column| cell(&row[column])).collect::<Vec<_>>();
            assert_eq!(records.collect::<Vec<_>>(), rows.iter().map(cells).collect::<Vec<_>>(), "{list}");
        }
    }

    fn queries_with_a_name_answer_about_the_bundled_facts(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let list: Vec<Value> = serde_json::from_str(&fetch(&api, "/q", &[]).text()).unwrap();
        assert!(list.len() > 12, "{list:?}");
        for query in list {
            let name = query["name"].as_str().unwrap();
            let fetched = fetch(&api, &format!("/q/{name}.json"), &[]);
            assert_eq!(fetched.status, 200, "{name}: {}", fetched.text());
            let rows: Vec<Map<String, Value>> = serde_json::from_str(&fetched.text()).unwrap();
            assert_eq!(fetched.header("x-total-count"), rows.len().to_string(), "{name}");
            let columns = query["columns"].as_array().unwrap().iter().map(|column| &column["name"]);
            let columns: Vec<_> = columns.map(|column| column.as_str().unwrap().to_owned()).collect();
            for row in &rows {
                let mut members: Vec<_> = row.keys().cloned().collect();
                let mut expected = columns.clone();
                members.sort();
                expected.sort();
                assert_eq!(members, expected, "{name}");
            }
            assert_eq!(rows.is_empty(), name == "import-issues", "{name}");
            // It is the very document that the page runs.
            let document = fetch(&api, &format!("/q/{name}.graphql"), &[]).text();
            assert!(api.answer(&document).get("errors").is_none(), "{document}");
        }
        let open = fetch(&api, "/q/ccgs.csv", &[("asOf", "2013-04-01")]);
        assert_eq!((open.header("x-total-count"), open.text().lines().count()), ("211", 212));
    }

    fn a_transfer_that_fails_is_broken_off(store: &Store) {
        importer(store, &["migrate"]);
        store_areas(store, 20_000);
        let api = Api::start(store);
        let query = "{ areas { nodes { name kind } } }";
        let whole = fetch(&api, "/graphql.csv", &[("query", query)]);
        assert_eq!(whole.text().lines().count(), 20_001);
        assert_eq!(whole.header("x-total-count"), "20000");
        // It sorts behind all others.
        execute(store, "UPDATE area SET kind = 'ZZZ' WHERE name > 'Place 1019000'");
        for format in ["csv", "json", "ndjson"] {
            let broken = fetch(&api, &format!("/graphql.{format}"), &[("query", query)]);
            assert_eq!(broken.status, 200);
            assert!(broken.body.is_err(), "{format}");
        }
        // A workbook is made before it is sent, so it is refused.
        let refused = fetch(&api, "/graphql.xlsx", &[("query", query)]);
        assert_eq!(refused.status, 500);
        let told: Value = serde_json::from_str(&refused.text()).unwrap();
        assert_eq!(told["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR");
        // Nobody is left at work, and the service goes on.
        assert_eq!(fetch(&api, "/graphql.csv", &[("query", "{ models { nodes { code } } }")]).status, 200);
    }
}

#[test]
fn a_long_table_takes_no_more_memory_than_a_short_one() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    store_areas(&store, 100_000);
    let api = Api::start(&store);
    let get = |format: &str, arguments: &str| {
        let query = format!("{{ areas{arguments} {{ nodes {{ name kind code }} }} }}");
        fetch(&api, &format!("/graphql.{format}"), &[("query", &query)]).body.unwrap().len()
    };
    let some = "(filter: { name: { startsWith: \"Place 100\" } })";
    get("xlsx", some);
    assert!(get("csv", some) < 400_000);
    let before = api.most_memory();
    assert!(get("csv", "") > 2_000_000);
    get("xlsx", "");
    let grown = api.most_memory() - before;
    assert!(grown < 24 * 1024, "{grown} KiB more than {before} KiB");
}

#[test]
fn the_description_of_all_addresses_is_valid() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    let api = Api::start(&store);
    let output = node("openapi.js").arg(format!("{}/openapi.json", api.address())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told, json!({ "valid": true, "version": "3.1", "errors": [] }));
}
