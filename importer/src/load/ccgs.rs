//! Stores CCGs, what they were called and where they belonged.

use std::collections::HashMap;

use chrono::Days;
use entities::{ccg, ccg_area, ccg_identity, domain::OdsCode};
use sea_orm::{ActiveEnum, ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    Load, Loaded,
    areas::Areas,
    statements::{distinct, in_force},
};
use crate::{
    error::Error,
    transform::{CcgEntry, Life, Located, Place},
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<CcgEntry>>) -> Result<Loaded, Error> {
    let mut loaded = load.ccgs(&records).await?;
    let ccgs: HashMap<OdsCode, ccg::Model> = load.stored_ccgs().await?;
    let areas = load.record_areas(&records).await?;
    let named = load.state::<ccg_identity::Entity>(identities(load, &records, &ccgs)).await?;
    let placed = load.state::<ccg_area::Entity>(memberships(load, &records, &ccgs, &areas)).await?;
    load.close_identities(&ccgs).await?;
    for statements in [named, placed] {
        loaded.diff += statements.diff;
        loaded.issues.extend(statements.issues);
    }
    Ok(loaded)
}

impl Load<'_> {
    /// A register says when CCGs lived and may correct what it said before; a list of names and codes only makes
    /// unknown CCGs known.
    async fn ccgs(&self, records: &[Located<CcgEntry>]) -> Result<Loaded, Error> {
        let stored = self.stored_ccgs().await?;
        let rows: Vec<(&Place, ccg::Model)> =
            records.iter().map(|entry| (&entry.place, row(self, &entry.record))).collect();
        if records.iter().any(|entry| entry.record.life.is_some()) {
            return self.correct(rows, stored).await;
        }
        let (rows, mut loaded) = distinct(rows, |row| row.ods_code.clone());
        let new: Vec<ccg::Model> =
            rows.into_iter().map(|(_, row)| row).filter(|row| !stored.contains_key(&row.ods_code)).collect();
        loaded.diff.added = new.len() as u64;
        self.insert::<ccg::Entity>(new).await?;
        Ok(loaded)
    }

    async fn stored_ccgs(&self) -> Result<HashMap<OdsCode, ccg::Model>, Error> {
        let rows = ccg::Entity::find().all(self.txn).await?;
        Ok(rows.into_iter().map(|row| (row.ods_code.clone(), row)).collect())
    }

    /// A name holds until the day before the next list, or until the CCG closed.
    async fn close_identities(&self, ccgs: &HashMap<OdsCode, ccg::Model>) -> Result<(), Error> {
        let closed: HashMap<i64, _> = ccgs.values().map(|ccg| (ccg.id, ccg.closed_on)).collect();
        let mut rows = in_force::<ccg_identity::Entity>().all(self.txn).await?;
        rows.sort_by_key(|row| (row.ccg_id, row.valid_from));
        for (place, row) in rows.iter().enumerate() {
            let next = rows.get(place + 1).filter(|next| next.ccg_id == row.ccg_id);
            let valid_to = match next {
                Some(next) => next.valid_from.checked_sub_days(Days::new(1)),
                None => closed.get(&row.ccg_id).copied().flatten(),
            };
            if row.valid_to != valid_to {
                let mut changed = row.clone().into_active_model();
                changed.valid_to = Set(valid_to);
                changed.update(self.txn).await?;
            }
        }
        Ok(())
    }
}

fn row(load: &Load<'_>, entry: &CcgEntry) -> ccg::Model {
    let life = entry.life.clone().unwrap_or(Life { opened_on: None, closed_on: None, note: None });
    ccg::Model {
        id: 0,
        ods_code: entry.ods_code.clone(),
        name: entry.name.clone(),
        opened_on: life.opened_on,
        closed_on: life.closed_on,
        note: life.note,
        import_run_id: load.run_id,
    }
}

/// A list of names and codes speaks of one day; a register with ONS codes speaks of the opening day.
fn identities<'a>(
    load: &Load<'_>,
    records: &'a [Located<CcgEntry>],
    ccgs: &HashMap<OdsCode, ccg::Model>,
) -> Vec<(&'a Place, ccg_identity::Model)> {
    let statement = |Located { place, record }: &'a Located<CcgEntry>| {
        let opened_on =
            record.life.as_ref().and_then(|life| life.opened_on).filter(|_| record.ons_code.is_some());
        let valid_from = load.as_of.or(opened_on)?;
        let row = ccg_identity::Model {
            id: 0,
            ccg_id: ccgs.get(&record.ods_code)?.id,
            ons_code: record.ons_code.clone(),
            name: record.name.clone(),
            valid_from,
            valid_to: None,
            natural_key: format!("{}|{valid_from}", record.ods_code),
            import_run_id: load.run_id,
            recorded_at: load.now,
            retracted_at: None,
        };
        Some((place, row))
    };
    records.iter().filter_map(statement).collect()
}

fn memberships<'a>(
    load: &Load<'_>,
    records: &'a [Located<CcgEntry>],
    ccgs: &HashMap<OdsCode, ccg::Model>,
    areas: &Areas,
) -> Vec<(&'a Place, ccg_area::Model)> {
    let of_entry = |Located { place, record }: &'a Located<CcgEntry>| {
        let ccg_id = ccgs.get(&record.ods_code).map(|ccg| ccg.id);
        record.memberships.iter().filter_map(move |membership| {
            let row = ccg_area::Model {
                id: 0,
                ccg_id: ccg_id?,
                area_id: areas.id(membership)?,
                valid_from: None,
                valid_to: None,
                basis: membership.basis,
                natural_key: format!("{}|{}", record.ods_code, membership.kind.to_value()),
                import_run_id: load.run_id,
                recorded_at: load.now,
                retracted_at: None,
            };
            Some((place, row))
        })
    };
    records.iter().flat_map(of_entry).collect()
}
