//! CCGs of a region and what they adopted.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::{Code, Nodes, Question, USUAL, Year};

/// Fifty CCGs.
#[derive(Deserialize)]
pub(super) struct OfRegion {
    region: String,
    opened: NaiveDate,
    adoptions: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct Ccgs {
    ccgs: Nodes<Ccg>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ccg {
    ods_code: String,
    name: String,
    adoptions: Nodes<Adoption>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Adoption {
    #[serde(skip)]
    id: i64,
    stage: String,
    effective_from: Option<String>,
    model: Option<Code>,
    wave: Option<Year>,
}

/// The first fifty CCGs in the order of their codes are found sooner by looking at one after the other than by collecting all,
/// for many are of the region. Models and waves are few, and looked up once rather than for each adoption; adoptions are
/// sorted CCG by CCG, because no index has them in their order.
const OF_REGION: &str = "SELECT c.ods_code, c.name, a.id, a.stage, a.effective_from, a.model_id, a.wave_id \
    FROM (SELECT id, ods_code, name FROM ccg WHERE opened_on >= ?2 AND EXISTS ( \
            SELECT 1 FROM ccg_area m WHERE m.ccg_id = ccg.id AND m.retracted_at IS NULL \
            AND m.area_id = (SELECT id FROM area WHERE kind = 'REGION_2015' AND name = ?1)) \
        ORDER BY ods_code LIMIT 50) c \
    LEFT JOIN adoption a ON a.ccg_id = c.id AND a.retracted_at IS NULL";

const MODELS: &str = "SELECT id, code FROM commissioning_model";
const WAVES: &str = "SELECT id, financial_year FROM wave";

impl Question for OfRegion {
    type Data = Ccgs;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Ccgs> {
        let (models, waves) = (names(connection, MODELS)?, names(connection, WAVES)?);
        let mut statement = connection.prepare_cached(OF_REGION)?;
        let mut rows = statement.query(params![self.region, self.opened])?;
        let mut ccgs: Vec<Ccg> = Vec::new();
        while let Some(row) = rows.next()? {
            let code = row.get_ref(0)?.as_str()?;
            if ccgs.last().is_none_or(|last| last.ods_code != code) {
                ccgs.push(Ccg {
                    ods_code: code.to_owned(),
                    name: row.get(1)?,
                    adoptions: Nodes { nodes: Vec::new() },
                });
            }
            if let (Some(ccg), Some(adoption)) = (ccgs.last_mut(), adoption(row, &models, &waves)?) {
                ccg.adoptions.nodes.push(adoption);
            }
        }
        ccgs.sort_by(|one, other| one.ods_code.cmp(&other.ods_code));
        let most = self.adoptions.unwrap_or(USUAL).try_into().unwrap_or(usize::MAX);
        for ccg in &mut ccgs {
            ccg.adoptions.nodes.sort_by_key(|adoption| adoption.id);
            ccg.adoptions.nodes.truncate(most);
        }
        Ok(Ccgs { ccgs: Nodes { nodes: ccgs } })
    }
}

fn names(connection: &Connection, statement: &str) -> rusqlite::Result<HashMap<i64, String>> {
    connection.prepare_cached(statement)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// None of a CCG that has none.
fn adoption(
    row: &Row<'_>,
    models: &HashMap<i64, String>,
    waves: &HashMap<i64, String>,
) -> rusqlite::Result<Option<Adoption>> {
    let Some(id) = row.get(2)? else { return Ok(None) };
    let named = |column, names: &HashMap<i64, String>| {
        Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.and_then(|id| names.get(&id).cloned()))
    };
    Ok(Some(Adoption {
        id,
        stage: row.get(3)?,
        effective_from: row.get(4)?,
        model: named(5, models)?.map(|code| Code { code }),
        wave: named(6, waves)?.map(|financial_year| Year { financial_year }),
    }))
}
