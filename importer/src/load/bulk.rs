//! Inserts rows in any number.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait, Statement, Value,
    sea_query::{Expr, Query},
};

use crate::error::Error;

/// How many rows go into one INSERT: far below the parameters that either database takes.
const BATCH: usize = 500;

/// Rows on their way into a table. Row numbers that the database gives are left to it.
///
/// There may be millions, and to build a statement costs more than to run it. So each has the same words as the one
/// before, and only the values are new.
pub(super) struct Bulk<E: EntityTrait> {
    backend: DatabaseBackend,
    columns: Vec<E::Column>,
    /// The words of a statement for a full batch; empty until there is one.
    statement: String,
    waiting: Vec<Value>,
}

impl<E: EntityTrait> Bulk<E>
where
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    pub(super) fn new(backend: DatabaseBackend) -> Self {
        let numbered: Vec<E::Column> = if E::PrimaryKey::auto_increment() {
            E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect()
        } else {
            Vec::new()
        };
        let given = |column: &E::Column| !numbered.iter().any(|number| number.as_str() == column.as_str());
        let columns = E::Column::iter().filter(given).collect();
        Self { backend, columns, statement: String::new(), waiting: Vec::new() }
    }

    /// Adds a row.
    pub(super) async fn push(&mut self, row: E::Model, txn: &DatabaseTransaction) -> Result<(), Error> {
        let mut row = row.into_active_model();
        let backend = self.backend;
        let value = |column: &E::Column| row.take(*column).into_value().unwrap_or(Value::BigInt(None));
        self.waiting.extend(self.columns.iter().map(value).map(|value| as_stored(value, backend)));
        if self.waiting.len() < BATCH * self.columns.len() {
            return Ok(());
        }
        if self.statement.is_empty() {
            self.statement = self.words(BATCH)?;
        }
        self.insert(self.statement.clone(), txn).await
    }

    /// Adds those that still wait.
    pub(super) async fn finish(mut self, txn: &DatabaseTransaction) -> Result<(), Error> {
        match self.waiting.len() / self.columns.len() {
            0 => Ok(()),
            rows => self.insert(self.words(rows)?, txn).await,
        }
    }

    async fn insert(&mut self, words: String, txn: &DatabaseTransaction) -> Result<(), Error> {
        let values = std::mem::take(&mut self.waiting);
        txn.execute_raw(Statement::from_sql_and_values(self.backend, words, values)).await?;
        Ok(())
    }

    fn words(&self, rows: usize) -> Result<String, DbErr> {
        let mut insert = Query::insert();
        insert.into_table(E::default()).columns(self.columns.iter().copied());
        for _ in 0..rows {
            let values = self.columns.iter().map(|_| Expr::val(None::<i64>));
            insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
        }
        Ok(self.backend.build(&insert).sql)
    }
}

/// SQLite keeps days as text, and its driver takes its time over each.
fn as_stored(value: Value, backend: DatabaseBackend) -> Value {
    match value {
        Value::ChronoDate(day) if backend == DatabaseBackend::Sqlite => {
            Value::String(day.map(|day| day.to_string()))
        }
        value => value,
    }
}
