//! Holds the positions that are kept against the rule by which they follow from the facts.

use chrono::Utc;
use sea_orm::DatabaseTransaction;

use super::{Check, Finding};
use crate::{error::Error, load::Load};

/// Whether the positions of all CCGs are those that follow from the facts in force.
pub(super) async fn follow_from_the_facts(txn: &DatabaseTransaction) -> Result<Finding, Error> {
    // Nothing is stored, so that it does not matter by which run and when.
    let load = Load {
        txn,
        run_id: 0,
        source_id: 0,
        dataset: "",
        replace: false,
        as_of: None,
        max_issues: 0,
        now: Utc::now(),
    };
    let mut finding = Finding::new(Check::Positions, 0);
    let looked_at = load
        .compare_positions(|ccg| {
            finding.is_wrong(|| format!("the positions of {ccg} are not those that follow from its facts"));
        })
        .await?;
    finding.looked_at = Some(looked_at);
    Ok(finding)
}
