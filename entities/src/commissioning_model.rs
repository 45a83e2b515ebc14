//! The three models and what each means.

use sea_orm::entity::prelude::*;

use crate::domain::ModelCode;

/// A co-commissioning model. Reference data, written by a migration.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commissioning_model")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Which of the three.
    #[sea_orm(unique)]
    pub code: ModelCode,
    /// `A`, `B` or `C`.
    pub letter: String,
    /// Its usual name.
    pub title: String,
    /// Other names that publishers use.
    pub also_called: String,
    /// Who takes the decisions.
    pub who_decides: String,
    /// What a CCG had to change to take it on.
    pub governance: String,
    /// The law that it rests on.
    pub legal_basis: String,
    /// Adoptions of it.
    #[sea_orm(has_many)]
    pub adoptions: HasMany<super::adoption::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
