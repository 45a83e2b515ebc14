//! Whether a database holds what it must.

use std::fmt::Write;

use serde::Serialize;

use super::{
    Exit,
    style::{ERROR, shown, styled},
};
use crate::load::verify::{Check, Finding, Held, Verification};

/// Whether a database holds what it must. Serialised, it is the JSON report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyReport {
    /// The version of this format. It changes when a field changes its meaning or goes.
    schema_version: u32,
    /// Whether everything is as it must be.
    sound: bool,
    /// How much the database holds; none where its file is damaged.
    held: Option<HeldReport>,
    checks: Vec<CheckReport>,
}

/// How much a database holds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HeldReport {
    data_version: Option<i64>,
    facts: u64,
    evidence: u64,
}

/// What a check found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckReport {
    check: &'static str,
    looked_at: Option<u64>,
    wrong: u64,
    examples: Vec<String>,
}

impl From<Verification> for VerifyReport {
    fn from(found: Verification) -> Self {
        let check = |Finding { check, looked_at, wrong, examples }| CheckReport {
            check: title(check),
            looked_at,
            wrong,
            examples,
        };
        let checks: Vec<CheckReport> = found.findings.into_iter().map(check).collect();
        Self {
            schema_version: 1,
            sound: checks.iter().all(|check| check.wrong == 0),
            held: found.held.map(|Held { data_version, facts, evidence }| HeldReport {
                data_version,
                facts,
                evidence,
            }),
            checks,
        }
    }
}

impl VerifyReport {
    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.sound { Exit::Ok } else { Exit::DataRefused }
    }
}

/// What a check makes sure of.
fn title(check: Check) -> &'static str {
    match check {
        Check::File => "the file is whole",
        Check::References => "references lead somewhere",
        Check::Counts => "the counts of each run add up",
        Check::Versions => "versions of the data follow each other",
        Check::Runs => "rows are of runs that stored something",
        Check::Support => "facts have evidence, and evidence facts",
        Check::Days => "facts have the days of their evidence",
        Check::Cells => "evidence names cells that say the same",
        Check::Positions => "positions follow from the facts",
    }
}

/// What was found as a table.
#[must_use]
pub fn verified(report: &VerifyReport) -> String {
    let mut text = format!("{:<40} {:>10} {:>8}\n", "", "looked at", "wrong");
    for check in &report.checks {
        let looked_at = check.looked_at.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let wrong = format!("{:>8}", check.wrong);
        let wrong = if check.wrong == 0 { wrong } else { styled(ERROR, wrong) };
        let _ = writeln!(text, "{:<40} {looked_at:>10} {wrong}", check.check);
        for example in &check.examples {
            let _ = writeln!(text, "  {}", shown(example));
        }
        let untold = check.wrong - check.examples.len() as u64;
        if untold > 0 {
            let _ = writeln!(text, "  and {untold} more");
        }
    }
    let Some(HeldReport { data_version, facts, evidence }) = &report.held else {
        text.push_str("The file is damaged, and nothing else was looked at. Restore a backup.\n");
        return text;
    };
    let version = data_version.map_or_else(|| "none".to_owned(), |version| version.to_string());
    let end = if report.sound { "Everything is as it must be." } else { "Restore a backup, or report this." };
    let _ = writeln!(
        text,
        "Version of the data: {version}; {facts} facts in force, {evidence} rows of evidence. {end}"
    );
    text
}
