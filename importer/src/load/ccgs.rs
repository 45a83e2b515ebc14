//! Stores CCGs, what they were called and where they belonged.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use entities::{ccg, ccg_area, ccg_identity, domain::OdsCode};
use sea_orm::{ActiveEnum, ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    Became, Change, Load, Loaded,
    areas::Areas,
    correctable::{contradicts, otherwise},
    otherwise::Otherwise,
    statements::{distinct, in_force},
};
use crate::{
    error::Error,
    issue::IssueCode,
    recognise::Field,
    transform::{CcgEntry, Life, Located, Membership, Place},
};

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<CcgEntry>>) -> Result<Loaded, Error> {
    let entries = records.iter().map(|entry| (&entry.place, entry.record.clone())).collect();
    let (entries, mut loaded) = distinct(entries, |entry: &CcgEntry| entry.ods_code.clone());
    let ccgs = load.stored_ccgs().await?;
    let entries = load.agreed(entries, &ccgs, &mut loaded).await?;
    let registered = load.ccgs(&entries, ccgs).await?;
    let ccgs = load.stored_ccgs().await?;
    let areas = load.record_areas(&entries).await?;
    let named = load.state::<ccg_identity::Entity>(identities(load, &entries, &ccgs), |_| true).await?;
    // A CCG that the register leaves out is still a CCG, and stays where it was.
    let listed: HashSet<i64> =
        records.iter().filter_map(|entry| Some(ccgs.get(&entry.record.ods_code)?.id)).collect();
    let memberships = memberships(load, &entries, &ccgs, &areas);
    let placed = load.state::<ccg_area::Entity>(memberships, |row| listed.contains(&row.ccg_id)).await?;
    load.close_identities(&ccgs).await?;
    for part in [registered, named, placed] {
        loaded.diff += part.diff;
        loaded.changes.extend(part.changes, load.max_issues);
    }
    Ok(loaded)
}

/// The rows of a register, one for each CCG.
pub(super) type Entries<'a> = Vec<(&'a Place, CcgEntry)>;

impl Load<'_> {
    /// Refuses rows that another dataset contradicts in any of their statements: nothing of them is stored.
    async fn agreed<'a>(
        &self,
        entries: Entries<'a>,
        ccgs: &HashMap<OdsCode, ccg::Model>,
        loaded: &mut Loaded,
    ) -> Result<Entries<'a>, Error> {
        let areas = self.known_areas(&entries).await?;
        let mut contradicted: Vec<(&Place, Field, Otherwise)> = Vec::new();
        let own = self.own_runs().await?;
        let settled =
            |row: &ccg::Model| ccgs.get(&row.ods_code).filter(|old| contradicts(row, *old, &own)).cloned();
        let lives = lives(self, &entries).into_iter().filter(|(_, row)| row.opened_on.is_some());
        contradicted.extend(
            lives.filter_map(|(place, row)| Some((place, Field::OpenedOn, otherwise(&row, &settled(&row)?)))),
        );
        let named = identities(self, &entries, ccgs);
        let named = self.contradicted::<ccg_identity::Entity>(&named).await?;
        contradicted.extend(named.into_iter().map(|(place, otherwise)| (place, Field::CcgName, otherwise)));
        let placed = memberships(self, &entries, ccgs, &areas);
        let placed = self.contradicted::<ccg_area::Entity>(&placed).await?;
        contradicted.extend(placed.into_iter().map(|(place, otherwise)| (place, Field::Region, otherwise)));
        let mut refused: HashSet<(&str, u32)> = HashSet::new();
        if contradicted.is_empty() {
            return Ok(entries);
        }
        let datasets = self.datasets().await?;
        for (place, field, otherwise) in contradicted {
            if refused.insert((&place.sheet, place.row)) {
                let message = datasets.tell(&otherwise);
                loaded.reject(place.issue(IssueCode::DuplicateConflict, field, message));
            }
        }
        Ok(entries.into_iter().filter(|(place, _)| !refused.contains(&(&*place.sheet, place.row))).collect())
    }

    /// A register says when CCGs lived and may correct what it said before; a list of names and codes only makes
    /// unknown CCGs known.
    async fn ccgs(
        &self,
        entries: &Entries<'_>,
        stored: HashMap<OdsCode, ccg::Model>,
    ) -> Result<Loaded, Error> {
        if entries.iter().any(|(_, entry)| entry.life.is_some()) {
            return self.correct(lives(self, entries), stored).await;
        }
        let new: Vec<ccg::Model> = lives(self, entries)
            .into_iter()
            .map(|(_, row)| row)
            .filter(|row| !stored.contains_key(&row.ods_code))
            .collect();
        let mut loaded = Loaded::default();
        loaded.diff.added = new.len() as u64;
        let changes =
            new.iter().map(|row| Change::new(Became::Added, &ccg::Entity, row.ods_code.to_string()));
        loaded.changes.extend(changes, self.max_issues);
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

/// The CCGs themselves. A list without opening days knows no more of them than their names.
fn lives<'a>(load: &Load<'_>, entries: &Entries<'a>) -> Vec<(&'a Place, ccg::Model)> {
    let row = |entry: &CcgEntry| {
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
    };
    entries.iter().map(|(place, entry)| (*place, row(entry))).collect()
}

/// A list of names and codes speaks of one day; a register with ONS codes speaks of the opening day.
fn identities<'a>(
    load: &Load<'_>,
    entries: &Entries<'a>,
    ccgs: &HashMap<OdsCode, ccg::Model>,
) -> Vec<(&'a Place, ccg_identity::Model)> {
    let statement = |(place, entry): &(&'a Place, CcgEntry)| {
        let opened_on =
            entry.life.as_ref().and_then(|life| life.opened_on).filter(|_| entry.ons_code.is_some());
        let valid_from = load.as_of.or(opened_on)?;
        let row = ccg_identity::Model {
            id: 0,
            ccg_id: ccgs.get(&entry.ods_code)?.id,
            ons_code: entry.ons_code.clone(),
            name: entry.name.clone(),
            valid_from,
            valid_to: None,
            natural_key: format!("{}|{valid_from}", entry.ods_code),
            import_run_id: load.run_id,
            recorded_at: load.now,
            retracted_at: None,
        };
        Some((*place, row))
    };
    entries.iter().filter_map(statement).collect()
}

fn memberships<'a>(
    load: &Load<'_>,
    entries: &Entries<'a>,
    ccgs: &HashMap<OdsCode, ccg::Model>,
    areas: &Areas,
) -> Vec<(&'a Place, ccg_area::Model)> {
    let statement = |place: &'a Place, entry: &CcgEntry, membership: &Membership| {
        let row = ccg_area::Model {
            id: 0,
            ccg_id: ccgs.get(&entry.ods_code)?.id,
            // An area that is not known yet is none of those that are stored.
            area_id: areas.id(membership).unwrap_or_default(),
            valid_from: None,
            valid_to: None,
            basis: membership.basis,
            natural_key: format!("{}|{}", entry.ods_code, membership.kind.to_value()),
            import_run_id: load.run_id,
            recorded_at: load.now,
            retracted_at: None,
        };
        Some((place, row))
    };
    let of_entry = |(place, entry): &(&'a Place, CcgEntry)| -> Vec<(&'a Place, ccg_area::Model)> {
        entry.memberships.iter().filter_map(|membership| statement(place, entry, membership)).collect()
    };
    entries.iter().flat_map(of_entry).collect()
}
