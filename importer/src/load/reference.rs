//! What records refer to: CCGs, models, services, waves and areas by their codes.

use std::collections::HashMap;

use entities::{
    area, ccg, ccg_area, ccg_identity, commissioning_model,
    domain::{AreaKind, FinancialYear, ModelCode, OdsCode, Service},
    service_scope, succession, wave,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{Load, statements::in_force};
use crate::{
    error::Error,
    validate::{Identity, KnownCcg, Register},
};

impl Load<'_> {
    /// All that is known of CCGs.
    pub(super) async fn register(&self) -> Result<Register, Error> {
        let rows = ccg::Entity::find().all(self.txn).await?;
        let codes: HashMap<i64, OdsCode> = rows.iter().map(|row| (row.id, row.ods_code.clone())).collect();
        let mut ccgs: HashMap<OdsCode, KnownCcg> = rows.into_iter().map(known).collect();
        for row in in_force::<ccg_identity::Entity>().all(self.txn).await? {
            if let Some(ccg) = codes.get(&row.ccg_id).and_then(|code| ccgs.get_mut(code)) {
                ccg.identities.push(Identity {
                    name: row.name,
                    ons_code: row.ons_code,
                    valid_from: row.valid_from,
                    valid_to: row.valid_to,
                });
            }
        }
        for row in in_force::<succession::Entity>().all(self.txn).await? {
            let successor = codes.get(&row.successor_id).cloned();
            if let Some(ccg) = codes.get(&row.predecessor_id).and_then(|code| ccgs.get_mut(code)) {
                ccg.successors.extend(successor);
            }
        }
        let names: HashMap<i64, String> = area::Entity::find()
            .filter(area::Column::Kind.is_in([AreaKind::Region2015, AreaKind::Region2025]))
            .all(self.txn)
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        for row in in_force::<ccg_area::Entity>().all(self.txn).await? {
            if let Some(ccg) = codes.get(&row.ccg_id).and_then(|code| ccgs.get_mut(code)) {
                ccg.regions.extend(names.get(&row.area_id).cloned());
            }
        }
        Ok(Register::new(ccgs))
    }

    /// The row numbers of the models.
    pub(super) async fn models(&self) -> Result<HashMap<ModelCode, i64>, Error> {
        let rows = commissioning_model::Entity::find().all(self.txn).await?;
        Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
    }

    /// The row numbers of the services.
    pub(super) async fn services(&self) -> Result<HashMap<Service, i64>, Error> {
        let rows = service_scope::Entity::find().all(self.txn).await?;
        Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
    }

    /// The row numbers of the waves.
    pub(super) async fn waves(&self) -> Result<HashMap<FinancialYear, i64>, Error> {
        let rows = wave::Entity::find().all(self.txn).await?;
        Ok(rows.into_iter().map(|row| (row.financial_year, row.id)).collect())
    }

    /// The row numbers of the areas of one map, by name.
    pub(super) async fn areas(
        &self,
        kind: entities::domain::AreaKind,
    ) -> Result<HashMap<String, i64>, Error> {
        let rows: Vec<(String, i64)> = area::Entity::find()
            .select_only()
            .column(area::Column::Name)
            .column(area::Column::Id)
            .filter(area::Column::Kind.eq(kind))
            .into_tuple()
            .all(self.txn)
            .await?;
        Ok(rows.into_iter().collect())
    }
}

fn known(row: ccg::Model) -> (OdsCode, KnownCcg) {
    let known = KnownCcg {
        id: row.id,
        name: row.name,
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        identities: Vec::new(),
        successors: Vec::new(),
        regions: Vec::new(),
    };
    (row.ods_code, known)
}
