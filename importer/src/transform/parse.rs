//! Walks the rows of a file: finds each sheet's header, then makes a record of every row beneath it.

use std::sync::Arc;

use entities::domain::DatasetKind;

use super::{
    Fields, Parsed, Records, SheetSummary, Skip,
    absence::no_model,
    ragged::ragged,
    refusing::{misfit, no_header},
    skipping::{Line, line},
    unpivot::{Said, said},
    unseen::Unseen,
};
use crate::{
    error::{Refusal, RefusalCode},
    extract::{FileBytes, Limits, Row, Visit, Visitor},
    issue::{Issue, IssueCode, Issues},
    recognise::{Ambiguity, Constant, Field, HeaderSearch, Layout, Profiles, Shape},
};

/// How many records are handed on at once.
const BATCH: usize = 1000;

/// Reads a file of which nothing but its kind may be known into records, which are kept whole.
///
/// # Errors
/// When the file cannot be read as a whole, or no sheet has a header that is known.
pub fn parse(
    file: &FileBytes,
    kind: Option<DatasetKind>,
    limits: &Limits,
    visit: Visit,
) -> Result<Parsed, Refusal> {
    parse_by(&Profiles::built_in(), file, kind, limits, visit)
}

/// Reads a file into records, by a profile if there is one for it, for files that are known to be small.
///
/// # Errors
/// When the file cannot be read as a whole, no sheet has a header that is known, or the profile that was named does not
/// fit it.
pub fn parse_by(
    profiles: &Profiles,
    file: &FileBytes,
    kind: Option<DatasetKind>,
    limits: &Limits,
    visit: Visit,
) -> Result<Parsed, Refusal> {
    let mut records: Option<Records> = None;
    let mut parsed =
        parse_in_batches(profiles, file, kind, limits, visit, &mut |batch| match &mut records {
            Some(records) => records.append(batch),
            None => records = Some(batch),
        })?;
    if let Some(mut records) = records {
        records.append(parsed.records);
        parsed.records = records;
    }
    Ok(parsed)
}

/// Reads a file into records and hands them on as they come, so that none of them is kept; the last ones are part of
/// what is returned. Whatever was handed on counts for nothing when the file is refused in the end.
///
/// # Errors
/// As [`parse_by`].
pub fn parse_in_batches(
    profiles: &Profiles,
    file: &FileBytes,
    kind: Option<DatasetKind>,
    limits: &Limits,
    visit: Visit,
    hand_on: &mut dyn FnMut(Records),
) -> Result<Parsed, Refusal> {
    let mut parser = Parser {
        hand_on,
        kind,
        profiles: profiles.clone(),
        include_hidden: limits.include_hidden,
        sheets: Vec::new(),
        unseen: Unseen::default(),
        state: State::Ignoring,
        records: None,
        issues: Issues::keeping(limits.issues),
        skipped: Vec::new(),
        skips: 0,
        keeps: limits.issues,
        rejected: 0,
        refusal: None,
        nearest: Vec::new(),
        misfits: Vec::new(),
    };
    visit(file, limits, &mut parser)?;
    parser.finish()
}

struct Parser<'a> {
    hand_on: &'a mut dyn FnMut(Records),
    kind: Option<DatasetKind>,
    include_hidden: bool,
    profiles: Profiles,
    sheets: Vec<SheetSummary>,
    unseen: Unseen,
    state: State,
    records: Option<Records>,
    issues: Issues,
    skipped: Vec<Skip>,
    skips: u64,
    /// How many skipped rows are kept.
    keeps: usize,
    rejected: u64,
    refusal: Option<Refusal>,
    /// What sheets without a known header come near to, the best first.
    nearest: Vec<(String, Layout)>,
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

/// A sheet whose header was found.
struct Reading {
    sheet: Arc<str>,
    layout: Layout,
    /// What the heading above the current rows says of them.
    group: Option<Constant>,
    search: Box<HeaderSearch>,
}

impl Visitor for Parser<'_> {
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
            self.issues.push(Issue::new(IssueCode::HiddenSheetSkipped, name, "A1", "", message));
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

impl Parser<'_> {
    fn search(&mut self, mut search: Box<HeaderSearch>, row: &Row) {
        match search.look_at(row) {
            Ok(None) => self.state = State::Searching(search),
            Ok(Some(found)) => {
                if !self.accept(&found.layout) {
                    return;
                }
                let (sheet, group) = (search.sheet().into(), search.group_above());
                let reading = Box::new(Reading { sheet, layout: found.layout, group, search });
                if found.is_last_row_part {
                    self.state = State::Reading(reading);
                } else {
                    self.read_on(reading, row);
                }
            }
            Err(ambiguity) => self.refuse_ambiguous(&ambiguity),
        }
    }

    /// Takes a header for the sheet's, unless it leaves open what every record must say.
    fn accept(&mut self, layout: &Layout) -> bool {
        let Some(sheet) = self.sheets.last_mut() else { return false };
        let lack = if layout.lacks_period() {
            Some((RefusalCode::MissingPeriod, "which financial year its rows are about"))
        } else if layout.lacks_stage() {
            let told = "how far its adoptions had come, such as approved, applied or live";
            Some((RefusalCode::MissingStage, told))
        } else {
            None
        };
        if let Some((code, what)) = lack {
            let message = format!(
                "sheet \"{}\" does not say clearly in a column, above the table or in its name {what}; its header in \
                 row {} is understood ({})",
                sheet.name,
                layout.header_row,
                layout.understood()
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

    fn refuse_ambiguous(&mut self, Ambiguity(candidates): &Ambiguity) {
        let sheet = self.sheets.last().map(|sheet| sheet.name.as_str()).unwrap_or_default();
        let message = format!(
            "the header of sheet \"{sheet}\" may be any of these: {}; leave one of them in the sheet, or say with \
             --kind which is meant",
            candidates.join("; ")
        );
        self.refusal = Some(Refusal::new(RefusalCode::HeaderAmbiguous, message));
    }

    /// A header in the last row of its sheet waits for a row that does not come.
    fn end_sheet(&mut self) {
        if let State::Searching(search) = std::mem::take(&mut self.state) {
            self.misfits.extend(search.misfit());
            let candidates = search.candidates().iter();
            self.nearest.extend(candidates.map(|layout| (search.sheet().to_owned(), layout.clone())));
            if let Some(layout) = search.end() {
                self.accept(&layout);
            }
        }
        let unseen = std::mem::take(&mut self.unseen);
        if let Some(SheetSummary { name, layout: Some(layout), .. }) = self.sheets.last() {
            self.issues.extend(unseen.issues(name, layout));
        }
    }

    fn read_on(&mut self, mut reading: Box<Reading>, row: &Row) {
        if let Err(ambiguity) = reading.search.compare(&reading.layout, row) {
            return self.refuse_ambiguous(&ambiguity);
        }
        if reading.layout.profile.as_ref().is_some_and(|profile| profile.ends_above(row.number)) {
            self.skip(row, "beneath the profile's last row");
        } else {
            self.read(&mut reading, row);
        }
        self.state = State::Reading(reading);
    }

    fn read(&mut self, reading: &mut Reading, row: &Row) {
        let because = match line(&reading.layout, row) {
            Line::Record => return self.records_of(reading, row),
            Line::Group(group) => {
                reading.group = group;
                "group heading"
            }
            Line::Other(because) => {
                // A total closes its group; what follows is not of its region.
                if because == "total" {
                    reading.group = None;
                }
                because
            }
        };
        self.skip(row, because);
    }

    fn records_of(&mut self, Reading { sheet, layout, group, .. }: &Reading, row: &Row) {
        self.unseen.row(row);
        if let Some(issue) = ragged(sheet, layout, row) {
            self.reject();
            return self.issues.push(issue);
        }
        let fields = || Fields::new(sheet, layout, row).in_group(group.as_ref());
        if matches!(layout.shape, Shape::Long | Shape::PlainList) {
            let model = layout.column(Field::Model).filter(|_| layout.kind == DatasetKind::Adoptions);
            let model = model.and_then(|column| row.cell(column)).map(|cell| &cell.value);
            let because = model.and_then(|value| match layout.spelling(Field::Model, value) {
                Some("") => Some("states nothing"),
                Some(_) => None,
                None => no_model(value),
            });
            if let Some(because) = because {
                return self.skip(row, because);
            }
            let issues = self.keep(layout.kind, fields());
            return self.issues.extend(issues);
        }
        let said = said(sheet, layout, row);
        if said.is_empty() {
            return self.skip(row, "states nothing");
        }
        let mut issues = Vec::new();
        for said in said {
            match said {
                Said::Statement(wide) => issues.extend(self.keep(layout.kind, fields().at(wide))),
                Said::Skipped(wide, because) => self.skip_cell(row, Some(wide.column), because),
                Said::Problem(issue) => {
                    self.reject();
                    issues.push(issue);
                }
            }
        }
        // What is wrong with the CCG of a wide row is wrong with each of its statements, but told once.
        for (place, issue) in issues.iter().enumerate() {
            if !issues[..place].contains(issue) {
                self.issues.push(issue.clone());
            }
        }
    }

    fn keep(&mut self, kind: DatasetKind, fields: Fields) -> Vec<Issue> {
        self.count_row();
        let records = self.records.get_or_insert_with(|| Records::of(kind));
        let (kept, issues) = records.read(fields);
        self.rejected += u64::from(!kept);
        if records.len() >= BATCH
            && let Some(batch) = self.records.take()
        {
            (self.hand_on)(batch);
        }
        issues
    }

    fn reject(&mut self) {
        self.count_row();
        self.rejected += 1;
    }

    fn skip(&mut self, row: &Row, because: &'static str) {
        self.skip_cell(row, None, because);
    }

    fn skip_cell(&mut self, row: &Row, column: Option<u32>, because: &'static str) {
        self.count_row();
        self.skips += 1;
        if let Some(sheet) = self.sheets.last().filter(|_| self.skipped.len() < self.keeps) {
            self.skipped.push(Skip { sheet: sheet.name.clone(), row: row.number, column, because });
        }
    }

    fn count_row(&mut self) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows += 1;
        }
    }

    fn finish(mut self) -> Result<Parsed, Refusal> {
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
            return Err(no_header(self.nearest, hidden));
        };
        Ok(Parsed {
            records: self.records.unwrap_or_else(|| Records::of(kind)),
            issues: self.issues,
            sheets: self.sheets,
            skipped: self.skipped,
            skips: self.skips,
            rejected: self.rejected,
        })
    }
}
