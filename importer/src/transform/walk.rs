//! Walks the rows of a file: finds each sheet's header, and has the rows beneath it read.

use entities::domain::DatasetKind;

use super::{
    Parsed, Records, SheetSummary,
    gathered::Gathered,
    reading::Reading,
    refusing::{misfit, no_header},
    skipping::{Line, line},
    unpivot::year_in_cell,
    unseen::Unseen,
};
use crate::{
    error::{Refusal, RefusalCode},
    extract::{Limits, Row, Visitor},
    issue::{Issue, IssueCode},
    recognise::{Ambiguity, Field, GroupHeading, HeaderSearch, Layout, Profiles},
};

/// A walk through the sheets of a file.
pub(super) struct Walk<'a> {
    kind: Option<DatasetKind>,
    include_hidden: bool,
    profiles: Profiles,
    sheets: Vec<SheetSummary>,
    unseen: Unseen,
    state: State,
    gathered: Gathered<'a>,
    refusal: Option<Refusal>,
    /// What sheets without a known header come near to, the best first.
    nearest: Vec<(String, Layout)>,
    /// Why sheets have no header, where that is known.
    sideways: Vec<String>,
    /// What sheets lack of the profile that was named.
    misfits: Vec<String>,
}

#[derive(Default)]
enum State {
    #[default]
    Ignoring,
    Searching(Box<HeaderSearch>),
    Reading(Box<Reading>),
}

impl Visitor for Walk<'_> {
    fn sheet(&mut self, name: &str, visible: bool) -> bool {
        self.end_sheet();
        let is_wanted = self.profiles.named_one().is_none_or(|profile| profile.wants(name));
        let is_shown = visible || self.include_hidden;
        let is_read = is_wanted && is_shown;
        let skipped_because = Some(match (is_wanted, is_shown) {
            (true, true) => "no header was found",
            (true, false) => "the sheet is hidden",
            (false, _) => "the profile leaves it out",
        });
        let hidden = !visible;
        self.sheets.push(SheetSummary {
            name: name.to_owned(),
            hidden,
            layout: None,
            skipped_because,
            rows: 0,
        });
        if is_read {
            self.state = State::Searching(Box::new(HeaderSearch::new(name, self.kind, &self.profiles)));
        } else if is_wanted {
            let message =
                "the sheet is hidden and was not read; --include-hidden reads hidden sheets too".to_owned();
            self.gathered.issues.push(Issue::new(IssueCode::HiddenSheetSkipped, name, "A1", "", message));
        }
        is_read && self.refusal.is_none()
    }

    fn hidden_columns(&mut self, runs: Vec<(u32, u32)>) {
        self.unseen.columns(runs);
    }

    fn row(&mut self, row: Row) {
        match std::mem::take(&mut self.state) {
            State::Ignoring => {}
            State::Searching(search) => self.search(search, &row),
            State::Reading(reading) => self.read_on(reading, &row),
        }
    }
}

/// Whether a row is the heading of those beneath it and says what a field of them is.
fn heads_rows(layout: &Layout, row: &Row, field: Field) -> bool {
    match line(layout, row) {
        Line::Group(_, _, GroupHeading::Says(said)) => said.iter().any(|constant| constant.field == field),
        _ => false,
    }
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub(super) fn new(
        profiles: &Profiles,
        kind: Option<DatasetKind>,
        limits: &Limits,
        hand_on: &'a mut dyn FnMut(Records),
    ) -> Self {
        Self {
            kind,
            include_hidden: limits.include_hidden,
            profiles: profiles.clone(),
            sheets: Vec::new(),
            unseen: Unseen::default(),
            state: State::Ignoring,
            gathered: Gathered::new(hand_on, limits.issues),
            refusal: None,
            nearest: Vec::new(),
            sideways: Vec::new(),
            misfits: Vec::new(),
        }
    }

    fn search(&mut self, mut search: Box<HeaderSearch>, row: &Row) {
        match search.look_at(row) {
            Ok(None) => self.state = State::Searching(search),
            Ok(Some(found)) => {
                let is_last_row_part = found.is_last_row_part;
                let beneath = Some(row).filter(|_| !is_last_row_part);
                if !self.accept(&found.layout, beneath) {
                    return;
                }
                let reading = Box::new(Reading::new(search, found));
                if is_last_row_part {
                    self.state = State::Reading(reading);
                } else {
                    self.read_on(reading, row);
                }
            }
            Err(ambiguity) => self.refuse_ambiguous(&ambiguity),
        }
    }

    /// Takes a header for the sheet's, unless it leaves open what every record must say, and no heading of rows right
    /// beneath it says so. Rows beneath no such heading are issues.
    fn accept(&mut self, layout: &Layout, beneath: Option<&Row>) -> bool {
        let Some(sheet) = self.sheets.last_mut() else { return false };
        let has_years = |row: &Row| {
            let mut columns = layout.shape.wide().iter().map(|wide| wide.column);
            columns.any(|column| year_in_cell(layout, row, column).is_some())
        };
        let is_said = |field| {
            let in_cells = |row: &Row| field == Field::FinancialYear && has_years(row);
            beneath.is_some_and(|row| heads_rows(layout, row, field) || in_cells(row))
        };
        // Of a sheet that does not count each row is doubted, whatever it lacks.
        let lack = if layout.void.is_some() {
            None
        } else if layout.lacks_period() && !is_said(Field::FinancialYear) {
            Some((RefusalCode::MissingPeriod, "which financial year its rows are about"))
        } else if layout.lacks_stage() && !is_said(Field::Stage) {
            let told = "how far its adoptions had come, such as approved, applied or live";
            Some((RefusalCode::MissingStage, told))
        } else {
            None
        };
        if let Some((code, what)) = lack {
            let message = format!(
                "sheet \"{}\" does not say clearly in a column, above the table or in its name {what}; its header in \
                 row {} is understood ({}){}",
                sheet.name,
                layout.header_row,
                layout.understood(),
                layout.doubt.as_ref().map_or_else(String::new, |doubt| format!("; {doubt}"))
            );
            self.refusal = Some(Refusal::new(code, message));
            return false;
        }
        // All sheets of a file are of one kind: the first one decides.
        self.kind = Some(layout.kind);
        sheet.layout = Some(layout.clone());
        sheet.skipped_because = None;
        true
    }

    fn refuse_ambiguous(&mut self, ambiguity: &Ambiguity) {
        let sheet = self.sheets.last().map(|sheet| sheet.name.as_str()).unwrap_or_default();
        let message = match ambiguity {
            Ambiguity::Headers(candidates) => format!(
                "the header of sheet \"{sheet}\" may be any of these: {}; leave one of them in the sheet, or say with \
                 --kind which is meant",
                candidates.join("; ")
            ),
            Ambiguity::Columns(headings) => format!(
                "sheet \"{sheet}\" has several columns that say which CCG a row is about: {}; give lists that stand side \
                 by side a sheet each, or name the column that is meant in a profile",
                headings.join(" and ")
            ),
        };
        self.refusal = Some(Refusal::new(RefusalCode::HeaderAmbiguous, message));
    }

    /// A header in the last row of its sheet waits for a row that does not come.
    fn end_sheet(&mut self) {
        if let State::Searching(search) = std::mem::take(&mut self.state) {
            self.misfits.extend(search.misfit());
            self.sideways
                .extend(search.sideways().map(|told| format!("sheet \"{}\": {told}", search.sheet())));
            let candidates = search.candidates().iter();
            self.nearest.extend(candidates.map(|layout| (search.sheet().to_owned(), layout.clone())));
            if let Some(layout) = search.end() {
                self.accept(&layout, None);
            }
        }
        let unseen = std::mem::take(&mut self.unseen);
        let rows = std::mem::take(&mut self.gathered.rows);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows = rows;
            if let Some(layout) = &sheet.layout {
                self.gathered.issues.extend(unseen.issues(&sheet.name, layout));
            }
        }
    }

    fn read_on(&mut self, mut reading: Box<Reading>, row: &Row) {
        match reading.row(row, &mut self.gathered, &mut self.unseen) {
            Ok(()) => self.state = State::Reading(reading),
            Err(ambiguity) => self.refuse_ambiguous(&ambiguity),
        }
    }

    /// What was found in all sheets.
    pub(super) fn finish(mut self) -> Result<Parsed, Refusal> {
        self.end_sheet();
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        if let Some(refusal) =
            self.profiles.named_one().and_then(|profile| misfit(profile, &self.sheets, &self.misfits))
        {
            return Err(refusal);
        }
        let Some(kind) = self.kind.filter(|_| self.sheets.iter().any(|sheet| sheet.layout.is_some())) else {
            let hidden = self.sheets.iter().filter(|sheet| sheet.hidden).count();
            let hidden = if self.include_hidden { 0 } else { hidden };
            return Err(no_header(self.nearest, &self.sideways, hidden));
        };
        let Gathered { records, issues, skipped, skips, rejected, doubted, mentions, .. } = self.gathered;
        let records = records.unwrap_or_else(|| Records::of(kind));
        Ok(Parsed { records, issues, sheets: self.sheets, skipped, skips, rejected, doubted, mentions })
    }
}
