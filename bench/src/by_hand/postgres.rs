//! Stores a made-up list in PostgreSQL: COPY, in one transaction.

use std::{collections::HashMap, path::Path};

use sqlx::{Connection, PgConnection};
use tokio::runtime::{Builder, Runtime};

use super::{Known, Load, References, Statement, table};
use crate::failure::Outcome;

/// How many rows are sent by one COPY. Evidence refers to facts, so the two take turns.
const BATCH: usize = 10_000;

const ADOPTIONS: &str = "COPY adoption (id, ccg_id, model_id, wave_id, stage, effective_from, natural_key, import_run_id, recorded_at) FROM STDIN (FORMAT csv)";
const EVIDENCE: &str = "COPY evidence (adoption_id, import_run_id, source_id, cited_source_id, sheet, row_number, cells, match_method, stated_from, stated_to, effective_from, confidence, recorded_at) FROM STDIN (FORMAT csv)";

/// COPY takes no numbers from a sequence for rows that others refer to, so they are given, and the sequence told.
const NEXT_ID: &str = "SELECT COALESCE(MAX(id), 0) + 1 FROM adoption";
const SET_NEXT_ID: &str = "SELECT setval(pg_get_serial_sequence('adoption', 'id'), $1, false)";

pub(super) fn load(file: &Path, database_url: &str, with_evidence: bool) -> Outcome<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut connection = runtime.block_on(PgConnection::connect(database_url))?;
    let mut copying = Copying::begin(&runtime, &mut connection, file)?;
    table::rows(file, &mut |row| copying.row(row, with_evidence))?;
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
        })
    }

    fn row(&mut self, row: &table::Row<'_>, with_evidence: bool) -> Outcome<()> {
        let statement = Statement::read(row)?;
        let References { ccg, model, wave } = self.known.references(&statement)?;
        let id = self.next_id;
        self.next_id += 1;
        let Load { run_id, now, .. } = &self.load;
        let from = statement.effective_from.as_deref();
        let key = statement.natural_key();
        self.adoptions.serialize((id, ccg, model, wave, statement.stage, from, key, run_id, now))?;
        if with_evidence {
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
            if rows.is_empty() {
                continue;
            }
            self.runtime.block_on(async {
                let mut copy = self.connection.copy_in_raw(statement).await?;
                copy.send(rows).await?;
                copy.finish().await
            })?;
        }
        Ok(())
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

fn buffer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new())
}

async fn numbers(connection: &mut PgConnection, query: &'static str) -> sqlx::Result<HashMap<String, i64>> {
    let pairs: Vec<(String, i64)> = sqlx::query_as(query).fetch_all(connection).await?;
    Ok(pairs.into_iter().collect())
}
