//! Holds facts against their evidence.

use entities::{adoption, evidence};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, ExprTrait,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{Check, Finding, Held, finding::named};
use crate::{
    error::Error,
    load::queries::{col, differs},
};

/// Whether each fact in force has evidence in force, and each such evidence such a fact.
pub(super) async fn are_supported(txn: &DatabaseTransaction, held: Held) -> Result<Finding, Error> {
    let evidence_of_fact = Query::select()
        .expr(Expr::val(1))
        .from(evidence::Entity)
        .and_where(col(evidence::Column::AdoptionId).eq(col(adoption::Column::Id)))
        .and_where(evidence::Column::RetractedAt.is_null())
        .to_owned();
    let unsupported = facts().and_where(Expr::exists(evidence_of_fact).not()).to_owned();
    let unsupported =
        Finding::of_wrong(Check::Support, held.facts, unsupported, "has no evidence", txn).await?;
    let idle = Query::select()
        .expr(named("evidence", col(evidence::Column::Id)))
        .from(evidence::Entity)
        .inner_join(adoption::Entity, col(adoption::Column::Id).eq(col(evidence::Column::AdoptionId)))
        .and_where(evidence::Column::RetractedAt.is_null())
        .and_where(adoption::Column::RetractedAt.is_not_null())
        .to_owned();
    let what = "supports a fact that was retracted";
    Ok(unsupported.and(Finding::of_wrong(Check::Support, held.evidence, idle, what, txn).await?))
}

/// Whether the days of each fact are those that its evidence gives.
pub(super) async fn say_what_their_evidence_says(
    txn: &DatabaseTransaction,
    held: Held,
) -> Result<Finding, Error> {
    use adoption::Column::{EffectiveFrom, EffectiveTo, Id, NaturalKey};
    let mut otherwise = facts();
    otherwise
        .inner_join(
            evidence::Entity,
            col(evidence::Column::AdoptionId).eq(col(Id)).and(evidence::Column::RetractedAt.is_null()),
        )
        .add_group_by([Id, NaturalKey, EffectiveFrom, EffectiveTo].map(col));
    let days =
        [(EffectiveFrom, evidence::Column::EffectiveFrom), (EffectiveTo, evidence::Column::EffectiveTo)];
    let is_other = days.into_iter().map(|(of_fact, said)| {
        differs(col(of_fact), col(said).min()).or(differs(col(of_fact), col(said).max()))
    });
    if let Some(is_other) = is_other.reduce(ExprTrait::or) {
        otherwise.and_having(is_other);
    }
    let what = "has other days than its evidence gives";
    Finding::of_wrong(Check::Days, held.facts, otherwise, what, txn).await
}

/// The facts in force, by their names.
fn facts() -> SelectStatement {
    Query::select()
        .expr(named("fact", col(adoption::Column::NaturalKey)))
        .from(adoption::Entity)
        .and_where(adoption::Column::RetractedAt.is_null())
        .to_owned()
}
