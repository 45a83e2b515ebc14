//! Who says that an adoption is so, down to the cells.

use std::borrow::Cow;

use compact_str::CompactString;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
///
/// Evidence is most of the database, so a cell is stored as `[field, address, raw, value, rule]`, and its end is left
/// out where it says nothing: a rule that is [`AS_IT_STANDS`], and before it a value that is the raw text.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult)]
pub struct Cells(pub Vec<Cell>);

/// One cell that was read: where it stands, what stands there and what was made of it.
///
/// A large import makes many millions of them, and nearly all of their texts are so short that a [`CompactString`] holds
/// them without allocating.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cell {
    /// The field that it was read as: `model`, `ods_code` ...
    pub field: Cow<'static, str>,
    /// Its address in the sheet: `D7`. None for a value that stands elsewhere, such as the sheet's name.
    pub address: Option<CompactString>,
    /// What stands there, untouched.
    pub raw: CompactString,
    /// What was stored.
    pub value: CompactString,
    /// By which rule the text of the field was found: `as it stands`, `trimmed`, `merged cell`, `sheet name` ... What that text
    /// means the vocabulary of the field says, so the value may be another though the text stood as it was.
    pub rule: Cow<'static, str>,
}

/// What cells of a row that states an adoption are read as.
pub const FIELDS: [&str; 13] = [
    "ods_code",
    "ons_code",
    "ccg_name",
    "region",
    "model",
    "stage",
    "financial_year",
    "effective_from",
    "effective_to",
    "stated_on",
    "basis_note",
    "confidence",
    "citation",
];

/// The rule by which most cells are read.
pub const AS_IT_STANDS: &str = "as it stands";

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Stored))
    }
}

/// A cell in the form in which it is stored.
struct Stored<'a>(&'a Cell);

impl Serialize for Stored<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Cell { field, address, raw, value, rule } = self.0;
        let beginning = (field, address, raw);
        match (rule.as_ref(), value) {
            (AS_IT_STANDS, value) if value == raw => beginning.serialize(serializer),
            (AS_IT_STANDS, value) => (field, address, raw, value).serialize(serializer),
            _ => (field, address, raw, value, rule).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Vec::<Vec<Option<CompactString>>>::deserialize(deserializer)?;
        stored.into_iter().map(Cell::of_stored).collect::<Option<_>>().map(Self).ok_or_else(|| {
            de::Error::custom(
                "a cell is stored as [field, address, raw, value, rule], the last two if need be",
            )
        })
    }
}

impl Cell {
    fn of_stored(parts: Vec<Option<CompactString>>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let (field, address, raw) = (parts.next()??, parts.next()?, parts.next()??);
        let value = parts.next().flatten().unwrap_or_else(|| raw.clone());
        let rule =
            parts.next().flatten().map_or(Cow::Borrowed(AS_IT_STANDS), |rule| Cow::Owned(rule.into_string()));
        Some(Self { field: Cow::Owned(field.into_string()), address, raw, value, rule })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(raw: &str, value: &str, rule: &'static str) -> Cell {
        let address = (rule != "sheet name").then(|| "D7".into());
        Cell { field: "model".into(), address, raw: raw.into(), value: value.into(), rule: rule.into() }
    }

    #[test]
    fn cells_are_stored_without_what_goes_without_saying() {
        for (cell, stored) in [
            (cell("Joint", "Joint", AS_IT_STANDS), r#"[["model","D7","Joint"]]"#),
            (cell("Joint", "JOINT", AS_IT_STANDS), r#"[["model","D7","Joint","JOINT"]]"#),
            (cell("Joint", "Joint", "merged cell"), r#"[["model","D7","Joint","Joint","merged cell"]]"#),
            (cell("Joint ", "JOINT", "sheet name"), r#"[["model",null,"Joint ","JOINT","sheet name"]]"#),
        ] {
            let cells = Cells(vec![cell]);
            assert_eq!(serde_json::to_string(&cells).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Cells>(stored).unwrap(), cells);
        }
        for damaged in ["[[]]", r#"[["model","D7"]]"#, r#"[[null,"D7","Joint"]]"#, r#"[{"field":"model"}]"#] {
            assert!(serde_json::from_str::<Cells>(damaged).is_err(), "{damaged}");
        }
    }
}
