//! The ways in which rows are laid out, a file for each.
//!
//! A layout says which column holds what, and what stands outside a row and holds for all of them. Where a row makes
//! several statements, its [`WideColumn`]s say which cells make them.

mod layout;
mod long;
mod plain_list;
mod wide_by_model;
mod wide_by_wave;

use entities::domain::{DatasetKind, PartialDate, normalise};

pub use layout::{HeadingMark, Layout, Shape, WideColumn};
pub(in crate::recognise) use plain_list::fit_open;

use super::{
    Constant, Field,
    headings::{Heading, figure},
    marks::without_marks,
    vocabulary::{VAGUE_MODEL, suffice},
    wording::Wording,
    years::year_or_wave,
};
use crate::extract::{Cell, Row, Value};

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
        DatasetKind::Adoptions => {
            &[Field::Region, Field::FinancialYear, Field::Stage, Field::Model, Field::EffectiveFrom][..]
        }
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
        marks: heading_marks(kind, headings),
        ..Layout::empty(kind)
    };
    for heading in headings {
        let of_wide = layout.shape.field(heading.column);
        let known = heading.field(kind).filter(|field| {
            let is_vague = *field == Field::Model
                && heading.texts.iter().all(|text| VAGUE_MODEL.contains(&normalise(text).as_str()));
            !is_vague || kind != DatasetKind::Adoptions || wording.is_of_commissioning != Some(false)
        });
        if of_wide.is_none() && known.is_none() && heading.field(kind).is_some() {
            let because = "no title above it says clearly that it is one of commissioning";
            layout.doubt.get_or_insert_with(|| format!("\"{}\" is no model, as {because}", heading.raw));
        }
        let is_given = |field| {
            let is_it = |other: &&Heading| other.column != heading.column && other.field(kind) == Some(field);
            headings.iter().filter(is_it).any(|other| !other.is_last_resort())
        };
        let is_spare = |field| is_given(field) || layout.shape.gives(field);
        let known = known.filter(|field| !heading.is_last_resort() || !is_spare(*field));
        match of_wide.or(known) {
            Some(field) if of_wide.is_some() || layout.column(field).is_none() => {
                layout.columns.push((heading.column, field));
            }
            Some(field) if is_decisive(kind, field) => layout.twins.push((heading.column, field)),
            _ => layout.unknown.push(normalise(&heading.raw)),
        }
    }
    let told = from_wording.iter().filter(|field| layout.column(**field).is_none());
    layout.constants = told.filter_map(|field| wording.of_field(*field).cloned()).collect();
    // A day in the titles is that of the rows whose year they tell, and of no others.
    let year = layout.constant(Field::FinancialYear).and_then(|year| year_or_wave(&year.text).ok());
    layout.constants.retain(|constant| {
        let day = PartialDate::parse(&constant.text).ok().and_then(PartialDate::exact);
        constant.field != Field::EffectiveFrom || year.zip(day).is_some_and(|(year, day)| year.contains(day))
    });
    if layout.doubt.is_none() {
        layout.doubt.clone_from(&wording.doubt);
    }
    if kind == DatasetKind::Adoptions {
        layout.void.clone_from(&wording.void);
        layout.claim = wording.denial.clone().filter(|_| layout.constant(Field::Stage).is_none());
    }
    layout
}

/// The footnotes' marks of headings.
pub(super) fn heading_marks(kind: DatasetKind, headings: &[Heading]) -> Vec<HeadingMark> {
    let of = |heading: &Heading| {
        let keys: Vec<String> = heading.marks.iter().cloned().chain(figure(kind, heading)).collect();
        let (address, raw) = (heading.address, heading.raw.clone());
        (!keys.is_empty()).then_some(HeadingMark { address, raw, keys })
    };
    headings.iter().filter_map(of).collect()
}

/// Whether a field is a part of what a row states: two columns of another one may differ.
fn is_decisive(kind: DatasetKind, field: Field) -> bool {
    let is_remark = matches!(field, Field::Citation | Field::Note | Field::BasisNote);
    !is_remark && (kind != DatasetKind::Adoptions || field != Field::Region)
}

/// The heading of a wide column.
fn wide_column(heading: &Heading, field: Field, text: String) -> WideColumn {
    let (address, raw) = heading.year.clone().unwrap_or_else(|| (heading.address, heading.raw.clone()));
    let constant = Constant { field, address: Some(address), raw, text, rule: "column heading".into() };
    WideColumn { column: heading.column, heading: constant, also: None, beside: Vec::new() }
}

/// Whether a heading names a column of the model, and not a model with a number such as "Model 1".
fn has_model_column(headings: &[Heading]) -> bool {
    let is_it = |heading: &Heading| heading.exact_field(DatasetKind::Adoptions) == Some(Field::Model);
    headings.iter().any(|heading| is_it(heading) && !heading.is_last_resort())
}

/// Whether a layout says which CCG a row is about, and has what else is needed but a stage.
fn suffices(layout: &Layout) -> bool {
    suffice(layout.kind, |field| {
        let may_be_missing = field == Field::Stage && layout.kind == DatasetKind::Adoptions;
        may_be_missing || layout.tells(field)
    })
}
