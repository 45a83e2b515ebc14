//! Holds evidence against the cells that it names: what was read from them is what the fact says.

use std::collections::HashMap;

use entities::{
    adoption, commissioning_model,
    domain::{FinancialYear, ModelCode, Stage},
    evidence::{self, Cells},
    wave,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait, prelude::Date,
};

use super::{Check, Finding, Held};
use crate::{
    error::Error,
    load::{queries::col, statements::in_force},
    recognise::Field,
};

/// How many rows are looked at in one go.
const AT_ONCE: u64 = 5000;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    cells: String,
    natural_key: String,
    model_id: Option<i64>,
    wave_id: Option<i64>,
    stage: Stage,
    effective_from: Option<Date>,
    effective_to: Option<Date>,
}

/// Whether the cells of evidence give what the fact says that it supports.
pub(super) async fn say_what_the_facts_say(txn: &DatabaseTransaction, held: Held) -> Result<Finding, Error> {
    let models = commissioning_model::Entity::find().all(txn).await?;
    let models: HashMap<i64, ModelCode> = models.into_iter().map(|row| (row.id, row.code)).collect();
    let waves = wave::Entity::find().all(txn).await?;
    let years: HashMap<i64, FinancialYear> =
        waves.into_iter().map(|row| (row.id, row.financial_year)).collect();
    let mut finding = Finding::new(Check::Cells, held.evidence);
    let mut last = 0;
    loop {
        let rows = page(txn, last).await?;
        for row in &rows {
            if let Some(because) = row.otherwise(&models, &years) {
                finding.is_wrong(|| format!("evidence {} for fact {} {because}", row.id, row.natural_key));
            }
        }
        match rows.last() {
            Some(row) => last = row.id,
            None => return Ok(finding),
        }
    }
}

async fn page(txn: &DatabaseTransaction, after: i64) -> Result<Vec<Row>, Error> {
    use adoption::Column::{ModelId, NaturalKey, Stage, WaveId};
    Ok(in_force::<evidence::Entity>()
        .join(sea_orm::JoinType::InnerJoin, evidence::Relation::Adoption.def())
        .select_only()
        .columns([evidence::Column::Id, evidence::Column::EffectiveFrom, evidence::Column::EffectiveTo])
        // As text, so that what cannot be read is found and not stumbled over.
        .expr_as(col(evidence::Column::Cells).cast_as("text"), "cells")
        .columns([NaturalKey, ModelId, WaveId, Stage])
        .filter(evidence::Column::Id.gt(after))
        .order_by_asc(evidence::Column::Id)
        .limit(AT_ONCE)
        .into_model()
        .all(txn)
        .await?)
}

impl Row {
    /// What the cells say otherwise.
    fn otherwise(
        &self,
        models: &HashMap<i64, ModelCode>,
        years: &HashMap<i64, FinancialYear>,
    ) -> Option<String> {
        let Ok(Cells(cells)) = serde_json::from_str(&self.cells) else {
            return Some("names cells that cannot be read".to_owned());
        };
        let model = self.model_id.and_then(|model| models.get(&model));
        let year = self.wave_id.and_then(|wave| years.get(&wave));
        let said = [
            (Field::Model, model.map(ActiveEnum::to_value)),
            (Field::FinancialYear, year.map(ToString::to_string)),
            (Field::Stage, Some(self.stage.to_value())),
            (Field::EffectiveFrom, self.effective_from.map(|day| day.to_string())),
            (Field::EffectiveTo, self.effective_to.map(|day| day.to_string())),
        ];
        said.into_iter().find_map(|(field, said)| {
            let of_cell = cells.iter().find(|cell| cell.field == field.name());
            let (read, said) = (of_cell.map_or("", |cell| &cell.value), said.unwrap_or_default());
            (read != said).then(|| {
                let shown =
                    |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("\"{text}\"") };
                format!("reads {} as the {} where {} is stored", shown(read), field.title(), shown(&said))
            })
        })
    }
}
