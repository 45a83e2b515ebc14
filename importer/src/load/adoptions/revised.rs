//! The facts in force that a file changes, and what becomes of them: a temporary table.

use sea_orm::{
    entity::prelude::*,
    sea_query::{Query, SelectStatement},
};

/// What becomes of a fact.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revised_fact")]
pub(super) struct Model {
    /// The version that is in force.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) adoption_id: i64,
    /// The dates of its next version.
    pub(super) effective_from: Option<Date>,
    pub(super) effective_to: Option<Date>,
    /// Whether nothing supports it any more, so that there is no next version.
    pub(super) ends: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The row numbers of the versions that are no longer in force.
pub(super) fn old_versions() -> SelectStatement {
    Query::select().column(Column::AdoptionId).from(Entity).to_owned()
}
