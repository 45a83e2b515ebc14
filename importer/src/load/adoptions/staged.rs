//! The table in which the adoptions of a file wait until all of them are known.
//!
//! It is temporary and belongs to the connection: nobody else sees it, it takes no lock that a reader would wait for,
//! and however many rows a file has, they are not kept in memory.

use chrono::NaiveDate;
use entities::domain::{Confidence, MatchMethod, Stage};
use sea_orm::{
    ActiveEnum, ConnectionTrait, DatabaseBackend, DatabaseTransaction, Iterable, Statement,
    entity::prelude::*,
    sea_query::{Index, Query},
};

use crate::error::Error;

/// How many rows go into one INSERT: far below the parameters that either database takes.
const BATCH: usize = 500;

/// An adoption whose CCG was found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staged_adoption")]
pub(super) struct Model {
    /// Its place among the file's adoptions.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: i64,
    pub(super) natural_key: String,
    /// Whether its row is rejected. It still counts when rows contradict each other: nobody knows which of its
    /// cells is wrong.
    pub(super) rejected: bool,
    pub(super) ccg_id: i64,
    pub(super) model_id: Option<i64>,
    pub(super) wave_id: Option<i64>,
    pub(super) stage: Stage,
    pub(super) effective_from: Option<Date>,
    pub(super) effective_to: Option<Date>,
    pub(super) sheet: String,
    pub(super) row_number: i32,
    /// The cells as they will be stored.
    pub(super) cells: String,
    pub(super) match_method: MatchMethod,
    pub(super) stated_from: Option<Date>,
    pub(super) stated_to: Option<Date>,
    pub(super) basis: Option<String>,
    pub(super) confidence: Confidence,
    pub(super) citation: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Makes the table quick to search, once all rows are in it.
///
/// The index holds all that makes a fact. So facts are compared and recorded from it alone, in the order of their keys:
/// the rows, most of which is evidence, stand in the order of the file and would have to be looked up one by one.
pub(super) async fn index(txn: &DatabaseTransaction) -> Result<(), Error> {
    let mut index = Index::create();
    index.name("staged_adoption_facts").table(Entity);
    for column in [
        Column::NaturalKey,
        Column::Rejected,
        Column::EffectiveFrom,
        Column::EffectiveTo,
        Column::CcgId,
        Column::ModelId,
        Column::WaveId,
        Column::Stage,
    ] {
        index.col(column);
    }
    txn.execute(&index).await?;
    if txn.get_database_backend() == DatabaseBackend::Postgres {
        // Nothing else tells its planner how large a temporary table is.
        txn.execute_unprepared("ANALYZE staged_adoption").await?;
    }
    Ok(())
}

/// Rows on their way into the table.
///
/// There may be millions, and to build a statement costs more than to run it. So each has the same words as the one
/// before, and only the values are new.
pub(super) struct Rows {
    backend: DatabaseBackend,
    statement: String,
    waiting: Vec<Model>,
}

impl Rows {
    pub(super) fn new(backend: DatabaseBackend) -> Self {
        Self { backend, statement: String::new(), waiting: Vec::with_capacity(BATCH) }
    }

    /// Adds a row.
    pub(super) async fn push(&mut self, row: Model, txn: &DatabaseTransaction) -> Result<(), Error> {
        self.waiting.push(row);
        if self.waiting.len() < BATCH {
            return Ok(());
        }
        if self.statement.is_empty() {
            self.statement = statement(self.backend, BATCH)?;
        }
        self.insert(self.statement.clone(), txn).await
    }

    /// Adds those that still wait.
    pub(super) async fn finish(mut self, txn: &DatabaseTransaction) -> Result<(), Error> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let statement = statement(self.backend, self.waiting.len())?;
        self.insert(statement, txn).await
    }

    async fn insert(&mut self, statement: String, txn: &DatabaseTransaction) -> Result<(), Error> {
        let values = self.waiting.drain(..).flat_map(|row| row.values(self.backend));
        txn.execute_raw(Statement::from_sql_and_values(self.backend, statement, values)).await?;
        Ok(())
    }
}

fn statement(backend: DatabaseBackend, rows: usize) -> Result<String, DbErr> {
    let mut insert = Query::insert();
    insert.into_table(Entity).columns(Column::iter());
    for _ in 0..rows {
        let values = Column::iter().map(|_| Expr::val(None::<i64>));
        insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(backend.build(&insert).sql)
}

impl Model {
    /// Its values, in the order of the columns.
    fn values(self, backend: DatabaseBackend) -> [Value; 18] {
        // SQLite keeps dates as text, and its driver takes its time over each.
        let date = |date: Option<NaiveDate>| match backend {
            DatabaseBackend::Sqlite => date.map(|date| date.to_string()).into(),
            _ => date.into(),
        };
        [
            self.id.into(),
            self.natural_key.into(),
            self.rejected.into(),
            self.ccg_id.into(),
            self.model_id.into(),
            self.wave_id.into(),
            self.stage.to_value().into(),
            date(self.effective_from),
            date(self.effective_to),
            self.sheet.into(),
            self.row_number.into(),
            self.cells.into(),
            self.match_method.to_value().into(),
            date(self.stated_from),
            date(self.stated_to),
            self.basis.into(),
            self.confidence.to_value().into(),
            self.citation.into(),
        ]
    }
}
