//! Tells of the plan of a statement whether it reads more than what it gives.

use sea_orm::Statement;

/// A step of a plan.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) number: i32,
    /// The step that it is a part of; 0 for none.
    pub(super) within: i32,
    /// In the words of SQLite.
    pub(super) does: String,
}

/// Tables with some dozens of rows, however many facts there are, and what statements call the rows of a page, those to which
/// they are related, and the numbers of theirs.
const SMALL: [&str; 11] = [
    "commissioning_model",
    "wave",
    "area",
    "service_scope",
    "source",
    "import_run",
    "fact",
    "page",
    "parents",
    "listed",
    "CONSTANT ROW",
];

/// What is wrong with a statement: it goes through a large table, and not only until its page is full.
pub(super) fn trouble(statement: &Statement, plan: &[Step]) -> Option<String> {
    let step = plan.iter().find(|step| reads_too_much(step, statement, plan))?;
    let steps: Vec<&str> = plan.iter().map(|step| step.does.as_str()).collect();
    Some(format!("{}\nin {statement}\nwhich is {steps:#?}", step.does))
}

fn reads_too_much(step: &Step, statement: &Statement, plan: &[Step]) -> bool {
    let (scans, what) = match (step.does.strip_prefix("SCAN "), step.does.strip_prefix("SEARCH ")) {
        (Some(what), _) => (true, what),
        (_, Some(what)) => (false, what),
        _ => return false,
    };
    // All rows, some at a time.
    let goes_through = scans || what.contains("(rowid>? AND rowid<?)");
    let is_named = |name: &&str| what == *name || what.starts_with(&format!("{name} "));
    // One row is found by its number, and what stands in parentheses was read by another step.
    if what.starts_with('(') || what.contains("(rowid=?)") || SMALL.iter().any(is_named) {
        return false;
    }
    let mut beside = plan.iter().filter(|other| other.within == step.within);
    // The last terms of an order are sorted among the rows that are equal in those before.
    let sorts = |other: &Step| other.does.starts_with("USE TEMP B-TREE") && !other.does.contains(" LAST ");
    // What is looked up for each row of a page is what belongs to that row.
    let is_looked_up = !goes_through
        && plan.iter().any(|other| other.number == step.within && other.does.starts_with("CORRELATED "));
    (beside.any(sorts) && !is_looked_up) || (goes_through && !is_cut(step, statement, plan))
}

/// Whether the query that a step is a part of gives so many rows and no more, so that it ends as soon as it has them.
fn is_cut(step: &Step, statement: &Statement, plan: &[Step]) -> bool {
    let sql = statement.to_string();
    let query = match plan.iter().find(|other| other.number == step.within) {
        None => Some(sql.as_str()),
        Some(other) => other
            .does
            .strip_prefix("CO-ROUTINE ")
            .and_then(|name| sql.split_once(&format!(") AS \"{name}\"")))
            .map(|(before, _)| before),
    };
    let number = query.and_then(|query| query.rsplit_once(" LIMIT ")).map(|(_, number)| number);
    number.is_some_and(|number| number.parse::<u64>().is_ok())
}
