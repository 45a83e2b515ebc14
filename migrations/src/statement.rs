//! What the tables of statements share: who recorded a row, when, and until when it held.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

/// A table with a row number.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).col(big_pk_auto("id")).to_owned()
}

/// A table of statements: rows are never deleted, but retracted.
pub(crate) fn statements(name: &'static str) -> TableCreateStatement {
    table(name)
        .col(text("natural_key"))
        .col(big_integer("import_run_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("retracted_at"))
        .foreign_key(&mut references(name, "import_run_id", "import_run"))
        .to_owned()
}

/// A foreign key to the row number of another table.
pub(crate) fn references(
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{from}_{column}"))
        .from(from, column)
        .to(to, "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// A plain index, named after what it indexes.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("ix_{table}_{}", columns.join("_"))).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

/// One row in force for each natural key; retracted versions may share it.
pub(crate) fn one_in_force(table: &'static str) -> IndexCreateStatement {
    Index::create()
        .name(format!("uq_{table}_in_force"))
        .table(table)
        .col("natural_key")
        .unique()
        .and_where(Expr::col("retracted_at").is_null())
        .to_owned()
}

/// Creates tables, then their indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        let sorted = sorted_by_letter(manager.get_database_backend(), &table);
        manager.create_table(table).await?;
        if let Some(sorted) = sorted {
            manager.alter_table(sorted).await?;
        }
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// PostgreSQL sorts and folds text by the language of the database, SQLite letter by letter. An answer must not depend
/// on where it is stored, nor on a language.
fn sorted_by_letter(backend: DbBackend, table: &TableCreateStatement) -> Option<TableAlterStatement> {
    if backend != DbBackend::Postgres {
        return None;
    }
    let mut alter = Table::alter();
    alter.table(table.get_table_name()?.clone());
    let is_text = |column: &&ColumnDef| matches!(column.get_column_type(), Some(ColumnType::Text));
    let texts: Vec<_> = table.get_columns().iter().filter(is_text).collect();
    for column in &texts {
        let name = column.get_column_name();
        alter.modify_column(ColumnDef::new(name).custom("text COLLATE \"C\"").to_owned());
    }
    (!texts.is_empty()).then(|| alter.to_owned())
}

/// Drops tables in the order given: those that refer to others first.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
