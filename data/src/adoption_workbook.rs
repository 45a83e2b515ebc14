//! `workbooks/co-commissioning-adoptions.xlsx`: one sheet for each financial year, as NHS England publishes them.

mod notes;
mod sheets;

use rust_xlsxwriter::Worksheet;

use crate::facts::AdoptionFact;
use crate::layout::{self, Cell, Column, Page};
use crate::{Error, LICENCE, wording};
use sheets::{SHEETS, Sheet};

const TITLE: &str = "Primary care co-commissioning arrangements by CCG";

/// The bytes of the workbook, always the same for the same facts.
///
/// The facts keep their order, and neighbours of one region share a merged cell.
pub fn build(facts: &[AdoptionFact]) -> Result<Vec<u8>, Error> {
    refuse_facts_without_a_sheet(facts)?;
    let mut sheets = vec![contents(facts)?];
    for sheet in &SHEETS {
        sheets.push(statements(sheet, facts)?);
    }
    Ok(layout::save(TITLE, sheets)?)
}

fn refuse_facts_without_a_sheet(facts: &[AdoptionFact]) -> Result<(), Error> {
    match facts.iter().find(|fact| !SHEETS.iter().any(|sheet| sheet.holds(fact))) {
        None => Ok(()),
        Some(fact) => Err(Error::NoSheet {
            ods_code: fact.ods_code.clone(),
            financial_year: fact.financial_year.clone(),
        }),
    }
}

fn contents(facts: &[AdoptionFact]) -> Result<Worksheet, Error> {
    let mut lines: Vec<String> = SHEETS
        .iter()
        .map(|sheet| format!("Sheet \"{}\": {} found", sheet.name, counted(sheet.select(facts).len())))
        .collect();
    lines.push("There is no sheet for 2018/19: the sources found name no CCG for that year.".to_owned());
    lines.push(LICENCE.to_owned());
    let subtitle = "Statements found in published sources about which CCG had which arrangement";
    Ok(layout::text("Contents", TITLE, subtitle, &lines)?)
}

fn counted(statements: usize) -> String {
    match statements {
        1 => "1 statement".to_owned(),
        many => format!("{many} statements"),
    }
}

fn statements(sheet: &Sheet, facts: &[AdoptionFact]) -> Result<Worksheet, Error> {
    let rows = sheet.select(facts);
    let page = Page {
        name: sheet.name,
        title: sheet.title(),
        subtitle: sheet.subtitle,
        notes: (sheet.notes)(facts),
        grouped: true,
    };
    Ok(layout::table(&page, &columns(sheet), &rows)?)
}

fn columns(sheet: &Sheet) -> Vec<Column<AdoptionFact>> {
    let mut columns = vec![
        column("NHS England region", 20.0, |fact| Cell::text(&fact.region)),
        column("CCG code", 10.0, |fact| Cell::code(&fact.ods_code)),
        column("CCG name", 48.0, |fact| Cell::text(&fact.ccg_name)),
    ];
    if sheet.states_no_year() {
        columns.push(column("Financial year", 14.0, |fact| {
            Cell::text(wording::financial_year(&fact.financial_year))
        }));
    }
    columns.extend([
        column("Co-commissioning model", 24.0, |fact| Cell::text(wording::model(&fact.model))),
        column("Status", 18.0, |fact| Cell::text(wording::stage(&fact.stage))),
        column("Effective from", 14.0, |fact| wording::date(&fact.effective_from)),
        column("Date of statement", 16.0, |fact| wording::date(&fact.stated_on)),
        column("Basis", 60.0, |fact| Cell::prose(&fact.basis)),
        column("Confidence", 32.0, |fact| Cell::text(wording::confidence(&fact.confidence))),
        column("Source", 60.0, |fact| Cell::text(&fact.source)),
    ]);
    columns
}

fn column(heading: &'static str, width: f64, cell: fn(&AdoptionFact) -> Cell) -> Column<AdoptionFact> {
    Column { heading, width, cell }
}
