//! Why a file as a whole is not understood.

use entities::domain::normalise;

use super::SheetSummary;
use crate::{
    error::{Refusal, RefusalCode},
    recognise::{Layout, Profile, nearness},
};

/// How many rows that come near to a header are told.
const NEAREST_SHOWN: usize = 3;

/// No sheet has a header that is known; these rows, each with its sheet, come nearest. Hidden sheets may
/// not have been looked at.
pub(super) fn no_header(mut candidates: Vec<(String, Layout)>, hidden: usize) -> Refusal {
    let mut message =
        "no sheet that was looked at has a header that is known, in its first 50 rows".to_owned();
    candidates.sort_by_key(|(_, layout)| nearness(layout));
    let told = candidates.iter().take(NEAREST_SHOWN).map(|(sheet, layout)| {
        let (row, title) = (layout.header_row, layout.title());
        let lacks = layout.lacks().join(" and ");
        format!("sheet \"{sheet}\" row {row}, {title} ({}), lacks {lacks}", layout.understood())
    });
    let told: Vec<String> = told.collect();
    let doubt = candidates.iter().find_map(|(_, layout)| layout.doubt.as_ref());
    if !told.is_empty() {
        message = format!("{message}; the nearest: {}", told.join("; "));
    }
    if let Some(doubt) = doubt {
        message = format!("{message}; {doubt}");
    }
    if hidden > 0 {
        message = format!(
            "{message}; hidden sheets that were not looked at: {hidden}, which --include-hidden reads"
        );
    }
    Refusal::new(RefusalCode::NoHeader, message)
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
