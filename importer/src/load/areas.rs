//! Stores the areas that a register names.

use std::collections::{BTreeMap, HashMap};

use entities::{area, domain::AreaKind};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{Load, ccgs::Entries};
use crate::{error::Error, transform::Membership};

/// The areas of a register, by what its rows say of them.
pub(super) struct Areas {
    names: Names,
    ids: HashMap<(AreaKind, String), i64>,
}

impl Areas {
    /// The row number of the area that a membership means.
    pub(super) fn id(&self, membership: &Membership) -> Option<i64> {
        self.ids.get(&(membership.kind, self.names.name(membership)?)).copied()
    }
}

/// Names by code: a row may give an area's code and leave its name to other rows.
struct Names(HashMap<(AreaKind, String), String>);

impl Names {
    fn of<'a>(memberships: impl Iterator<Item = &'a Membership>) -> Self {
        let named = memberships.filter_map(|membership| {
            let Membership { kind, code: Some(code), name: Some(name), .. } = membership else {
                return None;
            };
            Some(((*kind, code.clone()), name.clone()))
        });
        Self(named.collect())
    }

    /// The name of the area that a membership means; its code where no row names it.
    fn name(&self, membership: &Membership) -> Option<String> {
        match &membership.code {
            Some(code) => Some(self.0.get(&(membership.kind, code.clone())).unwrap_or(code).clone()),
            None => membership.name.clone(),
        }
    }
}

impl Load<'_> {
    /// The areas of a register, so far as they are known.
    pub(super) async fn known_areas(&self, entries: &Entries<'_>) -> Result<Areas, Error> {
        let names = Names::of(entries.iter().flat_map(|(_, entry)| &entry.memberships));
        let stored = self.stored_areas().await?;
        Ok(Areas { names, ids: stored.into_iter().map(|(key, row)| (key, row.id)).collect() })
    }

    /// Makes the areas known that a register names, and their codes.
    pub(super) async fn record_areas(&self, entries: &Entries<'_>) -> Result<Areas, Error> {
        let memberships = || entries.iter().flat_map(|(_, entry)| &entry.memberships);
        let names = Names::of(memberships());
        let wanted: BTreeMap<(AreaKind, String), Option<String>> = memberships()
            .filter_map(|membership| {
                Some(((membership.kind, names.name(membership)?), membership.code.clone()))
            })
            .collect();
        let stored = self.stored_areas().await?;
        let mut new = Vec::new();
        for ((kind, name), code) in wanted {
            match stored.get(&(kind, name.clone())) {
                None => new.push(area::Model { id: 0, kind, code, name }),
                Some(old) if code.is_some() && old.code != code => {
                    let mut coded = old.clone().into_active_model();
                    coded.code = Set(code);
                    coded.update(self.txn).await?;
                }
                Some(_) => {}
            }
        }
        self.insert::<area::Entity>(new).await?;
        self.known_areas(entries).await
    }

    async fn stored_areas(&self) -> Result<HashMap<(AreaKind, String), area::Model>, Error> {
        let rows = area::Entity::find().all(self.txn).await?;
        Ok(rows.into_iter().map(|row| ((row.kind, row.name.clone()), row)).collect())
    }
}
