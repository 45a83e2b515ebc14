//! Tells which facts changed, from what to what; as many as are kept.

use entities::adoption;
use sea_orm::{
    ConnectionTrait, ExprTrait, IdenStatic, JoinType,
    sea_query::{Alias, Expr, Order, Query, SelectStatement},
};

use super::{queries::col, revised};
use crate::{
    error::Error,
    load::{Altered, Became, Change, Load, Loaded},
};

impl Load<'_> {
    /// Tells which facts the file does not state, though they stay.
    pub(super) async fn tell_absent(
        &self,
        loaded: &mut Loaded,
        absent: SelectStatement,
    ) -> Result<(), Error> {
        self.tell(loaded, Became::Absent, absent).await
    }

    /// Tells which facts are new: those that the run recorded and that are no version of an older one.
    pub(super) async fn tell_added(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let older = Alias::new("older");
        let key_of_older = Expr::col((older.clone(), adoption::Column::NaturalKey));
        let versions = Query::select()
            .expr(col(adoption::Column::NaturalKey))
            .from(revised::Entity)
            .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(revised::Column::AdoptionId)))
            .to_owned();
        let is_version = key_of_older.clone().eq(col(adoption::Column::NaturalKey));
        let added = Query::select()
            .from(adoption::Entity)
            .join_subquery(JoinType::LeftJoin, versions, older, is_version)
            .and_where(col(adoption::Column::ImportRunId).eq(self.run_id))
            .and_where(key_of_older.is_null())
            .to_owned();
        self.tell(loaded, Became::Added, added).await
    }

    async fn tell(
        &self,
        loaded: &mut Loaded,
        became: Became,
        mut facts: SelectStatement,
    ) -> Result<(), Error> {
        facts
            .expr(col(adoption::Column::NaturalKey))
            .order_by((adoption::Entity, adoption::Column::NaturalKey), Order::Asc)
            .limit(loaded.changes.room(self.max_issues));
        let rows = self.txn.query_all(&facts).await?;
        let keys: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        let changes = keys.into_iter().map(|key| Change::new(became, &adoption::Entity, key));
        loaded.changes.extend(changes, self.max_issues);
        Ok(())
    }

    /// Tells which facts get other dates, and which end.
    pub(super) async fn tell_revised(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let facts = Query::select()
            .exprs([
                col(adoption::Column::NaturalKey),
                col(revised::Column::Ends),
                col(adoption::Column::EffectiveFrom),
                col(revised::Column::EffectiveFrom),
                col(adoption::Column::EffectiveTo),
                col(revised::Column::EffectiveTo),
            ])
            .from(revised::Entity)
            .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(revised::Column::AdoptionId)))
            .order_by((revised::Entity, revised::Column::Ends), Order::Asc)
            .order_by((adoption::Entity, adoption::Column::NaturalKey), Order::Asc)
            .limit(self.max_issues as u64)
            .to_owned();
        let mut changes = Vec::new();
        for row in self.txn.query_all(&facts).await? {
            let key = row.try_get_by_index(0)?;
            if row.try_get_by_index(1)? {
                changes.push(Change::new(Became::Removed, &adoption::Entity, key));
                continue;
            }
            let dates = |column: adoption::Column, place: usize| -> Result<Option<Altered>, Error> {
                let (old, new) = (row.try_get_by_index(place)?, row.try_get_by_index(place + 1)?);
                Ok(Altered::between_days(column.as_str(), old, new))
            };
            let from = dates(adoption::Column::EffectiveFrom, 2)?;
            let to = dates(adoption::Column::EffectiveTo, 4)?;
            let columns = [from, to].into_iter().flatten().collect();
            changes.push(Change { columns, ..Change::new(Became::Changed, &adoption::Entity, key) });
        }
        loaded.changes.extend(changes, self.max_issues);
        Ok(())
    }
}
