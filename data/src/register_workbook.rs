//! `workbooks/ccg-register.xlsx`: every CCG that ever was, with its dates and the areas that it belonged to.

use crate::facts::CcgFact;
use crate::layout::{self, Cell, Column, Page};
use crate::{Error, wording};

const TITLE: &str = "Register of Clinical Commissioning Groups, 2013 to 2022";

/// The bytes of the workbook, always the same for the same facts.
pub fn build(facts: &[CcgFact]) -> Result<Vec<u8>, Error> {
    let page = Page {
        name: "CCG register",
        title: TITLE.to_owned(),
        subtitle: "Every CCG that was open on any day between 1 April 2013 and 30 June 2022, by ODS code",
        notes: notes(),
        grouped: false,
    };
    let rows: Vec<&CcgFact> = facts.iter().collect();
    let sheet = layout::table(&page, &columns(), &rows)?;
    Ok(layout::save(TITLE, vec![sheet])?)
}

fn columns() -> Vec<Column<CcgFact>> {
    vec![
        column("ODS code", 10.0, |ccg| Cell::code(&ccg.ods_code)),
        column("CCG name", 52.0, |ccg| Cell::text(&ccg.name)),
        column("Open date", 12.0, |ccg| wording::date(&ccg.opened_on)),
        column("Close date", 12.0, |ccg| wording::date(&ccg.closed_on)),
        column("NHS region (2015)", 20.0, |ccg| Cell::text(&ccg.region_2015)),
        column("Region basis", 12.0, |ccg| Cell::text(wording::basis(&ccg.region_2015_basis))),
        column("NHS region (2025)", 24.0, |ccg| Cell::text(&ccg.region_2025)),
        column("Area team (2013)", 40.0, |ccg| Cell::text(&ccg.area_team_2013)),
        column("Local office code (2015)", 14.0, |ccg| Cell::code(&ccg.local_office_2015_code)),
        column("Local office (2015)", 52.0, |ccg| Cell::text(&ccg.local_office_2015)),
        column("STP/ICS code", 10.0, |ccg| Cell::code(&ccg.stp_ics_code)),
        column("STP/ICS name (2021)", 52.0, |ccg| Cell::text(&ccg.stp_name_2021)),
        column("Notes", 60.0, |ccg| Cell::prose(&ccg.note)),
        column("Source", 60.0, |ccg| Cell::text(&ccg.source)),
    ]
}

fn column(heading: &'static str, width: f64, cell: fn(&CcgFact) -> Cell) -> Column<CcgFact> {
    Column { heading, width, cell }
}

fn notes() -> Vec<String> {
    [
        "The name is the last one that the CCG had.",
        "CCGs that merge get a new code; a CCG whose boundary or name changes keeps its code.",
        "The region of 2015 of a CCG that opened in 2019 or later is inferred from its later region.",
        "The local office of a CCG that opened in 2017 or 2018 is the one that a list of November 2018 gives.",
        "A close date of 30/06/2022 is the abolition of CCGs; the code lives on as that of a sub-ICB location.",
    ]
    .map(str::to_owned)
    .to_vec()
}
