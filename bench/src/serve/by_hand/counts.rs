//! How many adoptions there are, by model and wave.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::Question;

/// Groups of so many adoptions at least.
#[derive(Deserialize)]
pub(super) struct ByModelAndWave {
    least: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stats {
    adoption_stats: Groups,
}

#[derive(Serialize)]
struct Groups {
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    key: Key,
    count: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    model: Option<String>,
    financial_year: Option<String>,
}

/// Counted first, so that models and waves are looked up once for each group.
const COUNTS: &str = "SELECT m.code, w.financial_year, n.number \
    FROM (SELECT model_id, wave_id, count(*) AS number FROM adoption WHERE retracted_at IS NULL \
        GROUP BY model_id, wave_id HAVING count(*) >= ?1) n \
    LEFT JOIN commissioning_model m ON m.id = n.model_id LEFT JOIN wave w ON w.id = n.wave_id \
    ORDER BY m.letter NULLS LAST, w.financial_year NULLS LAST";

impl Question for ByModelAndWave {
    type Data = Stats;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Stats> {
        let mut counts = connection.prepare_cached(COUNTS)?;
        let groups = counts.query_map([self.least], |row| {
            let key = Key { model: row.get(0)?, financial_year: row.get(1)? };
            Ok(Group { key, count: row.get(2)? })
        })?;
        Ok(Stats { adoption_stats: Groups { groups: groups.collect::<rusqlite::Result<_>>()? } })
    }
}
