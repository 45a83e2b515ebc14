//! Stores a made-up list in SQLite: prepared inserts, one row after the other, in one transaction.

use std::{collections::HashMap, path::Path};

use rusqlite::{Connection, Statement as Prepared, Transaction, params};

use super::{Known, Load, References, Statement, table};
use crate::failure::Outcome;

/// Enough for the inner pages of all indexes, so that a row costs no reading. In KiB.
const CACHE: i64 = 64 * 1024;

const ADOPTION: &str = "INSERT INTO adoption (ccg_id, model_id, wave_id, stage, effective_from, natural_key, import_run_id, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const EVIDENCE: &str = "INSERT INTO evidence (adoption_id, import_run_id, source_id, cited_source_id, sheet, row_number, cells, match_method, stated_from, stated_to, effective_from, confidence, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'ODS_CODE', ?8, ?8, ?9, 'PUBLISHED', ?10)";

pub(super) fn load(file: &Path, database: &str, with_evidence: bool) -> Outcome<()> {
    let mut connection = Connection::open(database)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let txn = connection.transaction()?;
    let known = known(&txn)?;
    let load = begin(&txn, file)?;
    let mut adoptions = txn.prepare(ADOPTION)?;
    let mut evidence = with_evidence.then(|| Evidence::new(&txn, file)).transpose()?;
    table::rows(file, &mut |row| {
        let statement = Statement::read(row)?;
        let References { ccg, model, wave } = known.references(&statement)?;
        let key = statement.natural_key();
        let (stage, from) = (statement.stage, &statement.effective_from);
        let id = adoptions.insert(params![ccg, model, wave, stage, from, key, load.run_id, load.now])?;
        match &mut evidence {
            Some(evidence) => evidence.insert(&load, id, &statement, statement.cells(row)?),
            None => Ok(()),
        }
    })?;
    drop((adoptions, evidence));
    Ok(txn.commit()?)
}

fn known(txn: &Transaction<'_>) -> Outcome<Known> {
    let numbers = |query: &str| {
        let mut rows = txn.prepare(query)?;
        let pairs = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        pairs.collect::<rusqlite::Result<HashMap<String, i64>>>()
    };
    Ok(Known { ccgs: numbers(Known::CCGS)?, models: numbers(Known::MODELS)?, waves: numbers(Known::WAVES)? })
}

fn begin(txn: &Transaction<'_>, file: &Path) -> Outcome<Load> {
    let source_id: i64 = txn.query_row(Load::SOURCE, [file.display().to_string()], |row| row.get(0))?;
    let run_id = txn.query_row(Load::RUN, [source_id], |row| row.get(0))?;
    Ok(Load { run_id, source_id, now: Load::now() })
}

/// The evidence of a file, and the publications that it cites.
struct Evidence<'t> {
    sheet: String,
    rows: Prepared<'t>,
    publications: Prepared<'t>,
    cited: HashMap<String, i64>,
}

impl<'t> Evidence<'t> {
    fn new(txn: &'t Transaction<'_>, file: &Path) -> Outcome<Self> {
        Ok(Self {
            sheet: table::sheet(file),
            rows: txn.prepare(EVIDENCE)?,
            publications: txn.prepare(Load::CITATION)?,
            cited: HashMap::new(),
        })
    }

    fn insert(&mut self, load: &Load, adoption: i64, stated: &Statement<'_>, cells: String) -> Outcome<()> {
        let cited = match self.cited.get(stated.citation) {
            Some(id) => *id,
            None => {
                let id = self.publications.query_row([stated.citation], |row| row.get(0))?;
                self.cited.insert(stated.citation.to_owned(), id);
                id
            }
        };
        let Load { run_id, source_id, now } = load;
        let (on, from) = (&stated.stated_on, &stated.effective_from);
        self.rows.execute(params![
            adoption, run_id, source_id, cited, self.sheet, stated.row, cells, on, from, now
        ])?;
        Ok(())
    }
}
