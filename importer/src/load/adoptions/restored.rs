//! Takes a run of adoptions back: its evidence is retracted, and that which it retracted is recorded again.
//!
//! The evidence that comes back is staged as the rows of a file are, and merged in the same way. So whatever other
//! datasets have said since is respected: what they support stays, and what contradicts them does not come back.

use entities::{adoption, evidence, import_run};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Alias, CaseStatement, Cond, Condition, Expr, Order, Query, SelectStatement},
};

use super::{
    queries::{absent_facts, col, create_temporary, drop_temporary, insert_from, is_same_fact, kept},
    revised, staged,
};
use crate::{
    error::Error,
    load::{Load, Loaded, database::keep_pages_read, positions::Concerned, revert::Lost},
};

impl Load<'_> {
    /// Takes a run of adoptions back, and counts the rows of the file that is in force again which do not come back.
    pub(in crate::load) async fn take_adoptions_back(
        &self,
        run: &import_run::Model,
        file: Option<i64>,
    ) -> Result<(Loaded, Lost), Error> {
        let mut loaded = Loaded::default();
        create_temporary(staged::Entity, self.txn).await?;
        self.stage_again(run).await?;
        staged::index(self.txn).await?;
        self.reject_contradicting(&mut loaded).await?;
        let lost = self.lost(file).await?;
        // Unlike a row that a file spoils, what is rejected here keeps nothing in force.
        staged::Entity::delete_many().filter(staged::Column::Rejected.eq(true)).exec(self.txn).await?;
        self.count_facts(true, &mut loaded).await?;
        create_temporary(revised::Entity, self.txn).await?;
        self.withdraw(absent_facts(evidence_of(run))).await?;
        self.merge_facts(&mut loaded).await?;
        let restored = kept()
            .inner_join(adoption::Entity, is_same_fact())
            .inner_join(evidence::Entity, col(evidence::Column::Id).eq(col(staged::Column::Id)))
            .order_by((evidence::Entity, evidence::Column::Id), Order::Asc)
            .to_owned();
        self.copy_evidence(restored, col(adoption::Column::Id)).await?;
        self.derive_positions(Concerned::All).await?;
        keep_pages_read(self.txn, false).await?;
        drop_temporary(revised::Entity, self.txn).await?;
        drop_temporary(staged::Entity, self.txn).await?;
        Ok((loaded, lost))
    }

    /// How many rows of a file are rejected, and how many of its facts no other row of it states.
    async fn lost(&self, file: Option<i64>) -> Result<Lost, Error> {
        let of_file = Query::select()
            .from(staged::Entity)
            .inner_join(evidence::Entity, col(evidence::Column::Id).eq(col(staged::Column::Id)))
            .and_where(evidence::Column::SourceId.eq(file))
            .to_owned();
        let rejected = of_file.clone().and_where(staged::Column::Rejected.eq(true)).to_owned();
        let stands: Expr = CaseStatement::new().case(staged::Column::Rejected.eq(false), 1).into();
        let fact = Alias::new("fact");
        let unstated = of_file
            .clone()
            .expr_as(col(staged::Column::NaturalKey), fact.clone())
            .group_by_col((staged::Entity, staged::Column::NaturalKey))
            .and_having(stands.count().eq(0))
            .to_owned();
        let facts = Query::select()
            .expr(Expr::col(fact.clone()).count())
            .from_subquery(unstated, Alias::new("unstated"))
            .to_owned();
        let rejected = rejected.clone().expr(col(staged::Column::Id).count()).to_owned();
        let (all, facts) = (self.number(&rejected).await?, self.number(&facts).await?);
        Ok(Lost { facts, duplicates: all - facts })
    }

    async fn number(&self, query: &SelectStatement) -> Result<u64, Error> {
        let row = self.txn.query_one(query).await?;
        let number: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        Ok(u64::try_from(number).unwrap_or_default())
    }

    /// Stages the evidence of the dataset that a run retracted, each row under its own number.
    async fn stage_again(&self, run: &import_run::Model) -> Result<(), Error> {
        let retracted = Query::select()
            .from(evidence::Entity)
            .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(evidence::Column::AdoptionId)))
            .and_where(evidence::Column::RetractedAt.eq(run.recorded_at))
            .and_where(evidence::Column::ImportRunId.in_subquery(self.own_runs_query()))
            .to_owned();
        let columns = [
            (staged::Column::Id, col(evidence::Column::Id)),
            (staged::Column::NaturalKey, col(adoption::Column::NaturalKey)),
            (staged::Column::Rejected, Expr::val(false)),
            (staged::Column::CcgId, col(adoption::Column::CcgId)),
            (staged::Column::ModelId, col(adoption::Column::ModelId)),
            (staged::Column::WaveId, col(adoption::Column::WaveId)),
            (staged::Column::Stage, col(adoption::Column::Stage)),
            (staged::Column::EffectiveFrom, col(evidence::Column::EffectiveFrom)),
            (staged::Column::EffectiveTo, col(evidence::Column::EffectiveTo)),
            (staged::Column::Sheet, col(evidence::Column::Sheet)),
            (staged::Column::RowNumber, col(evidence::Column::RowNumber)),
            (staged::Column::Cells, col(evidence::Column::Cells).cast_as("text")),
            (staged::Column::MatchMethod, col(evidence::Column::MatchMethod)),
            (staged::Column::StatedFrom, col(evidence::Column::StatedFrom)),
            (staged::Column::StatedTo, col(evidence::Column::StatedTo)),
            (staged::Column::Basis, col(evidence::Column::Basis)),
            (staged::Column::Confidence, col(evidence::Column::Confidence)),
        ];
        self.txn.execute(&insert_from(staged::Entity, columns, retracted)?).await?;
        Ok(())
    }
}

/// The evidence in force that a run gave.
fn evidence_of(run: &import_run::Model) -> Condition {
    Cond::all().add(evidence::Column::RetractedAt.is_null()).add(evidence::Column::ImportRunId.eq(run.id))
}
