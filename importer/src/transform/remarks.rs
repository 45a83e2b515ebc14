//! Holds what stands beside a row, in columns that are not read, against what the row states.

use std::collections::BTreeSet;

use entities::domain::{DatasetKind, ModelCode, Stage, Vocabulary, normalise};

use super::{absence::is_not_stated, groups::Groups};
use crate::{
    extract::{Cell, Row, Value, letters_of},
    issue::{Issue, IssueCode, cut},
    recognise::{Field, Held, Layout, may_turn, without_marks, year_or_wave},
};

/// The remarks of a row that may change what it states.
///
/// One beneath no heading was put there for this row. So was one in a list whose rows do not say how far they had come,
/// where it is all that there is. Beside a status it is but a warning, and so is what stands apart, as a key does.
pub(super) fn remarks(sheet: &str, layout: &Layout, groups: &Groups, row: &Row) -> Vec<Issue> {
    if layout.kind != DatasetKind::Adoptions || layout.profile.is_some() {
        return Vec::new();
    }
    let mut held = None;
    unread(layout, row)
        .filter_map(|(cell, text)| {
            let heading = layout.headings.iter().find(|(column, _)| *column == cell.column);
            let is_headed = heading.is_some();
            // What is to be confirmed of a contact or a website is not the adoption.
            let is_of_row = heading.is_none_or(|(_, heading)| is_remark(heading));
            let open = || Some(text.trim().to_owned()).filter(|text| is_of_row && is_not_stated(text));
            let mut otherwise = || {
                let held = held.get_or_insert_with(|| held_by(layout, groups));
                if is_of_row { held.contradicted_by(text) } else { None }
            };
            let word = may_turn(text).or_else(open).or_else(&mut otherwise)?;
            let is_minor =
                is_apart(layout, cell) || (is_headed && !layout.open_fields().contains(&Field::Stage));
            let what = format!(
                "beside the row stands \"{}\", which may change what it says because of \"{word}\"",
                cut(text)
            );
            let (code, message) = if !is_minor {
                (IssueCode::UnclearGroup, format!("{what}; say it in the column of the status"))
            } else {
                (IssueCode::Remark, format!("{what}; the column is not read"))
            };
            let at = cell.anchor.unwrap_or_else(|| row.address(cell.column));
            Some(Issue::new(code, sheet, &at.to_string(), text, message))
        })
        .collect()
}

/// What titles and headings, and no columns, say of a row.
fn held_by(layout: &Layout, groups: &Groups) -> Held {
    let said = |field| {
        let outside = layout.open_fields().contains(&field);
        let said = groups.constant(field).or_else(|| layout.constant(field)).filter(|_| outside);
        said.map(|constant| without_marks(&constant.text))
    };
    Held {
        model: said(Field::Model).and_then(|text| ModelCode::parse(text).ok()),
        stage: said(Field::Stage).and_then(|text| Stage::parse(text).ok()),
        year: said(Field::FinancialYear).and_then(|text| year_or_wave(text).ok()),
    }
}

/// Whether a heading is that of remarks.
fn is_remark(heading: &str) -> bool {
    matches!(normalise(heading).as_str(), "note" | "notes" | "comment" | "comments" | "remark" | "remarks")
}

/// Columns that are not read and hold codes of CCGs, where none that is read does. Each is told once.
#[derive(Debug, Default)]
pub(super) struct UnreadCodes(BTreeSet<u32>);

impl UnreadCodes {
    /// Tells of those that a row shows to be such.
    pub(super) fn look_at(&mut self, sheet: &str, layout: &Layout, row: &Row) -> Vec<Issue> {
        let is_open = layout.kind == DatasetKind::Adoptions
            && layout.profile.is_none()
            && layout.column(Field::OdsCode).is_none();
        if !is_open {
            return Vec::new();
        }
        let of_codes = unread(layout, row).filter(|(_, text)| is_code_of_ccg(text));
        let news = of_codes.filter(|(cell, _)| self.0.insert(cell.column));
        news.map(|(cell, text)| {
            let heading = layout.headings.iter().find(|(column, _)| *column == cell.column);
            let heading = heading.map_or_else(|| "no heading".to_owned(), |(_, text)| format!("the heading \"{text}\""));
            let message = format!(
                "column {} has {heading} and holds codes of CCGs, which are not read, nor held against the names; call it \
                 \"CCG code\" if it says which CCG a row is about",
                letters_of(cell.column)
            );
            Issue::new(IssueCode::Remark, sheet, &row.address(cell.column).to_string(), text, message)
        })
        .collect()
    }
}

/// Whether a text has the form of most codes of CCGs: two digits and a letter.
fn is_code_of_ccg(text: &str) -> bool {
    matches!(text.trim().as_bytes(), [a, b, c] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase())
}

/// The texts of a row in columns that are not read.
pub(super) fn unread<'a>(layout: &'a Layout, row: &'a Row) -> impl Iterator<Item = (&'a Cell, &'a str)> {
    let is_read =
        |column: u32| layout.field(column).is_some() || layout.twins.iter().any(|(twin, _)| *twin == column);
    row.cells.iter().filter(move |cell| !is_read(cell.column)).filter_map(|cell| match &cell.value {
        Value::Text(text) => Some((cell, text.as_str())),
        _ => None,
    })
}

/// Whether a cell stands to the right of the table, behind an empty column.
fn is_apart(layout: &Layout, cell: &Cell) -> bool {
    let known = layout.columns.iter().map(|(column, _)| *column).max().unwrap_or_default();
    // Headings go on to the right of what is understood.
    let headings = layout.headings.iter().map(|(column, _)| *column);
    let last = headings.fold(known, |last, column| if column == last + 1 { column } else { last });
    cell.column > last + 1
}
