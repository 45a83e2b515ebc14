//! Asks the database about itself.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement};

use super::{Check, Finding};
use crate::error::Error;

/// Whether the file of an SQLite database is whole: its pages, its indexes, and the rules of its columns.
///
/// PostgreSQL looks at its files itself, by the checksums of their pages, and nobody else can.
pub(super) async fn is_intact(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    let mut finding = Finding { looked_at: None, ..Finding::new(Check::File, 0) };
    if txn.get_database_backend() == DatabaseBackend::Sqlite {
        for row in raw(txn, "PRAGMA integrity_check").await? {
            let told: String = row.try_get_by_index(0)?;
            if told != "ok" {
                finding.is_wrong(|| told);
            }
        }
    }
    Ok(finding)
}

/// Whether rows that refer to others refer to rows that are there, and the database would refuse any that did not.
pub(super) async fn references_lead_somewhere(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    let mut finding = Finding { looked_at: None, ..Finding::new(Check::References, 0) };
    match txn.get_database_backend() {
        DatabaseBackend::Sqlite => {
            for row in raw(txn, "PRAGMA foreign_key_check").await? {
                let (table, number, other): (String, Option<i64>, String) =
                    (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
                let number = number.map_or_else(String::new, |number| format!(" {number}"));
                finding.is_wrong(|| format!("{table}{number} refers to a row of {other} that is not there"));
            }
        }
        _ => {
            const NOT_ENFORCED: &str = "SELECT conname::text FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid \
                 WHERE contype = 'f' AND relnamespace = current_schema()::regnamespace AND NOT convalidated";
            for row in raw(txn, NOT_ENFORCED).await? {
                let name: String = row.try_get_by_index(0)?;
                finding.is_wrong(|| format!("the constraint {name} was never validated"));
            }
        }
    }
    Ok(finding)
}

async fn raw(txn: &DatabaseTransaction, sql: &str) -> Result<Vec<sea_orm::QueryResult>, Error> {
    Ok(txn.query_all_raw(Statement::from_string(txn.get_database_backend(), sql)).await?)
}
