//! Stores a made-up list in PostgreSQL: COPY, in one transaction.

use std::{collections::HashMap, path::Path};

use entities::position;
use sea_orm::ActiveEnum;
use sqlx::{Connection, PgConnection, Row};
use tokio::runtime::{Builder, Runtime};

use super::{Ccg, Known, Load, Positions, References, Statement, table};
use crate::failure::Outcome;

/// How many rows are sent by one COPY. Evidence refers to facts, so the two take turns.
const BATCH: usize = 10_000;

const ADOPTIONS: &str = "COPY adoption (id, ccg_id, model_id, wave_id, stage, effective_from, natural_key, import_run_id, recorded_at) FROM STDIN (FORMAT csv)";
const EVIDENCE: &str = "COPY evidence (adoption_id, import_run_id, source_id, cited_source_id, sheet, row_number, cells, match_method, stated_from, stated_to, effective_from, confidence, recorded_at) FROM STDIN (FORMAT csv)";

const POSITIONS: &str = "COPY position (natural_key, import_run_id, recorded_at, ccg_id, first_day, last_day, status, model_id, conflicting, since_from, since_to, is_live) FROM STDIN (FORMAT csv)";

/// COPY takes no numbers from a sequence for rows that others refer to, so they are given, and the sequence told.
const NEXT_ID: &str = "SELECT COALESCE(MAX(id), 0) + 1 FROM adoption";
const SET_NEXT_ID: &str = "SELECT setval(pg_get_serial_sequence('adoption', 'id'), $1, false)";

pub(super) fn load(file: &Path, database_url: &str, everything: bool) -> Outcome<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut connection = runtime.block_on(PgConnection::connect(database_url))?;
    let mut copying = Copying::begin(&runtime, &mut connection, file)?;
    table::rows(file, &mut |row| copying.row(row, everything))?;
    if everything {
        copying.positions()?;
    }
    copying.commit()
}

/// Two COPY statements that take turns.
struct Copying<'c> {
    runtime: &'c Runtime,
    connection: &'c mut PgConnection,
    known: Known,
    load: Load,
    sheet: String,
    cited: HashMap<String, i64>,
    next_id: i64,
    rows: usize,
    adoptions: csv::Writer<Vec<u8>>,
    evidence: csv::Writer<Vec<u8>>,
    positions: Positions,
}

impl<'c> Copying<'c> {
    fn begin(runtime: &'c Runtime, connection: &'c mut PgConnection, file: &Path) -> Outcome<Self> {
        let (known, load, next_id) = runtime.block_on(async {
            sqlx::query("BEGIN").execute(&mut *connection).await?;
            let known = Known {
                ccgs: numbers(connection, Known::CCGS).await?,
                models: numbers(connection, Known::MODELS).await?,
                waves: numbers(connection, Known::WAVES).await?,
            };
            let source = sqlx::query_scalar(Load::SOURCE).bind(file.display().to_string());
            let source_id: i64 = source.fetch_one(&mut *connection).await?;
            let run_id = sqlx::query_scalar(Load::RUN).bind(source_id).fetch_one(&mut *connection).await?;
            let next_id = sqlx::query_scalar(NEXT_ID).fetch_one(&mut *connection).await?;
            Ok::<_, sqlx::Error>((known, Load { run_id, source_id, now: Load::now() }, next_id))
        })?;
        Ok(Self {
            runtime,
            connection,
            known,
            load,
            sheet: table::sheet(file),
            cited: HashMap::new(),
            next_id,
            rows: 0,
            adoptions: buffer(),
            evidence: buffer(),
            positions: Positions::default(),
        })
    }

    fn row(&mut self, row: &table::Row<'_>, everything: bool) -> Outcome<()> {
        let statement = Statement::read(row)?;
        let of = self.known.references(&statement)?;
        let References { ccg, model, wave } = of;
        let id = self.next_id;
        self.next_id += 1;
        let Load { run_id, now, .. } = &self.load;
        let from = statement.effective_from.as_deref();
        let key = statement.natural_key();
        self.adoptions.serialize((id, ccg, model, wave, statement.stage, from, key, run_id, now))?;
        if everything {
            self.positions.add(&of, &statement)?;
            let cited = self.cited(statement.citation)?;
            let Load { run_id, source_id, now } = &self.load;
            let cells = statement.cells(row)?;
            let on = statement.stated_on.as_deref();
            let place = (id, run_id, source_id, cited, &self.sheet, row.number);
            self.evidence.serialize((place, cells, "ODS_CODE", on, on, from, "PUBLISHED", now))?;
        }
        self.rows += 1;
        if self.rows.is_multiple_of(BATCH) { self.send() } else { Ok(()) }
    }

    fn cited(&mut self, citation: &str) -> Outcome<i64> {
        if let Some(id) = self.cited.get(citation) {
            return Ok(*id);
        }
        let insert = sqlx::query_scalar(Load::CITATION).bind(citation);
        let id = self.runtime.block_on(insert.fetch_one(&mut *self.connection))?;
        self.cited.insert(citation.to_owned(), id);
        Ok(id)
    }

    fn send(&mut self) -> Outcome<()> {
        for (statement, rows) in [(ADOPTIONS, &mut self.adoptions), (EVIDENCE, &mut self.evidence)] {
            let rows = std::mem::replace(rows, buffer()).into_inner()?;
            self.runtime.block_on(copy(self.connection, statement, rows))?;
        }
        Ok(())
    }

    fn positions(&mut self) -> Outcome<()> {
        self.send()?;
        let (ccgs, first_round) = self.runtime.block_on(async {
            let ccgs = sqlx::query(Positions::CCGS).fetch_all(&mut *self.connection).await?;
            let first = sqlx::query_scalar(Positions::FIRST_ROUND).fetch_one(&mut *self.connection).await?;
            sqlx::query(Positions::RETRACT).execute(&mut *self.connection).await?;
            Ok::<_, sqlx::Error>((ccgs, first))
        })?;
        let ccg = |row: &sqlx::postgres::PgRow| {
            Ok(Ccg {
                id: row.try_get(0)?,
                code: row.try_get(1)?,
                opened_on: row.try_get(2)?,
                closed_on: row.try_get(3)?,
            })
        };
        let ccgs = ccgs.iter().map(ccg).collect::<sqlx::Result<Vec<Ccg>>>()?;
        let mut rows = buffer();
        let Load { run_id, now, .. } = &self.load;
        for row in self.positions.rows(ccgs, first_round) {
            let position::Model { natural_key, ccg_id, first_day, last_day, model_id, conflicting, .. } = row;
            let days = (first_day, last_day, row.status.to_value(), model_id, conflicting);
            let since = (row.since_from, row.since_to, row.is_live);
            rows.serialize((natural_key, run_id, now, ccg_id, days, since))?;
        }
        let rows = rows.into_inner()?;
        Ok(self.runtime.block_on(copy(self.connection, POSITIONS, rows))?)
    }

    fn commit(mut self) -> Outcome<()> {
        self.send()?;
        self.runtime.block_on(async {
            sqlx::query(SET_NEXT_ID).bind(self.next_id).execute(&mut *self.connection).await?;
            sqlx::query("COMMIT").execute(&mut *self.connection).await
        })?;
        Ok(())
    }
}

/// Sends rows, if there are any.
async fn copy(connection: &mut PgConnection, statement: &'static str, rows: Vec<u8>) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut copy = connection.copy_in_raw(statement).await?;
    copy.send(rows).await?;
    copy.finish().await?;
    Ok(())
}

fn buffer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new())
}

async fn numbers(connection: &mut PgConnection, query: &'static str) -> sqlx::Result<HashMap<String, i64>> {
    let pairs: Vec<(String, i64)> = sqlx::query_as(query).fetch_all(connection).await?;
    Ok(pairs.into_iter().collect())
}
