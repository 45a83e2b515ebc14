//! Reporting tools, and clients that others have written: the recipes of docs/reporting-tools.md, run as they stand against a
//! service that asks for a token, give the rows of the export.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::harness::{Api, Store, api_alone, importer, node, python, repository};

/// What the recipes that read page by page ask for.
const LIVE: &str = "{ adoptionRows(filter: { stage: { eq: LIVE } }) {
    nodes { odsCode ccgName modelCode financialYear effectiveFrom evidenceCount } } }";
/// What the recipes that follow an address ask for.
const POSITIONS: &str = "/q/positions.json?asOf=2016-04-01";

fn recipes() -> PathBuf {
    repository().join("docs/recipes")
}

/// The bundled facts, served to whoever has the token.
struct Guarded {
    api: Api,
    token: String,
    _store: Store,
    folder: TempDir,
}

impl Guarded {
    fn start() -> Self {
        let store = Store::sqlite();
        importer(&store, &["run"]);
        let folder = tempdir().unwrap();
        let made = api_alone(&["--new-token", "reports"]);
        let credentials = folder.path().join("credentials");
        fs::write(&credentials, &made.stdout).unwrap();
        let token = made.stderr.rsplit(": ").next().unwrap().trim().to_owned();
        let api = Api::start_with(&store, &["--credentials", credentials.to_str().unwrap()]);
        Self { api, token, _store: store, folder }
    }

    fn fetch(&self, path: &str, parameters: &[(&str, &str)]) -> Vec<u8> {
        let request =
            ureq::get(format!("{}{path}", self.api.address())).query_pairs(parameters.iter().copied());
        let response = request.header("Authorization", format!("Bearer {}", self.token)).call();
        response.unwrap_or_else(|error| panic!("{path}: {error}")).body_mut().read_to_vec().unwrap()
    }

    /// The rows of an export.
    fn rows(&self, path: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
        serde_json::from_slice(&self.fetch(path, parameters)).unwrap()
    }

    /// What a recipe that is run with a token prints, or how it fails.
    fn run(&self, mut command: Command, token: &str) -> Result<String, String> {
        command.current_dir(self.folder.path());
        command.env("CO_COMMISSIONING_URL", self.api.address()).env("CO_COMMISSIONING_TOKEN", token);
        let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let told = String::from_utf8(output.stdout).unwrap();
        if output.status.success() {
            return Ok(told);
        }
        Err(format!("{told}{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// What a recipe prints. Without the token it must fail, and print no rows.
    fn told(&self, command: impl Fn() -> Command) -> String {
        let refused = self.run(command(), "wrong").unwrap_err();
        assert!(!refused.contains("NHS "), "{refused}");
        self.run(command(), &self.token).unwrap_or_else(|error| panic!("{:?}: {error}", command()))
    }
}

fn recipe(program: &str, file: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(recipes().join(file));
    command
}

/// The cells of a row as a table in text shows them, whatever the case of its truth values.
fn cells(row: &Value) -> Vec<String> {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_lowercase(),
        other => other.to_string(),
    };
    row.as_object().unwrap().values().map(cell).collect()
}

/// Asserts that a table in CSV has these rows.
fn assert_table(csv: &str, rows: &[Value]) {
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<_> = table.headers().unwrap().iter().map(str::to_owned).collect();
    // In the order of a map, as the members of the rows.
    let mut order: Vec<_> = (0..header.len()).collect();
    order.sort_by_key(|&at| &header[at]);
    let found: Vec<Vec<String>> = table
        .records()
        .map(|record| {
            let record = record.unwrap();
            order.iter().map(|&at| record[at].to_lowercase()).collect()
        })
        .collect();
    assert_eq!(found, rows.iter().map(cells).collect::<Vec<_>>());
}

#[test]
fn scripts_in_python_r_and_shell_get_the_rows_of_the_export() {
    let service = Guarded::start();
    let live = service.rows("/graphql.json", &[("query", LIVE)]);
    let positions = service.rows(POSITIONS, &[]);
    // More than one page of what the recipes ask for.
    assert!(live.len() > 100 && positions.len() > 200, "{} {}", live.len(), positions.len());
    assert_table(&service.told(|| python(&recipes().join("pages.py"))), &live);
    assert_table(&service.told(|| python(&recipes().join("read_csv.py"))), &positions);
    assert_table(&service.told(|| recipe("Rscript", "pages.R")), &live);
    assert_table(&service.told(|| recipe("Rscript", "read_csv.R")), &positions);
    let lines = service.told(|| recipe("bash", "pages.sh"));
    let of_lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(of_lines, live);
}

#[test]
fn a_file_is_fetched_again_only_when_the_data_have_changed() {
    let service = Guarded::start();
    let file = service.folder.path().join("adoptions.xlsx");
    let refresh = |token: &str| service.run(recipe("bash", "refresh.sh"), token);
    let is_workbook = || fs::read(&file).unwrap().starts_with(b"PK");
    refresh(&service.token).unwrap();
    assert!(is_workbook());
    // While the data are the same, what is there is left as it is.
    fs::write(&file, "held").unwrap();
    refresh(&service.token).unwrap();
    assert!(!is_workbook());
    // So it is when nothing can be had.
    refresh("wrong").unwrap_err();
    assert!(!is_workbook());
    fs::remove_file(service.folder.path().join("adoptions.etag")).unwrap();
    refresh(&service.token).unwrap();
    assert!(is_workbook());
}

#[test]
fn power_query_reads_pages_and_queries_with_a_name() {
    let service = Guarded::start();
    let run = |folder: &Path, query: &str, token: &str| {
        let mut command = node("power-query/run.js");
        command.arg(folder).args([query, service.api.address(), &format!("reports:{token}")]);
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        if output.status.success() { Ok(told) } else { Err(String::from_utf8(output.stderr).unwrap()) }
    };
    let folder = recipes().join("power-query");
    for (query, rows) in [
        ("LiveAdoptions", service.rows("/graphql.json", &[("query", LIVE)])),
        ("Positions", service.rows(POSITIONS, &[])),
    ] {
        let table: Value = serde_json::from_str(&run(&folder, query, &service.token).unwrap()).unwrap();
        let columns = table["columns"].as_array().unwrap();
        let of_row =
            |row: &Value| columns.iter().map(|name| row[name.as_str().unwrap()].clone()).collect::<Value>();
        assert_eq!(table["rows"], rows.iter().map(of_row).collect::<Value>(), "{query}");
        let refused = run(&folder, query, "wrong").unwrap_err();
        assert!(refused.contains("credentials"), "{refused}");
    }
    // What is wrong is said in the words of the service.
    let wrong = tempdir().unwrap();
    for file in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap();
        let text = text.replace("ccgName modelCode", "ccgLabel modelCode").replace("asOf = ", "asoff = ");
        fs::write(wrong.path().join(file.file_name()), text).unwrap();
    }
    for (query, words) in [
        ("LiveAdoptions", "GraphQL: Unknown field \"ccgLabel\" on type \"AdoptionRow\"."),
        ("Positions", "Saved query: \"positions\" has no parameter \"asoff\""),
    ] {
        let told = run(wrong.path(), query, &service.token).unwrap_err();
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_dashboard_of_grafana_gets_rows_for_every_panel_and_variable() {
    let service = Guarded::start();
    let output = node("grafana.js")
        .arg(recipes().join("grafana"))
        .args([service.api.address(), &service.token])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let positions = service.rows(POSITIONS, &[]).len();
    let adoptions =
        service.rows("/q/adoptions.json", &[("model", "DELEGATED"), ("asOf", "2016-04-01")]).len();
    let expected = json!({
        "model": 3,
        "Which model each CCG had on the day": positions,
        "How many CCGs of each region had which model": told["How many CCGs of each region had which model"],
        "Adoptions of the model, and who says so": adoptions,
    });
    assert_eq!(told, expected);
}

#[test]
fn a_workbook_holds_the_rows_of_the_export_with_their_types() {
    let service = Guarded::start();
    let workbook = service.fetch("/q/positions.xlsx", &[("asOf", "2016-04-01")]);
    let mut command = python(&repository().join("tests/python/workbook.py"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(&workbook).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows, service.rows(POSITIONS, &[]));
}

#[test]
fn apollo_client_reads_a_list_to_its_end_by_hashes_of_its_query() {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    let api = Api::start(&store);
    let output = node("apollo.js").arg(format!("{}/graphql", api.address())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<Value> =
        (api.ask("{ ccgs(first: 200) { nodes { odsCode } } }")["ccgs"]["nodes"].as_array().unwrap())
            .iter()
            .map(|node| node["odsCode"].clone())
            .collect();
    assert_eq!(told["codes"].as_array().unwrap()[..200], codes);
    assert_eq!(told["codes"].as_array().unwrap().len(), 248);
    assert_eq!(told["requests"], json!(["GET hash", "GET query", "GET hash", "GET hash"]));
    assert_eq!(told["refused"], "GRAPHQL_VALIDATION_FAILED");
}

#[test]
fn the_compiler_of_relay_takes_the_schema_and_the_service_what_it_makes() {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    let api = Api::start(&store);
    let output = node("relay.js").arg(format!("{}/graphql", api.address())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = api.nodes("{ ccgs(first: 4) { nodes { name } } }", "ccgs", "name");
    assert_eq!(told, json!({ "names": names, "again": 1 }));
}

/// What stands in a folder and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn the_document_shows_every_recipe_as_it_is() {
    let document = fs::read_to_string(repository().join("docs/reporting-tools.md")).unwrap();
    let recipes = files(&recipes());
    assert_eq!(recipes.len(), 12, "{recipes:?}");
    for path in recipes {
        let name = path.strip_prefix(repository().join("docs")).unwrap().display().to_string();
        let link = format!("[`{name}`]({name})");
        let (_, beneath) = document.split_once(&link).unwrap_or_else(|| panic!("{link} is missing"));
        if path.extension().is_some_and(|extension| extension == "json") {
            continue;
        }
        let (_, shown) = beneath.trim_start().split_once('\n').unwrap();
        assert!(shown.starts_with(&format!("{}```", fs::read_to_string(&path).unwrap())), "{name}");
    }
}

#[test]
fn the_addresses_for_tools_give_tables_to_whoever_shows_a_token() {
    let service = Guarded::start();
    let document = fs::read_to_string(repository().join("docs/reporting-tools.md")).unwrap();
    let addresses =
        document.split("<http://127.0.0.1:8000").skip(1).map(|rest| rest.split('>').next().unwrap());
    let addresses: Vec<_> = addresses.collect();
    assert_eq!(addresses.len(), 5, "{addresses:?}");
    // curl makes Basic of a user and a password, as the dialogues do.
    let status = |address: &str, arguments: &[&str]| {
        let mut command = Command::new("curl");
        command
            .args(["-s", "-o", "/dev/null", "-w", "%{http_code} %header{www-authenticate}"])
            .args(arguments);
        let output = command.arg(format!("{}{address}", service.api.address())).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (basic, key) = (format!("reports:{}", service.token), format!("X-Api-Key: {}", service.token));
    for address in addresses {
        for shown in [["-u", &basic], ["--oauth2-bearer", &service.token], ["-H", &key]] {
            assert_eq!(status(address, &shown), "200 ", "{address} {shown:?}");
        }
        let refused = status(address, &[]);
        assert!(refused.starts_with("401 Basic realm="), "{refused}");
    }
}
