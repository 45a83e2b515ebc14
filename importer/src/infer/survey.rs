//! The first rows of each sheet, and what is understood of them.

use entities::domain::DatasetKind;

use super::guess;
use crate::{
    error::Refusal,
    extract::{FileBytes, Limits, Row, Visit, Visitor},
    recognise::{HeaderSearch, Layout, Profiles, nearness},
};

/// How many rows of a sheet are looked at: more than those in which a header is looked for.
const ROWS_KEPT: usize = 300;

/// The sheets of a file that are looked at.
#[derive(Default)]
pub(super) struct Survey {
    /// Whether hidden ones are among them.
    include_hidden: bool,
    pub(super) sheets: Vec<Sheet>,
    /// Whether it is text, which has no sheets.
    pub(super) is_text: bool,
}

/// A sheet's first rows.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) rows: Vec<Row>,
}

impl Survey {
    pub(super) fn of(file: &FileBytes, limits: &Limits, visit: Visit) -> Result<Self, Refusal> {
        let mut survey = Self { include_hidden: limits.include_hidden, ..Self::default() };
        visit(file, limits, &mut survey)?;
        Ok(survey)
    }
}

impl Visitor for Survey {
    fn text(&mut self, _encoding: &str, _delimiter: char) {
        self.is_text = true;
    }

    fn sheet(&mut self, name: &str, visible: bool) -> bool {
        let is_wanted = visible || self.include_hidden;
        if is_wanted {
            self.sheets.push(Sheet { name: name.to_owned(), is_hidden: !visible, rows: Vec::new() });
        }
        is_wanted
    }

    fn row(&mut self, row: Row) {
        if let Some(sheet) = self.sheets.last_mut().filter(|sheet| sheet.rows.len() < ROWS_KEPT) {
            sheet.rows.push(row);
        }
    }
}

/// What is understood of a sheet.
pub(super) struct Surveyed<'a> {
    pub(super) sheet: &'a Sheet,
    /// The layout that was found, or that comes nearest.
    pub(super) layout: Layout,
    /// Whether the sheet is read by itself.
    pub(super) is_sure: bool,
    /// Why no row is its header, if that is known, for people.
    pub(super) sideways: Option<String>,
    /// Other ways in which it might be read, for people.
    pub(super) rivals: Vec<String>,
    /// The last row before another header.
    pub(super) last_row: Option<u32>,
}

impl<'a> Surveyed<'a> {
    pub(super) fn of(sheet: &'a Sheet, kind: Option<DatasetKind>) -> Self {
        let mut search = HeaderSearch::new(&sheet.name, kind, &Profiles::built_in());
        let mut rows = sheet.rows.iter();
        let mut found = None;
        let mut rivals = Vec::new();
        for row in rows.by_ref() {
            match search.look_at(row) {
                Ok(None) => {}
                Ok(Some(header)) => {
                    found = Some(header.layout);
                    break;
                }
                Err(ambiguity) => {
                    rivals = ambiguity.candidates();
                    break;
                }
            }
        }
        let mut last_row = None;
        if let Some(layout) = &found {
            let other = rows.find_map(|row| Some((row.number, search.compare(layout, row).err()?)));
            if let Some((row, ambiguity)) = other {
                rivals = ambiguity.candidates();
                last_row = row.checked_sub(1);
            }
        }
        let candidate = search.candidates().first().cloned();
        let sideways = search.sideways().filter(|_| found.is_none());
        let is_sure = found.is_some() && rivals.is_empty();
        let layout = found
            .or_else(|| search.end())
            .or(candidate)
            .unwrap_or_else(|| guess::layout(sheet, kind.unwrap_or(DatasetKind::Adoptions)));
        let is_sure = is_sure && layout.lacks().is_empty();
        Self { sheet, layout, is_sure, sideways, rivals, last_row }
    }

    /// The sheet that is understood best has the least.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (!self.is_sure, nearness(&self.layout))
    }

    /// The rows beneath its header.
    pub(super) fn records(&self) -> impl Iterator<Item = &Row> {
        let (header, last) = (self.layout.header_row, self.last_row.unwrap_or(u32::MAX));
        self.sheet.rows.iter().filter(move |row| row.number > header && row.number <= last)
    }
}
