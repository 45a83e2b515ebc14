//! A clinical commissioning group, by its ODS code.

use sea_orm::entity::prelude::*;

use crate::domain::OdsCode;

/// A clinical commissioning group. Reference data: corrected in place, never deleted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ccg")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Assigned by ODS and never reused: CCGs that merge get a new code.
    #[sea_orm(unique)]
    pub ods_code: OdsCode,
    /// The last name it bore.
    pub name: String,
    /// The first day on which it existed as a statutory body.
    pub opened_on: Option<Date>,
    /// The last day on which it existed; none while it is open.
    pub closed_on: Option<Date>,
    /// What the register says besides.
    pub note: Option<String>,
    /// The run that wrote it last. Only a newer file of the same dataset may correct it.
    pub import_run_id: i64,
    /// What it was called from when to when.
    #[sea_orm(has_many)]
    pub identities: HasMany<super::ccg_identity::Entity>,
    /// The areas it belonged to.
    #[sea_orm(has_many)]
    pub areas: HasMany<super::ccg_area::Entity>,
    /// Its adoptions of models.
    #[sea_orm(has_many)]
    pub adoptions: HasMany<super::adoption::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
