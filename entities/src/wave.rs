//! An approval round, which is a financial year.

use sea_orm::{QuerySelect, entity::prelude::*};

use crate::domain::FinancialYear;

/// An approval round. Reference data: corrected in place, never deleted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wave")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The financial year in which arrangements of the round began.
    #[sea_orm(unique)]
    pub financial_year: FinancialYear,
    /// 1 to 4 for the rounds that were numbered.
    pub number: Option<i32>,
    /// A title for people.
    pub title: String,
    /// Last day of applications for delegated commissioning.
    pub delegated_deadline: Option<Date>,
    /// Last day of applications for joint commissioning and greater involvement.
    pub joint_deadline: Option<Date>,
    /// Earliest day on which the approvals may have been announced.
    pub announced_from: Option<Date>,
    /// Latest day on which the approvals may have been announced.
    pub announced_to: Option<Date>,
    /// The day on which arrangements of the round began.
    pub live_from: Option<Date>,
    /// What there is to know besides.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub cited_source_id: Option<i64>,
    /// The run that wrote it last. Only a newer file of the same dataset may correct it.
    pub import_run_id: i64,
    /// Adoptions in it.
    #[sea_orm(has_many)]
    pub adoptions: HasMany<super::adoption::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Selects the day on which the arrangements of the first round began, the one that is numbered 1: before it no CCG
    /// had a model. A year of which a file speaks is no round for that alone.
    #[must_use]
    pub fn first_round() -> Select<Self> {
        let numbered = Self::find().filter(Column::Number.eq(1));
        numbered.select_only().column_as(Column::LiveFrom.min(), "first_round")
    }
}
