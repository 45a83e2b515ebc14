//! Holds the marks of rows together with the notes that explain them.
//!
//! "Delegated*" is delegated, unless the note says "* declined in March", and that stands beneath the table.

use std::sync::Arc;

use entities::domain::DatasetKind;

use super::gathered::{Doubted, Gathered};
use crate::{
    extract::{Address, Row, Value},
    issue::{Issue, IssueCode, cut},
    recognise::{Field, GroupHeading, Layout},
};

/// The marked rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Footnotes(Vec<Marked>);

#[derive(Debug)]
struct Marked {
    mark: String,
    at: Address,
    raw: String,
    records: u8,
}

impl Footnotes {
    /// Remembers the marks of a row that gave so many records.
    pub(super) fn remember(&mut self, layout: &Layout, row: &Row, records: u8) {
        if records == 0 || layout.kind != DatasetKind::Adoptions {
            return;
        }
        for cell in &row.cells {
            let Value::Text(text) = &cell.value else { continue };
            if let Some(mark) =
                mark_behind(text).filter(|_| layout.field(cell.column).is_some_and(is_decisive))
            {
                let (mark, raw) = (mark.to_owned(), cut(text).to_owned());
                self.0.push(Marked { mark, at: row.address(cell.column), raw, records });
            }
        }
    }

    /// A note. What it says otherwise of the rows that bear its mark is believed over them.
    pub(super) fn note(&mut self, layout: &Layout, sheet: &Arc<str>, row: &Row, gathered: &mut Gathered) {
        let texts =
            row.cells.iter().filter(|cell| cell.anchor.is_none()).filter_map(|cell| match &cell.value {
                Value::Text(text) => Some(text.trim()),
                _ => None,
            });
        let note = texts.collect::<Vec<_>>().join(" ");
        let Some((mark, rest)) = mark_before(&note) else { return };
        let at = row.address(row.cells.first().map(|cell| cell.column).unwrap_or_default());
        let says_otherwise = match GroupHeading::read(layout.kind, at, rest) {
            GroupHeading::Says(said) => said.iter().any(|constant| constant.field != Field::Region),
            GroupHeading::Unclear { is_sure, .. } => is_sure,
            GroupHeading::Area => false,
        };
        if !says_otherwise {
            return;
        }
        let (marked, others): (Vec<Marked>, Vec<Marked>) =
            std::mem::take(&mut self.0).into_iter().partition(|marked| marked.mark == mark);
        self.0 = others;
        let mut doubted = Doubted { sheet: Arc::clone(sheet), rows: Vec::new(), records: 0 };
        for Marked { at: cell, raw, records, .. } in marked {
            let message = format!(
                "the row bears the mark of the note \"{}\" ({at}), which may change what it says; say it in a column",
                cut(&note)
            );
            gathered.issues.push(Issue::new(
                IssueCode::UnclearGroup,
                sheet,
                &cell.to_string(),
                &raw,
                message,
            ));
            if doubted.rows.last() != Some(&cell.row) {
                doubted.rows.push(cell.row);
                doubted.records += u64::from(records);
            }
        }
        if !doubted.rows.is_empty() {
            gathered.doubted.push(doubted);
        }
    }
}

/// Whether a mark at a value of the field may be meant for what the row states.
fn is_decisive(field: Field) -> bool {
    matches!(
        field,
        Field::OdsCode
            | Field::CcgName
            | Field::Model
            | Field::Stage
            | Field::FinancialYear
            | Field::EffectiveFrom
    )
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '\u{2020}' | '\u{2021}' | '\u{b9}' | '\u{b2}' | '\u{b3}')
}

fn mark_behind(text: &str) -> Option<&str> {
    let text = text.trim_end();
    if !text.ends_with(is_mark) {
        return None;
    }
    let mark = &text[text.trim_end_matches(is_mark).len()..];
    Some(mark).filter(|mark| !mark.is_empty() && mark.len() < text.len())
}

fn mark_before(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let rest = text.trim_start_matches(is_mark);
    let mark = &text[..text.len() - rest.len()];
    (!mark.is_empty()).then_some((mark, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_behind_a_value_and_before_a_note() {
        assert_eq!(mark_behind("Delegated* "), Some("*"));
        assert_eq!(mark_behind("NHS Camden CCG \u{2020}\u{2020}"), Some("\u{2020}\u{2020}"));
        assert_eq!((mark_behind("Delegated"), mark_behind("***")), (None, None));
        assert_eq!(mark_before(" ** Subject to a vote"), Some(("**", "Subject to a vote")));
        assert_eq!(mark_before("Subject to a vote *"), None);
    }
}
