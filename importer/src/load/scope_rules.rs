//! Stores scope rules.

use entities::scope_rule;
use sea_orm::ActiveEnum;

use super::{Load, Loaded};
use crate::{
    error::Error,
    transform::{Located, Scope},
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<Scope>>) -> Result<Loaded, Error> {
    let models = load.models().await?;
    let services = load.services().await?;
    let citations = load.citations(records.iter().map(|rule| rule.record.citation.as_deref())).await?;
    let statements = records
        .iter()
        .filter_map(|Located { place, record }| {
            let row = scope_rule::Model {
                id: 0,
                service_scope_id: *services.get(&record.service)?,
                commissioner: record.commissioner,
                model_id: record.model.and_then(|model| models.get(&model)).copied(),
                financial_year: record.year,
                status: record.status,
                service_as_published: record.service_as_published.clone(),
                status_as_published: record.wording.clone(),
                note: record.note.clone(),
                cited_source_id: citations.id(record.citation.as_deref()),
                natural_key: natural_key(record),
                import_run_id: load.run_id,
                recorded_at: load.now,
                retracted_at: None,
            };
            Some((place, row))
        })
        .collect();
    load.state::<scope_rule::Entity>(statements, |_| true).await
}

/// What makes it this rule and no other: the service, the commissioner, the model and the year.
fn natural_key(rule: &Scope) -> String {
    let model = rule.model.map_or_else(String::new, |model| model.to_value());
    [rule.service.to_value(), rule.commissioner.to_value(), model, rule.year.to_string()].join("|")
}
