//! Stores adoptions and the evidence for them.
//!
//! A file's adoptions are judged one by one and wait in a table of their own (`staged`) until all of them are known.
//! Then `conflicts` rejects those that contradict each other or other datasets, `facts` makes the facts in force
//! say what the rest says, and `evidence` records who says so. All of this is done by the database, set by set: how
//! large the file is, and how much is stored already, does not matter to the importer's memory.
//!
//! Evidence belongs to a file: a newer file of the dataset retracts what its predecessor gave. A fact lives as
//! long as some evidence supports it, and says what its evidence says together; when that changes, the fact is
//! retracted and a new version recorded, to which the remaining evidence is carried over.

mod conflicts;
mod evidence;
mod facts;
mod queries;
mod restored;
mod revised;
mod seen;
mod staged;
mod told;

use std::collections::{HashMap, HashSet};

use entities::{domain::ModelCode, evidence::Cells};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use self::seen::Seen;
use super::{Load, Loaded, bulk::Bulk, database, positions::Concerned};
use crate::{
    error::Error,
    issue::Issues,
    transform::{Adoption, Doubted, Located, Mention},
    validate::{CcgMatch, Judge, Verdict},
};

/// The adoptions of a file on their way in.
pub struct Adoptions {
    judge: Judge,
    models: HashMap<ModelCode, i64>,
    rows: Bulk<staged::Entity>,
    seen: Seen,
    /// How many wait in the table.
    staged: i64,
    rejected: u64,
    issues: Issues,
    doubted: Vec<Doubted>,
}

impl Adoptions {
    pub(super) async fn begin(load: &Load<'_>) -> Result<Self, Error> {
        queries::create_temporary(staged::Entity, load.txn).await?;
        let judge = Judge::new(load.register().await?, load.waves().await?);
        let issues = Issues::keeping(load.max_issues);
        let rows = Bulk::new(load.txn.get_database_backend());
        let models = load.models().await?;
        let seen = Seen::default();
        Ok(Self { judge, models, rows, seen, staged: 0, rejected: 0, issues, doubted: Vec::new() })
    }

    /// Judges adoptions, and puts those whose CCG was found with the others.
    pub(super) async fn take(
        &mut self,
        load: &Load<'_>,
        records: Vec<Located<Adoption>>,
    ) -> Result<(), Error> {
        for record in records {
            let Verdict { adoption, is_rejected, issues } = self.judge.judge(record);
            self.rejected += u64::from(is_rejected);
            self.issues.extend(issues);
            let row = adoption.map(|adoption| self.row(adoption, is_rejected)).transpose()?.flatten();
            if let Some(row) = row {
                self.seen.see(&row);
                self.rows.push(row, load.txn).await?;
            }
        }
        Ok(())
    }

    /// Puts what rejected rows speak of with the others, as rows that state nothing.
    pub(super) async fn mention(&mut self, load: &Load<'_>, mentions: HashSet<Mention>) -> Result<(), Error> {
        for mention in mentions {
            let Some(found) = self.judge.mentioned(&mention) else { continue };
            let Some(ccg) = self.judge.register().get(&found.ods_code) else { continue };
            self.staged += 1;
            let wave = mention.year.and_then(|year| self.judge.wave(year));
            let row = staged::Model::mention(self.staged, ccg.id, wave);
            self.rows.push(row, load.txn).await?;
        }
        Ok(())
    }

    /// Takes rows back that must not be believed after all.
    pub(super) fn take_back(&mut self, doubted: &Doubted) {
        self.doubted.push(doubted.clone());
    }

    fn row(
        &mut self,
        Located { place, record }: Located<Adoption<CcgMatch>>,
        rejected: bool,
    ) -> Result<Option<staged::Model>, Error> {
        let Some(ccg) = self.judge.register().get(&record.ccg.ods_code) else { return Ok(None) };
        self.staged += 1;
        Ok(Some(staged::Model {
            id: self.staged,
            natural_key: record.natural_key(),
            rejected,
            ccg_id: ccg.id,
            model_id: record.model.and_then(|model| self.models.get(&model)).copied(),
            wave_id: record.year.and_then(|year| self.judge.wave(year)),
            stage: record.stage,
            effective_from: record.effective_from,
            effective_to: record.effective_to,
            sheet: place.sheet.to_string(),
            row_number: i32::try_from(place.row).unwrap_or(i32::MAX),
            cells: serde_json::to_string(&Cells(place.cells))
                .map_err(|error| DbErr::Json(error.to_string()))?,
            match_method: record.ccg.method,
            stated_from: record.stated_on.map(|date| date.first),
            stated_to: record.stated_on.map(|date| date.last),
            basis: record.basis,
            confidence: record.confidence,
            citation: record.citation,
        }))
    }

    /// Stores what the table holds.
    pub(super) async fn store(self, load: &Load<'_>) -> Result<Loaded, Error> {
        self.rows.finish(load.txn).await?;
        staged::index(load.txn).await?;
        let mut loaded = Loaded { issues: self.issues, rejected: self.rejected, ..Loaded::default() };
        for doubted in &self.doubted {
            loaded.rejected += load.reject_doubted(doubted).await?;
        }
        if self.seen.again {
            load.reject_conflicting(&mut loaded).await?;
        }
        if self.seen.rivals {
            load.reject_rival_models(&mut loaded).await?;
        }
        load.reject_contradicting(&mut loaded).await?;
        load.count_facts(self.seen.again, &mut loaded).await?;
        load.tell_duplicates(&mut loaded).await?;
        queries::create_temporary(revised::Entity, load.txn).await?;
        load.withdraw_absent(&mut loaded).await?;
        load.merge_facts(&mut loaded).await?;
        load.add_evidence().await?;
        load.derive_positions(load.concerned().await?).await?;
        database::keep_pages_read(load.txn, false).await?;
        queries::drop_temporary(revised::Entity, load.txn).await?;
        queries::drop_temporary(staged::Entity, load.txn).await?;
        Ok(loaded)
    }
}

impl Load<'_> {
    /// The CCGs of the staged rows, and any other from which a fact may have been withdrawn.
    async fn concerned(&self) -> Result<Concerned, Error> {
        if self.replace {
            return Ok(Concerned::All);
        }
        let staged = staged::Entity::find().select_only().column(staged::Column::CcgId).distinct();
        Ok(Concerned::Ccgs(staged.into_tuple().all(self.txn).await?))
    }

    /// Makes the facts in force say what the staged rows and the evidence of other datasets say together.
    async fn merge_facts(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let changed = self.mark_changed().await?;
        self.retract_own_evidence(queries::stated_facts()).await?;
        self.correct_facts(loaded).await?;
        database::keep_pages_read(self.txn, true).await?;
        self.add_facts(loaded).await?;
        loaded.diff.unchanged = loaded.facts - loaded.diff.added - changed;
        Ok(())
    }
}
