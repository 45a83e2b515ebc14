//! The schema and its reference data, oldest first.
//!
//! A migration never imports the entities: history must not move when a struct does. Every one works on
//! SQLite and PostgreSQL alike, up and down.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

pub mod database;
mod m20261121_000001_create_sources_and_runs;
mod m20261121_000002_create_register;
mod m20261121_000003_create_adoptions;
mod m20261121_000004_create_scope_and_figures;
mod m20261121_000005_insert_models_and_services;
mod statement;
pub mod trouble;

/// All migrations.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_sources_and_runs::Migration),
            Box::new(m20261121_000002_create_register::Migration),
            Box::new(m20261121_000003_create_adoptions::Migration),
            Box::new(m20261121_000004_create_scope_and_figures::Migration),
            Box::new(m20261121_000005_insert_models_and_services::Migration),
        ]
    }
}

/// The table in which applied migrations are noted.
pub const APPLIED: &str = "seaql_migrations";

/// The names of all migrations, oldest first: what a database must have applied, no less and no more.
#[must_use]
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}
