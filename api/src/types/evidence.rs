use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entities::evidence::{self, Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{Adoption, ImportRun, PartialDate, Source, SourceFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, all, combined, refers_to},
    loading::{BelongsTo, one, one_if},
    scalars::{Date, DateTime},
    table::{Noun, column},
    vocabulary::{Confidence, MatchMethod},
};

/// Who says that an adoption is so.
#[derive(Clone)]
pub struct Evidence(Model);

impl From<Model> for Evidence {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Evidence {
    type Entity = Entity;
    type Filter = EvidenceFilter;
    const ORDER: &'static [Column] = &[];
}

impl BelongsTo<Adoption> for Evidence {
    const PARENT: Column = Column::AdoptionId;
}

/// Narrows evidence. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct EvidenceFilter {
    /// By how directly the publication states it.
    confidence: Operand<EqualityFilter<Confidence>>,
    /// By the file that it stands in.
    source: Operand<SourceFilter>,
    /// By the publication that the row cites.
    cited_source: Operand<SourceFilter>,
    /// All of these hold.
    and: Operand<Vec<EvidenceFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<EvidenceFilter>>,
    /// This does not hold.
    not: Operand<EvidenceFilter>,
}

impl Filter for EvidenceFilter {
    fn condition(&self) -> Condition {
        all([
            self.confidence.given().map(|filter| filter.condition(&column(Column::Confidence))),
            self.source.given().map(|filter| refers_to::<Source>(Column::SourceId, filter)),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter)),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// A cell that was read: where it stands, what stands there and what was made of it.
#[derive(SimpleObject)]
pub(super) struct Cell {
    /// What it was read as: `model`, `ods_code` ...
    field: String,
    /// Its address in the sheet, such as `D7`; none for a value that stands elsewhere, such as the sheet's name.
    address: Option<String>,
    /// What stands there, untouched.
    raw: String,
    /// What was stored.
    value: String,
    /// The rule that made the one from the other: `trimmed`, `merged cell`, `sheet name` ...
    rule: String,
}

impl From<evidence::Cell> for Cell {
    fn from(cell: evidence::Cell) -> Self {
        let evidence::Cell { field, address, raw, value, rule } = cell;
        Self { field: field.into_owned(), address, raw, value, rule: rule.into_owned() }
    }
}

/// Who says that an adoption is so: one row of one file, down to its cells.
#[Object]
impl Evidence {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The fact that it supports.
    async fn adoption(&self, context: &Context<'_>) -> Answer<Adoption> {
        one(context, self.0.adoption_id).await
    }

    /// The file that the row stands in.
    async fn source(&self, context: &Context<'_>) -> Answer<Source> {
        one(context, self.0.source_id).await
    }

    /// The publication that the row cites as its own source.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.cited_source_id).await
    }

    /// The sheet; the file's name for a file without sheets.
    async fn sheet(&self) -> &str {
        &self.0.sheet
    }

    /// The number of the row, as a spreadsheet program shows it.
    async fn row(&self) -> i32 {
        self.0.row_number
    }

    /// The cells that were read, in the order of the columns.
    async fn cells(
        &self,
        #[graphql(desc = "Only the cells that were read as this field, such as `model`.")] field: Option<
            String,
        >,
    ) -> Vec<Cell> {
        let wanted = |cell: &&evidence::Cell| field.as_ref().is_none_or(|field| *field == cell.field);
        self.0.cells.0.iter().filter(wanted).cloned().map(Cell::from).collect()
    }

    /// How the CCG was found in the register.
    async fn match_method(&self) -> MatchMethod {
        self.0.match_method.into()
    }

    /// When the statement was made or published, as precisely as it is known.
    async fn stated_on(&self) -> Option<PartialDate> {
        PartialDate::between(self.0.stated_from, self.0.stated_to)
    }

    /// The first day in force, as this row states it: sources differ.
    async fn effective_from(&self) -> Option<Date> {
        self.0.effective_from.map(Date)
    }

    /// The last day in force, as this row states it.
    async fn effective_to(&self) -> Option<Date> {
        self.0.effective_to.map(Date)
    }

    /// What the statement rests on, in words.
    async fn basis(&self) -> Option<&str> {
        self.0.basis.as_deref()
    }

    /// How directly the publication states it.
    async fn confidence(&self) -> Confidence {
        self.0.confidence.into()
    }

    /// When this service recorded it.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// The import run that recorded it.
    async fn import_run(&self, context: &Context<'_>) -> Answer<ImportRun> {
        one(context, self.0.import_run_id).await
    }
}
