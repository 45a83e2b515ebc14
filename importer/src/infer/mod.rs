//! Drafts a mapping profile for a file, as far as it is understood.
//!
//! `survey` keeps the first rows of each sheet and learns what it can of their headers, `guess` looks at the cells
//! beneath headings that mean nothing, `sense` says what is left open, and `draft` writes it all down, with a mark where somebody has to decide.

mod draft;
mod guess;
mod sense;
mod survey;

use entities::domain::{DatasetKind, normalise};

use self::{
    draft::Draft,
    survey::{Survey, Surveyed},
};
use crate::{
    error::{Refusal, RefusalCode},
    extract::{FileBytes, Limits, Visit},
    recognise::built_in,
};

/// A profile for a file, in TOML. Lines marked EDIT are left to fill in.
///
/// # Errors
/// When the file cannot be read, or none of the sheets that are looked at has a value.
pub fn profile(
    file: &FileBytes,
    kind: Option<DatasetKind>,
    sheet: Option<&str>,
    limits: &Limits,
    visit: Visit,
) -> Result<String, Refusal> {
    let survey = Survey::of(file, limits, visit)?;
    let is_meant = |name: &str| sheet.is_none_or(|sheet| normalise(sheet) == normalise(name));
    let surveyed: Vec<Surveyed> = survey
        .sheets
        .iter()
        .filter(|sheet| is_meant(&sheet.name) && !sheet.rows.is_empty())
        .map(|sheet| Surveyed::of(sheet, kind))
        .collect();
    let Some(best) = surveyed.iter().min_by_key(|surveyed| surveyed.rank()) else {
        let names: Vec<String> = survey.sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect();
        let (which, remedy) = if limits.include_hidden || survey.is_text {
            ("", "")
        } else {
            (" visible", "; --include-hidden looks at hidden ones too")
        };
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let message =
            format!("there is no such{which} sheet with a value; the{which} sheets are {names}{remedy}");
        return Err(Refusal::new(RefusalCode::NoHeader, message));
    };
    if let Some(told) = &best.sideways {
        let message = format!("sheet \"{}\": {told}; a profile cannot do that", best.sheet.name);
        return Err(Refusal::new(RefusalCode::TableSideways, message));
    }
    if let Some(known) = &best.layout.profile {
        let text = built_in(&known.name).unwrap_or_default();
        return Ok(format!(
            "# A copy of the built-in profile {}, by which this file is read.\n{text}",
            known.stamp()
        ));
    }
    let only = sheet.filter(|_| !survey.is_text).map(|_| best.sheet.name.as_str());
    Ok(Draft { file: &file.name, best, others: &surveyed, only }.to_string())
}
