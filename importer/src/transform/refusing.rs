//! Why a file as a whole is not understood.

use entities::domain::normalise;

use super::SheetSummary;
use crate::{
    error::{Refusal, RefusalCode},
    extract::letters_of,
    recognise::{Layout, Profile, nearness},
};

/// How many rows that come near to a header are told.
const NEAREST_SHOWN: usize = 3;

/// No sheet has a header that is known. Tables may lie on their side, and if not, these rows, each with its sheet, come
/// nearest. Hidden sheets may not have been looked at.
pub(super) fn no_header(
    mut candidates: Vec<(String, Layout)>,
    sideways: &[String],
    hidden: usize,
) -> Refusal {
    if !sideways.is_empty() {
        return Refusal::new(RefusalCode::TableSideways, sideways.join("; "));
    }
    candidates.sort_by_key(|(_, layout)| nearness(layout));
    let nearest: Vec<String> = candidates.iter().take(NEAREST_SHOWN).map(near).collect();
    let mut told =
        vec!["no sheet that was looked at has a header that is known, in its first 50 rows".to_owned()];
    if !nearest.is_empty() {
        told.push(format!("the nearest: {}", nearest.join("; ")));
    }
    told.extend(candidates.iter().find_map(side_by_side));
    told.extend(candidates.iter().find_map(|(_, layout)| layout.doubt.clone()));
    if hidden > 0 {
        told.push(format!("hidden sheets that were not looked at: {hidden}, which --include-hidden reads"));
    }
    Refusal::new(RefusalCode::NoHeader, told.join("; "))
}

/// What a row is as a header, and what it lacks to be one.
fn near((sheet, layout): &(String, Layout)) -> String {
    let lacks = match layout.lacks().as_slice() {
        [] => format!("has columns that are not understood: {}", layout.unknown.join(", ")),
        lacks => format!("lacks {}", lacks.join(" and ")),
    };
    format!(
        "sheet \"{sheet}\" row {}, {} ({}), {lacks}",
        layout.header_row,
        layout.title(),
        layout.understood()
    )
}

/// Lists that stand side by side, which no row could be the one header of.
fn side_by_side((sheet, layout): &(String, Layout)) -> Option<String> {
    let (_, columns) = layout.doubled_identity()?;
    let columns: Vec<_> = columns.into_iter().map(letters_of).collect();
    Some(format!(
        "columns {} of sheet \"{sheet}\" each say which CCG a row is about: give lists that stand side by side a sheet each, \
         with their titles",
        columns.join(" and ")
    ))
}

/// What a file lacks of the profile that was named; nothing if it has all.
pub(super) fn misfit(profile: &Profile, sheets: &[SheetSummary], misfits: &[String]) -> Option<Refusal> {
    let read: Vec<&str> =
        sheets.iter().filter(|sheet| sheet.layout.is_some()).map(|sheet| sheet.name.as_str()).collect();
    let lost = profile.sheets_lost(read.iter().copied());
    if lost.is_empty() && !read.is_empty() {
        return None;
    }
    let mut lacks: Vec<String> = lost
        .into_iter()
        .filter_map(|lost| match sheets.iter().find(|sheet| normalise(&sheet.name) == lost) {
            None => Some(format!("there is no sheet \"{lost}\"")),
            // What a visible one lacks was found when it was searched.
            Some(sheet) if sheet.skipped_because == Some("the sheet is hidden") => {
                Some(format!("sheet \"{}\" is hidden, and is read with --include-hidden", sheet.name))
            }
            Some(_) => None,
        })
        .collect();
    lacks.extend(misfits.iter().cloned());
    if lacks.is_empty() {
        lacks.push("no sheet that it reads has a value".to_owned());
    }
    let message = format!("the file does not fit the profile {}: {}", profile.stamp(), lacks.join("; "));
    Some(Refusal::new(RefusalCode::ProfileMismatch, message))
}
