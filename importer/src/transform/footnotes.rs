//! Holds the marks of rows together with the notes that explain them.
//!
//! "Delegated*" is delegated, unless the note says "* declined in March". The note stands beneath the table or above it,
//! and its mark at a value, at the heading of the column, or at a title or heading that the row takes a value from.

use std::{collections::BTreeSet, sync::Arc};

use entities::domain::DatasetKind;

use super::{
    gathered::{Doubted, Gathered},
    groups::Groups,
};
use crate::{
    extract::{Address, Row, Value},
    issue::{Issue, IssueCode, cut},
    recognise::{Field, GroupHeading, HeadingMark, Layout, Note, marks, notes, without_number},
};

/// The marks and the notes of a sheet.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    marked: Vec<Marked>,
    /// Notes that say otherwise, for the rows that follow.
    told: Vec<Told>,
    /// Rows that are not believed already.
    doubted: BTreeSet<u32>,
}

/// A row that rests on a text with a mark.
#[derive(Debug)]
struct Marked {
    mark: String,
    /// Where the mark stands, and the text with it.
    at: Address,
    raw: String,
    bearer: Bearer,
    row: u32,
    records: u8,
}

/// What bears a mark.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Bearer {
    /// A cell of the row.
    Value,
    /// What a title or a heading within the list says of the row.
    Heading,
    /// The heading of a column.
    Column(Field),
}

/// A note and its mark.
#[derive(Debug)]
struct Told {
    mark: String,
    at: Address,
    text: String,
    note: Note,
}

impl Footnotes {
    /// With the notes above the table.
    pub(super) fn beneath<'a>(layout: &Layout, titles: impl Iterator<Item = (Address, &'a str)>) -> Self {
        let told = titles.flat_map(|(at, text)| read(layout, at, text)).collect();
        Self { told, ..Self::default() }
    }

    /// Remembers the marks that a row rests on which gave so many records.
    pub(super) fn remember(
        &mut self,
        layout: &Layout,
        groups: &Groups,
        sheet: &Arc<str>,
        row: &Row,
        records: u8,
        gathered: &mut Gathered,
    ) {
        if records == 0 || layout.kind != DatasetKind::Adoptions {
            return;
        }
        let first = self.marked.len();
        for cell in &row.cells {
            let Some(field) = layout.field(cell.column).filter(|field| is_decisive(*field)) else { continue };
            if let Value::Text(text) = &cell.value {
                let at = cell.anchor.unwrap_or_else(|| row.address(cell.column));
                self.bear(marks_of(field, text), at, text, Bearer::Value, (row.number, records));
            }
        }
        for HeadingMark { address, raw, keys } in &layout.marks {
            let field = layout.field(address.column).filter(|field| is_decisive(*field));
            if let Some(field) = field.filter(|_| row.cell(address.column).is_some()) {
                self.bear(keys.clone(), *address, raw, Bearer::Column(field), (row.number, records));
            }
        }
        for constant in layout.constants.iter().chain(groups.constants()) {
            if let Some(at) = constant.address.filter(|_| is_decisive(constant.field)) {
                self.bear(marks(&constant.raw), at, &constant.raw, Bearer::Heading, (row.number, records));
            }
        }
        let known = std::mem::take(&mut self.told);
        for told in &known {
            self.doubt(told, first, sheet, gathered);
        }
        self.told = known;
    }

    fn bear(
        &mut self,
        marks: Vec<String>,
        at: Address,
        raw: &str,
        bearer: Bearer,
        (row, records): (u32, u8),
    ) {
        let marked = |mark: String| Marked { mark, at, raw: cut(raw).to_owned(), bearer, row, records };
        self.marked.extend(marks.into_iter().map(marked));
    }

    /// A note. What it says otherwise of the rows that rest on its mark is believed over them. Says whether its mark
    /// is borne by any, so that it speaks of them and not of the rows beneath it.
    pub(super) fn note(
        &mut self,
        layout: &Layout,
        sheet: &Arc<str>,
        row: &Row,
        gathered: &mut Gathered,
    ) -> bool {
        let own = row.cells.iter().filter(|cell| cell.anchor.is_none());
        let texts = own.filter(|cell| matches!(cell.value, Value::Text(_) | Value::Number { .. }));
        let text = texts.map(|cell| cell.value.raw().trim().to_owned()).collect::<Vec<_>>().join(" ");
        let at = row.address(row.cells.first().map(|cell| cell.column).unwrap_or_default());
        self.note_in(layout, sheet, at, &text, gathered)
    }

    /// The same of a text.
    pub(super) fn note_in(
        &mut self,
        layout: &Layout,
        sheet: &Arc<str>,
        at: Address,
        text: &str,
        gathered: &mut Gathered,
    ) -> bool {
        if layout.kind != DatasetKind::Adoptions {
            return false;
        }
        let mut is_borne = false;
        for told in read(layout, at, text) {
            is_borne |= self.marked.iter().any(|marked| marked.mark == told.mark);
            self.doubt(&told, 0, sheet, gathered);
            self.told.push(told);
        }
        is_borne
    }

    /// Doubts the rows that rest on the mark of a note which says otherwise, from a place among the marked on.
    fn doubt(&mut self, told: &Told, first: usize, sheet: &Arc<str>, gathered: &mut Gathered) {
        let mut doubted = Doubted { sheet: Arc::clone(sheet), rows: Vec::new(), records: 0 };
        for Marked { mark, at, raw, bearer, row, records } in &self.marked[first..] {
            let is_otherwise = match bearer {
                Bearer::Value | Bearer::Heading => told.note.says_otherwise(),
                Bearer::Column(field) => told.note.says_otherwise_of_column(*field),
            };
            if *mark != told.mark || !is_otherwise || !self.doubted.insert(*row) {
                continue;
            }
            let what = match bearer {
                Bearer::Value => "the row bears".to_owned(),
                Bearer::Heading => format!("what holds for row {row}, \"{}\", bears", cut(raw)),
                Bearer::Column(_) => format!("the column of row {row}, \"{}\", bears", cut(raw)),
            };
            let message = format!(
                "{what} the mark of the note \"{}\" ({}), which may change what it says; say it in a column",
                cut(&told.text),
                told.at
            );
            let cell = if *bearer == Bearer::Value { *at } else { Address { row: *row, column: at.column } };
            gathered.issues.push(Issue::new(IssueCode::UnclearGroup, sheet, &cell.to_string(), raw, message));
            doubted.rows.push(*row);
            doubted.records += u64::from(*records);
        }
        doubted.rows.sort_unstable();
        if !doubted.rows.is_empty() {
            gathered.doubted.push(doubted);
        }
    }
}

/// The notes in a text.
fn read(layout: &Layout, at: Address, text: &str) -> Vec<Told> {
    let told = |(mark, rest): (String, &str)| {
        let note = Note::read(GroupHeading::read(layout.kind, at, rest), rest);
        Told { mark, at, text: text.to_owned(), note }
    };
    notes(text).into_iter().map(told).collect()
}

/// The marks at a value; behind a name a number may be one that lost its form.
fn marks_of(field: Field, text: &str) -> Vec<String> {
    let mut marks = marks(text);
    if field == Field::CcgName {
        marks.extend(without_number(text).map(|(_, number)| number.to_owned()));
    }
    marks
}

/// Whether a mark at a value of the field may be meant for what the row states.
fn is_decisive(field: Field) -> bool {
    matches!(
        field,
        Field::OdsCode
            | Field::OnsCode
            | Field::CcgName
            | Field::Model
            | Field::Stage
            | Field::FinancialYear
            | Field::EffectiveFrom
    )
}
