//! Which model a CCG had on a day.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Code, Question};

/// A CCG and a day.
#[derive(Deserialize)]
pub(super) struct OnDay {
    code: String,
    day: NaiveDate,
}

#[derive(Serialize)]
pub(super) struct OneCcg {
    ccg: Option<Ccg>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ccg {
    ods_code: String,
    name: String,
    position: Position,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Position {
    status: String,
    model: Option<Code>,
    since: Option<String>,
    is_live: Option<bool>,
    first_day: Option<String>,
    last_day: Option<String>,
}

const POSITION: &str = "SELECT c.ods_code, c.name, p.status, m.code, \
        CASE WHEN p.since_from = p.since_to THEN p.since_from END, p.is_live, p.first_day, p.last_day \
    FROM ccg c JOIN position p ON p.ccg_id = c.id LEFT JOIN commissioning_model m ON m.id = p.model_id \
    WHERE c.ods_code = ?1 AND p.retracted_at IS NULL \
        AND (p.first_day IS NULL OR p.first_day <= ?2) AND (p.last_day IS NULL OR p.last_day >= ?2)";

impl Question for OnDay {
    type Data = OneCcg;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<OneCcg> {
        let mut position = connection.prepare_cached(POSITION)?;
        let ccg = position.query_row(params![self.code, self.day], |row| {
            let position = Position {
                status: row.get(2)?,
                model: row.get::<_, Option<String>>(3)?.map(|code| Code { code }),
                since: row.get(4)?,
                is_live: row.get(5)?,
                first_day: row.get(6)?,
                last_day: row.get(7)?,
            };
            Ok(Ccg { ods_code: row.get(0)?, name: row.get(1)?, position })
        });
        Ok(OneCcg { ccg: ccg.optional()? })
    }
}
