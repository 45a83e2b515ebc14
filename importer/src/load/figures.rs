//! Stores published totals.

use entities::{domain::AreaKind, published_figure};

use super::{Load, Loaded};
use crate::{
    error::Error,
    transform::{Figure, Located},
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<Figure>>) -> Result<Loaded, Error> {
    let models = load.models().await?;
    let regions = load.areas(AreaKind::Region2015).await?;
    let citations = load.citations(records.iter().map(|figure| figure.record.citation.as_deref())).await?;
    let statements = records
        .iter()
        .map(|Located { place, record }| {
            let row = published_figure::Model {
                id: 0,
                measure: record.measure.clone(),
                model_id: record.model.and_then(|model| models.get(&model)).copied(),
                model_as_published: record.model_as_published.clone(),
                stage: record.stage,
                financial_year: record.year,
                area_id: regions.get(&record.area).copied(),
                area_as_published: record.area.clone(),
                value: record.value,
                value_as_published: record.value_as_published.clone(),
                unit: record.unit.clone(),
                as_of_from: record.as_of.map(|date| date.first),
                as_of_to: record.as_of.map(|date| date.last),
                publisher: record.publisher.clone(),
                confidence: record.confidence,
                note: record.note.clone(),
                cited_source_id: citations.id(record.citation.as_deref()),
                natural_key: record.natural_key(),
                import_run_id: load.run_id,
                recorded_at: load.now,
                retracted_at: None,
            };
            (place, row)
        })
        .collect();
    load.state::<published_figure::Entity>(statements, |_| true).await
}
