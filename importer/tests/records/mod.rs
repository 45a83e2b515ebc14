//! What the records of a file say, for the tests of layouts and profiles.

use importer::transform::{Adoption, Located, Parsed, Records};

/// The adoptions of a file, which must have nothing else.
pub(crate) fn adoptions(parsed: &Parsed) -> &[Located<Adoption>] {
    match &parsed.records {
        Records::Adoptions(adoptions) => adoptions,
        other => panic!("{other:?}"),
    }
}

/// CCG, model, year and stage of each adoption.
pub(crate) fn facts(parsed: &Parsed) -> Vec<String> {
    let fact = |row: &Located<Adoption>| {
        let Adoption { ccg, model, year, stage, .. } = &row.record;
        let code = ccg.ods_code.as_ref().map(ToString::to_string).or_else(|| ccg.name.clone()).unwrap();
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        format!("{code} {} {year} {stage:?}", model.map_or("?".to_owned(), |model| format!("{model:?}")))
    };
    adoptions(parsed).iter().map(fact).collect()
}

/// Every row that was read is a record, a skip or a rejection.
pub(crate) fn balanced(parsed: Parsed) -> Parsed {
    let read: u64 = parsed.sheets.iter().map(|sheet| sheet.rows).sum();
    let told = parsed.records.places().len() as u64 + parsed.skipped.len() as u64 + parsed.rejected;
    assert_eq!(read, told, "{parsed:?}");
    parsed
}
