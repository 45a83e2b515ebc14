//! Reads a file into records, all at once or batch by batch.

use entities::domain::DatasetKind;

use super::{Parsed, Records, walk::Walk};
use crate::{
    error::Refusal,
    extract::{FileBytes, Limits, Visit},
    recognise::Profiles,
};

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
    for doubted in std::mem::take(&mut parsed.doubted) {
        parsed.rejected += parsed.records.remove(&doubted);
    }
    Ok(parsed)
}

/// Reads a file into records and hands them on as they come, so that none of them is kept; the last ones are part of
/// what is returned, and so is which of them must not be believed after all. Whatever was handed on counts for nothing when the file is refused in the end.
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
    let mut walk = Walk::new(profiles, kind, limits, hand_on);
    visit(file, limits, &mut walk)?;
    walk.finish()
}
