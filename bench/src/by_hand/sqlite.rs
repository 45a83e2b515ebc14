//! Stores a made-up list in SQLite: prepared inserts, one row after the other, in one transaction.

use std::{collections::HashMap, path::Path};

use entities::position;
use rusqlite::{Connection, Statement as Prepared, Transaction, params};
use sea_orm::ActiveEnum;

use super::{Ccg, Known, Load, Positions, Statement, table};
use crate::failure::Outcome;

/// Enough for the inner pages of all indexes, so that a row costs no reading. In KiB.
const CACHE: i64 = 64 * 1024;

const ADOPTION: &str = "INSERT INTO adoption (ccg_id, model_id, wave_id, stage, effective_from, natural_key, import_run_id, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const EVIDENCE: &str = "INSERT INTO evidence (adoption_id, import_run_id, source_id, cited_source_id, sheet, row_number, cells, match_method, stated_from, stated_to, effective_from, confidence, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'ODS_CODE', ?8, ?8, ?9, 'PUBLISHED', ?10)";

const POSITION: &str = "INSERT INTO position (natural_key, import_run_id, recorded_at, ccg_id, first_day, last_day, status, model_id, conflicting, since_from, since_to, is_live) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

pub(super) fn load(file: &Path, database: &str, everything: bool) -> Outcome<()> {
    let mut connection = Connection::open(database)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let txn = connection.transaction()?;
    let known = known(&txn)?;
    let load = begin(&txn, file)?;
    let mut adoptions = txn.prepare(ADOPTION)?;
    let mut evidence = everything.then(|| Evidence::new(&txn, file)).transpose()?;
    let mut positions = everything.then(Positions::default);
    table::rows(file, &mut |row| {
        let statement = Statement::read(row)?;
        let of = known.references(&statement)?;
        let key = statement.natural_key();
        let (stage, from) = (statement.stage, &statement.effective_from);
        let id =
            adoptions.insert(params![of.ccg, of.model, of.wave, stage, from, key, load.run_id, load.now])?;
        if let Some(positions) = &mut positions {
            positions.add(&of, &statement)?;
        }
        match &mut evidence {
            Some(evidence) => evidence.insert(&load, id, &statement, statement.cells(row)?),
            None => Ok(()),
        }
    })?;
    drop((adoptions, evidence));
    if let Some(positions) = positions {
        store_positions(&txn, &load, &positions)?;
    }
    Ok(txn.commit()?)
}

fn store_positions(txn: &Transaction<'_>, load: &Load, positions: &Positions) -> Outcome<()> {
    let first_round = txn.query_row(Positions::FIRST_ROUND, [], |row| row.get(0))?;
    let ccg = |row: &rusqlite::Row<'_>| {
        Ok(Ccg { id: row.get(0)?, code: row.get(1)?, opened_on: row.get(2)?, closed_on: row.get(3)? })
    };
    let ccgs = txn.prepare(Positions::CCGS)?.query_map([], ccg)?.collect::<rusqlite::Result<Vec<Ccg>>>()?;
    txn.execute(Positions::RETRACT, [])?;
    let mut insert = txn.prepare(POSITION)?;
    for row in positions.rows(ccgs, first_round) {
        let position::Model { natural_key, ccg_id, first_day, last_day, model_id, conflicting, .. } = row;
        let (status, from, to) = (row.status.to_value(), row.since_from, row.since_to);
        insert.execute(params![
            natural_key,
            load.run_id,
            load.now,
            ccg_id,
            first_day,
            last_day,
            status,
            model_id,
            conflicting,
            from,
            to,
            row.is_live
        ])?;
    }
    Ok(())
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
