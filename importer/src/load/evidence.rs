//! Stores who says so: the evidence of a file, beside that of other datasets.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entities::{adoption, evidence};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{BATCH, Load, citations::Citations, statements::in_force};
use crate::{
    error::Error,
    transform::{Adoption, Dates, Located},
    validate::CcgMatch,
};

impl Load<'_> {
    /// What evidence of other datasets says of the dates of each fact that it supports.
    pub(super) async fn dates_by_others(&self) -> Result<HashMap<i64, Dates>, Error> {
        let own = self.own_runs().await?;
        let rows: Vec<(i64, Option<NaiveDate>, Option<NaiveDate>)> = in_force::<evidence::Entity>()
            .select_only()
            .columns([
                evidence::Column::AdoptionId,
                evidence::Column::EffectiveFrom,
                evidence::Column::EffectiveTo,
            ])
            .filter(evidence::Column::ImportRunId.is_not_in(own))
            .into_tuple()
            .all(self.txn)
            .await?;
        let mut dates: HashMap<i64, Dates> = HashMap::new();
        for (adoption, from, to) in rows {
            let said: &mut Dates = dates.entry(adoption).or_default();
            *said = said.or(Dates { from, to });
        }
        Ok(dates)
    }

    /// The facts that evidence of older files of the dataset supports.
    pub(super) async fn supported_by_own(&self) -> Result<HashSet<i64>, Error> {
        let ids: Vec<i64> = in_force::<evidence::Entity>()
            .select_only()
            .column(evidence::Column::AdoptionId)
            .filter(evidence::Column::ImportRunId.is_in(self.own_runs().await?))
            .into_tuple()
            .all(self.txn)
            .await?;
        Ok(ids.into_iter().collect())
    }

    /// Retracts what older files of the dataset gave, but for facts that are to stay as they are.
    pub(super) async fn retract_own_evidence(&self, but_for: &[&adoption::Model]) -> Result<(), Error> {
        let own: Vec<i64> = self.own_runs().await?.into_iter().collect();
        self.retract::<evidence::Entity>("import_run_id", &own).await?;
        for batch in but_for.chunks(BATCH) {
            evidence::Entity::update_many()
                .col_expr("retracted_at", Expr::value(None::<DateTime<Utc>>))
                .filter(evidence::Column::AdoptionId.is_in(batch.iter().map(|row| row.id)))
                .filter(evidence::Column::RetractedAt.eq(self.now))
                .exec(self.txn)
                .await?;
        }
        Ok(())
    }

    /// Evidence of other datasets supports the new version of a fact as it did the old one.
    pub(super) async fn carry_evidence_over(&self, versions: &[(i64, String)]) -> Result<(), Error> {
        if versions.is_empty() {
            return Ok(());
        }
        let ids = self.fact_ids().await?;
        for batch in versions.chunks(BATCH) {
            let old: Vec<i64> = batch.iter().map(|(id, _)| *id).collect();
            let keys: HashMap<i64, &String> = batch.iter().map(|(id, key)| (*id, key)).collect();
            let rows = in_force::<evidence::Entity>()
                .filter(evidence::Column::AdoptionId.is_in(old.iter().copied()))
                .all(self.txn)
                .await?;
            self.retract::<evidence::Entity>("adoption_id", &old).await?;
            let carried = rows.into_iter().filter_map(|row| {
                let adoption_id = *ids.get(*keys.get(&row.adoption_id)?)?;
                Some(evidence::Model { adoption_id, recorded_at: self.now, ..row })
            });
            self.insert::<evidence::Entity>(carried).await?;
        }
        Ok(())
    }

    pub(super) async fn write_evidence(
        &self,
        records: Vec<Located<Adoption<CcgMatch>>>,
    ) -> Result<(), Error> {
        let ids = self.fact_ids().await?;
        let citations =
            self.citations(records.iter().map(|adoption| adoption.record.citation.as_deref())).await?;
        let rows = records.into_iter().filter_map(|adoption| {
            let id = *ids.get(&adoption.record.natural_key())?;
            Some(self.evidence(adoption, id, &citations))
        });
        self.insert::<evidence::Entity>(rows).await
    }

    fn evidence(
        &self,
        Located { place, record }: Located<Adoption<CcgMatch>>,
        id: i64,
        citations: &Citations,
    ) -> evidence::Model {
        evidence::Model {
            id: 0,
            adoption_id: id,
            import_run_id: self.run_id,
            source_id: self.source_id,
            cited_source_id: citations.id(record.citation.as_deref()),
            sheet: place.sheet,
            row_number: i32::try_from(place.row).unwrap_or(i32::MAX),
            cells: evidence::Cells(place.cells),
            match_method: record.ccg.method,
            stated_from: record.stated_on.map(|date| date.first),
            stated_to: record.stated_on.map(|date| date.last),
            effective_from: record.effective_from,
            effective_to: record.effective_to,
            basis: record.basis,
            confidence: record.confidence,
            recorded_at: self.now,
            retracted_at: None,
        }
    }
}
