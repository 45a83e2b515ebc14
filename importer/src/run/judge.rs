//! Whether enough of a file was understood to take the place of the dataset's older one.

use chrono::NaiveDate;
use sea_orm::DatabaseTransaction;

use super::Options;
use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal, RefusalCode},
    load::{
        Intake,
        runs::{self, RowCounts},
    },
    transform::{Parsed, Records},
};

/// Whether a file was understood well enough to take the place of the dataset's older one.
pub(super) async fn understood(
    txn: &DatabaseTransaction,
    parsed: &Parsed,
    entry: &SourceEntry,
) -> Result<Result<(), Refusal>, Error> {
    let unread: Vec<String> =
        parsed.sheets.iter().filter(|sheet| sheet.layout.is_none()).map(|sheet| sheet.name.clone()).collect();
    if let Some(sheet) = runs::evidence_from(txn, &entry.dataset, &unread).await? {
        let because =
            parsed.sheets.iter().find(|unread| unread.name == sheet).and_then(|sheet| sheet.skipped_because);
        let message = format!(
            "sheet \"{sheet}\" gave facts before and is not read any more: {}",
            because.unwrap_or("it is not known why")
        );
        return Ok(Err(Refusal::new(RefusalCode::SheetLost, message)));
    }
    let before = runs::kind_of(txn, &entry.dataset).await?;
    if let Some(before) = before.filter(|before| *before != parsed.records.kind()) {
        let message = format!(
            "dataset {} holds {} so far, and this file has {}; give it another --dataset",
            entry.dataset,
            before.title(),
            parsed.records.kind().title()
        );
        return Ok(Err(Refusal::new(RefusalCode::KindChanged, message)));
    }
    Ok(Ok(()))
}

/// The day that the file describes, by whoever imports it or else by its profile.
pub(super) fn as_of(parsed: &Parsed, entry: &SourceEntry) -> Option<NaiveDate> {
    let of_profile = || {
        let layouts = parsed.sheets.iter().filter_map(|sheet| sheet.layout.as_ref());
        layouts.filter_map(|layout| layout.profile.as_ref()?.as_of).next()
    };
    entry.as_of.or_else(of_profile)
}

/// Whether it is known of which day a list of names and codes speaks.
pub(super) fn dated(intake: &Intake, as_of: Option<NaiveDate>) -> Result<(), Refusal> {
    let Intake::Others(Records::Ccgs(ccgs)) = intake else { return Ok(()) };
    if as_of.is_none() && ccgs.iter().any(|ccg| ccg.record.life.is_none()) {
        return Err(Refusal::new(
            RefusalCode::MissingPeriod,
            "a list of names and codes without opening dates describes one day: say which with --as-of, or with as_of in a \
             profile; if it lists who adopted a model, say which model, year and status in columns or above its header",
        ));
    }
    Ok(())
}

/// Whether enough of a file could be stored. A file that states nothing must not empty its dataset.
pub(super) fn enough(rows: &RowCounts, options: &Options) -> Result<(), Refusal> {
    let stated = rows.facts + rows.duplicates + rows.rejected;
    if stated == 0 {
        return Err(Refusal::new(
            RefusalCode::NoRows,
            "there is no row beneath the header that could be stored",
        ));
    }
    if rows.facts == 0 {
        let message = format!("none of its {stated} rows could be stored");
        return Err(Refusal::new(RefusalCode::TooManyRejects, message));
    }
    if rows.rejected * 100 > stated * options.max_rejects_percent {
        let message = match options.max_rejects_percent {
            0 => format!(
                "{} of {stated} rows were rejected, and none may be with --strict, or with --max-rejects 0. Without it the \
                 others are stored",
                rows.rejected
            ),
            limit => format!(
                "{} of {stated} rows were rejected, more than {limit} %: the file was probably misread, so nothing of it is \
                 stored. Raise --max-rejects to store the others",
                rows.rejected
            ),
        };
        return Err(Refusal::new(RefusalCode::TooManyRejects, message));
    }
    Ok(())
}
