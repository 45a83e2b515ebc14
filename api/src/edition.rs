//! Which data an answer is true of.

use chrono::{DateTime, Utc};
use entities::import_run::{Column, Entity};
use sea_orm::{
    ExprTrait, FromQueryResult,
    sea_query::{Order, Query, SelectStatement},
};

use crate::table::column;

/// The state of the data between two imports. Every import that stores something makes a new one.
#[derive(Copy, Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Edition {
    /// Grows by one from edition to edition.
    pub version: i64,
    /// When it was recorded: `knownAt` this moment shows it.
    pub recorded_at: DateTime<Utc>,
}

impl Edition {
    /// The statement that gives the current one.
    pub fn query() -> SelectStatement {
        Query::select()
            .expr_as(column(Column::DataVersion), "version")
            .expr_as(column(Column::RecordedAt), "recorded_at")
            .from(Entity)
            .and_where(column(Column::DataVersion).is_not_null())
            .order_by(Column::DataVersion, Order::Desc)
            .limit(1)
            .to_owned()
    }
}
