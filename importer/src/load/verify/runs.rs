//! Holds the history of imports against its own counts, and what is stored against the history.

use entities::{
    adoption, ccg_area, ccg_identity, evidence, import_run, position, published_figure, scope_rule,
    succession,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use super::{
    Check, Finding,
    finding::{count, named},
};
use crate::{error::Error, load::queries::col};

/// Whether each row of a file that was stored is a fact, a duplicate, skipped or rejected.
pub(super) async fn counts_add_up(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    use import_run::Column::{Duplicates, Facts, Rejected, RowsRead, Skipped};
    let told = [Duplicates, Skipped, Rejected].into_iter().fold(col(Facts), |sum, count| sum.add(col(count)));
    let wrong = Query::select()
        .expr(named("run", col(import_run::Column::Id)))
        .from(import_run::Entity)
        .and_where(col(RowsRead).ne(told))
        .to_owned();
    let runs = import_run::Entity::find().count(txn).await?;
    let what = "read another number of rows than it accounts for";
    Finding::of_wrong(Check::Counts, runs, wrong, what, txn).await
}

/// Whether each commit made the version of the data after the one before it.
pub(super) async fn versions_follow_each_other(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    let versions: Vec<(i64, i64)> = import_run::Entity::find()
        .select_only()
        .column(import_run::Column::Id)
        .column(import_run::Column::DataVersion)
        .filter(import_run::Column::DataVersion.is_not_null())
        .order_by_asc(import_run::Column::DataVersion)
        .into_tuple()
        .all(txn)
        .await?;
    let mut finding = Finding::new(Check::Versions, versions.len() as u64);
    for (place, (run, version)) in (1_i64..).zip(versions) {
        if version != place {
            finding.is_wrong(|| format!("run {run} made version {version}, and it should be {place}"));
        }
    }
    Ok(finding)
}

/// Whether all that is stored was recorded by a run that came to its end.
pub(super) async fn statements_are_of_runs_that_stored_them(
    txn: &DatabaseTransaction,
) -> Result<Finding, Error> {
    let mut all = Finding::new(Check::Runs, 0);
    macro_rules! look_at {
        ($($table:ident),+ $(,)?) => { $(
            all = all.and(recorded::<$table::Entity>(txn).await?);
        )+ };
    }
    look_at!(adoption, evidence, position, ccg_identity, ccg_area, succession, scope_rule, published_figure);
    Ok(all)
}

async fn recorded<E: EntityTrait>(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    let table = E::default();
    let stored = Query::select()
        .column(import_run::Column::Id)
        .from(import_run::Entity)
        .and_where(import_run::Column::DataVersion.is_not_null())
        .to_owned();
    let wrong = Query::select()
        .expr(named(table.table_name(), Expr::col((table, "id"))))
        .from(table)
        .and_where(Expr::col((table, "import_run_id")).in_subquery(stored).not())
        .to_owned();
    let rows = count(Query::select().column("id").from(table).take(), txn).await?;
    Finding::of_wrong(Check::Runs, rows, wrong, "was recorded by a run that stored nothing", txn).await
}
