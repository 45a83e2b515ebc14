//! Which migrations a database has had.

use migrations::database::SchemaState;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, RuntimeErr,
    sea_query::{Order, Query, SelectStatement},
};

use super::{source::Fault, trouble::Trouble};

/// The statement that gives the names of the migrations that were applied, oldest first.
pub(crate) fn applied() -> SelectStatement {
    let mut select = Query::select();
    select.column("version").from(migrations::APPLIED).order_by("version", Order::Asc);
    select
}

/// Makes sure that the schema is the one that this version knows.
pub(super) async fn check(transaction: &DatabaseTransaction) -> Result<(), Fault> {
    let applied: Vec<String> = match transaction.query_all(&applied()).await {
        Ok(rows) => rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?,
        Err(error) if is_answer(&error) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    match SchemaState::of(&applied) {
        SchemaState::Current => Ok(()),
        other => Err(Fault::Schema(other)),
    }
}

/// What the database itself answers to so plain a question is that the table is not there.
fn is_answer(error: &DbErr) -> bool {
    matches!(error, DbErr::Query(RuntimeErr::SqlxError(error)) if error.as_database_error().is_some())
        && Trouble::of(error).is_none()
}
