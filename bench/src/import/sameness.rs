//! Makes sure that two databases hold the same facts, evidence and positions: else their times could not be compared.

use rusqlite::Connection;
use sqlx::{Connection as _, PgConnection};
use tokio::runtime::{Builder, Runtime};

use super::Database;
use crate::failure::Outcome;

/// How many rows are looked at together.
const PAGE: usize = 20_000;

/// What is compared of a fact: everything but row numbers and moments, which differ from run to run.
const FACT: &[&str] = &[
    "a.natural_key",
    "ccg.ods_code",
    "commissioning_model.code",
    "wave.financial_year",
    "a.stage",
    "a.effective_from",
    "a.effective_to",
];

/// What is compared of its evidence; made-up lists give one row for each fact.
const EVIDENCE: &[&str] = &[
    "e.sheet",
    "e.row_number",
    CELLS,
    "e.match_method",
    "e.stated_from",
    "e.stated_to",
    "e.effective_from",
    "e.effective_to",
    "e.basis",
    "e.confidence",
    "cited.natural_key",
];

const CELLS: &str = "e.cells";

/// What is compared of a position.
const POSITION: &[&str] = &[
    "p.natural_key",
    "ccg.ods_code",
    "commissioning_model.code",
    "p.first_day",
    "p.last_day",
    "p.status",
    "p.conflicting",
    "p.since_from",
    "p.since_to",
    "p.is_live",
];

/// A row, each value as text.
type Row = Vec<Option<String>>;

/// Compares row by row, and names the first difference.
pub(super) fn check(imported: &Database, loaded: &Database, everything: bool) -> Outcome<()> {
    let (mut imported, mut loaded) = (Reader::new(imported)?, Reader::new(loaded)?);
    let compared = if everything {
        vec![([FACT, EVIDENCE].concat(), FACTS), (POSITION.to_vec(), POSITIONS)]
    } else {
        vec![(FACT.to_vec(), FACTS)]
    };
    for (columns, from) in compared {
        let query = query(&columns, from);
        let (mut after, mut rows) = (String::new(), 0);
        loop {
            let page = imported.page(&query, columns.len(), &after)?;
            compare(&columns, &page, &loaded.page(&query, columns.len(), &after)?)?;
            rows += page.len();
            match page.last().and_then(|row| row.first()?.clone()) {
                Some(last) => after = last,
                None if rows == 0 => return Err("neither program stored anything".into()),
                None => break,
            }
        }
    }
    Ok(())
}

fn compare(columns: &[&str], imported: &[Row], loaded: &[Row]) -> Outcome<()> {
    if imported.len() != loaded.len() {
        return Err("the importer and the loader did not store as many rows".into());
    }
    for (imported, loaded) in imported.iter().zip(loaded) {
        for (column, (imported_value, loaded_value)) in columns.iter().zip(imported.iter().zip(loaded)) {
            if !is_same(column, imported_value.as_deref(), loaded_value.as_deref())? {
                return Err(format!(
                    "the importer and the loader stored differently: {column} of {} is {imported_value:?} and \
                     {loaded_value:?}",
                    imported.first().and_then(Option::as_deref).unwrap_or_default()
                )
                .into());
            }
        }
    }
    Ok(())
}

/// JSON may be written in another order.
fn is_same(column: &str, imported: Option<&str>, loaded: Option<&str>) -> Outcome<bool> {
    let (Some(imported), Some(loaded), CELLS) = (imported, loaded, column) else {
        return Ok(imported == loaded);
    };
    let json = |text| serde_json::from_str::<serde_json::Value>(text);
    Ok(imported == loaded || json(imported)? == json(loaded)?)
}

enum Reader {
    Sqlite(Connection),
    Postgres(Runtime, PgConnection),
}

impl Reader {
    fn new(database: &Database) -> Outcome<Self> {
        match database {
            Database::Sqlite { path } => Ok(Self::Sqlite(Connection::open(path)?)),
            Database::Postgres { .. } => {
                let runtime = Builder::new_current_thread().enable_all().build()?;
                let connection = runtime.block_on(PgConnection::connect(&database.url()))?;
                Ok(Self::Postgres(runtime, connection))
            }
        }
    }

    /// The rows in force whose key comes after one.
    fn page(&mut self, query: &str, columns: usize, after: &str) -> Outcome<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(query)?;
                let row = |row: &rusqlite::Row<'_>| (0..columns).map(|place| row.get(place)).collect();
                let rows = statement.query_map([after], row)?.collect::<rusqlite::Result<Vec<Row>>>();
                Ok(rows?)
            }
            Self::Postgres(runtime, connection) => {
                let query = sqlx::query(sqlx::AssertSqlSafe(query.to_owned())).bind(after.to_owned());
                let rows = runtime.block_on(query.fetch_all(connection))?;
                let row = |row: &sqlx::postgres::PgRow| {
                    (0..columns).map(|place| sqlx::Row::try_get(row, place)).collect()
                };
                Ok(rows.iter().map(row).collect::<sqlx::Result<Vec<Row>>>()?)
            }
        }
    }
}

/// Where facts stand, and their evidence.
const FACTS: &str = "adoption a JOIN ccg ON ccg.id = a.ccg_id \
    LEFT JOIN commissioning_model ON commissioning_model.id = a.model_id LEFT JOIN wave ON wave.id = a.wave_id \
    LEFT JOIN evidence e ON e.adoption_id = a.id AND e.retracted_at IS NULL \
    LEFT JOIN source cited ON cited.id = e.cited_source_id WHERE a.retracted_at IS NULL";

/// Where positions stand.
const POSITIONS: &str = "position p JOIN ccg ON ccg.id = p.ccg_id \
    LEFT JOIN commissioning_model ON commissioning_model.id = p.model_id WHERE p.retracted_at IS NULL";

/// A page of rows by their key, which is the first column, each value as text.
fn query(columns: &[&str], from: &str) -> String {
    let texts: Vec<String> = columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
    let key = columns[0];
    format!("SELECT {} FROM {from} AND {key} > $1 ORDER BY {key} LIMIT {PAGE}", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &str, sheet: &str) -> Row {
        ["ZZ001|JOINT|2001/02|LIVE", cells, sheet].map(|value| Some(value.to_owned())).to_vec()
    }

    fn difference(imported: &[Row], loaded: &[Row]) -> Option<String> {
        let columns = ["a.natural_key", CELLS, "e.sheet"];
        compare(&columns, imported, loaded).err().map(|failure| failure.to_string())
    }

    #[test]
    fn the_first_difference_is_named() {
        let imported = [row("[1]", "A"), row("[1]", "A")];
        assert_eq!(difference(&imported, &imported), None);
        let told = difference(&imported, &[row("[1]", "A"), row("[1]", "B")]).unwrap();
        assert!(told.contains(r#"e.sheet of ZZ001|JOINT|2001/02|LIVE is Some("A") and Some("B")"#), "{told}");
        let told = difference(&imported, &imported[..1]).unwrap();
        assert_eq!(told, "the importer and the loader did not store as many rows");
    }

    #[test]
    fn json_is_compared_by_what_it_says() {
        let imported = [row(r#"{"a": 1, "b": 2}"#, "A")];
        assert_eq!(difference(&imported, &[row(r#"{"b":2,"a":1}"#, "A")]), None);
        assert!(difference(&imported, &[row(r#"{"b":2,"a":2}"#, "A")]).is_some());
    }
}
