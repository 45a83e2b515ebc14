//! Which data an answer is true of.

use chrono::{DateTime, Utc};
use entities::{
    domain::RunStatus,
    import_run::{Column, Entity},
};
use sea_orm::{
    ExprTrait, FromQueryResult,
    sea_query::{Order, Query, SelectStatement},
};

use crate::table::column;

/// The state of the data between two imports. Every import that stores something makes a new one.
#[derive(Copy, Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Edition {
    /// Grows from edition to edition, not always by one.
    pub version: i64,
    /// When it was recorded: `knownAt` this moment shows it.
    pub recorded_at: DateTime<Utc>,
}

impl Edition {
    /// The statement that gives the current one. A run that was taken back made one too.
    pub fn query() -> SelectStatement {
        Query::select()
            .expr_as(column(Column::Id), "version")
            .expr_as(column(Column::FinishedAt), "recorded_at")
            .from(Entity)
            .and_where(column(Column::Status).is_in([RunStatus::Committed, RunStatus::Reverted]))
            .order_by(Column::Id, Order::Desc)
            .limit(1)
            .to_owned()
    }
}
