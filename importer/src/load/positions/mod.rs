//! Keeps the positions of CCGs: what follows from the facts in force, by the one rule of `entities`.
//!
//! They are rows of their own so that thousands of CCGs can be asked about at once, and versions like all statements, so
//! that it can be asked what was known. After each change of facts the spells of the CCGs that it concerns are
//! derived anew, and only those that differ are written.

mod facts;

use std::collections::HashMap;

use entities::{
    ccg,
    domain::{Circumstances, ModelCode, OdsCode, Spell, spells},
    position, wave,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Date};

use self::facts::References;
use super::{Load, statements::in_force};
use crate::error::Error;

/// How many CCGs are looked at in one go.
const AT_ONCE: usize = 500;

/// Which CCGs a change concerns.
pub(super) enum Concerned {
    /// These, by their row numbers.
    Ccgs(Vec<i64>),
    /// All of them.
    All,
}

/// What positions are derived from beside the facts.
struct Basis {
    models: HashMap<ModelCode, i64>,
    references: References,
    first_round: Option<Date>,
}

/// How the positions of CCGs that are kept differ from those that follow from the facts in force.
#[derive(Default)]
struct Differences {
    /// The row numbers of those that do not follow.
    gone: Vec<i64>,
    /// Those that follow, and are not kept.
    new: Vec<position::Model>,
}

impl Load<'_> {
    /// Makes the positions of CCGs say what the facts in force say.
    pub(super) async fn derive_positions(&self, concerned: Concerned) -> Result<(), Error> {
        let ccgs = match concerned {
            Concerned::Ccgs(ccgs) => ccgs,
            Concerned::All => self.all_ccgs().await?,
        };
        let basis = self.basis().await?;
        for batch in ccgs.chunks(AT_ONCE) {
            let mut all = Differences::default();
            for (_, Differences { gone, new }) in self.differences(batch, &basis).await? {
                all.gone.extend(gone);
                all.new.extend(new);
            }
            self.retract::<position::Entity>("id", &all.gone).await?;
            self.insert::<position::Entity>(all.new).await?;
        }
        Ok(())
    }

    /// Compares all positions that are kept with those that follow from the facts in force. Tells of each CCG where they
    /// differ, and says how many were looked at.
    pub(super) async fn compare_positions(&self, mut differ: impl FnMut(&OdsCode)) -> Result<u64, Error> {
        let ccgs = self.all_ccgs().await?;
        let basis = self.basis().await?;
        for batch in ccgs.chunks(AT_ONCE) {
            for (ccg, Differences { gone, new }) in self.differences(batch, &basis).await? {
                if !gone.is_empty() || !new.is_empty() {
                    differ(&ccg.ods_code);
                }
            }
        }
        Ok(ccgs.len() as u64)
    }

    async fn all_ccgs(&self) -> Result<Vec<i64>, Error> {
        let ids = ccg::Entity::find().select_only().column(ccg::Column::Id).order_by_asc(ccg::Column::Id);
        Ok(ids.into_tuple().all(self.txn).await?)
    }

    async fn basis(&self) -> Result<Basis, Error> {
        let models = self.models().await?;
        let references = References {
            models: models.iter().map(|(code, id)| (*id, *code)).collect(),
            years: self.waves().await?.into_iter().map(|(year, id)| (id, year)).collect(),
        };
        let first_round = wave::Entity::first_round().into_tuple::<Option<_>>().one(self.txn).await?;
        Ok(Basis { models, references, first_round: first_round.flatten() })
    }

    async fn differences(
        &self,
        ccgs: &[i64],
        basis: &Basis,
    ) -> Result<Vec<(ccg::Model, Differences)>, Error> {
        let mut facts = self.position_facts(ccgs, &basis.references).await?;
        let mut stored = self.stored_positions(ccgs).await?;
        let about =
            ccg::Entity::find().filter(ccg::Column::Id.is_in(ccgs.iter().copied())).all(self.txn).await?;
        let differences = about.into_iter().map(|ccg| {
            let facts = facts.remove(&ccg.id).unwrap_or_default();
            let mut before = stored.remove(&ccg.id).unwrap_or_default();
            let of = Circumstances {
                opened_on: ccg.opened_on,
                closed_on: ccg.closed_on,
                first_round: basis.first_round,
            };
            let mut new = Vec::new();
            for spell in spells(&facts, &of) {
                let row = self.position_row(&ccg, &spell, &basis.models);
                match before.iter().position(|stored| same(stored, &row)) {
                    Some(place) => {
                        before.swap_remove(place);
                    }
                    None => new.push(row),
                }
            }
            let gone = before.iter().map(|row| row.id).collect();
            (ccg, Differences { gone, new })
        });
        Ok(differences.collect())
    }

    async fn stored_positions(&self, ccgs: &[i64]) -> Result<HashMap<i64, Vec<position::Model>>, Error> {
        let rows = in_force::<position::Entity>().filter(position::Column::CcgId.is_in(ccgs.iter().copied()));
        let mut stored: HashMap<i64, Vec<position::Model>> = HashMap::new();
        for row in rows.all(self.txn).await? {
            stored.entry(row.ccg_id).or_default().push(row);
        }
        Ok(stored)
    }

    fn position_row(
        &self,
        ccg: &ccg::Model,
        spell: &Spell,
        models: &HashMap<ModelCode, i64>,
    ) -> position::Model {
        let first = spell.first_day.map(|day| day.to_string()).unwrap_or_default();
        position::Model {
            natural_key: format!("{}|{first}", ccg.ods_code),
            import_run_id: self.run_id,
            recorded_at: self.now,
            ..position::Model::of(ccg.id, spell, |model| models.get(&model).copied())
        }
    }
}

/// Two rows say the same.
fn same(stored: &position::Model, derived: &position::Model) -> bool {
    let bookkeeping = position::Model {
        id: stored.id,
        import_run_id: stored.import_run_id,
        recorded_at: stored.recorded_at,
        ..derived.clone()
    };
    *stored == bookkeeping
}
