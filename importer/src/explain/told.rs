//! An explanation, as programs get it.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{adoption, ccg, evidence, succession};
use sea_orm::ActiveEnum;
use serde::Serialize;

use super::position::PositionReport;

/// Which model a CCG had on a day, and why so. Serialised, it is the JSON explanation.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The version of this format. It changes when a field changes its meaning or goes.
    pub schema_version: u32,
    /// The CCG's code.
    pub ods_code: String,
    /// The last name that it bore.
    pub name: String,
    /// Its first day.
    pub opened_on: Option<NaiveDate>,
    /// Its last day.
    pub closed_on: Option<NaiveDate>,
    /// By what it was found: `ODS_CODE`, `ONS_CODE`, `NAME` or `ALIAS`.
    pub found_by: String,
    /// The day.
    pub on: NaiveDate,
    /// The answer.
    pub position: PositionReport,
    /// The CCGs that it took over from.
    pub predecessors: Vec<Neighbour>,
    /// The CCGs that took over from it.
    pub successors: Vec<Neighbour>,
    /// All facts in force about it, those that count first.
    pub facts: Vec<FactReport>,
    /// Versions of facts that were corrected or withdrawn.
    pub retracted: Vec<Version>,
    /// Problems of files that are about it, the newest first.
    pub problems: Vec<ProblemReport>,
    /// How many more there are.
    pub problems_not_listed: usize,
}

/// A CCG before or after it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Neighbour {
    /// Its code.
    pub ods_code: String,
    /// The last name that it bore.
    pub name: String,
    /// The successor's first day.
    pub effective_on: NaiveDate,
    /// `PUBLISHED` or `INFERRED`.
    pub basis: String,
}

/// A fact, and what it has to do with the answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactReport {
    /// CCG, model, year and stage.
    pub key: String,
    /// The model.
    pub model: Option<String>,
    /// How far it had come.
    pub stage: String,
    /// The year.
    pub financial_year: Option<String>,
    /// The round's title.
    pub wave: Option<String>,
    /// First day in force, where published.
    pub effective_from: Option<NaiveDate>,
    /// Last day in force, where published.
    pub effective_to: Option<NaiveDate>,
    /// Its part in the answer: a code.
    pub role: &'static str,
    /// Its part in the answer: words.
    pub because: String,
    /// The run that recorded this version.
    pub run_id: i64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who says so.
    pub evidence: Vec<EvidenceReport>,
}

/// A row of a file that states a fact.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceReport {
    /// The run that read it.
    pub run_id: i64,
    /// The dataset.
    pub dataset: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// SHA-256 of the file's bytes.
    pub sha256: Option<String>,
    /// The file's publisher.
    pub publisher: Option<String>,
    /// The sheet.
    pub sheet: String,
    /// The row.
    pub row: i32,
    /// How the CCG was found.
    pub match_method: String,
    /// How directly it is stated.
    pub confidence: String,
    /// Earliest day of the statement.
    pub stated_from: Option<NaiveDate>,
    /// Latest day of the statement.
    pub stated_to: Option<NaiveDate>,
    /// What it rests on, in words.
    pub basis: Option<String>,
    /// The publication that the row cites.
    pub cites: Option<String>,
    /// The cells: field, address, what stands there, what was read and by which rule.
    pub cells: Vec<evidence::Cell>,
}

/// A version of a fact that is no longer in force.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// CCG, model, year and stage.
    pub key: String,
    /// First day in force, as it was said.
    pub effective_from: Option<NaiveDate>,
    /// Last day in force, as it was said.
    pub effective_to: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When it was retracted.
    pub retracted_at: Option<DateTime<Utc>>,
}

/// A problem of a file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemReport {
    /// The run that met it.
    pub run_id: i64,
    /// The file.
    pub file: Option<String>,
    /// `ERROR` or `WARNING`.
    pub severity: String,
    /// Its class.
    pub code: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<String>,
    /// What stands there.
    pub raw: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl From<&(succession::Model, ccg::Model)> for Neighbour {
    fn from((succession, ccg): &(succession::Model, ccg::Model)) -> Self {
        Self {
            ods_code: ccg.ods_code.to_string(),
            name: ccg.name.clone(),
            effective_on: succession.effective_on,
            basis: succession.basis.to_value(),
        }
    }
}

impl From<&adoption::Model> for Version {
    fn from(row: &adoption::Model) -> Self {
        Self {
            key: row.natural_key.clone(),
            effective_from: row.effective_from,
            effective_to: row.effective_to,
            recorded_at: row.recorded_at,
            retracted_at: row.retracted_at,
        }
    }
}
