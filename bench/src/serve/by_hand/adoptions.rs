//! Pages of adoptions.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{Code, Nodes, Question, Year};

/// Those of a model and a wave.
#[derive(Deserialize)]
pub(super) struct OfModelAndWave {
    model: String,
    wave: String,
    since: DateTime<Utc>,
}

#[derive(Serialize)]
pub(super) struct Adoptions<T> {
    adoptions: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    stage: String,
    effective_from: Option<String>,
    ccg: Ccg,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ccg {
    ods_code: String,
    name: String,
}

/// Row by row, of which one in a hundred is one of them: two hundred are found sooner so than by sorting all that the index
/// of models and waves has. The signs keep SQLite from using it.
const OF_MODEL_AND_WAVE: &str = "SELECT a.stage, a.effective_from, c.ods_code, c.name \
    FROM adoption a JOIN ccg c ON c.id = a.ccg_id \
    WHERE +a.model_id = (SELECT id FROM commissioning_model WHERE code = ?1) \
        AND +a.wave_id = (SELECT id FROM wave WHERE financial_year = ?2) \
        AND a.recorded_at >= ?3 AND a.retracted_at IS NULL \
    ORDER BY a.id LIMIT 200";

impl Question for OfModelAndWave {
    type Data = Adoptions<Nodes<Named>>;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Self::Data> {
        let mut adoptions = connection.prepare_cached(OF_MODEL_AND_WAVE)?;
        let wanted = params![self.model, self.wave, self.since.to_rfc3339()];
        let nodes = adoptions.query_map(wanted, |row| {
            let ccg = Ccg { ods_code: row.get(2)?, name: row.get(3)? };
            Ok(Named { stage: row.get(0)?, effective_from: row.get(1)?, ccg })
        })?;
        Ok(Adoptions { adoptions: Nodes { nodes: nodes.collect::<rusqlite::Result<_>>()? } })
    }
}

/// A page of all of them: fifty rows behind one.
#[derive(Deserialize)]
pub(super) struct PageBehind {
    after: i64,
    since: DateTime<Utc>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    nodes: Vec<Whole>,
    page_info: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    stage: String,
    effective_from: Option<String>,
    ccg: Ccg,
    model: Option<Code>,
    wave: Option<Year>,
}

const PAGE: usize = 50;

/// With one row more, which tells whether there are more.
const PAGE_BEHIND: &str = "SELECT a.stage, a.effective_from, c.ods_code, c.name, m.code, w.financial_year \
    FROM adoption a JOIN ccg c ON c.id = a.ccg_id \
    LEFT JOIN commissioning_model m ON m.id = a.model_id LEFT JOIN wave w ON w.id = a.wave_id \
    WHERE a.id > ?1 AND a.recorded_at >= ?2 AND a.retracted_at IS NULL ORDER BY a.id LIMIT 51";

impl Question for PageBehind {
    type Data = Adoptions<Page>;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Self::Data> {
        let mut adoptions = connection.prepare_cached(PAGE_BEHIND)?;
        let nodes = adoptions.query_map(params![self.after, self.since.to_rfc3339()], |row| {
            Ok(Whole {
                stage: row.get(0)?,
                effective_from: row.get(1)?,
                ccg: Ccg { ods_code: row.get(2)?, name: row.get(3)? },
                model: row.get::<_, Option<String>>(4)?.map(|code| Code { code }),
                wave: row.get::<_, Option<String>>(5)?.map(|financial_year| Year { financial_year }),
            })
        })?;
        let mut nodes: Vec<Whole> = nodes.collect::<rusqlite::Result<_>>()?;
        let has_next_page = nodes.len() > PAGE;
        nodes.truncate(PAGE);
        Ok(Adoptions { adoptions: Page { nodes, page_info: PageInfo { has_next_page } } })
    }
}
