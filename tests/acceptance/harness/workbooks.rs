//! Copies of the bundled workbook, as it is and with faults.

use std::path::PathBuf;

use bundled_data::{adoption_workbook, facts, facts::AdoptionFact};
use tempfile::TempDir;

/// The bundled facts about adoptions.
pub(crate) fn adoptions() -> Vec<AdoptionFact> {
    facts::adoptions().unwrap()
}

/// Writes facts as a workbook into a folder.
pub(crate) fn write(folder: &TempDir, name: &str, facts: &[AdoptionFact]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, adoption_workbook::build(facts).unwrap()).unwrap();
    path
}

/// The bundled facts about adoptions of which model and year are known: in text no name of a sheet tells them.
pub(crate) fn adoptions_of_years() -> Vec<AdoptionFact> {
    adoptions().into_iter().filter(|fact| !fact.model.is_empty() && !fact.financial_year.is_empty()).collect()
}

/// Writes facts as text, which is read faster.
pub(crate) fn write_text(folder: &TempDir, name: &str, facts: &[AdoptionFact]) -> PathBuf {
    let path = folder.path().join(name);
    let mut out = csv::Writer::from_path(&path).unwrap();
    out.write_record(["CCG code", "Financial year", "Model", "Status", "Effective from"]).unwrap();
    for AdoptionFact { ods_code, financial_year, model, stage, effective_from, .. } in facts {
        out.write_record([ods_code, financial_year, model, &stage.replace('_', " "), effective_from])
            .unwrap();
    }
    out.flush().unwrap();
    path
}

/// What is wrong with one CCG's row of a year.
pub(crate) type Fault<'a> = (&'a str, &'a str, fn(&mut AdoptionFact));

/// The bundled facts with faults in some rows.
pub(crate) fn spoilt_adoptions(faults: &[Fault]) -> Vec<AdoptionFact> {
    let mut facts = adoptions();
    for (code, year, change) in faults {
        let fact = facts.iter_mut().find(|fact| fact.ods_code == *code && fact.financial_year == *year);
        change(fact.unwrap_or_else(|| panic!("no fact about {code} in {year}")));
    }
    facts
}
