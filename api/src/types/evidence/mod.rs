mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::NaiveDate;
use entities::evidence::{self, Column, Entity, FIELDS, Model};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Adoption, ImportRun, PartialDate, Source, node::identity, source::Cited};
use crate::{
    advice,
    dates::Dates,
    error::{Answer, Failure},
    loading::BelongsTo,
    rendering::object,
    scalars::{Date, DateTime},
    table::{Noun, column},
    vocabulary::{Confidence, MatchMethod},
};

pub use filter::EvidenceFilter;
pub use sort::EvidenceSort;

/// Who says that an adoption is so.
#[derive(Clone)]
pub struct Evidence {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Evidence {
    type Entity = Entity;
    type Filter = EvidenceFilter;
    type Sort = EvidenceSort;
    const ORDER: &'static [EvidenceSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }

    /// The statement had been made by the day for certain; one without a date never was.
    fn stated_by(day: NaiveDate, _: &Dates) -> Condition {
        Condition::all().add(column(Column::StatedTo).lte(day))
    }
}

impl BelongsTo<Source> for Evidence {
    const PARENT: Column = Column::SourceId;
    const IS_LONG: bool = true;
}

impl BelongsTo<Cited> for Evidence {
    const PARENT: Column = Column::CitedSourceId;
    const IS_LONG: bool = true;
}

impl BelongsTo<ImportRun> for Evidence {
    const PARENT: Column = Column::ImportRunId;
    const IS_LONG: bool = true;
}

impl BelongsTo<Adoption> for Evidence {
    const PARENT: Column = Column::AdoptionId;
}

/// A cell that was read: where it stands, what stands there and what was made of it.
#[derive(SimpleObject)]
pub(super) struct Cell {
    /// What it was read as: `model`, `ods_code` ... `cells` names them all.
    field: String,
    /// Its address in the sheet, such as `D7`; none for a value that stands elsewhere, such as the sheet's name.
    address: Option<String>,
    /// What stands there, untouched.
    raw: String,
    /// What was stored.
    value: String,
    /// By which rule the text of the field was found: `as it stands`, `trimmed`, `merged cell`, `sheet name` ... What that text
    /// means the vocabulary of the field says, or the usual spellings of years, days and numbers: "Delegated commissioning" as it
    /// stands is the model `DELEGATED`.
    rule: String,
}

impl From<evidence::Cell> for Cell {
    fn from(cell: evidence::Cell) -> Self {
        let evidence::Cell { field, address, raw, value, rule } = cell;
        Self {
            field: field.into_owned(),
            address: address.map(Into::into),
            raw: raw.into(),
            value: value.into(),
            rule: rule.into_owned(),
        }
    }
}

object! {
    /// Who says that an adoption is so: one row of one file, down to its cells.
    Evidence
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The sheet; the file's name for a file without sheets.
        sheet: &str = |sheet| sheet;
        /// The number of the row, as a spreadsheet program shows it.
        row: i32 = |row_number| *row_number;
        /// How the CCG was found in the register.
        match_method: MatchMethod = |match_method| (*match_method).into();
        /// The first day in force, as this row states it, for sources differ; none where it states none.
        effective_from: Option<Date> = |effective_from| effective_from.map(Date);
        /// The last day in force, as this row states it; none where it states none.
        effective_to: Option<Date> = |effective_to| effective_to.map(Date);
        /// What the statement rests on, in words; none where the row does not say.
        basis: Option<&str> = |basis| basis.as_deref();
        /// How directly the publication states it.
        confidence: Confidence = |confidence| (*confidence).into();
        /// When this service recorded it.
        recorded_at: DateTime = |recorded_at| DateTime(*recorded_at);
    }
    leads to {
        /// The fact that it supports.
        adoption: Adoption = adoption_id;
        /// The file that the row stands in.
        source: Source = source_id;
        /// The publication that the row cites as its own source; none where it cites none.
        cited_source: Option<Source> = cited_source_id;
        /// The import run that recorded it.
        import_run: ImportRun = import_run_id;
    }
    holds {
        /// When the statement was made or published, as precisely as it is known; none where no date is known.
        stated_on: PartialDate = |stated_from, stated_to| PartialDate::between(*stated_from, *stated_to);
    }
    and {
        /// The cells that were read, in the order of the columns.
        async fn cells(
            &self,
            #[graphql(
                desc = "Only the cells that were read as this field: `ods_code`, `ons_code`, `ccg_name`, `region`, `model`, `stage`, \
                              `financial_year`, `effective_from`, `effective_to`, `stated_on`, `basis_note`, `confidence` or \
                              `citation`. A row that has no such cell gives none."
            )]
            field: Option<String>,
        ) -> Answer<Vec<Cell>> {
            if let Some(unknown) = field.as_ref().filter(|field| !FIELDS.contains(&field.as_str())) {
                let known = FIELDS.map(str::to_owned);
                let (listed, nearest) = (advice::listed(&known), advice::nearest(unknown, &known));
                let message =
                    format!("field is \"{unknown}\", as which no cell is read; expected {listed}.{nearest}");
                return Err(Failure::bad_input("field", message));
            }
            let wanted = |cell: &&evidence::Cell| field.as_ref().is_none_or(|field| *field == cell.field);
            Ok(self.row.cells.0.iter().filter(wanted).cloned().map(Cell::from).collect())
        }
    }
}
