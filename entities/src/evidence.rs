//! Who says that an adoption is so, down to the cells.

use sea_orm::{FromJsonQueryResult, entity::prelude::*};

use crate::domain::{Confidence, MatchMethod};

/// One row of one file that states an adoption.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The fact that it supports.
    pub adoption_id: i64,
    /// The run that recorded it.
    pub import_run_id: i64,
    /// The file.
    pub source_id: i64,
    /// The publication that the row cites.
    pub cited_source_id: Option<i64>,
    /// The sheet; the file's name for a file without sheets.
    pub sheet: String,
    /// The row's number, as a spreadsheet program shows it.
    pub row_number: i32,
    /// The cells that were read, and how.
    pub cells: Cells,
    /// How the CCG was found.
    pub match_method: MatchMethod,
    /// Earliest day on which the statement may have been made.
    pub stated_from: Option<Date>,
    /// Latest day on which the statement may have been made.
    pub stated_to: Option<Date>,
    /// First day in force, as this row states it.
    pub effective_from: Option<Date>,
    /// Last day in force, as this row states it.
    pub effective_to: Option<Date>,
    /// What the statement rests on, in words.
    pub basis: Option<String>,
    /// How directly the publication states it.
    pub confidence: Confidence,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The fact that it supports.
    #[sea_orm(belongs_to, from = "adoption_id", to = "id")]
    pub adoption: BelongsTo<super::adoption::Entity>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
    /// The file.
    #[sea_orm(belongs_to, relation_enum = "Source", from = "source_id", to = "id")]
    pub source: BelongsTo<super::source::Entity>,
    /// The publication that the row cites.
    #[sea_orm(belongs_to, relation_enum = "CitedSource", from = "cited_source_id", to = "id")]
    pub cited_source: BelongsTo<Option<super::source::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The cells of one row, in the order of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, FromJsonQueryResult)]
pub struct Cells(pub Vec<Cell>);

/// One cell that was read: where it stands, what stands there and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// The field that it was read as: `model`, `ods_code` ...
    pub field: String,
    /// Its address in the sheet: `D7`. None for a value that stands elsewhere, such as the sheet's name.
    pub address: Option<String>,
    /// What stands there, untouched.
    pub raw: String,
    /// What was stored.
    pub value: String,
    /// The rule that made the one from the other: `trimmed`, `merged cell`, `sheet name` ...
    pub rule: String,
}
