//! Stores approval rounds: reference data, corrected in place by a newer file of the same dataset.

use std::collections::HashMap;

use entities::{domain::FinancialYear, wave};
use sea_orm::EntityTrait;

use super::{Load, Loaded, citations::Citations};
use crate::{
    error::Error,
    transform::{Located, Round},
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<Round>>) -> Result<Loaded, Error> {
    let citations = load.citations(records.iter().map(|wave| wave.record.citation.as_deref())).await?;
    let stored: HashMap<FinancialYear, wave::Model> =
        wave::Entity::find().all(load.txn).await?.into_iter().map(|row| (row.financial_year, row)).collect();
    let rows =
        records.iter().map(|Located { place, record }| (place, row(load, record, &citations))).collect();
    load.correct(rows, stored).await
}

fn row(load: &Load<'_>, record: &Round, citations: &Citations) -> wave::Model {
    wave::Model {
        id: 0,
        financial_year: record.year,
        number: record.number,
        title: record.title.clone(),
        delegated_deadline: record.delegated_deadline,
        joint_deadline: record.joint_deadline,
        announced_from: record.announced_on.map(|date| date.first),
        announced_to: record.announced_on.map(|date| date.last),
        live_from: record.live_from,
        note: record.note.clone(),
        cited_source_id: citations.id(record.citation.as_deref()),
        import_run_id: load.run_id,
    }
}
