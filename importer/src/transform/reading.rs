//! Makes records of the rows beneath a header.

use std::sync::Arc;

use entities::domain::DatasetKind;

use super::{
    Fields,
    absence::no_model,
    day_orders::DayOrders,
    footnotes::Footnotes,
    gathered::Gathered,
    groups::Groups,
    ragged::ragged,
    remarks::{UnreadCodes, remarks, unread},
    skipping::{Line, line},
    unpivot::{Said, said},
    unseen::Unseen,
};
use crate::{
    extract::Row,
    issue::{Issue, IssueCode},
    recognise::{Ambiguity, Field, Found, HeaderSearch, Layout, Shape, WideColumn},
};

/// A sheet whose header was found.
pub(super) struct Reading {
    sheet: Arc<str>,
    layout: Layout,
    groups: Groups,
    days: DayOrders,
    footnotes: Footnotes,
    unread_codes: UnreadCodes,
    search: Box<HeaderSearch>,
}

impl Reading {
    pub(super) fn new(search: Box<HeaderSearch>, found: Found) -> Self {
        let groups = Groups::beneath(search.group_above());
        let footnotes = Footnotes::beneath(&found.layout, search.titles());
        Self {
            sheet: search.sheet().into(),
            layout: found.layout,
            groups,
            days: DayOrders::default(),
            footnotes,
            unread_codes: UnreadCodes::default(),
            search,
        }
    }

    /// Reads a row.
    ///
    /// # Errors
    /// When it could be the sheet's header as well.
    pub(super) fn row(
        &mut self,
        row: &Row,
        gathered: &mut Gathered,
        unseen: &mut Unseen,
    ) -> Result<(), Ambiguity> {
        self.search.compare(&self.layout, row)?;
        let is_over = self.layout.profile.as_ref().is_some_and(|profile| profile.ends_above(row.number));
        let because = if is_over {
            "beneath the profile's last row"
        } else {
            let line = line(&self.layout, row);
            let may_be_note = matches!(line, Line::Group(..) | Line::Note(..) | Line::Other("note"));
            let is_footnote = may_be_note && self.footnotes.note(&self.layout, &self.sheet, row, gathered);
            match line {
                Line::Record => {
                    unseen.row(row);
                    self.record(row, gathered);
                    return Ok(());
                }
                _ if is_footnote => "note",
                Line::Group(at, text, heading) => {
                    self.groups.heading(&self.layout, at, &text, heading, false);
                    "group heading"
                }
                Line::Note(at, text, heading) => {
                    self.groups.heading(&self.layout, at, &text, heading, true);
                    "note"
                }
                Line::Other(because) => {
                    match because {
                        "total" => self.groups.total(&self.layout, row.number),
                        "repeated header" => self.groups.header(),
                        _ => {}
                    }
                    because
                }
            }
        };
        gathered.skip(&self.sheet, row, because);
        Ok(())
    }

    fn record(&mut self, row: &Row, gathered: &mut Gathered) {
        if let Some(issue) = ragged(&self.sheet, &self.layout, row) {
            gathered.reject();
            return gathered.issues.push(issue);
        }
        let remarks = remarks(&self.sheet, &self.layout, &self.groups, row);
        let is_turned = remarks.iter().any(Issue::is_error);
        gathered.issues.extend(remarks);
        if is_turned {
            gathered.reject();
            return;
        }
        for (cell, text) in unread(&self.layout, row) {
            self.footnotes.note_in(&self.layout, &self.sheet, row.address(cell.column), text, gathered);
        }
        gathered.issues.extend(self.unread_codes.look_at(&self.sheet, &self.layout, row));
        self.days.look_at(&self.layout, &self.sheet, row, gathered);
        let kept = if matches!(self.layout.shape, Shape::Long | Shape::PlainList) {
            self.statement(row, gathered)
        } else {
            self.statements(row, gathered)
        };
        self.days.remember(&self.layout, row, kept, gathered.keeps());
        self.footnotes.remember(&self.layout, &self.groups, &self.sheet, row, kept, gathered);
        self.groups.row();
    }

    /// The statement of a row that makes one. Says how many records it gave.
    fn statement(&self, row: &Row, gathered: &mut Gathered) -> u8 {
        let layout = &self.layout;
        let model = layout.column(Field::Model).filter(|_| layout.kind == DatasetKind::Adoptions);
        let model = model.and_then(|column| row.cell(column)).map(|cell| &cell.value);
        let because = model.and_then(|value| match layout.spelling(Field::Model, value) {
            Some("") => Some("states nothing"),
            Some(_) => None,
            None => no_model(value),
        });
        if let Some(because) = because {
            gathered.skip(&self.sheet, row, because);
            return 0;
        }
        let (kept, issues) = self.keep(row, None, gathered);
        gathered.issues.extend(issues);
        u8::from(kept)
    }

    /// The statements of a wide row.
    fn statements(&self, row: &Row, gathered: &mut Gathered) -> u8 {
        let said = said(&self.sheet, &self.layout, row);
        if said.is_empty() {
            gathered.skip(&self.sheet, row, "states nothing");
            return 0;
        }
        let (mut issues, mut records) = (Vec::new(), 0_u8);
        for said in said {
            match said {
                Said::Statement(wide) => {
                    let (kept, more) = self.keep(row, Some(wide), gathered);
                    issues.extend(more);
                    records = records.saturating_add(u8::from(kept));
                }
                Said::Skipped(wide, because) => {
                    gathered.skip_cell(&self.sheet, row, Some(wide.column), because);
                }
                Said::Problem(issue) => {
                    gathered.reject();
                    issues.push(issue);
                }
            }
        }
        // What is wrong with the CCG of a wide row is wrong with each of its statements, but told once.
        for (place, issue) in issues.iter().enumerate() {
            if !issues[..place].contains(issue) {
                gathered.issues.push(issue.clone());
            }
        }
        records
    }

    fn keep(&self, row: &Row, wide: Option<&WideColumn>, gathered: &mut Gathered) -> (bool, Vec<Issue>) {
        let fields = Fields::new(&self.sheet, &self.layout, row).beneath(&self.groups).with_days(&self.days);
        let fields = match wide {
            Some(wide) => fields.at(wide),
            None => fields,
        };
        let advice = if self.layout.void.is_some() {
            "; take the sheet out of the file, or that word if the sheet counts"
        } else {
            "; say in a column what the heading says"
        };
        if let Some(because) = self.layout.void.as_deref().or_else(|| self.groups.doubt()) {
            gathered.doubt(self.layout.kind, fields);
            return (false, vec![self.doubted(row, &format!("{because}{advice}"))]);
        }
        gathered.keep(self.layout.kind, fields)
    }

    /// A row that is not believed because of what stands above it, at its first cell.
    fn doubted(&self, row: &Row, because: &str) -> Issue {
        let own = row.cells.iter().find(|cell| self.layout.field(cell.column).is_some());
        let address = row.address(own.map(|cell| cell.column).unwrap_or_default()).to_string();
        let raw = own.map(|cell| cell.value.raw()).unwrap_or_default();
        let message = format!("the row is not believed: {because}");
        Issue::new(IssueCode::UnclearGroup, &self.sheet, &address, &raw, message)
    }
}
