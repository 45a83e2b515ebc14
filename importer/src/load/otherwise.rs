//! Tells which dataset says otherwise than a row, and what it says.

use std::collections::HashMap;

use entities::import_run;
use sea_orm::{EntityTrait, QuerySelect};
use serde_json::Value;

use super::{Altered, Load, Loaded, statements::contradiction};
use crate::{error::Error, transform::Place};

/// What another dataset says otherwise than a row of this file.
#[derive(Clone, Debug)]
pub(super) struct Otherwise {
    /// The run that recorded it.
    pub(super) import_run_id: i64,
    /// The columns in which the two differ: what stands there, and what the row would put there.
    pub(super) columns: Vec<Altered>,
}

/// The datasets of runs.
pub(super) struct Datasets(HashMap<i64, String>);

impl Load<'_> {
    /// The datasets of all runs, for those who have to name one.
    pub(super) async fn datasets(&self) -> Result<Datasets, Error> {
        let rows = import_run::Entity::find()
            .select_only()
            .columns([import_run::Column::Id, import_run::Column::Dataset])
            .into_tuple::<(i64, String)>();
        Ok(Datasets(rows.all(self.txn).await?.into_iter().collect()))
    }

    /// Rejects rows that another dataset contradicts.
    pub(super) async fn reject_contradicted(
        &self,
        rows: Vec<(&Place, Otherwise)>,
        loaded: &mut Loaded,
    ) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let datasets = self.datasets().await?;
        for (place, otherwise) in rows {
            loaded.reject(contradiction(place, &datasets.tell(&otherwise)));
        }
        Ok(())
    }
}

impl Datasets {
    /// Says it as people do.
    pub(super) fn tell(&self, Otherwise { import_run_id, columns }: &Otherwise) -> String {
        let dataset = self
            .0
            .get(import_run_id)
            .map_or_else(|| "another dataset".to_owned(), |dataset| format!("the dataset \"{dataset}\""));
        // Row numbers of other tables say nothing to anybody.
        let told = columns.iter().filter(|altered| !altered.column.ends_with("_id"));
        let told: Vec<String> = told
            .map(|Altered { column, old, new }| {
                format!("{} {} and not {}", column.replace('_', " "), shown(old), shown(new))
            })
            .collect();
        let says =
            if told.is_empty() { "says otherwise".to_owned() } else { format!("has {}", told.join(", ")) };
        format!("{dataset} {says}; correct whichever of the two lists is wrong")
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => format!("\"{text}\""),
        other => other.to_string(),
    }
}
