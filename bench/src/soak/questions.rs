//! What is asked: the queries of `docs/queries.md`.

use std::fs;

use crate::failure::Outcome;

const COOKBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/queries.md");

/// A query.
pub(super) struct Question {
    /// The body of its request.
    pub(super) body: String,
    /// Whether its answer is the same for as long as the version of the data is.
    pub(super) is_of_version: bool,
}

/// All of them, and one that counts the facts, which is what imports change.
pub(super) fn read() -> Outcome<Vec<Question>> {
    let text = fs::read_to_string(COOKBOOK)?;
    let mut queries = vec!["{ adoptions { totalCount } }".to_owned()];
    let mut lines = text.lines();
    while lines.by_ref().any(|line| line == "```graphql") {
        queries.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
    }
    if queries.len() < 20 {
        return Err(format!("{COOKBOOK} has too few queries: {}", queries.len() - 1).into());
    }
    let question = |query: String| Question {
        body: serde_json::json!({ "query": query }).to_string(),
        // A run is told of from its beginning.
        is_of_version: !query.contains("importRun"),
    };
    Ok(queries.into_iter().map(question).collect())
}
