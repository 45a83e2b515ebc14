//! Which migrations a database has had.

use migrations::{database::SchemaState, trouble::code};
use sea_orm::{
    DbErr,
    sea_query::{Order, Query, SelectStatement},
};

use super::{source::Fault, store::Transaction};

/// The statement that gives the names of the migrations that were applied, oldest first.
pub(crate) fn applied() -> SelectStatement {
    let mut select = Query::select();
    select.column("version").from(migrations::APPLIED).order_by("version", Order::Asc);
    select
}

/// Makes sure that the schema is the one that this version knows.
pub(super) async fn check(transaction: &mut Transaction) -> Result<(), Fault> {
    let applied: Vec<String> = match transaction.read(&applied()).await {
        Ok(rows) => rows.read(|row| row.get("version"))?,
        Err(error) if is_missing_table(&error) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    match SchemaState::of(&applied) {
        SchemaState::Current => Ok(()),
        other => Err(Fault::Schema(other)),
    }
}

/// SQLite says no more of it than that there is an error; PostgreSQL has a code, undefined_table.
fn is_missing_table(error: &DbErr) -> bool {
    code(error).is_some_and(|code| matches!(code.as_str(), "1" | "42P01"))
}
