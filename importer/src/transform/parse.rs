//! Walks the rows of a file: finds each sheet's header, then makes a record of every row beneath it.

use entities::domain::{DatasetKind, OdsCode, normalise};

use super::{Fields, Records};
use crate::{
    error::{Refusal, RefusalCode},
    extract::{Cell, FileBytes, Limits, Row, Value, Visit, Visitor},
    issue::Issue,
    recognise::{HeaderSearch, Layout},
};

/// What a file was found to hold.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its records.
    pub records: Records,
    /// Rows that could not be read.
    pub issues: Vec<Issue>,
    /// Its sheets, and what was made of them.
    pub sheets: Vec<SheetSummary>,
    /// Rows that are no records and were not meant to be.
    pub skipped: Vec<Skip>,
    /// How many rows were rejected; one row may have several issues.
    pub rejected: u64,
}

/// What was made of a sheet.
#[derive(Clone, Debug)]
pub struct SheetSummary {
    /// Its name.
    pub name: String,
    /// Its layout; none when it was not read.
    pub layout: Option<Layout>,
    /// Why it was not read.
    pub skipped_because: Option<&'static str>,
    /// Rows beneath the header that have a value.
    pub rows: u64,
}

/// A row that is no record and was not meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The sheet.
    pub sheet: String,
    /// The row's number.
    pub row: u32,
    /// Why: a footnote, a total, a repeated header.
    pub because: &'static str,
}

/// Reads a file into records.
///
/// # Errors
/// When the file cannot be read as a whole, or no sheet has a header that is known.
pub fn parse(
    file: &FileBytes,
    kind: Option<DatasetKind>,
    limits: &Limits,
    visit: Visit,
) -> Result<Parsed, Refusal> {
    let mut parser =
        Parser { kind, sheets: Vec::new(), state: State::Ignoring, records: None, ..Parser::default() };
    visit(file, limits, &mut parser)?;
    parser.finish()
}

#[derive(Default)]
struct Parser {
    kind: Option<DatasetKind>,
    sheets: Vec<SheetSummary>,
    state: State,
    records: Option<Records>,
    issues: Vec<Issue>,
    skipped: Vec<Skip>,
    rejected: u64,
    refusal: Option<Refusal>,
}

#[derive(Default)]
enum State {
    #[default]
    Ignoring,
    Searching(HeaderSearch),
    Reading(Layout),
}

impl Visitor for Parser {
    fn sheet(&mut self, name: &str, visible: bool) -> bool {
        let skipped_because = if visible { Some("no header was found") } else { Some("the sheet is hidden") };
        self.sheets.push(SheetSummary { name: name.to_owned(), layout: None, skipped_because, rows: 0 });
        self.state =
            if visible { State::Searching(HeaderSearch::new(name, self.kind)) } else { State::Ignoring };
        visible && self.refusal.is_none()
    }

    fn row(&mut self, row: Row) {
        match std::mem::take(&mut self.state) {
            State::Ignoring => {}
            State::Searching(search) => self.search(search, &row),
            State::Reading(layout) => {
                self.read(&layout, &row);
                self.state = State::Reading(layout);
            }
        }
    }
}

impl Parser {
    fn search(&mut self, mut search: HeaderSearch, row: &Row) {
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        match search.look_at(row) {
            Ok(None) => self.state = State::Searching(search),
            Ok(Some(layout)) if layout.lacks_period() => {
                let message = format!(
                    "sheet \"{}\" says in no column, nor in its name, which financial year its rows are about",
                    sheet.name
                );
                self.refusal = Some(Refusal::new(RefusalCode::MissingPeriod, message));
            }
            Ok(Some(layout)) => {
                // All sheets of a file are of one kind: the first one decides.
                self.kind = Some(layout.kind);
                sheet.layout = Some(layout.clone());
                sheet.skipped_because = None;
                self.state = State::Reading(layout);
            }
            Err(kinds) => {
                let kinds: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
                let message = format!(
                    "the header in row {} of sheet \"{}\" fits {} alike; say which with --kind",
                    row.number,
                    sheet.name,
                    kinds.join(" and ")
                );
                self.refusal = Some(Refusal::new(RefusalCode::HeaderAmbiguous, message));
            }
        }
    }

    fn read(&mut self, layout: &Layout, row: &Row) {
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        sheet.rows += 1;
        if let Some(because) = no_record(layout, row) {
            self.skipped.push(Skip { sheet: sheet.name.clone(), row: row.number, because });
            return;
        }
        let records = self.records.get_or_insert_with(|| Records::of(layout.kind));
        let (kept, issues) = records.read(Fields::new(&sheet.name, layout, row));
        self.rejected += u64::from(!kept);
        self.issues.extend(issues);
    }

    fn finish(self) -> Result<Parsed, Refusal> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let Some(kind) = self.kind.filter(|_| self.sheets.iter().any(|sheet| sheet.layout.is_some())) else {
            return Err(Refusal::new(
                RefusalCode::NoHeader,
                "no visible sheet has a header that is known, in its first 50 rows",
            ));
        };
        Ok(Parsed {
            records: self.records.unwrap_or_else(|| Records::of(kind)),
            issues: self.issues,
            sheets: self.sheets,
            skipped: self.skipped,
            rejected: self.rejected,
        })
    }
}

/// Why a row beneath the header is no record; none when it is meant to be one.
fn no_record(layout: &Layout, row: &Row) -> Option<&'static str> {
    if layout.is_repeated_by(row) {
        return Some("repeated header");
    }
    let own: Vec<&Cell> = row.cells.iter().filter(|cell| cell.anchor.is_none()).collect();
    match own.as_slice() {
        [only] if is_total(&only.value) => Some("total"),
        // A footnote may stand in the very column of the code, with nothing beside it.
        [only] if !is_code(&only.value) => Some("note"),
        cells if layout.is_incomplete(cells) && cells.iter().any(|cell| is_total(&cell.value)) => {
            Some("total")
        }
        _ => None,
    }
}

fn is_total(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    matches!(normalise(text).split(' ').next(), Some("total" | "subtotal"))
}

fn is_code(value: &Value) -> bool {
    matches!(value, Value::Text(text) if OdsCode::parse(text).is_ok())
}
