//! Keeps the positions of CCGs: what follows from the facts in force, by the one rule of `entities`.
//!
//! They are rows of their own so that thousands of CCGs can be asked about at once, and versions like all statements, so
//! that it can be asked what was known. After each change of facts the spells of the CCGs that it concerns are
//! derived anew, and only those that differ are written.

mod facts;

use std::collections::HashMap;

use entities::{
    ccg,
    domain::{Circumstances, ModelCode, Spell, spells},
    position, wave,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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

impl Load<'_> {
    /// Makes the positions of CCGs say what the facts in force say.
    pub(super) async fn derive_positions(&self, concerned: Concerned) -> Result<(), Error> {
        let ccgs = match concerned {
            Concerned::Ccgs(ccgs) => ccgs,
            Concerned::All => {
                ccg::Entity::find().select_only().column(ccg::Column::Id).into_tuple().all(self.txn).await?
            }
        };
        let models = self.models().await?;
        let references = References {
            models: models.iter().map(|(code, id)| (*id, *code)).collect(),
            years: self.waves().await?.into_iter().map(|(year, id)| (id, year)).collect(),
        };
        let first_round = self.first_round().await?;
        for batch in ccgs.chunks(AT_ONCE) {
            self.derive_batch(batch, &models, &references, first_round).await?;
        }
        Ok(())
    }

    async fn first_round(&self) -> Result<Option<sea_orm::prelude::Date>, Error> {
        let first = wave::Entity::first_round().into_tuple::<Option<_>>().one(self.txn).await?;
        Ok(first.flatten())
    }

    async fn derive_batch(
        &self,
        ccgs: &[i64],
        models: &HashMap<ModelCode, i64>,
        references: &References,
        first_round: Option<sea_orm::prelude::Date>,
    ) -> Result<(), Error> {
        let mut facts = self.position_facts(ccgs, references).await?;
        let mut stored = self.stored_positions(ccgs).await?;
        let (mut retracted, mut added) = (Vec::new(), Vec::new());
        let about =
            ccg::Entity::find().filter(ccg::Column::Id.is_in(ccgs.iter().copied())).all(self.txn).await?;
        for ccg in about {
            let facts = facts.remove(&ccg.id).unwrap_or_default();
            let of = Circumstances { opened_on: ccg.opened_on, closed_on: ccg.closed_on, first_round };
            let mut before = stored.remove(&ccg.id).unwrap_or_default();
            for spell in spells(&facts, &of) {
                let row = self.position_row(&ccg, &spell, models);
                match before.iter().position(|stored| same(stored, &row)) {
                    Some(place) => {
                        before.swap_remove(place);
                    }
                    None => added.push(row),
                }
            }
            retracted.extend(before.iter().map(|row| row.id));
        }
        self.retract::<position::Entity>("id", &retracted).await?;
        self.insert::<position::Entity>(added).await
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
