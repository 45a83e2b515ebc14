//! Puts what is stored about a CCG into the order of an explanation.

use chrono::NaiveDate;
use entities::{
    adoption,
    domain::{Circumstances, MatchMethod, PositionFact, Role, normalise, position_on},
    evidence, import_issue, source, wave,
};
use sea_orm::ActiveEnum;

use super::{
    position::{self, PositionReport},
    read::Known,
    told::{EvidenceReport, Explanation, FactReport, Neighbour, ProblemReport, Version},
};

/// How many problems are told.
const PROBLEMS_TOLD: usize = 20;

pub(super) fn explanation(known: Known, found_by: MatchMethod, day: NaiveDate) -> Explanation {
    let facts: Vec<PositionFact> = known
        .facts
        .iter()
        .map(|(row, evidence)| position::fact(row, evidence, known.model(row), known.wave(row)))
        .collect();
    let judgement = position_on(day, &facts, &known.circumstances());
    let mut told: Vec<FactReport> = known.told_facts(&judgement.roles);
    told.sort_by_key(|fact| fact.role != "COUNTS");
    let problems: Vec<ProblemReport> = known
        .problems
        .iter()
        .filter(|problem| known.concerns(problem))
        .map(|row| known.problem(row))
        .collect();
    Explanation {
        schema_version: 1,
        ods_code: known.ccg.ods_code.to_string(),
        name: known.ccg.name.clone(),
        opened_on: known.ccg.opened_on,
        closed_on: known.ccg.closed_on,
        found_by: found_by.to_value(),
        on: day,
        position: PositionReport::new(&judgement.position, day),
        predecessors: known.predecessors.iter().map(Neighbour::from).collect(),
        successors: known.successors.iter().map(Neighbour::from).collect(),
        facts: told,
        retracted: known.retracted.iter().map(Version::from).collect(),
        problems_not_listed: problems.len().saturating_sub(PROBLEMS_TOLD),
        problems: problems.into_iter().take(PROBLEMS_TOLD).collect(),
    }
}

impl Known {
    fn model(&self, fact: &adoption::Model) -> Option<&entities::commissioning_model::Model> {
        fact.model_id.and_then(|id| self.models.get(&id))
    }

    fn wave(&self, fact: &adoption::Model) -> Option<&wave::Model> {
        fact.wave_id.and_then(|id| self.waves.get(&id))
    }

    fn circumstances(&self) -> Circumstances {
        let first = self.waves.values().find(|wave| wave.number == Some(1));
        Circumstances {
            opened_on: self.ccg.opened_on,
            closed_on: self.ccg.closed_on,
            first_round: first.and_then(|wave| wave.live_from),
        }
    }

    fn told_facts(&self, roles: &[Role]) -> Vec<FactReport> {
        let keys: Vec<&str> = self.facts.iter().map(|(row, _)| row.natural_key.as_str()).collect();
        let told = self.facts.iter().zip(roles);
        told.map(|((row, evidence), role)| {
            let (role, because) = position::role(*role, &keys, row.stage);
            let wave = self.wave(row);
            FactReport {
                key: row.natural_key.clone(),
                model: self.model(row).map(|model| model.code.to_value()),
                stage: row.stage.to_value(),
                financial_year: wave.map(|wave| wave.financial_year.to_string()),
                wave: wave.map(|wave| wave.title.clone()),
                effective_from: row.effective_from,
                effective_to: row.effective_to,
                role,
                because,
                run_id: row.import_run_id,
                recorded_at: row.recorded_at,
                evidence: evidence.iter().map(|row| self.told_evidence(row)).collect(),
            }
        })
        .collect()
    }

    fn told_evidence(&self, row: &evidence::Model) -> EvidenceReport {
        let file = self.sources.get(&row.source_id);
        let cited = row.cited_source_id.and_then(|id| self.sources.get(&id));
        EvidenceReport {
            run_id: row.import_run_id,
            dataset: self.runs.get(&row.import_run_id).map(|run| run.dataset.clone()),
            file: file.map(|file| file.file_name.clone().unwrap_or_else(|| file.title.clone())),
            sha256: file.and_then(|file| file.sha256.clone()),
            publisher: file.and_then(|file| file.publisher.clone()),
            sheet: row.sheet.clone(),
            row: row.row_number,
            match_method: row.match_method.to_value(),
            confidence: row.confidence.to_value(),
            stated_from: row.stated_from,
            stated_to: row.stated_to,
            basis: row.basis.clone(),
            cites: cited.map(citation),
            cells: row.cells.0.clone(),
        }
    }

    /// Whether a problem is about this CCG, and not about one whose code or name only begins alike.
    fn concerns(&self, problem: &import_issue::Model) -> bool {
        let texts = [problem.raw.as_deref().unwrap_or_default(), &problem.message];
        let has = |wanted: &str| {
            let wanted = format!(" {} ", normalise(wanted));
            texts.iter().any(|text| format!(" {} ", normalise(text)).contains(&wanted))
        };
        let stands_in_its_cells = || {
            self.facts.iter().flat_map(|(_, evidence)| evidence).any(|row| {
                row.import_run_id == problem.import_run_id
                    && Some(&row.sheet) == problem.sheet.as_ref()
                    && row.cells.0.iter().any(|cell| cell.address.as_deref() == problem.cell.as_deref())
            })
        };
        has(self.ccg.ods_code.as_str()) || self.names.iter().any(|name| has(name)) || stands_in_its_cells()
    }

    fn problem(&self, row: &import_issue::Model) -> ProblemReport {
        ProblemReport {
            run_id: row.import_run_id,
            file: self.runs.get(&row.import_run_id).map(|run| run.file_name.clone()),
            severity: row.severity.to_value(),
            code: row.code.clone(),
            sheet: row.sheet.clone(),
            cell: row.cell.clone(),
            raw: row.raw.clone(),
            message: row.message.clone(),
        }
    }
}

fn citation(source: &source::Model) -> String {
    match &source.address {
        Some(address) if *address != source.title => format!("{}, {address}", source.title),
        _ => source.title.clone(),
    }
}
