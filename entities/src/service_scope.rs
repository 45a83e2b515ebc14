//! The primary care services.

use sea_orm::entity::prelude::*;

use crate::domain::Service;

/// A primary care service. Reference data, written by a migration.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_scope")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Which service.
    #[sea_orm(unique)]
    pub code: Service,
    /// Its usual name.
    pub title: String,
    /// What publications of other years call it.
    pub also_called: String,
    /// The rules about it.
    #[sea_orm(has_many)]
    pub rules: HasMany<super::scope_rule::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
