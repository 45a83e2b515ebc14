//! Which data an answer is true of.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use entities::{
    domain::RunStatus,
    import_run::{Column, Entity},
};
use sea_orm::{
    ExprTrait,
    sea_query::{Expr, Func, Order, Query, SelectStatement},
};

use crate::{reader::record, table::column};

/// The state of the data between two imports. Every import that stores something makes a new one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Grows by one from edition to edition.
    pub version: i64,
    /// When it was recorded: `knownAt` this moment shows it.
    pub recorded_at: DateTime<Utc>,
}

record! {
    /// All that answers can depend on: the edition, and which imports were begun and have ended, for they can be asked
    /// about whether they stored anything or not.
    #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
    pub struct State {
        version: Option<i64>,
        recorded_at: Option<DateTime<Utc>>,
        /// A run that begins has a number of its own.
        latest_run: Option<i64>,
        /// A run that has ended, or was given up, does not run again: with the same latest run this only falls.
        running: i64,
    }
}

impl State {
    /// The edition; none while nothing was imported.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        let (version, recorded_at) = (self.version?, self.recorded_at?);
        Some(Edition { version, recorded_at })
    }

    /// The version of the data; 0 while nothing was imported.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version.unwrap_or_default()
    }

    /// The statement that gives the current one. Every answer begins with it, so it is made once.
    pub(crate) fn query() -> &'static SelectStatement {
        static QUERY: LazyLock<SelectStatement> = LazyLock::new(State::made_query);
        &QUERY
    }

    fn made_query() -> SelectStatement {
        let from = |value: Expr| Query::select().expr(value).from(Entity).to_owned();
        let last = |of: Column| {
            from(column(of))
                .and_where(column(Column::DataVersion).is_not_null())
                .order_by(Column::DataVersion, Order::Desc)
                .limit(1)
                .to_owned()
        };
        let latest = from(column(Column::Id).max());
        let running = from(column(Column::Id).count())
            .and_where(column(Column::Status).eq(RunStatus::Running))
            .to_owned();
        Query::select()
            .expr_as(scalar(last(Column::DataVersion)), "version")
            .expr_as(scalar(last(Column::RecordedAt)), "recorded_at")
            .expr_as(scalar(latest), "latest_run")
            .expr_as(scalar(running), "running")
            .to_owned()
    }

    /// The statement that gives the current one, and which process of a PostgreSQL server gives it.
    pub(crate) fn query_with_process() -> SelectStatement {
        Self::query().clone().expr_as(Func::cust("pg_backend_pid"), PROCESS).take()
    }
}

/// The statement that gives the moment at which a version was recorded.
pub(crate) fn recorded(version: i64) -> SelectStatement {
    Query::select()
        .expr(column(Column::RecordedAt))
        .from(Entity)
        .and_where(column(Column::DataVersion).eq(version))
        .and_where(column(Column::RecordedAt).is_not_null())
        .to_owned()
}

/// The column with the number of the server's process.
pub(crate) const PROCESS: &str = "process";

fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
