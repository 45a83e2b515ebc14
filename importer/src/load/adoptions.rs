//! Stores adoptions and the evidence for them.
//!
//! Evidence belongs to a file: a newer file of the dataset retracts what its predecessor gave. A fact lives as
//! long as some evidence supports it, and says what its evidence says together; when that changes, the fact is
//! retracted and a new version recorded, to which the remaining evidence is carried over.

use std::collections::{HashMap, HashSet};

use entities::{
    adoption,
    domain::{FinancialYear, ModelCode},
};
use sea_orm::QuerySelect;

use super::{
    Load, Loaded,
    statements::{contradiction, duplicate, in_force},
};
use crate::{
    error::Error,
    transform::{Adoption, Dates, Located},
    validate::{self, CcgMatch, Judged, Register},
};

/// What a fact was and will be.
struct Fact<'a> {
    stored: Option<&'a adoption::Model>,
    desired: Option<adoption::Model>,
    /// Whether this file states it.
    stated: bool,
}

pub(super) async fn store(load: &Load<'_>, records: Vec<Located<Adoption>>) -> Result<Loaded, Error> {
    let register = load.register().await?;
    let waves = load.waves().await?;
    let Judged { kept, disputed, issues, rejected } = validate::adoptions(records, &register, &waves);
    let mut loaded = Loaded { issues, rejected, ..Loaded::default() };
    let stored: HashMap<String, adoption::Model> = in_force::<adoption::Entity>()
        .all(load.txn)
        .await?
        .into_iter()
        .map(|row| (row.natural_key.clone(), row))
        .collect();
    let others = load.dates_by_others().await?;
    let records = agreeing(kept, &stored, &others, &mut loaded);
    let stay = load.staying(&records, &stored, &disputed, &mut loaded).await?;
    let known = Known { register: &register, models: load.models().await?, waves };
    let mut facts = facts(load, &records, &known, &stored, &others);
    for row in &stay {
        facts.remove(&row.natural_key);
    }
    load.retract_own_evidence(&stay).await?;
    load.write_facts(&facts, &mut loaded).await?;
    load.write_evidence(records).await?;
    Ok(loaded)
}

/// The row numbers that a fact refers to.
struct Known<'a> {
    register: &'a Register,
    models: HashMap<ModelCode, i64>,
    waves: HashMap<FinancialYear, i64>,
}

/// Rejects rows whose dates contradict what other datasets say of the same fact.
fn agreeing(
    records: Vec<Located<Adoption<CcgMatch>>>,
    stored: &HashMap<String, adoption::Model>,
    others: &HashMap<i64, Dates>,
    loaded: &mut Loaded,
) -> Vec<Located<Adoption<CcgMatch>>> {
    let agrees = |adoption: &Adoption<CcgMatch>| {
        let said = stored.get(&adoption.natural_key()).and_then(|row| others.get(&row.id)).copied();
        !said.unwrap_or_default().contradicts(adoption.dates())
    };
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(records.len());
    for adoption in records {
        if !agrees(&adoption.record) {
            loaded.rejected += 1;
            loaded
                .issues
                .push(contradiction(&adoption.place, "another dataset gives other dates for this fact"));
            continue;
        }
        if seen.insert(adoption.record.natural_key()) {
            loaded.facts += 1;
        } else {
            loaded.duplicates += 1;
            loaded.issues.push(duplicate(&adoption.place));
        }
        kept.push(adoption);
    }
    kept
}

/// What becomes of every fact that the file states, or that it no longer states.
fn facts<'a>(
    load: &Load<'_>,
    records: &[Located<Adoption<CcgMatch>>],
    known: &Known<'_>,
    stored: &'a HashMap<String, adoption::Model>,
    others: &HashMap<i64, Dates>,
) -> HashMap<String, Fact<'a>> {
    let mut facts: HashMap<String, Fact<'a>> = stored
        .iter()
        .map(|(key, row)| {
            // Without the file, a fact says what the other datasets say; with none of them it ends.
            let desired = others.get(&row.id).map(|dates| with_dates(row.clone(), *dates));
            (key.clone(), Fact { stored: Some(row), desired, stated: false })
        })
        .collect();
    let mut said: HashMap<String, Dates> = HashMap::new();
    for Located { record, .. } in records {
        let dates = said.entry(record.natural_key()).or_default();
        *dates = dates.or(record.dates());
    }
    for Located { record, .. } in records {
        let key = record.natural_key();
        let stored = stored.get(&key);
        let others = stored.and_then(|row| others.get(&row.id)).copied().unwrap_or_default();
        let dates = said.get(&key).copied().unwrap_or_default().or(others);
        let row = stored.cloned().or_else(|| new_fact(load, record, known));
        facts.insert(key, Fact { stored, desired: row.map(|row| with_dates(row, dates)), stated: true });
    }
    facts
}

fn with_dates(row: adoption::Model, dates: Dates) -> adoption::Model {
    adoption::Model { effective_from: dates.from, effective_to: dates.to, ..row }
}

fn new_fact(load: &Load<'_>, record: &Adoption<CcgMatch>, known: &Known<'_>) -> Option<adoption::Model> {
    Some(adoption::Model {
        id: 0,
        ccg_id: known.register.get(&record.ccg.ods_code)?.id,
        model_id: record.model.and_then(|model| known.models.get(&model)).copied(),
        wave_id: record.year.and_then(|year| known.waves.get(&year)).copied(),
        stage: record.stage,
        effective_from: None,
        effective_to: None,
        natural_key: record.natural_key(),
        import_run_id: load.run_id,
        recorded_at: load.now,
        retracted_at: None,
    })
}

impl Load<'_> {
    /// The facts of older files of the dataset that stay, though this one does not state them: those that it only
    /// garbles, and without `replace` all others too.
    async fn staying<'a>(
        &self,
        records: &[Located<Adoption<CcgMatch>>],
        stored: &'a HashMap<String, adoption::Model>,
        disputed: &HashSet<String>,
        loaded: &mut Loaded,
    ) -> Result<Vec<&'a adoption::Model>, Error> {
        let stated: HashSet<String> = records.iter().map(|adoption| adoption.record.natural_key()).collect();
        let own = self.supported_by_own().await?;
        let (garbled, absent): (Vec<_>, Vec<_>) = stored
            .values()
            .filter(|row| own.contains(&row.id) && !stated.contains(&row.natural_key))
            .partition(|row| disputed.contains(&row.natural_key));
        if self.replace {
            return Ok(garbled);
        }
        loaded.diff.absent = absent.len() as u64;
        Ok([garbled, absent].concat())
    }

    /// Retracts facts that ended or changed, and records new ones and new versions.
    async fn write_facts(&self, facts: &HashMap<String, Fact<'_>>, loaded: &mut Loaded) -> Result<(), Error> {
        let mut retracted = Vec::new();
        let mut new = Vec::new();
        let mut versions = Vec::new();
        for fact in facts.values() {
            match (fact.stored, &fact.desired) {
                (None, None) => {}
                (None, Some(row)) => {
                    loaded.diff.added += 1;
                    new.push(row.clone());
                }
                (Some(old), None) => {
                    loaded.diff.removed += 1;
                    retracted.push(old.id);
                }
                (Some(old), Some(row)) if old == row => loaded.diff.unchanged += u64::from(fact.stated),
                (Some(old), Some(row)) => {
                    loaded.diff.changed += 1;
                    retracted.push(old.id);
                    versions.push((old.id, old.natural_key.clone()));
                    new.push(adoption::Model {
                        import_run_id: self.run_id,
                        recorded_at: self.now,
                        ..row.clone()
                    });
                }
            }
        }
        self.retract::<adoption::Entity>("id", &retracted).await?;
        // In the order of their keys, so that the same file always gives the same row numbers.
        new.sort_by(|a, b| a.natural_key.cmp(&b.natural_key));
        self.insert::<adoption::Entity>(new).await?;
        self.carry_evidence_over(&versions).await
    }

    /// The row numbers of the facts in force, by natural key.
    pub(super) async fn fact_ids(&self) -> Result<HashMap<String, i64>, Error> {
        let rows: Vec<(String, i64)> = in_force::<adoption::Entity>()
            .select_only()
            .columns([adoption::Column::NaturalKey, adoption::Column::Id])
            .into_tuple()
            .all(self.txn)
            .await?;
        Ok(rows.into_iter().collect())
    }
}
