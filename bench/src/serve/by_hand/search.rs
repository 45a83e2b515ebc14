//! CCGs whose names begin with what somebody types.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::Question;

/// The beginning of a name without "NHS", in small or capital letters.
#[derive(Deserialize)]
pub(super) struct Beginning {
    text: String,
}

#[derive(Serialize)]
pub(super) struct Found {
    search: Vec<Hit>,
}

#[derive(Serialize)]
struct Hit {
    matched: String,
    quality: &'static str,
    ccg: Ccg,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ccg {
    ods_code: String,
    name: String,
    opened_on: Option<String>,
    closed_on: Option<String>,
}

/// It knows no other way to be alike, and that no name has a sign in it that LIKE would take for another.
const BEGINNING: &str = "SELECT ods_code, name, opened_on, closed_on FROM ccg \
    WHERE name LIKE 'NHS ' || ?1 || '%' ORDER BY ods_code LIMIT 10";

impl Question for Beginning {
    type Data = Found;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Found> {
        let mut found = connection.prepare_cached(BEGINNING)?;
        let hits = found.query_map([&self.text], |row| {
            let name: String = row.get(1)?;
            let ccg = Ccg {
                ods_code: row.get(0)?,
                name: name.clone(),
                opened_on: row.get(2)?,
                closed_on: row.get(3)?,
            };
            Ok(Hit { matched: name, quality: "PREFIX", ccg })
        })?;
        Ok(Found { search: hits.collect::<rusqlite::Result<_>>()? })
    }
}
