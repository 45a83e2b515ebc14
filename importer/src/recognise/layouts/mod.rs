//! The ways in which rows are laid out, a file for each.
//!
//! A layout says which column holds what, and what stands outside a row and holds for all of them. Where a row makes
//! several statements, its [`WideColumn`]s say which cells make them.

mod long;
mod plain_list;
mod wide_by_model;
mod wide_by_wave;

use std::sync::Arc;

use entities::domain::{DatasetKind, normalise};

use super::{
    Constant, Field, Profile,
    headings::{Heading, without_marks},
    vocabulary::{lacking, suffice, titles},
    wording::Wording,
};
use crate::extract::{Cell, Row, Value};

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
    /// What the sheet says of all its rows.
    pub constants: Vec<Constant>,
    /// Headings that mean nothing to this program; their columns are not read.
    pub unknown: Vec<String>,
    /// How many fields the header's line has; 0 where lines have no end.
    pub fields: u32,
    /// All headings without the marks of footnotes, by column.
    pub headings: Vec<(u32, String)>,
    /// The profile that it was read by; none where the headings alone decided.
    pub profile: Option<Arc<Profile>>,
    /// The lines of the header as they stand, by which a repeated one is known.
    pub(super) lines: Vec<Vec<(u32, String)>>,
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

    /// The field of a column that is a part of a statement of its own.
    fn field(&self, column: u32) -> Option<Field> {
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
    pub(super) fn score(&self) -> usize {
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
            constants: Vec::new(),
            unknown: Vec::new(),
            fields: 0,
            headings: Vec::new(),
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

    fn tells(&self, field: Field) -> bool {
        let is_year = field == Field::FinancialYear && matches!(self.shape, Shape::WideByWave(_));
        let wide = self.shape.wide();
        let is_beside_each = !wide.is_empty() && wide.iter().all(|wide| wide.column_of(field).is_some());
        is_year || is_beside_each || self.column(field).is_some() || self.constant(field).is_some()
    }
}

/// The layouts of a kind that headings fit.
pub(super) fn fits(kind: DatasetKind, headings: &[Heading], wording: &Wording) -> Vec<Layout> {
    let candidates = match kind {
        DatasetKind::Adoptions => vec![
            long::fit(kind, headings, wording),
            wide_by_wave::fit(headings, wording),
            wide_by_model::fit(headings, wording),
            plain_list::fit(headings, wording),
        ],
        _ => vec![long::fit(kind, headings, wording)],
    };
    candidates.into_iter().flatten().collect()
}

/// The layouts of a kind that headings would fit if more of them were understood.
pub(super) fn attempts(kind: DatasetKind, headings: &[Heading], wording: &Wording) -> Vec<Layout> {
    let from_wording = match kind {
        DatasetKind::Adoptions => &[Field::Region, Field::FinancialYear, Field::Stage, Field::Model][..],
        _ => &[],
    };
    let mut shapes = vec![Shape::Long];
    if kind == DatasetKind::Adoptions {
        shapes.push(Shape::WideByWave(wide_by_wave::columns(headings).unwrap_or_default()));
        if !has_model_column(headings) {
            shapes.push(Shape::WideByModel(wide_by_model::columns(headings)));
        }
    }
    let is_sound = |shape: &Shape| *shape == Shape::Long || !shape.wide().is_empty();
    let sound = shapes.into_iter().filter(is_sound);
    sound.map(|shape| sorted(kind, shape, headings, from_wording, wording)).collect()
}

/// The texts of a row, by which a repeated header is known.
pub(super) fn texts(row: &Row) -> Vec<(u32, String)> {
    row.cells.iter().filter_map(own_text).collect()
}

fn own_text(cell: &Cell) -> Option<(u32, String)> {
    match &cell.value {
        Value::Text(text) if cell.anchor.is_none() => Some((cell.column, normalise(without_marks(text)))),
        _ => None,
    }
}

/// Sorts headings into the fields of a kind, and takes from the wording what may stand there instead of a column.
fn sorted(
    kind: DatasetKind,
    shape: Shape,
    headings: &[Heading],
    from_wording: &[Field],
    wording: &Wording,
) -> Layout {
    let mut layout = Layout {
        shape,
        header_row: headings.iter().map(|heading| heading.address.row).max().unwrap_or_default(),
        headings: headings.iter().map(|heading| (heading.column, heading.texts[0].clone())).collect(),
        ..Layout::empty(kind)
    };
    for heading in headings {
        let field = layout
            .shape
            .field(heading.column)
            .or_else(|| heading.field(kind).filter(|field| layout.column(*field).is_none()));
        match field {
            Some(field) => layout.columns.push((heading.column, field)),
            None => layout.unknown.push(normalise(&heading.raw)),
        }
    }
    let told = from_wording.iter().filter(|field| layout.column(**field).is_none());
    layout.constants = told.filter_map(|field| wording.of_field(*field).cloned()).collect();
    layout
}

/// The heading of a wide column.
fn wide_column(heading: &Heading, field: Field, text: String) -> WideColumn {
    let (address, raw) = heading.year.clone().unwrap_or_else(|| (heading.address, heading.raw.clone()));
    let constant = Constant { field, address: Some(address), raw, text, rule: "column heading".into() };
    WideColumn { column: heading.column, heading: constant, beside: Vec::new() }
}

/// Whether a heading names a column of the model, and not a model with a number such as "Model 1".
fn has_model_column(headings: &[Heading]) -> bool {
    headings.iter().any(|heading| heading.exact_field(DatasetKind::Adoptions) == Some(Field::Model))
}

/// Whether a layout says which CCG a row is about, and has what else is needed but a stage.
fn suffices(layout: &Layout) -> bool {
    suffice(layout.kind, |field| {
        let may_be_missing = field == Field::Stage && layout.kind == DatasetKind::Adoptions;
        may_be_missing || layout.tells(field)
    })
}
