//! Reads the facts that the workbooks are made from.
//!
//! Every field is the text of its cell. The importer is where text becomes a code or a date; here it is only laid
//! out again, and a test may put a misspelling into any field to make a workbook that the importer should refuse.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// One published statement about one CCG, a row of `facts/adoptions.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AdoptionFact {
    /// The CCG's ODS code.
    pub ods_code: String,
    /// The name as the source prints it, which is not always the CCG's own.
    pub ccg_name: String,
    /// The NHS England region of 2015.
    pub region: String,
    /// `A`, `B` or `C`; empty when the source does not say.
    pub model: String,
    /// Such as `2015/16`; empty when the source does not say.
    pub financial_year: String,
    /// `expressed_interest`, `applied`, `approved`, `live` or `declined`.
    pub stage: String,
    /// `YYYY-MM-DD`; empty when the source does not say.
    pub effective_from: String,
    /// The date of the statement, as exact as it is known: `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or empty.
    pub stated_on: String,
    /// What the source says, or how the row was derived from it.
    pub basis: String,
    /// How far the row goes beyond the plain words of the source.
    pub confidence: String,
    /// The address of the source.
    pub source: String,
}

/// One CCG, a row of `facts/ccgs.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CcgFact {
    /// Assigned by ODS and never reused: CCGs that merge get a new code.
    pub ods_code: String,
    /// The last name that the CCG had.
    pub name: String,
    /// The first day on which the CCG acted as one.
    pub opened_on: String,
    /// The last day.
    pub closed_on: String,
    /// One of the four regions of 2015.
    pub region_2015: String,
    /// `published`, or `inferred` for a CCG that is younger than the four regions' lists.
    pub region_2015_basis: String,
    /// One of the seven later regions.
    pub region_2025: String,
    /// The NHS England area team of 2013; empty for a younger CCG.
    pub area_team_2013: String,
    /// The code of the NHS England local office.
    pub local_office_2015_code: String,
    /// The name of that office; empty for four CCGs of which only the code is known.
    pub local_office_2015: String,
    /// The code of the sustainability and transformation partnership or integrated care system.
    pub stp_ics_code: String,
    /// Its name in 2021.
    pub stp_name_2021: String,
    /// The day on which the ODS record opened, which may be earlier than the CCG.
    pub ods_opened_on: String,
    /// What a reader should know about this row.
    pub note: String,
    /// The files that the row was drawn from.
    pub source: String,
}

/// The statements about adoptions, ordered by year, region and code.
pub fn adoptions() -> Result<Vec<AdoptionFact>, Error> {
    read("adoptions.csv")
}

/// The CCGs that ever were, ordered by code.
pub fn ccgs() -> Result<Vec<CcgFact>, Error> {
    read("ccgs.csv")
}

fn read<T: DeserializeOwned>(file: &str) -> Result<Vec<T>, Error> {
    let path = crate::folder().join("facts").join(file);
    csv::Reader::from_path(&path)
        .and_then(|mut reader| reader.deserialize().collect())
        .map_err(|source| Error::Facts { path, source })
}
