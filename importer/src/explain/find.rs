//! Finds the CCG that somebody asks for, by code or by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    ccg, ccg_identity,
    domain::{MatchMethod, OdsCode, OnsCode},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{error::Error, issue::nearest, recognise::distinctive, validate::alias};

/// How many CCGs are offered to somebody who asked for none.
const OFFERED: usize = 5;

/// The CCG with an ODS code, an ONS code or a name. Of several that bore the name, the one that existed on the day.
pub(super) async fn ccg<C: ConnectionTrait>(
    db: &C,
    said: &str,
    on: Option<NaiveDate>,
) -> Result<(ccg::Model, MatchMethod), Error> {
    let ccgs = ccg::Entity::find().all(db).await?;
    let identities =
        ccg_identity::Entity::find().filter(ccg_identity::Column::RetractedAt.is_null()).all(db).await?;
    let register = Register::new(ccgs, &identities);
    let (ids, method) = register.look_up(said, &identities);
    let existed = |id: &&i64| on.is_none_or(|day| register.existed(**id, day));
    let then: Vec<i64> = ids.iter().filter(existed).copied().collect();
    let ids = if then.is_empty() { ids.into_iter().collect() } else { then };
    match ids.as_slice() {
        [id] => register
            .ccgs
            .get(id)
            .map(|ccg| (ccg.clone(), method))
            .ok_or_else(|| Error::UnknownCcg { said: said.to_owned(), offered: String::new() }),
        [] => Err(Error::UnknownCcg { said: said.to_owned(), offered: register.offers(said) }),
        several => {
            Err(Error::AmbiguousCcg { said: said.to_owned(), candidates: register.titles(several, " or ") })
        }
    }
}

struct Register {
    ccgs: BTreeMap<i64, ccg::Model>,
    /// Those that ever bore a name, by its distinctive words.
    names: HashMap<String, BTreeSet<i64>>,
}

impl Register {
    fn new(ccgs: Vec<ccg::Model>, identities: &[ccg_identity::Model]) -> Self {
        let mut names: HashMap<String, BTreeSet<i64>> = HashMap::new();
        let last = ccgs.iter().map(|ccg| (ccg.id, &ccg.name));
        for (id, name) in last.chain(identities.iter().map(|row| (row.ccg_id, &row.name))) {
            names.entry(distinctive(name)).or_default().insert(id);
        }
        Self { ccgs: ccgs.into_iter().map(|ccg| (ccg.id, ccg)).collect(), names }
    }

    fn look_up(&self, said: &str, identities: &[ccg_identity::Model]) -> (BTreeSet<i64>, MatchMethod) {
        if let Some(id) = OdsCode::parse(said).ok().and_then(|code| self.coded(&code)) {
            return ([id].into(), MatchMethod::OdsCode);
        }
        if let Ok(code) = OnsCode::parse(said) {
            let coded = identities.iter().filter(|row| row.ons_code.as_ref() == Some(&code));
            return (coded.map(|row| row.ccg_id).collect(), MatchMethod::OnsCode);
        }
        let key = distinctive(said);
        match (self.names.get(&key), alias(&key)) {
            (Some(ids), _) => (ids.clone(), MatchMethod::Name),
            (None, Some(code)) => (self.coded(code).into_iter().collect(), MatchMethod::Alias),
            (None, None) => (BTreeSet::new(), MatchMethod::Name),
        }
    }

    fn coded(&self, code: &OdsCode) -> Option<i64> {
        self.ccgs.values().find(|ccg| ccg.ods_code == *code).map(|ccg| ccg.id)
    }

    fn existed(&self, id: i64, day: NaiveDate) -> bool {
        self.ccgs.get(&id).is_some_and(|ccg| {
            ccg.opened_on.is_none_or(|opened| opened <= day) && ccg.closed_on.is_none_or(|last| last >= day)
        })
    }

    /// The CCGs that may have been meant: with a code of which one character differs, or a name that has the words
    /// in it or is like it.
    fn offers(&self, said: &str) -> String {
        let key = distinctive(said);
        let ids: BTreeSet<i64> = match OdsCode::parse(said) {
            Ok(code) => {
                let near = |ccg: &&ccg::Model| strsim::levenshtein(ccg.ods_code.as_str(), code.as_str()) == 1;
                self.ccgs.values().filter(near).map(|ccg| ccg.id).collect()
            }
            Err(_) => {
                let has = |name: &&String| !key.is_empty() && name.contains(&key);
                let within = self.names.keys().filter(has).chain(
                    nearest(&key, self.names.keys().map(String::as_str))
                        .and_then(|name| self.names.get_key_value(name))
                        .map(|(name, _)| name),
                );
                within.flat_map(|name| &self.names[name]).copied().collect()
            }
        };
        let mut ids: Vec<i64> = ids.into_iter().collect();
        ids.sort_by_key(|id| self.ccgs.get(id).map(|ccg| ccg.ods_code.clone()));
        ids.truncate(OFFERED);
        self.titles(&ids, ", ")
    }

    fn titles(&self, ids: &[i64], between: &str) -> String {
        let titles = ids.iter().filter_map(|id| self.ccgs.get(id));
        titles.map(|ccg| format!("{} {}", ccg.ods_code, ccg.name)).collect::<Vec<_>>().join(between)
    }
}
