//! Rejects rows that contradict other rows of the file, or other datasets. None of them is taken: the last one is not
//! the truest.

use std::collections::HashMap;

use entities::{adoption, domain::Stage, evidence};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, IdenStatic, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, IntoCondition, Order, Query, SelectStatement},
};

use super::{
    queries::{col, is_same_fact, kept},
    staged,
};
use crate::{
    error::Error,
    issue::{Issue, IssueCode},
    load::{Altered, BATCH, Load, Loaded, otherwise::Otherwise, statements::duplicate},
    recognise::Field,
    transform::{Doubted, Place},
};

/// Where a staged row stands.
#[derive(FromQueryResult)]
struct Staged {
    id: i64,
    sheet: String,
    row_number: i32,
    cells: String,
}

impl From<Staged> for Place {
    fn from(row: Staged) -> Self {
        let cells: entities::evidence::Cells = serde_json::from_str(&row.cells).unwrap_or_default();
        let row_number = u32::try_from(row.row_number).unwrap_or_default();
        Self { sheet: row.sheet.into(), row: row_number, cells: cells.0 }
    }
}

impl Load<'_> {
    /// Rows of the file that state the same fact with other dates. A row that is rejected for another reason counts
    /// too: nobody knows which of its cells is wrong.
    pub(super) async fn reject_conflicting(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let several = |column: staged::Column| col(column).min().ne(col(column).max());
        let ends_first = col(staged::Column::EffectiveFrom).min().gt(col(staged::Column::EffectiveTo).max());
        let keys = Query::select()
            .column(staged::Column::NaturalKey)
            .from(staged::Entity)
            .group_by_col(staged::Column::NaturalKey)
            .and_having(
                several(staged::Column::EffectiveFrom)
                    .or(several(staged::Column::EffectiveTo))
                    .or(ends_first),
            )
            .to_owned();
        let conflicting = staged::Column::NaturalKey.in_subquery(keys);
        let because = "other rows of this file state the same with other dates";
        self.reject(conflicting, Field::EffectiveFrom, &|_| because.to_owned(), loaded).await
    }

    /// Rows of the file by which a CCG has two models at once: it may apply for several, and be refused several, but one
    /// only is approved or live. Of two that begin on different days the later takes the place of the earlier.
    pub(super) async fn reject_rival_models(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let [model, from] = [staged::Column::ModelId, staged::Column::EffectiveFrom].map(col);
        let several = model.clone().min().ne(model.clone().max());
        let follow_each_other = from
            .clone()
            .count()
            .eq(Expr::col(sea_orm::sea_query::Asterisk).count())
            .and(from.count_distinct().gte(model.count_distinct()));
        let by_ccg = [staged::Column::CcgId, staged::Column::WaveId, staged::Column::Stage];
        let rivals = Query::select()
            .columns(by_ccg)
            .from(staged::Entity)
            .and_where(staged::Column::Stage.is_in([Stage::Approved, Stage::Live]))
            .and_where(staged::Column::ModelId.is_not_null())
            .and_where(staged::Column::WaveId.is_not_null())
            .group_by_columns(by_ccg)
            .and_having(several.and(follow_each_other.not()))
            .to_owned();
        let rows =
            Expr::tuple(by_ccg.map(col)).in_subquery(rivals).and(staged::Column::ModelId.is_not_null());
        let because = "other rows of this file give this CCG another model for the same year and status";
        self.reject(rows, Field::Model, &|_| because.to_owned(), loaded).await
    }

    /// Rows that were taken in before it was seen that they must not be believed. Says how many.
    pub(in crate::load) async fn reject_doubted(&self, doubted: &Doubted) -> Result<u64, Error> {
        let mut rejected = 0;
        for rows in doubted.rows.chunks(BATCH) {
            let update = Query::update()
                .table(staged::Entity)
                .value(staged::Column::Rejected, true)
                .and_where(staged::Column::Rejected.eq(false))
                .and_where(staged::Column::Sheet.eq(doubted.sheet.as_ref()))
                .and_where(staged::Column::RowNumber.is_in(rows.iter().copied()))
                .to_owned();
            rejected += self.txn.execute(&update).await?.rows_affected();
        }
        Ok(rejected)
    }

    /// Rows whose dates contradict what other datasets say of the same fact.
    pub(super) async fn reject_contradicting(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let other = |staged: staged::Column, evidence: evidence::Column| col(staged).ne(col(evidence));
        let ends_first = col(staged::Column::EffectiveFrom)
            .gt(col(evidence::Column::EffectiveTo))
            .or(col(staged::Column::EffectiveTo).lt(col(evidence::Column::EffectiveFrom)));
        let rows = kept()
            .inner_join(adoption::Entity, is_same_fact())
            .inner_join(evidence::Entity, self.others_evidence())
            .and_where(
                other(staged::Column::EffectiveFrom, evidence::Column::EffectiveFrom)
                    .or(other(staged::Column::EffectiveTo, evidence::Column::EffectiveTo))
                    .or(ends_first),
            )
            .to_owned();
        let others = self.others_dates(rows.clone()).await?;
        let contradicting =
            staged::Column::Id.in_subquery(rows.clone().expr(col(staged::Column::Id)).to_owned());
        let because =
            |id: i64| others.get(&id).cloned().unwrap_or_else(|| "another dataset says otherwise".to_owned());
        self.reject(contradicting, Field::EffectiveFrom, &because, loaded).await
    }

    /// Which dataset gives other dates than staged rows, and which, by the number of the row; as many as are told.
    async fn others_dates(&self, mut rows: SelectStatement) -> Result<HashMap<i64, String>, Error> {
        rows.exprs([
            col(staged::Column::Id),
            col(evidence::Column::ImportRunId),
            col(evidence::Column::EffectiveFrom),
            col(evidence::Column::EffectiveTo),
            col(staged::Column::EffectiveFrom),
            col(staged::Column::EffectiveTo),
        ])
        .order_by((staged::Entity, staged::Column::Id), Order::Asc)
        .limit(self.max_issues as u64);
        let rows = self.txn.query_all(&rows).await?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let datasets = self.datasets().await?;
        let mut told = HashMap::new();
        for row in rows {
            let dates = |column: adoption::Column, theirs: usize, own: usize| -> Result<_, DbErr> {
                let (theirs, own) = (row.try_get_by_index(theirs)?, row.try_get_by_index(own)?);
                Ok(Altered::between_days(column.as_str(), theirs, own))
            };
            let from = dates(adoption::Column::EffectiveFrom, 2, 4)?;
            let to = dates(adoption::Column::EffectiveTo, 3, 5)?;
            let columns = [from, to].into_iter().flatten().collect();
            let otherwise = Otherwise { import_run_id: row.try_get_by_index(1)?, columns };
            told.entry(row.try_get_by_index(0)?).or_insert_with(|| datasets.tell(&otherwise));
        }
        Ok(told)
    }

    async fn reject(
        &self,
        which: Expr,
        field: Field,
        because: &dyn Fn(i64) -> String,
        loaded: &mut Loaded,
    ) -> Result<(), Error> {
        let issue = |id: i64, place: &Place| place.issue(IssueCode::DuplicateConflict, field, because(id));
        let told = self.told(which.clone(), issue).await?;
        let update = Query::update()
            .table(staged::Entity)
            .value(staged::Column::Rejected, true)
            .and_where(staged::Column::Rejected.eq(false))
            .and_where(which)
            .to_owned();
        let rejected = self.txn.execute(&update).await?.rows_affected();
        loaded.rejected += rejected;
        loaded.issues.count(IssueCode::DuplicateConflict, rejected.saturating_sub(told.len() as u64));
        loaded.issues.extend(told);
        Ok(())
    }

    /// Tells which rows state a fact once more.
    pub(super) async fn tell_duplicates(&self, loaded: &mut Loaded) -> Result<(), Error> {
        if loaded.duplicates > 0 {
            let earlier = Alias::new("earlier");
            let of_earlier = |column: staged::Column| Expr::col((earlier.clone(), column));
            let stated_before = Query::select()
                .expr(Expr::val(1))
                .from_as(staged::Entity, earlier.clone())
                .and_where(of_earlier(staged::Column::NaturalKey).eq(col(staged::Column::NaturalKey)))
                .and_where(of_earlier(staged::Column::Rejected).eq(false))
                .and_where(of_earlier(staged::Column::Id).lt(col(staged::Column::Id)))
                .to_owned();
            let told = self.told(Expr::exists(stated_before), |_, place| duplicate(place)).await?;
            let more = loaded.duplicates.saturating_sub(told.len() as u64);
            loaded.issues.count(IssueCode::DuplicateIdentical, more);
            loaded.issues.extend(told);
        }
        Ok(())
    }

    /// Counts the facts that are left, and the rows that state one of them `again`, where there may be any.
    pub(super) async fn count_facts(&self, again: bool, loaded: &mut Loaded) -> Result<(), Error> {
        let rows = col(staged::Column::NaturalKey).count();
        let facts = if again { col(staged::Column::NaturalKey).count_distinct() } else { rows.clone() };
        let counts = kept().expr(rows).expr(facts).to_owned();
        let row = self.txn.query_one(&counts).await?;
        let (rows, facts): (i64, i64) = match row {
            Some(row) => (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
            None => (0, 0),
        };
        loaded.facts = u64::try_from(facts).unwrap_or_default();
        loaded.duplicates = u64::try_from(rows - facts).unwrap_or_default();
        Ok(())
    }

    /// Issues of rows that state a fact.
    async fn told(&self, which: Expr, issue: impl Fn(i64, &Place) -> Issue) -> Result<Vec<Issue>, Error> {
        let rows = staged::Entity::find()
            .select_only()
            .columns([
                staged::Column::Id,
                staged::Column::Sheet,
                staged::Column::RowNumber,
                staged::Column::Cells,
            ])
            .filter(staged::Column::Rejected.eq(false))
            .filter(which.into_condition())
            .order_by_asc(staged::Column::Id)
            .limit(u64::from(u32::try_from(self.max_issues).unwrap_or(u32::MAX)))
            .into_model::<Staged>()
            .all(self.txn)
            .await?;
        Ok(rows.into_iter().map(|row| issue(row.id, &row.into())).collect())
    }
}
