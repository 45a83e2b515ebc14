//! The explanation for people: the answer first, then what it rests on, down to the cells.

use std::fmt::Write;

use chrono::NaiveDate;

use super::{EvidenceReport, Explanation, FactReport, Neighbour, ProblemReport};
use crate::report::{ANSWER, shown, shown_cell};

/// The explanation as text.
#[must_use]
pub fn text(told: &Explanation) -> String {
    let mut text = format!(
        "{} {} on {}: {}\n",
        told.ods_code,
        shown(&told.name),
        told.on,
        format_args!("{ANSWER}{}{ANSWER:#}", told.position.sentence)
    );
    doubts(&mut text, told);
    life(&mut text, told);
    for fact in &told.facts {
        text.push('\n');
        describe(&mut text, fact);
    }
    if told.facts.is_empty() {
        text.push_str("\nThere is no fact about its adoption of a model.\n");
    }
    for version in &told.retracted {
        let until = version.retracted_at.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string());
        let _ = writeln!(
            text,
            "\n{}{}: recorded {}, corrected or withdrawn {until}",
            shown(&version.key),
            in_force(version.effective_from, version.effective_to),
            version.recorded_at.format("%Y-%m-%d")
        );
    }
    problems(&mut text, told);
    text
}

/// A statement without a day gives no model on any day, but it may be the true one.
fn doubts(text: &mut String, told: &Explanation) {
    let otherwise = |fact: &&FactReport| {
        fact.role == "NO_DAY"
            && fact.model.as_ref().is_some_and(|model| !told.position.models.contains(model))
    };
    for fact in told.facts.iter().filter(otherwise) {
        let _ = writeln!(text, "  but a source that gives no day says {}", shown(&fact.key));
    }
}

fn life(text: &mut String, told: &Explanation) {
    let day = |day: Option<NaiveDate>, none: &str| day.map_or_else(|| none.to_owned(), |day| day.to_string());
    let _ = writeln!(
        text,
        "  a CCG from {} to {}",
        day(told.opened_on, "an unknown day"),
        day(told.closed_on, "now")
    );
    for (what, neighbours) in [("took over from", &told.predecessors), ("succeeded by", &told.successors)] {
        for Neighbour { ods_code, name, effective_on, basis } in neighbours {
            let basis = basis.to_lowercase();
            let _ = writeln!(text, "  {what} {ods_code} {} on {effective_on} ({basis})", shown(name));
        }
    }
    if told.position.answer == "CLOSED" || told.position.answer == "NOT_OPEN" {
        text.push_str(
            "  A model is not carried over a merger: ask for the CCG that there was on that day.\n",
        );
    }
}

fn describe(text: &mut String, fact: &FactReport) {
    let round = fact.wave.as_deref().map_or_else(String::new, |wave| format!(", {}", shown(wave)));
    let _ = writeln!(
        text,
        "{}{round}{}: {}",
        shown(&fact.key),
        in_force(fact.effective_from, fact.effective_to),
        shown(&fact.because)
    );
    let at = fact.recorded_at.format("%Y-%m-%d %H:%M:%S");
    let _ = writeln!(text, "  recorded {at} UTC by run {}", fact.run_id);
    for evidence in &fact.evidence {
        describe_evidence(text, evidence);
    }
}

fn describe_evidence(text: &mut String, evidence: &EvidenceReport) {
    let file = evidence.file.as_deref().unwrap_or("a file");
    let sheet = if evidence.sheet == file { String::new() } else { format!("{}, ", evidence.sheet) };
    let _ = writeln!(
        text,
        "  {} (run {}, dataset {})",
        shown(&format!("{file} > {sheet}row {}", evidence.row)),
        evidence.run_id,
        shown(evidence.dataset.as_deref().unwrap_or("unknown"))
    );
    let stated = match (evidence.stated_from, evidence.stated_to) {
        (Some(from), Some(to)) if from == to => format!(", stated {from}"),
        (Some(from), Some(to)) => format!(", stated between {from} and {to}"),
        _ => String::new(),
    };
    let words = |code: &str| code.to_lowercase().replace('_', " ");
    let _ = writeln!(
        text,
        "    confidence: {}{stated}; the CCG was found by {}",
        words(&evidence.confidence),
        words(&evidence.match_method)
    );
    for (what, said) in [("cites", &evidence.cites), ("basis", &evidence.basis)] {
        if let Some(said) = said {
            let _ = writeln!(text, "    {what}: {}", shown(said));
        }
    }
    for cell in &evidence.cells {
        let _ = writeln!(text, "    {}", shown_cell(cell));
    }
}

fn in_force(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!(", from {from} to {to}"),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(to)) => format!(", to {to}"),
        (None, None) => String::new(),
    }
}

fn problems(text: &mut String, told: &Explanation) {
    if !told.problems.is_empty() {
        text.push_str("\nProblems of files that are about it, the newest first:\n");
    }
    for ProblemReport { run_id, file, severity, code, sheet, cell, message, .. } in &told.problems {
        let warning = if severity == "WARNING" { "warning: " } else { "" };
        let file = file.as_deref().unwrap_or("a file");
        let sheet = sheet.as_deref().filter(|sheet| *sheet != file);
        let sheet = sheet.map_or_else(String::new, |sheet| format!("{sheet}!"));
        let cell = cell.as_deref().unwrap_or_default();
        let line = format!("run {run_id}: {file} > {sheet}{cell}: {warning}{message} ({code})");
        let _ = writeln!(text, "  {}", shown(&line));
    }
    if told.problems_not_listed > 0 {
        let _ = writeln!(text, "  and {} more", told.problems_not_listed);
    }
}
