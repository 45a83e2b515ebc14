//! Streams the cells of a workbook. The only file that knows calamine's readers.
//!
//! Never a dense range where a stream is to be had: one cell in the last corner of a sheet would ask for 550 GB.
//! The formats of Excel 97-2003 and OpenDocument have no stream; the limits on the process see to them.

use std::{collections::HashMap, fmt::Display, io::Cursor};

use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, Sheet, SheetVisible, Xls, Xlsb, Xlsx};
use compact_str::format_compact;
use entities::domain::printable;

use super::{
    Address, Budget, Cell, Format, Limits, Mentions, Region, Row, Value, Visitor,
    hidden::{Hidden, HiddenParts},
    merges::Merges,
    open_document::{self, Told},
};
use crate::error::{Refusal, RefusalCode};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Shows the rows of every sheet of a workbook.
pub(super) fn visit(
    format: Format,
    bytes: &[u8],
    mentions: &Mentions,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let nothing = |_: &str| Told::default();
    match format {
        Format::Xlsx => {
            let mut parts = HiddenParts::new(bytes, mentions);
            let told = |sheet: &str| Told { hidden: parts.of(sheet), ..Told::default() };
            sheets(open::<Xlsx<_>>(bytes)?, told, mentions.merges(), limits, visitor)
        }
        Format::Xlsb => sheets(open::<Xlsb<_>>(bytes)?, nothing, true, limits, visitor),
        Format::Xls => sheets(open::<Xls<_>>(bytes)?, nothing, true, limits, visitor),
        Format::Ods => {
            let is_told = mentions.merges() || mentions.hides(open_document::CONTENT);
            let mut all = if is_told { open_document::told(bytes) } else { HashMap::new() };
            let told = |sheet: &str| all.remove(sheet).unwrap_or_default();
            sheets(open::<Ods<_>>(bytes)?, told, true, limits, visitor)
        }
        Format::Text => Err(Refusal::new(RefusalCode::UnsupportedFormat, "text is no workbook")),
    }
}

fn open<'a, R: Reader<Bytes<'a>>>(bytes: &'a [u8]) -> Result<R, Refusal>
where
    R::Error: Display,
{
    R::new(Cursor::new(bytes)).map_err(corrupt)
}

fn sheets<'a, W: Workbook<'a>>(
    mut workbook: W,
    mut told: impl FnMut(&str) -> Told,
    may_be_merged: bool,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let since_1904 = workbook.since_1904();
    let mut budget = Budget::new(limits);
    for (name, visible) in workbook.names() {
        if visitor.sheet(&printable(&name), visible) {
            let Told { hidden, merged } = told(&name);
            let mut regions = if may_be_merged { workbook.merges(&name)? } else { Vec::new() };
            regions.extend(merged);
            if !regions.is_empty() {
                visitor.merged(regions.iter().map(region).collect());
            }
            let merges = Merges::new(regions);
            if !hidden.columns.is_empty() {
                visitor.hidden_columns(hidden.columns.runs());
            }
            let row = Row::default();
            let mut sink = Sink { row, merges, hidden, since_1904, limits, budget, visitor };
            workbook.cells(&name, &mut sink)?;
            sink.finish()?;
            budget = sink.budget;
        }
    }
    Ok(())
}

/// What the four formats have in common.
trait Workbook<'a>: Reader<Bytes<'a>> {
    /// Its sheets, and whether they are shown.
    fn names(&self) -> Vec<(String, bool)> {
        let shown = |sheet: &Sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible);
        self.sheets_metadata().iter().map(shown).collect()
    }

    /// Whether dates count from 1904.
    fn since_1904(&self) -> bool {
        false
    }

    /// The merged regions of a sheet, where its reader tells of them.
    fn merges(&mut self, _sheet: &str) -> Result<Vec<Dimensions>, Refusal> {
        Ok(Vec::new())
    }

    fn cells(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Refusal>;
}

impl<'a> Workbook<'a> for Xlsx<Bytes<'a>> {
    fn since_1904(&self) -> bool {
        self.has_1904_epoch()
    }

    fn merges(&mut self, sheet: &str) -> Result<Vec<Dimensions>, Refusal> {
        self.merge_cells_by_sheet_name(sheet).map_err(corrupt)
    }

    fn cells(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let mut cells = self.worksheet_cells_reader(sheet).map_err(corrupt)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(corrupt)? {
            let is_formula = cell.formula.is_some();
            let value = match cell.value {
                // Most texts are shared by many cells, and are copied once only.
                DataRef::SharedString(text) => Some(Value::Text(text.into())),
                data => sink.value(data.into(), is_formula),
            };
            sink.cell(cell.pos, value)?;
        }
        Ok(())
    }
}

impl<'a> Workbook<'a> for Xlsb<Bytes<'a>> {
    fn since_1904(&self) -> bool {
        self.has_1904_epoch()
    }

    fn cells(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let mut cells = self.worksheet_cells_reader(sheet).map_err(corrupt)?;
        while let Some(cell) = cells.next_cell().map_err(corrupt)? {
            let value = sink.value(cell.get_value().clone().into(), false);
            sink.cell(cell.get_position(), value)?;
        }
        Ok(())
    }
}

impl<'a> Workbook<'a> for Xls<Bytes<'a>> {
    fn since_1904(&self) -> bool {
        self.has_1904_epoch()
    }

    fn merges(&mut self, sheet: &str) -> Result<Vec<Dimensions>, Refusal> {
        self.merge_cells_by_sheet_name(sheet).map_err(corrupt)
    }

    fn cells(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        sink.range(&self.worksheet_range(sheet).map_err(corrupt)?)
    }
}

impl<'a> Workbook<'a> for Ods<Bytes<'a>> {
    fn cells(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        sink.range(&self.worksheet_range(sheet).map_err(corrupt)?)
    }
}

/// Gathers the cells of a row, fills in merged ones and shows the row to the visitor.
struct Sink<'a> {
    row: Row,
    merges: Merges,
    hidden: Hidden,
    since_1904: bool,
    limits: &'a Limits,
    budget: Budget,
    visitor: &'a mut dyn Visitor,
}

impl Sink<'_> {
    /// A cell that a person would see as empty is none.
    fn cell(&mut self, (row, column): (u32, u32), value: Option<Value>) -> Result<(), Refusal> {
        let Some(value) = value.filter(|value| !value.is_blank()) else { return Ok(()) };
        self.budget.cell(column, self.limits)?;
        if row + 1 != self.row.number {
            self.finish()?;
            self.row.number = row + 1;
            self.row.hidden = self.hidden.rows.has(row);
        }
        self.row.cells.push(Cell { column, value, anchor: None });
        Ok(())
    }

    /// None for a cell that holds nothing.
    fn value(&self, data: Data, is_formula: bool) -> Option<Value> {
        let since_1904 = self.since_1904;
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets hold doubles")]
        let value = match data {
            Data::Empty if is_formula => Value::Uncalculated,
            Data::Empty => return None,
            Data::Int(number) => Value::Number { number: number as f64, since_1904 },
            Data::Float(number) => Value::Number { number, since_1904 },
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                Value::Text(text.into())
            }
            Data::Bool(truth) => Value::Bool(truth),
            Data::DateTime(date) => Value::Serial { days: date.as_f64(), since_1904 },
            Data::Error(error) => Value::Error(format_compact!("{error}")),
        };
        Some(value)
    }

    fn range(&mut self, range: &Range<Data>) -> Result<(), Refusal> {
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let place = (first_row + offset(row), first_column + offset(column));
            self.cell(place, self.value(data.clone(), false))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Refusal> {
        if !self.row.cells.is_empty() {
            self.budget.row(self.limits)?;
            let mut finished = std::mem::take(&mut self.row);
            self.merges.fill(&mut finished, self.limits.columns);
            self.visitor.row(finished);
        }
        Ok(())
    }
}

fn region(dimensions: &Dimensions) -> Region {
    let address = |(row, column): (u32, u32)| Address { row: row.saturating_add(1), column };
    Region { first: address(dimensions.start), last: address(dimensions.end) }
}

fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX / 2)
}

fn corrupt(error: impl Display) -> Refusal {
    let told = error.to_string();
    if told.to_lowercase().contains("password") {
        return Refusal::new(RefusalCode::Encrypted, "the workbook is protected by a password");
    }
    Refusal::new(RefusalCode::CorruptContainer, format!("the workbook cannot be read: {told}"))
}
