//! Stores mergers.

use entities::{domain::OdsCode, succession};

use super::{Load, Loaded, citations::Citations};
use crate::{
    error::Error,
    issue::{Issue, IssueCode},
    recognise::Field,
    transform::{Located, Merger, Place},
    validate::Register,
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<Merger>>) -> Result<Loaded, Error> {
    let register = load.register().await?;
    let citations = load.citations(records.iter().map(|merger| merger.record.citation.as_deref())).await?;
    let mut issues = Vec::new();
    let mut statements = Vec::new();
    for merger in &records {
        match statement(load, merger, &register, &citations) {
            Ok(row) => statements.push((&merger.place, row)),
            Err(issue) => issues.push(*issue),
        }
    }
    let mut loaded = load.state::<succession::Entity>(statements, |_| true).await?;
    loaded.rejected += issues.len() as u64;
    loaded.issues.extend(issues);
    Ok(loaded)
}

fn statement(
    load: &Load<'_>,
    Located { place, record }: &Located<Merger>,
    register: &Register,
    citations: &Citations,
) -> Result<succession::Model, Box<Issue>> {
    Ok(succession::Model {
        id: 0,
        predecessor_id: known(place, Field::PredecessorCode, &record.predecessor, register)?,
        successor_id: known(place, Field::SuccessorCode, &record.successor, register)?,
        effective_on: record.effective_on,
        basis: record.basis,
        note: record.note.clone(),
        cited_source_id: citations.id(record.citation.as_deref()),
        natural_key: format!("{}|{}", record.predecessor, record.successor),
        import_run_id: load.run_id,
        recorded_at: load.now,
        retracted_at: None,
    })
}

fn known(place: &Place, field: Field, code: &OdsCode, register: &Register) -> Result<i64, Box<Issue>> {
    let unknown = || place.issue(IssueCode::UnknownCcg, field, format!("the register has no CCG {code}"));
    register.get(code).map(|ccg| ccg.id).ok_or_else(|| Box::new(unknown()))
}
