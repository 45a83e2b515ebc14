//! A region, area team, local office or STP/ICS.

use sea_orm::entity::prelude::*;

use crate::domain::AreaKind;

/// An area of one of the NHS's maps. "London" is three rows: one a map.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The map it belongs to.
    #[sea_orm(unique_key = "kind_name")]
    pub kind: AreaKind,
    /// Its ODS code, where published.
    pub code: Option<String>,
    /// Its name; the code where no name is known.
    #[sea_orm(unique_key = "kind_name")]
    pub name: String,
    /// Its CCGs.
    #[sea_orm(has_many)]
    pub ccgs: HasMany<super::ccg_area::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
