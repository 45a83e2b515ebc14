//! A source as a list of sources has it.

use sea_orm::entity::prelude::*;

/// A source as a list of sources has it: what whoever cannot read the list must know to judge how fresh it is.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listed_source")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The list: its path where the importer read it. Importers may have lists of their own.
    pub list: String,
    /// The source's name in it; unique there.
    pub name: String,
    /// The dataset that its files make.
    pub dataset: String,
    /// From which age on it deserves a warning, in seconds.
    pub warn_after: Option<i64>,
    /// From which age on it is too old, in seconds.
    pub error_after: Option<i64>,
    /// Whether it still stood in the list when that was last read.
    pub is_listed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
