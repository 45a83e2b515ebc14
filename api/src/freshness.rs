//! How fresh the sources are, by the limits that the importer noted from its list of sources.

use std::{cmp::max, time::Duration};

use chrono::{DateTime, Utc};
use entities::{
    domain::{CheckOutcome, Freshness, RunStatus},
    import_run, listed_source, source_check,
};
use sea_orm::{
    DbErr, ExprTrait, Iterable,
    sea_query::{Expr, Order, Query, SelectStatement},
};

use crate::{
    reader::{Snapshot, record},
    table::column,
};

/// How fresh a source is.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Its name in the list.
    pub(crate) source: String,
    /// The dataset that its files make.
    pub(crate) dataset: String,
    /// When it was last looked at.
    pub(crate) checked_at: Option<DateTime<Utc>>,
    /// When it was last found and all that it had was in force: by a look at it, or by an import of its dataset.
    pub(crate) succeeded_at: Option<DateTime<Utc>>,
    /// None where the list sets no limit.
    pub(crate) freshness: Option<Freshness>,
}

record! {
    struct Found {
        name: String,
        dataset: String,
        warn_after: Option<i64>,
        error_after: Option<i64>,
        checked_at: Option<DateTime<Utc>>,
        good_check_at: Option<DateTime<Utc>>,
        good_run_at: Option<DateTime<Utc>>,
    }
}

/// How fresh each source is that is listed now.
pub(crate) async fn look(snapshot: &Snapshot, now: DateTime<Utc>) -> Result<Vec<State>, DbErr> {
    let found: Vec<Found> = snapshot.rows(&query()).await?;
    Ok(found.into_iter().map(|found| judge(found, now)).collect())
}

/// The worst of all; none when no source has a limit.
pub(crate) fn worst(sources: &[State]) -> Option<Freshness> {
    sources.iter().filter_map(|source| source.freshness).max()
}

fn judge(found: Found, now: DateTime<Utc>) -> State {
    let limit = |seconds: Option<i64>| Some(Duration::from_secs(u64::try_from(seconds?).unwrap_or(0)));
    let succeeded_at = max(found.good_check_at, found.good_run_at);
    let age = Freshness::age(succeeded_at, now);
    State {
        source: found.name,
        dataset: found.dataset,
        checked_at: found.checked_at,
        succeeded_at,
        freshness: Freshness::judge(age, limit(found.warn_after), limit(found.error_after)),
    }
}

fn query() -> SelectStatement {
    use listed_source::Column as Listed;
    let good = CheckOutcome::iter().filter(|outcome| outcome.is_success());
    let good = column(source_check::Column::Outcome).is_in(good);
    let own_end = column(source_check::Column::Outcome).ne(CheckOutcome::BrokenOff);
    Query::select()
        .exprs([Listed::Name, Listed::Dataset, Listed::WarnAfter, Listed::ErrorAfter].map(column))
        .expr_as(last_check(own_end), "checked_at")
        .expr_as(last_check(good), "good_check_at")
        .expr_as(last_run(), "good_run_at")
        .from(listed_source::Entity)
        .and_where(column(Listed::IsListed).eq(true))
        .order_by_expr(column(Listed::Name), Order::Asc)
        .order_by_expr(column(Listed::Id), Order::Asc)
        .to_owned()
}

/// When the newest check of a source ended that is such a one.
fn last_check(such: Expr) -> Expr {
    use source_check::Column::{FinishedAt, Id, Source};
    let select = Query::select()
        .expr(column(FinishedAt))
        .from(source_check::Entity)
        .and_where(column(Source).eq(column(listed_source::Column::Name)))
        .and_where(column(FinishedAt).is_not_null())
        .and_where(such)
        .order_by_expr(column(Id), Order::Desc)
        .limit(1)
        .to_owned();
    Expr::SubQuery(None, Box::new(select.into()))
}

/// When the last run over a dataset ended after which all of a file was in force.
fn last_run() -> Expr {
    use import_run::Column::{Dataset, FinishedAt, RevertsRunId, Status};
    let select = Query::select()
        .expr(column(FinishedAt))
        .from(import_run::Entity)
        .and_where(column(Dataset).eq(column(listed_source::Column::Dataset)))
        .and_where(column(Status).is_in([RunStatus::Committed, RunStatus::Unchanged]))
        .and_where(column(RevertsRunId).is_null())
        .and_where(column(FinishedAt).is_not_null())
        .order_by_expr(column(FinishedAt), Order::Desc)
        .limit(1)
        .to_owned();
    Expr::SubQuery(None, Box::new(select.into()))
}
