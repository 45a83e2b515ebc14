//! Makes the facts in force say what the evidence for them says together.

use entities::{adoption, evidence};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, Func, Order, Query, SelectStatement, SimpleExpr},
};

use super::{
    queries::{absent_facts, col, differs, insert_from, is_same_fact, kept, with_another_model},
    revised, staged,
};
use crate::{
    error::Error,
    load::{Load, Loaded},
};

impl Load<'_> {
    /// Withdraws the facts that the dataset's older files support and this one does not state, or counts them. Where it
    /// states another model in a fact's place, it corrects the fact, and does not merely leave it out.
    pub(super) async fn withdraw_absent(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let absent = absent_facts(self.own_evidence());
        if self.replace {
            return self.withdraw(absent).await;
        }
        self.withdraw(with_another_model(absent.clone())).await?;
        let row = self.txn.query_one(absent.clone().expr(col(adoption::Column::Id).count())).await?;
        let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        loaded.diff.absent = u64::try_from(count).unwrap_or_default();
        self.tell_absent(loaded, absent).await
    }

    /// Marks facts that the dataset no longer supports, and retracts what it gave for them: without it, a fact says
    /// what the other datasets say, and with none of them it ends.
    pub(super) async fn withdraw(&self, absent: SelectStatement) -> Result<(), Error> {
        let (from, to) =
            (col(evidence::Column::EffectiveFrom).min(), col(evidence::Column::EffectiveTo).min());
        let ends = col(evidence::Column::Id).count().eq(0);
        let rows = absent
            .clone()
            .left_join(evidence::Entity, self.others_evidence())
            .group_by_col((adoption::Entity, adoption::Column::Id))
            .and_having(ends.clone().or(is_revised(&from, &to)))
            .to_owned();
        self.revise(from, to, ends, rows).await?;
        self.retract_own_evidence(absent.clone().expr(col(adoption::Column::Id)).to_owned()).await
    }

    /// Marks the facts to which the file gives other dates than they have, and says how many these are.
    pub(super) async fn mark_changed(&self) -> Result<u64, Error> {
        let together = |staged: staged::Column, evidence: evidence::Column| -> SimpleExpr {
            Func::coalesce([col(staged).min(), col(evidence).min()]).into()
        };
        let from = together(staged::Column::EffectiveFrom, evidence::Column::EffectiveFrom);
        let to = together(staged::Column::EffectiveTo, evidence::Column::EffectiveTo);
        let rows = kept()
            .inner_join(adoption::Entity, is_same_fact())
            .left_join(evidence::Entity, self.others_evidence())
            .group_by_col((adoption::Entity, adoption::Column::Id))
            .and_having(is_revised(&from, &to))
            .to_owned();
        self.revise(from, to, Expr::val(false), rows).await
    }

    async fn revise(&self, from: Expr, to: Expr, ends: Expr, rows: SelectStatement) -> Result<u64, Error> {
        let columns = [
            (revised::Column::AdoptionId, col(adoption::Column::Id)),
            (revised::Column::EffectiveFrom, from),
            (revised::Column::EffectiveTo, to),
            (revised::Column::Ends, ends),
        ];
        Ok(self.txn.execute(&insert_from(revised::Entity, columns, rows)?).await?.rows_affected())
    }

    /// Retracts the facts that are marked, and records their next versions.
    pub(super) async fn correct_facts(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let marked =
            |ends: bool| revised::Entity::find().filter(revised::Column::Ends.eq(ends)).count(self.txn);
        loaded.diff.changed = marked(false).await?;
        loaded.diff.removed = marked(true).await?;
        if loaded.diff.changed + loaded.diff.removed == 0 {
            return Ok(());
        }
        self.tell_revised(loaded).await?;
        let retract = Query::update()
            .table(adoption::Entity)
            .value(adoption::Column::RetractedAt, self.now)
            .and_where(adoption::Column::Id.in_subquery(revised::old_versions()))
            .to_owned();
        self.txn.execute(&retract).await?;
        let versions = Query::select()
            .from(revised::Entity)
            .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(revised::Column::AdoptionId)))
            .and_where(revised::Column::Ends.eq(false))
            .order_by((adoption::Entity, adoption::Column::NaturalKey), Order::Asc)
            .to_owned();
        let columns = [
            (adoption::Column::CcgId, col(adoption::Column::CcgId)),
            (adoption::Column::ModelId, col(adoption::Column::ModelId)),
            (adoption::Column::WaveId, col(adoption::Column::WaveId)),
            (adoption::Column::Stage, col(adoption::Column::Stage)),
            (adoption::Column::EffectiveFrom, col(revised::Column::EffectiveFrom)),
            (adoption::Column::EffectiveTo, col(revised::Column::EffectiveTo)),
            (adoption::Column::NaturalKey, col(adoption::Column::NaturalKey)),
            (adoption::Column::ImportRunId, Expr::val(self.run_id)),
            (adoption::Column::RecordedAt, Expr::val(self.now)),
        ];
        self.txn.execute(&insert_from(adoption::Entity, columns, versions)?).await?;
        self.carry_evidence_over().await
    }

    /// Records the facts that are not in force yet, in the order of their keys: the same file always gives the same
    /// row numbers.
    pub(super) async fn add_facts(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let new = kept()
            .left_join(adoption::Entity, is_same_fact())
            .and_where(adoption::Column::Id.is_null())
            .group_by_col((staged::Entity, staged::Column::NaturalKey))
            .order_by((staged::Entity, staged::Column::NaturalKey), Order::Asc)
            .to_owned();
        let columns = [
            (adoption::Column::CcgId, col(staged::Column::CcgId).min()),
            (adoption::Column::ModelId, col(staged::Column::ModelId).min()),
            (adoption::Column::WaveId, col(staged::Column::WaveId).min()),
            (adoption::Column::Stage, col(staged::Column::Stage).min()),
            (adoption::Column::EffectiveFrom, col(staged::Column::EffectiveFrom).min()),
            (adoption::Column::EffectiveTo, col(staged::Column::EffectiveTo).min()),
            (adoption::Column::NaturalKey, col(staged::Column::NaturalKey)),
            (adoption::Column::ImportRunId, Expr::val(self.run_id)),
            (adoption::Column::RecordedAt, Expr::val(self.now)),
        ];
        let added = self.txn.execute(&insert_from(adoption::Entity, columns, new)?).await?;
        loaded.diff.added = added.rows_affected();
        self.tell_added(loaded).await
    }
}

/// Whether these dates are others than those of the fact in force.
fn is_revised(from: &Expr, to: &Expr) -> Expr {
    differs(from.clone(), col(adoption::Column::EffectiveFrom))
        .or(differs(to.clone(), col(adoption::Column::EffectiveTo)))
}
