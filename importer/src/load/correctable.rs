//! Reference data: rows that others refer to keep their row number, so they are corrected in place.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use chrono::NaiveDate;
use entities::{
    ccg,
    domain::{FinancialYear, OdsCode},
    wave,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};

use super::{Became, Change, Load, Loaded, changes::altered, otherwise::Otherwise, statements::distinct};
use crate::{error::Error, transform::Place};

/// A row of reference data.
pub(super) trait Correctable: ModelTrait + PartialEq {
    type Key: Eq + Hash + ToString;

    fn key(&self) -> Self::Key;
    fn import_run_id(&self) -> i64;
    /// The same content in the place of another row, written by a run.
    fn in_place_of(&self, other: &Self, import_run_id: i64) -> Self;
    /// Whether nothing but the key and a name is known of it, so that any dataset may complete it.
    fn is_bare(&self) -> bool;
    /// Whether the two cannot both be right. Another spelling, or a day that one of them leaves out, is no
    /// contradiction.
    fn disagrees(&self, other: &Self) -> bool;
    /// Whether they may disagree in this column.
    fn is_settled(column: &str) -> bool;
}

impl Correctable for ccg::Model {
    type Key = OdsCode;

    fn key(&self) -> OdsCode {
        self.ods_code.clone()
    }
    fn import_run_id(&self) -> i64 {
        self.import_run_id
    }
    fn in_place_of(&self, other: &Self, import_run_id: i64) -> Self {
        Self { id: other.id, import_run_id, ..self.clone() }
    }
    fn is_bare(&self) -> bool {
        self.opened_on.is_none()
    }
    fn disagrees(&self, other: &Self) -> bool {
        let differ = |a: Option<NaiveDate>, b: Option<NaiveDate>| a.zip(b).is_some_and(|(a, b)| a != b);
        differ(self.opened_on, other.opened_on) || differ(self.closed_on, other.closed_on)
    }
    fn is_settled(column: &str) -> bool {
        ["opened_on", "closed_on"].contains(&column)
    }
}

impl Correctable for wave::Model {
    type Key = FinancialYear;

    fn key(&self) -> FinancialYear {
        self.financial_year
    }
    fn import_run_id(&self) -> i64 {
        self.import_run_id
    }
    fn in_place_of(&self, other: &Self, import_run_id: i64) -> Self {
        Self { id: other.id, import_run_id, ..self.clone() }
    }
    fn is_bare(&self) -> bool {
        false
    }
    fn disagrees(&self, other: &Self) -> bool {
        self.in_place_of(other, other.import_run_id) != *other
    }
    fn is_settled(_: &str) -> bool {
        true
    }
}

/// Whether the dataset may write the row anew: it wrote it itself, or nobody knows anything of it yet.
fn may_correct<M: Correctable>(stored: &M, own: &HashSet<i64>) -> bool {
    own.contains(&stored.import_run_id()) || stored.is_bare()
}

/// Whether a row says otherwise about what another dataset has settled.
pub(super) fn contradicts<M: Correctable>(row: &M, stored: &M, own: &HashSet<i64>) -> bool {
    !may_correct(stored, own) && row.disagrees(stored)
}

/// How a row differs from the one that stands in its place.
pub(super) fn otherwise<M: Correctable>(row: &M, stored: &M) -> Otherwise {
    let import_run_id = stored.import_run_id();
    let mut columns = altered(stored, &row.in_place_of(stored, import_run_id));
    // What one of the two leaves out is no contradiction.
    columns
        .retain(|altered| M::is_settled(altered.column) && !altered.old.is_null() && !altered.new.is_null());
    Otherwise { import_run_id, columns }
}

impl Load<'_> {
    /// Makes reference rows say what the file says. Rows that it does not mention stay: facts may refer to them.
    pub(super) async fn correct<M>(
        &self,
        rows: Vec<(&Place, M)>,
        stored: HashMap<M::Key, M>,
    ) -> Result<Loaded, Error>
    where
        M: Correctable + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        M::Entity: EntityTrait<Model = M>,
        <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
    {
        let (rows, mut loaded) = distinct(rows, Correctable::key);
        let own = self.own_runs().await?;
        let (mut added, mut changes, mut contradicted) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row) in rows {
            match stored.get(&row.key()) {
                None => {
                    loaded.diff.added += 1;
                    changes.push(Change::new(Became::Added, &M::Entity::default(), row.key().to_string()));
                    added.push(row);
                }
                Some(old) if row.in_place_of(old, old.import_run_id()) == *old => loaded.diff.unchanged += 1,
                Some(old) if contradicts(&row, old, &own) => contradicted.push((place, otherwise(&row, old))),
                Some(old) if !may_correct(old, &own) => loaded.diff.unchanged += 1,
                Some(old) => {
                    loaded.diff.changed += 1;
                    let new = row.in_place_of(old, old.import_run_id());
                    changes.push(Change::between(row.key().to_string(), old, &new));
                    let corrected = row.in_place_of(old, self.run_id).into_active_model();
                    corrected.reset_all().update(self.txn).await?;
                }
            }
        }
        self.reject_contradicted(contradicted, &mut loaded).await?;
        loaded.changes.extend(changes, self.max_issues);
        self.insert::<M::Entity>(added).await?;
        Ok(loaded)
    }
}
