//! Records who says so: the evidence of a file, beside that of other datasets.

use entities::{adoption, evidence, source};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, ExprTrait, Iterable,
    sea_query::{Alias, Expr, Order, Query, SelectStatement},
};

use super::{
    queries::{col, insert_from, is_same_fact, kept},
    revised, staged,
};
use crate::{error::Error, load::Load};

impl Load<'_> {
    /// Retracts what older files of the dataset gave for these facts.
    pub(super) async fn retract_own_evidence(&self, facts: SelectStatement) -> Result<(), Error> {
        let retract = Query::update()
            .table(evidence::Entity)
            .value(evidence::Column::RetractedAt, self.now)
            .cond_where(self.own_evidence())
            .and_where(evidence::Column::AdoptionId.in_subquery(facts))
            .to_owned();
        self.txn.execute(&retract).await?;
        Ok(())
    }

    /// Evidence of other datasets supports the new version of a fact as it did the old one.
    pub(super) async fn carry_evidence_over(&self) -> Result<(), Error> {
        let version = Alias::new("version");
        let of_version = |column: adoption::Column| Expr::col((version.clone(), column));
        let in_force = Query::select()
            .from(revised::Entity)
            .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(revised::Column::AdoptionId)))
            .join_as(
                sea_orm::JoinType::InnerJoin,
                adoption::Entity,
                version.clone(),
                of_version(adoption::Column::NaturalKey)
                    .eq(col(adoption::Column::NaturalKey))
                    .and(of_version(adoption::Column::RetractedAt).is_null()),
            )
            .inner_join(
                evidence::Entity,
                col(evidence::Column::AdoptionId)
                    .eq(col(revised::Column::AdoptionId))
                    .and(evidence::Column::RetractedAt.is_null()),
            )
            .order_by((evidence::Entity, evidence::Column::Id), Order::Asc)
            .to_owned();
        self.copy_evidence(in_force, of_version(adoption::Column::Id)).await?;
        let retract = Query::update()
            .table(evidence::Entity)
            .value(evidence::Column::RetractedAt, self.now)
            .and_where(evidence::Column::RetractedAt.is_null())
            .and_where(evidence::Column::AdoptionId.in_subquery(revised::old_versions()))
            .to_owned();
        self.txn.execute(&retract).await?;
        Ok(())
    }

    /// Records evidence once more, for another version of its fact.
    pub(super) async fn copy_evidence(&self, rows: SelectStatement, fact: Expr) -> Result<(), Error> {
        let left_out = |column: &evidence::Column| {
            matches!(column, evidence::Column::Id | evidence::Column::RetractedAt)
        };
        let columns =
            evidence::Column::iter().filter(|column| !left_out(column)).map(|column| match column {
                evidence::Column::AdoptionId => (column, fact.clone()),
                evidence::Column::RecordedAt => (column, Expr::val(self.now)),
                column => (column, col(column)),
            });
        self.txn.execute(&insert_from(evidence::Entity, columns, rows)?).await?;
        Ok(())
    }

    /// Records every row that states a fact.
    pub(super) async fn add_evidence(&self) -> Result<(), Error> {
        self.cite().await?;
        let rows = kept()
            .inner_join(adoption::Entity, is_same_fact())
            .left_join(source::Entity, col(source::Column::NaturalKey).eq(col(staged::Column::Citation)))
            .order_by((staged::Entity, staged::Column::Id), Order::Asc)
            .to_owned();
        let cells = match self.txn.get_database_backend() {
            DatabaseBackend::Postgres => col(staged::Column::Cells).cast_as("jsonb"),
            _ => col(staged::Column::Cells),
        };
        let columns = [
            (evidence::Column::AdoptionId, col(adoption::Column::Id)),
            (evidence::Column::ImportRunId, Expr::val(self.run_id)),
            (evidence::Column::SourceId, Expr::val(self.source_id)),
            (evidence::Column::CitedSourceId, col(source::Column::Id)),
            (evidence::Column::Sheet, col(staged::Column::Sheet)),
            (evidence::Column::RowNumber, col(staged::Column::RowNumber)),
            (evidence::Column::Cells, cells),
            (evidence::Column::MatchMethod, col(staged::Column::MatchMethod)),
            (evidence::Column::StatedFrom, col(staged::Column::StatedFrom)),
            (evidence::Column::StatedTo, col(staged::Column::StatedTo)),
            (evidence::Column::EffectiveFrom, col(staged::Column::EffectiveFrom)),
            (evidence::Column::EffectiveTo, col(staged::Column::EffectiveTo)),
            (evidence::Column::Basis, col(staged::Column::Basis)),
            (evidence::Column::Confidence, col(staged::Column::Confidence)),
            (evidence::Column::RecordedAt, Expr::val(self.now)),
        ];
        self.txn.execute(&insert_from(evidence::Entity, columns, rows)?).await?;
        Ok(())
    }

    /// Makes the publications known that the rows cite.
    async fn cite(&self) -> Result<(), Error> {
        let cited = kept()
            .distinct()
            .column(staged::Column::Citation)
            .and_where(staged::Column::Citation.is_not_null())
            .to_owned();
        let rows = self.txn.query_all(&cited).await?;
        let citations: Vec<String> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        self.citations(citations.iter().map(|citation| Some(citation.as_str()))).await?;
        Ok(())
    }
}
