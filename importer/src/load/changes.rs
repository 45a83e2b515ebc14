//! What a file changed, statement by statement: what stood there before, and what stands there now.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{area, source};
use sea_orm::{
    EntityName, EntityTrait, ExprTrait, IdenStatic, Iterable, ModelTrait, QueryFilter, QuerySelect,
    sea_query::{self, Expr, sea_value_to_json_value},
};
use serde::Serialize;
use serde_json::Value;

use super::{BATCH, Load};
use crate::error::Error;

/// What became of a statement.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It says otherwise now.
    Changed,
    /// It is withdrawn.
    Removed,
    /// The file does not make it, but it stays.
    Absent,
    /// It is new.
    Added,
}

/// A statement that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What became of it.
    pub change: Became,
    /// The table that it stands in: `adoption`, `succession` ...
    pub statement: &'static str,
    /// Which statement it is.
    pub natural_key: String,
    /// What changed of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Altered>,
}

/// A column that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Altered {
    /// Its name.
    pub column: &'static str,
    /// What stood there.
    pub old: Value,
    /// What stands there now.
    pub new: Value,
}

impl Altered {
    /// A day that became another; none where it is the same.
    pub(super) fn between_days(
        column: &'static str,
        old: Option<NaiveDate>,
        new: Option<NaiveDate>,
    ) -> Option<Self> {
        let value = |day: Option<NaiveDate>| day.map_or(Value::Null, |day| day.to_string().into());
        (old != new).then(|| Self { column, old: value(old), new: value(new) })
    }
}

/// The statements that changed: so many in full. How many there are of each sort, `Diff` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Change {
    /// A statement of a table, of which no column is told.
    pub(super) fn new<E: EntityName>(change: Became, table: &E, natural_key: String) -> Self {
        Self { change, statement: table.table_name(), natural_key, columns: Vec::new() }
    }

    /// A row that took the place of another, whose bookkeeping must be the same.
    pub(super) fn between<M: ModelTrait>(natural_key: String, old: &M, new: &M) -> Self {
        let columns = altered(old, new);
        Self { columns, ..Self::new(Became::Changed, &M::Entity::default(), natural_key) }
    }
}

/// The columns in which a row differs from another.
pub(super) fn altered<M: ModelTrait>(old: &M, new: &M) -> Vec<Altered> {
    let columns = <M::Entity as EntityTrait>::Column::iter().filter_map(|column| {
        let (old, new) = (old.get(column), new.get(column));
        (old != new).then(|| Altered { column: column.as_str(), old: told(&old), new: told(&new) })
    });
    columns.collect()
}

/// A stored value for a report. A day is written as in SQL's literals otherwise, in quotation marks.
fn told(value: &sea_query::Value) -> Value {
    match value {
        sea_query::Value::ChronoDate(Some(day)) => Value::from(day.to_string()),
        other => sea_value_to_json_value(other),
    }
}

impl Changes {
    /// Adds changes. Those of what was there before come first, because they are what people look for.
    pub(super) fn extend(&mut self, changes: impl IntoIterator<Item = Change>, limit: usize) {
        self.0.extend(changes);
        self.0.sort_by_key(|change| change.change);
        self.0.truncate(limit);
    }

    /// How many more may be added.
    pub(super) fn room(&self, limit: usize) -> u64 {
        limit.saturating_sub(self.0.len()) as u64
    }
}

impl std::ops::Deref for Changes {
    type Target = [Change];

    fn deref(&self) -> &[Change] {
        &self.0
    }
}

impl IntoIterator for Changes {
    type Item = Change;
    type IntoIter = std::vec::IntoIter<Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Load<'_> {
    /// Puts names in the place of row numbers, which say nothing outside the database.
    pub(super) async fn name_references(&self, changes: &mut Changes) -> Result<(), Error> {
        let areas = self.names::<area::Entity>(changes, "area_id", area::Column::Name).await?;
        let cited =
            self.names::<source::Entity>(changes, "cited_source_id", source::Column::NaturalKey).await?;
        for altered in changes.0.iter_mut().flat_map(|change| &mut change.columns) {
            let (column, names) = match altered.column {
                "area_id" => ("area", &areas),
                "cited_source_id" => ("cited_source", &cited),
                _ => continue,
            };
            altered.column = column;
            for value in [&mut altered.old, &mut altered.new] {
                if let Some(name) = value.as_i64().and_then(|id| names.get(&id)) {
                    *value = Value::from(name.as_str());
                }
            }
        }
        Ok(())
    }

    async fn names<E: EntityTrait>(
        &self,
        changes: &Changes,
        column: &str,
        name: E::Column,
    ) -> Result<HashMap<i64, String>, Error> {
        let altered =
            changes.iter().flat_map(|change| &change.columns).filter(|altered| altered.column == column);
        let ids: Vec<i64> =
            altered.flat_map(|altered| [&altered.old, &altered.new]).filter_map(Value::as_i64).collect();
        let id = Expr::col((E::default(), "id"));
        let mut names = HashMap::new();
        for batch in ids.chunks(BATCH) {
            let rows: Vec<(i64, String)> = E::find()
                .select_only()
                .expr(id.clone())
                .column(name)
                .filter(id.clone().is_in(batch.iter().copied()))
                .into_tuple()
                .all(self.txn)
                .await?;
            names.extend(rows);
        }
        Ok(names)
    }
}
