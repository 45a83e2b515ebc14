//! What the documents say is so: their queries give the answers that stand beneath them.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::tempdir;

use crate::{
    harness::{Api, Store, api_alone, importer, importer_alone, repository},
    on_both,
};

/// The fenced blocks of a document, in its order: language and content.
fn blocks(document: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(repository().join(document)).unwrap();
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let content: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((language.to_owned(), content.join("\n")));
    }
    blocks
}

/// Each block of one language with the JSON that stands beneath it.
fn answered(document: &str, language: &str) -> Vec<(String, Value)> {
    let blocks = blocks(document);
    let pairs = blocks.windows(2).filter(|pair| pair[0].0 == language && pair[1].0 == "json");
    pairs.map(|pair| (pair[0].1.clone(), serde_json::from_str(&pair[1].1).unwrap())).collect()
}

on_both! {
    fn the_queries_of_the_readme_give_its_answers(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let questions = answered("README.md", "sh");
        assert_eq!(questions.len(), 3);
        for (command, answer) in questions {
            // A shell passes what stands between the quotes on as it stands.
            let body = command.split("-d '").nth(1).unwrap().trim_end().strip_suffix('\'').unwrap();
            assert_eq!(api.post(body)["data"], answer["data"], "{command}");
        }
    }

    fn the_queries_of_the_cookbook_give_its_answers(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let questions = answered("docs/queries.md", "graphql");
        assert_eq!(questions.len(), 36);
        for (query, answer) in questions {
            assert_eq!(api.ask(&query), answer, "{query}");
        }
    }

    fn the_examples_of_tables_give_what_stands_beneath_them(store: &Store) {
        importer(store, &["run"]);
        let api = Api::start(store);
        let blocks = blocks("docs/exports.md");
        let mut examples = 0;
        for pair in blocks.windows(2).filter(|pair| pair[0].0 == "sh" && pair[1].0 == "csv") {
            let (command, table) = (&pair[0].1, &pair[1].1);
            let (_, address) = command.split_once("http://127.0.0.1:8000").unwrap();
            let (path, rest) = address.split_once(['\'', ' ']).unwrap();
            // A shell passes what stands between the quotes on as it stands.
            let query = rest.split_once("'query=").map(|(_, query)| query.strip_suffix('\'').unwrap());
            let parameters: Vec<_> = query.map(|query| ("query", query)).into_iter().collect();
            let request = ureq::get(format!("{}{path}", api.address())).query_pairs(parameters);
            let told = request.call().unwrap().body_mut().read_to_string().unwrap();
            assert_eq!(told.replace("\r\n", "\n").trim_end(), table, "{command}");
            examples += 1;
        }
        assert_eq!(examples, 2);
    }
}

#[test]
fn the_example_of_a_profile_reads_the_list_beside_it() {
    let blocks = blocks("docs/profiles.md");
    let block = |language: &str| blocks.iter().find(|(known, _)| known == language).unwrap().1.clone();
    let (folder, told) = (tempdir().unwrap(), blocks.last().unwrap().1.clone());
    let path = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (list, profile) = (path("list.csv", block("csv")), path("profile.toml", block("toml")));
    let unread = importer_alone(&["inspect", &list]);
    assert!(unread.code == 65 && unread.stdout.contains("(no_header)"), "{}", unread.stdout);
    let checked = importer_alone(&["profile", "check", &profile, &list, "--format", "json"]);
    assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
    let report = checked.report();
    assert_eq!(report["profile"]["name"], "regional-return@1");
    let value = |record: &Value, field: &str| {
        let cells = record["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["field"] == field).unwrap()["value"].as_str().unwrap().to_owned()
    };
    let records = report["files"][0]["firstRecords"].as_array().unwrap();
    let lines: Vec<String> = records
        .iter()
        .map(|record| {
            ["ods_code", "model", "financial_year", "stage"].map(|field| value(record, field)).join(" ")
        })
        .collect();
    assert_eq!(lines.join("\n"), told);
}

#[test]
fn every_code_of_an_issue_or_refusal_is_documented() {
    let documented = fs::read_to_string(repository().join("docs/spreadsheets.md")).unwrap();
    for file in ["importer/src/issue.rs", "importer/src/error/refusal.rs"] {
        let source = fs::read_to_string(repository().join(file)).unwrap();
        let codes: Vec<_> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""))
            .collect();
        assert!(codes.len() > 20, "{file} has {} codes", codes.len());
        for (_, code) in codes {
            let code = code.trim_end_matches("\",");
            assert!(documented.contains(&format!("`{code}`")), "{code} of {file}");
        }
    }
}

#[test]
fn the_codes_limits_and_options_of_the_service_are_documented() {
    use api::limits;

    let documented = fs::read_to_string(repository().join("docs/http.md")).unwrap();
    let source = fs::read_to_string(repository().join("api/src/error.rs")).unwrap();
    let codes: Vec<_> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub const ")?.split_once(": &str"))
        .collect();
    assert!(codes.len() > 9, "{codes:?}");
    for (code, _) in codes {
        assert!(
            documented.contains(&format!("| `{code}`")) || documented.contains(&format!(", `{code}` |")),
            "{code}"
        );
    }
    let help = api_alone(&["--help"]).stdout;
    let (_, serving) = help.split_once("Serving:").unwrap();
    let (serving, _) = serving.split_once("\nSettings:").unwrap();
    // Indented less than what explains them.
    let options = serving.lines().filter_map(|line| line.strip_prefix("      --")?.split(' ').next());
    let options: Vec<_> = options.collect();
    assert_eq!(options.len(), 16, "{options:?}");
    for option in options {
        assert!(documented.contains(&format!("`--{option}")), "{option}");
    }
    for row in [
        format!(
            "{} KiB, {} tokens, {} levels of brackets, {} operations",
            limits::LENGTH / 1024,
            limits::TOKENS,
            limits::BRACKETS,
            limits::OPERATIONS
        ),
        format!("| {}, {} levels deep |", limits::FIELDS, limits::DEPTH),
        format!("| times one field in one place | {} |", limits::DUPLICATES),
        format!("| aliases | {} |", limits::ALIASES),
        format!("| fragments | {} |", limits::FRAGMENTS),
        format!("each time | {} |", limits::SPREADS),
        format!("| directives in one place | {} |", limits::DIRECTIVES),
        format!("within each other | {} |", limits::INTROSPECTION),
        format!(
            "| {} values, {} in a list, {} levels deep, {} bytes in a text |",
            limits::VALUES,
            limits::ITEMS,
            limits::NESTING,
            limits::TEXT
        ),
    ] {
        assert!(documented.contains(&row), "{row}");
    }
}

#[test]
fn the_example_of_a_get_gives_its_answer() {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    let api = Api::start(&store);
    let (command, answer) = answered("docs/http.md", "sh").remove(0);
    let query = command.split("'query=").nth(1).unwrap().strip_suffix('\'').unwrap().to_owned();
    assert_eq!(api.ask_by_get(&query), answer["data"]);
}

#[test]
fn the_examples_of_schedules_are_understood() {
    let blocks = blocks("docs/scheduling.md");
    let of = |language: &'static str| {
        let blocks = blocks.iter().filter(move |(own, _)| own == language);
        blocks.map(|(_, text)| text.as_str())
    };
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("sources.toml");
    fs::write(&list, of("toml").next().unwrap()).unwrap();
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["migrate"]).code, 0);
    let status = importer(&store, &["runs", "status", "--sources", list.to_str().unwrap()]);
    assert_eq!(status.code, 3, "{}{}", status.stdout, status.stderr);
    assert!(status.stdout.contains("co-commissioning-adoptions   ERROR"), "{}", status.stdout);

    // Each command line is one that the importer knows.
    let lines: Vec<&str> = ["sh", "crontab"].into_iter().flat_map(of).flat_map(str::lines).collect();
    let commands: Vec<&str> = lines.iter().filter_map(|line| Some(line.split_once("importer ")?.1)).collect();
    assert_eq!(commands.len(), 4, "{commands:?}");
    for command in commands {
        let words = command.split('>').next().unwrap().split_whitespace();
        let understood = importer_alone(&words.chain(["--help"]).collect::<Vec<_>>());
        assert_eq!(understood.code, 0, "{command}: {}", understood.stderr);
    }
}

#[test]
fn every_link_of_the_documents_leads_to_a_file() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/exports.md",
        "docs/http.md",
        "docs/performance.md",
        "docs/performance-api.md",
        "docs/performance-importer.md",
        "docs/profiles.md",
        "docs/queries.md",
        "docs/reporting-tools.md",
        "docs/scheduling.md",
        "docs/spreadsheets.md",
    ] {
        let path = repository().join(document);
        let text = fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let is_file = !target.starts_with("http") && !target.starts_with('#');
            assert!(
                !is_file || path.parent().unwrap_or(Path::new("")).join(target).exists(),
                "{target} in {document}"
            );
        }
    }
}
