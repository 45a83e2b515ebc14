//! One CCG and what it adopted.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Nodes, Question, USUAL};

/// One CCG.
#[derive(Deserialize)]
pub(super) struct ByCode {
    code: String,
    since: DateTime<Utc>,
    adoptions: Option<u32>,
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
    opened_on: Option<String>,
    closed_on: Option<String>,
    adoptions: Nodes<Adoption>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Adoption {
    stage: String,
    effective_from: Option<String>,
    model: Option<Model>,
    wave: Option<Wave>,
}

#[derive(Serialize)]
struct Model {
    code: String,
    letter: String,
    title: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wave {
    financial_year: String,
    title: String,
    live_from: Option<String>,
}

const CCG: &str = "SELECT id, ods_code, name, opened_on, closed_on FROM ccg WHERE ods_code = ?1";

const ADOPTIONS: &str = "SELECT a.stage, a.effective_from, m.code, m.letter, m.title, w.financial_year, w.title, w.live_from \
    FROM adoption a LEFT JOIN commissioning_model m ON m.id = a.model_id LEFT JOIN wave w ON w.id = a.wave_id \
    WHERE a.ccg_id = ?1 AND a.recorded_at >= ?2 AND a.retracted_at IS NULL ORDER BY a.id LIMIT ?3";

impl Question for ByCode {
    type Data = OneCcg;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<OneCcg> {
        let ccg = |row: &rusqlite::Row<'_>| {
            let ccg = Ccg {
                ods_code: row.get(1)?,
                name: row.get(2)?,
                opened_on: row.get(3)?,
                closed_on: row.get(4)?,
                adoptions: Nodes { nodes: Vec::new() },
            };
            Ok((row.get::<_, i64>(0)?, ccg))
        };
        let found = connection.prepare_cached(CCG)?.query_row([&self.code], ccg).optional()?;
        let Some((id, mut ccg)) = found else { return Ok(OneCcg { ccg: None }) };
        let mut adoptions = connection.prepare_cached(ADOPTIONS)?;
        let wanted = params![id, self.since.to_rfc3339(), self.adoptions.unwrap_or(USUAL)];
        let adoptions = adoptions.query_map(wanted, |row| {
            let (code, year): (Option<String>, Option<String>) = (row.get(2)?, row.get(5)?);
            let model = code.map(|code| {
                Ok::<_, rusqlite::Error>(Model { code, letter: row.get(3)?, title: row.get(4)? })
            });
            let wave = year.map(|financial_year| {
                Ok::<_, rusqlite::Error>(Wave { financial_year, title: row.get(6)?, live_from: row.get(7)? })
            });
            let (stage, effective_from) = (row.get(0)?, row.get(1)?);
            Ok(Adoption { stage, effective_from, model: model.transpose()?, wave: wave.transpose()? })
        })?;
        ccg.adoptions.nodes = adoptions.collect::<rusqlite::Result<_>>()?;
        Ok(OneCcg { ccg: Some(ccg) })
    }
}
