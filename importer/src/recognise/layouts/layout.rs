//! What the columns of a sheet mean.

use std::sync::Arc;

use entities::domain::DatasetKind;

use super::{own_text, texts};
use crate::{
    extract::{Address, Cell, Row, Value},
    recognise::{
        Constant, Field, Profile,
        vocabulary::{lacking, numbers_models, suffice, titles},
        years::numbers_waves,
    },
};

/// What the columns of a sheet mean.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What its rows state.
    pub kind: DatasetKind,
    /// How its rows state it.
    pub shape: Shape,
    /// The header's row, from 1; of two lines the lower, and 0 where the file has no header.
    pub header_row: u32,
    /// Columns and their fields, by column.
    pub columns: Vec<(u32, Field)>,
    /// Further columns of a field that has one already; they must say the same.
    pub twins: Vec<(u32, Field)>,
    /// What the sheet says of all its rows.
    pub constants: Vec<Constant>,
    /// Why something that its titles say is not believed, for people.
    pub doubt: Option<String>,
    /// Why nothing that the sheet says is believed, for people: it is called superseded.
    pub(crate) void: Option<String>,
    /// What its titles, or its name, say of a status that a column gives, too: what was declined was not approved.
    pub(crate) claim: Option<Constant>,
    /// Headings that mean nothing to this program; their columns are not read.
    pub unknown: Vec<String>,
    /// How many fields the header's line has; 0 where lines have no end.
    pub fields: u32,
    /// All headings without the marks of footnotes, by column.
    pub headings: Vec<(u32, String)>,
    /// The headings that bear marks of footnotes.
    pub marks: Vec<HeadingMark>,
    /// The profile that it was read by; none where the headings alone decided.
    pub profile: Option<Arc<Profile>>,
    /// The lines of the header as they stand, by which a repeated one is known.
    pub(in crate::recognise) lines: Vec<Vec<(u32, String)>>,
}

/// A heading that bears marks of footnotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingMark {
    /// Where it stands; of two lines the lower.
    pub address: Address,
    /// As it stands.
    pub raw: String,
    /// Its marks.
    pub keys: Vec<String>,
}

/// How rows state what they state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A row is a statement.
    Long,
    /// A row has a statement in each column of a wave, which names the model.
    WideByWave(Vec<WideColumn>),
    /// A row has a statement in each column of a model, which says yes.
    WideByModel(Vec<WideColumn>),
    /// A row is a CCG, and the title says what it adopts.
    PlainList,
}

impl Shape {
    /// The columns whose headings are a part of what their cells state.
    #[must_use]
    pub fn wide(&self) -> &[WideColumn] {
        match self {
            Self::WideByWave(columns) | Self::WideByModel(columns) => columns,
            Self::Long | Self::PlainList => &[],
        }
    }

    /// Whether its columns give a field of each statement.
    pub(super) fn gives(&self, field: Field) -> bool {
        match field {
            Field::Model => !self.wide().is_empty(),
            Field::FinancialYear => self.is_of_years(),
            _ => !self.wide().is_empty() && self.wide().iter().all(|wide| wide.column_of(field).is_some()),
        }
    }

    /// Whether each of these columns says of which year it is.
    fn is_of_years(&self) -> bool {
        let is_of_year = |wide: &WideColumn| {
            let mut said = std::iter::once(&wide.heading).chain(&wide.also);
            said.any(|constant| constant.field == Field::FinancialYear)
        };
        !self.wide().is_empty() && self.wide().iter().all(is_of_year)
    }

    /// The field of a column that is a part of a statement of its own.
    pub(super) fn field(&self, column: u32) -> Option<Field> {
        let of = |wide: &WideColumn| {
            let beside = wide.beside.iter().find(|(beside, _)| *beside == column).map(|(_, field)| *field);
            beside.or_else(|| (wide.column == column).then_some(Field::Model))
        };
        self.wide().iter().find_map(of)
    }
}

/// A column whose heading is a part of what its cells state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WideColumn {
    /// The column.
    pub column: u32,
    /// What its heading says.
    pub heading: Constant,
    /// What else holds for its cells: the year of a column of a model, or the model of a column of a year whose cells only
    /// say yes.
    pub also: Option<Constant>,
    /// Columns that say more of the same: the status of the same year.
    pub beside: Vec<(u32, Field)>,
}

impl WideColumn {
    /// The column that says something of this statement only.
    #[must_use]
    pub fn column_of(&self, field: Field) -> Option<u32> {
        self.beside.iter().find(|(_, known)| *known == field).map(|(column, _)| *column)
    }
}

impl Layout {
    /// The column of a field; none where it has one for each year or model.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<u32> {
        let of_one = |column: u32| {
            self.shape.wide().iter().any(|wide| wide.beside.iter().any(|(beside, _)| *beside == column))
        };
        let mut columns = self.columns.iter().filter(|(_, known)| *known == field).map(|(column, _)| *column);
        columns.find(|column| !of_one(*column))
    }

    /// The field of a column.
    #[must_use]
    pub fn field(&self, column: u32) -> Option<Field> {
        self.columns.iter().find(|(known, _)| *known == column).map(|(_, field)| *field)
    }

    /// The columns that say once more which CCG a row is about, and the first of them: two lists side by side, or two
    /// columns of which one means something else.
    pub(crate) fn doubled_identity(&self) -> Option<(Field, Vec<u32>)> {
        let is_identity = |field: Field| matches!(field, Field::OdsCode | Field::OnsCode | Field::CcgName);
        let (_, field) = self.twins.iter().find(|(_, field)| is_identity(*field))?;
        let all = self.columns.iter().chain(&self.twins);
        Some((*field, all.filter(|(_, known)| known == field).map(|(column, _)| *column).collect()))
    }

    /// The fields of what an adoption states that no column gives.
    pub(crate) fn open_fields(&self) -> Vec<Field> {
        let fields = [Field::Model, Field::Stage, Field::FinancialYear];
        let is_told = |field: Field| self.shape.gives(field) || self.column(field).is_some();
        fields.into_iter().filter(|field| self.kind == DatasetKind::Adoptions && !is_told(*field)).collect()
    }

    /// Whether the cells of its columns of models may say of which year they are, because nothing else does.
    pub(crate) fn may_have_years_in_cells(&self) -> bool {
        matches!(self.shape, Shape::WideByModel(_))
            && self.profile.is_none()
            && !self.tells(Field::FinancialYear)
    }

    /// Whether a heading says that its column numbers what the field is: waves, or models.
    pub(crate) fn numbers(&self, field: Field) -> bool {
        let is_number = match field {
            Field::FinancialYear => numbers_waves,
            Field::Model => numbers_models,
            _ => return false,
        };
        let columns = self.columns.iter().chain(&self.twins).filter(|(_, known)| *known == field);
        let mut headings =
            columns.filter_map(|(column, _)| self.headings.iter().find(|(at, _)| at == column));
        headings.any(|(_, heading)| is_number(heading))
    }

    /// What the sheet says of a field of all its rows.
    #[must_use]
    pub fn constant(&self, field: Field) -> Option<&Constant> {
        self.constants.iter().find(|constant| constant.field == field)
    }

    /// Whether its rows are about a year that no column, no title and no name gives.
    #[must_use]
    pub fn lacks_period(&self) -> bool {
        self.kind == DatasetKind::Adoptions && !self.tells(Field::FinancialYear)
    }

    /// Whether no column, no title and no name says how far its adoptions had come.
    #[must_use]
    pub fn lacks_stage(&self) -> bool {
        self.kind == DatasetKind::Adoptions && !self.tells(Field::Stage)
    }

    /// Whether cells of a row leave a field blank that every record of this kind must have.
    #[must_use]
    pub fn is_incomplete(&self, cells: &[&Cell]) -> bool {
        let is_told = |field| {
            self.constant(field).is_some() || cells.iter().any(|cell| self.field(cell.column) == Some(field))
        };
        !suffice(self.kind, is_told)
    }

    /// Whether a row is a line of the header once more, as at the top of a printed page.
    #[must_use]
    pub fn is_repeated_by(&self, row: &Row) -> bool {
        // Asked of every row, and most differ in their first text.
        let Some(first) = row.cells.iter().find_map(own_text) else { return false };
        self.lines.iter().any(|line| line.first() == Some(&first)) && self.lines.contains(&texts(row))
    }

    /// How much of it was recognised.
    pub(in crate::recognise) fn score(&self) -> usize {
        self.columns.len() + self.constants.len()
    }

    /// Its kind and shape for people.
    pub(crate) fn title(&self) -> String {
        let shape = match self.shape {
            Shape::Long => "",
            Shape::WideByWave(_) => " with a column for each year",
            Shape::WideByModel(_) => " with a column for each model",
            Shape::PlainList => " as a plain list",
        };
        format!("{}{shape}", self.kind.title())
    }

    /// A layout of which nothing is known but its kind.
    pub(crate) fn empty(kind: DatasetKind) -> Self {
        Self {
            kind,
            shape: Shape::Long,
            header_row: 0,
            columns: Vec::new(),
            twins: Vec::new(),
            constants: Vec::new(),
            doubt: None,
            void: None,
            claim: None,
            unknown: Vec::new(),
            fields: 0,
            headings: Vec::new(),
            marks: Vec::new(),
            profile: None,
            lines: Vec::new(),
        }
    }

    /// The fields that are not told and that every record of this kind must have; of several in one place any will do.
    pub(crate) fn lacking(&self) -> Vec<Vec<Field>> {
        let mut lacking = lacking(self.kind, |field| self.tells(field));
        if self.lacks_period() {
            lacking.push(vec![Field::FinancialYear]);
        }
        lacking
    }

    /// The same for people.
    #[must_use]
    pub fn lacks(&self) -> Vec<String> {
        self.lacking().iter().map(|fields| titles(fields)).collect()
    }

    /// How much of its header is understood, for people: `2 of 3 headings: "CCG code" = ODS code, "Year" = ...`
    pub(crate) fn understood(&self) -> String {
        let known = self.headings.iter().filter_map(|(column, heading)| {
            let wide = self.shape.wide().iter().find(|wide| wide.column == *column);
            let field = wide.map(|wide| wide.heading.field).or_else(|| self.field(*column))?;
            Some(format!("\"{}\" = {}", crate::issue::cut(heading), field.title()))
        });
        let known: Vec<String> = known.collect();
        format!("{} of {} headings: {}", known.len(), self.headings.len(), known.join(", "))
    }

    /// What a cell in a column of the field says by the profile: another text, or nothing at all if it is blank.
    #[must_use]
    pub fn spelling(&self, field: Field, value: &Value) -> Option<&str> {
        self.profile.as_ref()?.spelling(field, &value.raw())
    }

    pub(super) fn tells(&self, field: Field) -> bool {
        let is_given = field != Field::Model && self.shape.gives(field);
        is_given || self.column(field).is_some() || self.constant(field).is_some()
    }
}
