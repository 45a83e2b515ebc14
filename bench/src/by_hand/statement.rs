//! Reads a row of a made-up list, and says so in the words of the importer's evidence.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use entities::evidence::{self, AS_IT_STANDS, Cells};

use super::table::{Cell, Row};
use crate::failure::Outcome;

/// The fields of the columns, in their order.
const FIELDS: [&str; 8] =
    ["ods_code", "ccg_name", "financial_year", "model", "stage", "effective_from", "stated_on", "citation"];

/// What a row states, in the words of the database.
pub(super) struct Statement<'a> {
    pub(super) row: u32,
    pub(super) ods_code: &'a str,
    pub(super) year: &'a str,
    pub(super) model: &'static str,
    pub(super) stage: &'static str,
    pub(super) effective_from: Option<String>,
    pub(super) stated_on: Option<String>,
    pub(super) citation: &'a str,
}

impl<'a> Statement<'a> {
    pub(super) fn read(row: &'a Row<'_>) -> Outcome<Self> {
        let [ods_code, _, year, model, stage, effective_from, stated_on, citation] = &row.cells;
        Ok(Self {
            row: row.number,
            ods_code: ods_code.text(),
            year: year.text(),
            model: self::model(model.text())?,
            stage: self::stage(stage.text())?,
            effective_from: day(effective_from)?,
            stated_on: day(stated_on)?,
            citation: citation.text(),
        })
    }

    pub(super) fn natural_key(&self) -> String {
        format!("{}|{}|{}|{}", self.ods_code, self.model, self.year, self.stage)
    }

    /// The evidence's cells, in the form in which the database keeps them.
    pub(super) fn cells(&self, row: &Row<'_>) -> Outcome<String> {
        let values = [
            None,
            None,
            None,
            Some(self.model),
            Some(self.stage),
            self.effective_from.as_deref(),
            self.stated_on.as_deref(),
            None,
        ];
        let columns = ('A'..).zip(FIELDS).zip(&row.cells).zip(values);
        let cells = columns.filter(|((_, cell), _)| !cell.is_blank());
        let cells = cells.map(|(((column, field), cell), value)| {
            let (raw, rule) = match cell {
                Cell::Day(serial) => (Cow::Owned(serial.to_string()), "date serial since 1900"),
                cell => (Cow::Borrowed(cell.text()), AS_IT_STANDS),
            };
            let value = value.unwrap_or(&raw).into();
            let address = Some(format!("{column}{}", row.number).into());
            evidence::Cell { field: field.into(), address, raw: raw.into(), value, rule: rule.into() }
        });
        Ok(serde_json::to_string(&Cells(cells.collect()))?)
    }
}

fn model(text: &str) -> Outcome<&'static str> {
    match text {
        "Greater involvement" => Ok("GREATER_INVOLVEMENT"),
        "Joint commissioning" => Ok("JOINT"),
        "Delegated commissioning" => Ok("DELEGATED"),
        _ => Err(format!("\"{text}\" is no model").into()),
    }
}

fn stage(text: &str) -> Outcome<&'static str> {
    match text {
        "Live" => Ok("LIVE"),
        "Approved" => Ok("APPROVED"),
        "Applied" => Ok("APPLIED"),
        _ => Err(format!("\"{text}\" is no status").into()),
    }
}

/// A day as the database keeps it.
fn day(cell: &Cell<'_>) -> Outcome<Option<String>> {
    /// Serials count from here, once they are past the day in 1900 that never was.
    const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day of the calendar");
    match cell {
        Cell::Blank => Ok(None),
        Cell::Text(text) => Ok(Some(text.to_string())),
        Cell::Day(serial) => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "dates of this century"
            )]
            let day = EPOCH.checked_add_days(Days::new(*serial as u64));
            Ok(Some(day.ok_or_else(|| format!("{serial} is no day"))?.to_string()))
        }
    }
}
